import { SqlCompiler } from "../compiler/statements.js";
import { tableOf } from "../compiler/values-resolution.js";
import type { InsertNode } from "../nodes/dml.js";
import type { FromNode } from "../nodes/node.js";
import { OnConflictNode } from "../nodes/on-conflict.js";

/** Writes ON CONFLICT, for the databases that have it. */
export abstract class OnConflictCompiler extends SqlCompiler {
  protected override afterValues(node: InsertNode): string {
    if (node.afterValues instanceof OnConflictNode) this.warnOfUnknown(node.table, node.afterValues);
    return super.afterValues(node);
  }

  /** What the table does not have is written all the same: if that is a mistake, the database says so. */
  private warnOfUnknown(table: FromNode, { earlier, set }: OnConflictNode): void {
    if (earlier) this.warnOfUnknown(table, earlier);
    const unknown = (set ?? []).filter((column) => column.table === null).map(({ key }) => `'${key}'`);
    if (unknown.length > 0)
      this.warn(`Additional column names not matching any column keys in table '${tableOf(table)?.name}': ${unknown.join(", ")}`);
  }

  visitOnConflict(node: OnConflictNode): string {
    const earlier = node.earlier ? `${this.visitOnConflict(node.earlier)} ` : "";
    const target = this.conflictTarget(node);
    if (node.set === null) return `${earlier}ON CONFLICT ${target === "" ? "" : `${target} `}DO NOTHING`;
    const set = node.set.map((column, index) => `${this.quote(column.name)} = ${this.clauseValue(node, column, index)}`).join(", ");
    return `${earlier}ON CONFLICT ${target} DO UPDATE SET ${set}${this.criterionText(" WHERE ", node.where, {})}`;
  }

  private conflictTarget({ constraint, elements, elementsWhere }: OnConflictNode): string {
    if (constraint !== null) return `ON CONSTRAINT ${this.quote(constraint)}`;
    if (elements.length === 0) return "";
    const place = { bareColumns: true };
    return `(${this.list(elements, ", ", place)})${this.criterionText(" WHERE ", elementsWhere, place)}`;
  }
}
