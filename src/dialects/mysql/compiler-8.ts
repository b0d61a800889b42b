import type { Place } from "../../compiler/base.js";
import type { ForUpdateNode } from "../../nodes/clauses.js";
import type { Binary } from "../../nodes/expressions.js";
import { operators } from "../../nodes/operator.js";
import type { RegexpReplace } from "../../nodes/regular-expressions.js";
import { MysqlCompiler } from "./compiler.js";

/** Writes SQL for MySQL 8.0.20 and later. */
export class Mysql8Compiler extends MysqlCompiler {
  protected override get castsFloats(): boolean {
    return true;
  }

  protected override get namesInsertedRow(): boolean {
    return true;
  }

  protected override regexpMatch(node: Binary, place: Place): string {
    if (node.modifier === null) return super.regexpMatch(node, place);
    const call = `REGEXP_LIKE(${this.process(node.left, place)}, ${this.process(node.right, place)}, ${this.literalText(node.modifier)})`;
    return node.operator === operators.regexpMatch ? call : `NOT ${call}`;
  }

  /** Flags follow the place to begin at and which find to replace: 0 is all. */
  override visitRegexpReplace(node: RegexpReplace, place: Place): string {
    return this.regexpReplaceCall(node, place, node.flags === null ? [] : ["1", "0", this.literalText(node.flags)]);
  }

  protected override lockText(forUpdate: ForUpdateNode): string {
    return (forUpdate.read ? " FOR SHARE" : " FOR UPDATE") + this.lockedTables(forUpdate);
  }
}
