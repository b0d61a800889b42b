import { SqlCompiler } from "../compiler/statements.js";
import { grouped } from "../expression/grouping.js";
import type { ColumnNode } from "../nodes/column.js";
import { Bind } from "../nodes/expressions.js";
import { ExpressionNode } from "../nodes/node.js";
import type { OnConflictNode } from "../nodes/on-conflict.js";

/** Writes ON CONFLICT, for the databases that have it. */
export abstract class OnConflictCompiler extends SqlCompiler {
  visitOnConflict(node: OnConflictNode): string {
    const earlier = node.earlier ? `${this.visitOnConflict(node.earlier)} ` : "";
    const target = this.conflictTarget(node);
    if (node.set === null) return `${earlier}ON CONFLICT ${target === "" ? "" : `${target} `}DO NOTHING`;
    const set = node.set.map((column, index) => `${this.quote(column.name)} = ${this.conflictValue(node, column, index)}`).join(", ");
    return `${earlier}ON CONFLICT ${target} DO UPDATE SET ${set}${this.criterionText(" WHERE ", node.where, {})}`;
  }

  private conflictTarget({ constraint, elements, elementsWhere }: OnConflictNode): string {
    if (constraint !== null) return `ON CONSTRAINT ${this.quote(constraint)}`;
    if (elements.length === 0) return "";
    const place = { bareColumns: true };
    return `(${this.list(elements, ", ", place)})${this.criterionText(" WHERE ", elementsWhere, place)}`;
  }

  private conflictValue(node: OnConflictNode, column: ColumnNode, index: number): string {
    const cell = node.cells?.[index];
    const { type } = column;
    if (cell instanceof Bind) return this.bind(cell, {}, { type });
    if (cell instanceof ExpressionNode) return this.process(grouped(cell, null));
    if (this.options.literalBinds) return this.literal(cell, type);
    const ordinal = this.ordinals.of(node, "cells", index);
    return this.slot({ key: this.numbered("param"), type, ordinal, constant: cell, unique: true });
  }
}
