import type { ColumnNode } from "./column.js";
import { declareFields, type ExpressionNode, type Fields, Node } from "./node.js";

/** What an ON CONFLICT clause is made of. */
export interface OnConflictData {
  /** Whose clause it is. */
  readonly dialect: "postgresql" | "sqlite";
  /** The clause before this one, for databases that try several in order. */
  readonly earlier: OnConflictNode | null;
  /** The columns or expressions of a unique index. */
  readonly elements: readonly ExpressionNode[];
  /** The WHERE of a partial index. */
  readonly elementsWhere: readonly ExpressionNode[];
  /** The name of a constraint, instead of an index. */
  readonly constraint: string | null;
  /** The columns to set; null for DO NOTHING. */
  readonly set: readonly ColumnNode[] | null;
  /** Their values, in the same order. */
  readonly cells: readonly unknown[] | null;
  /** Which rows to update. */
  readonly where: readonly ExpressionNode[];
}

const onConflictFields = declareFields<OnConflictNode>({
  dialect: "fact",
  earlier: "node",
  elements: "nodes",
  elementsWhere: "nodes",
  constraint: "fact",
  set: "nodes",
  cells: "cells",
  where: "nodes",
});
/** `ON CONFLICT (…) DO NOTHING`, `ON CONFLICT (…) DO UPDATE SET …`. */
export class OnConflictNode extends Node implements OnConflictData {
  readonly kind = "onConflict";
  readonly dialect: OnConflictData["dialect"];
  readonly earlier: OnConflictNode | null;
  readonly elements: readonly ExpressionNode[];
  readonly elementsWhere: readonly ExpressionNode[];
  readonly constraint: string | null;
  readonly set: readonly ColumnNode[] | null;
  readonly cells: readonly unknown[] | null;
  readonly where: readonly ExpressionNode[];
  readonly fields: Fields = onConflictFields;
  override get ownDialect(): string {
    return this.dialect;
  }

  constructor(data: OnConflictData) {
    super();
    this.dialect = data.dialect;
    this.earlier = data.earlier;
    this.elements = data.elements;
    this.elementsWhere = data.elementsWhere;
    this.constraint = data.constraint;
    this.set = data.set;
    this.cells = data.cells;
    this.where = data.where;
  }
}
