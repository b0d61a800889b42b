import type { ForUpdateNode } from "../../nodes/clauses.js";
import { MysqlCompiler } from "./compiler.js";

/** Writes SQL for MySQL 8.0.20 and later. */
export class Mysql8Compiler extends MysqlCompiler {
  protected override get castsFloats(): boolean {
    return true;
  }

  protected override get namesInsertedRow(): boolean {
    return true;
  }

  protected override lockText(forUpdate: ForUpdateNode): string {
    return (forUpdate.read ? " FOR SHARE" : " FOR UPDATE") + this.lockedTables(forUpdate);
  }
}
