import { SqlCompiler } from "../compiler/statements.js";
import type { OnConflictNode } from "../nodes/on-conflict.js";

/** Writes ON CONFLICT, for the databases that have it. */
export abstract class OnConflictCompiler extends SqlCompiler {
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
