import { OracleDdlCompiler } from "./ddl.js";

/** The DDL of Oracle 11, whose keys count up by sequences and triggers alone. */
export class Oracle11DdlCompiler extends OracleDdlCompiler {
  protected override countsUp(): boolean {
    return false;
  }
}
