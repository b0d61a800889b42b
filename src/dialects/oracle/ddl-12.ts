import type { DdlNode } from "../../nodes/ddl.js";
import { OracleDdlCompiler } from "./ddl.js";

/** The DDL of Oracle 12 to 21, which does not ask what is there. */
export class Oracle12DdlCompiler extends OracleDdlCompiler {
  override process(node: DdlNode): string {
    if ("ifExists" in node && node.ifExists) throw this.unsupported("IF EXISTS before version 23");
    if ("ifNotExists" in node && node.ifNotExists) throw this.unsupported("IF NOT EXISTS before version 23");
    return super.process(node);
  }
}
