import { Oracle12DdlCompiler } from "./ddl-12.js";

/** The DDL of Oracle 11, whose keys count up by sequences and triggers alone. */
export class Oracle11DdlCompiler extends Oracle12DdlCompiler {
  protected override countsUp(): boolean {
    return false;
  }
}
