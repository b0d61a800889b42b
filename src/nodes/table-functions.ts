import type { SqlType } from "../sqltypes/base.js";
import type { ColumnNode } from "./column.js";
import { proxyColumns, type ShownColumn, shownBy } from "./froms.js";
import { declareFields, ExpressionNode, type Fields, FromNode } from "./node.js";

const tableSampleFields = declareFields<TableSampleNode>({
  element: "node",
  sampling: "node",
  seed: "node",
  name: "fact",
  columns: "aside",
});
/** `element AS name TABLESAMPLE sampling REPEATABLE (seed)`. */
export class TableSampleNode extends FromNode {
  readonly kind = "tableSample";
  readonly columns: readonly ColumnNode[];
  readonly fields: Fields = tableSampleFields;
  constructor(
    readonly element: FromNode,
    readonly sampling: ExpressionNode,
    readonly seed: ExpressionNode | null,
    readonly name: string | null,
  ) {
    super();
    this.columns = proxyColumns(this, shownBy(element));
  }
}

/** How a function's rows stand in FROM. */
export interface TableValuedForm {
  /** The columns stand behind the name: `f(x) AS name(a, b)`, with their types where they are asked for. */
  readonly derived: boolean | "types";
  /** WITH ORDINALITY: the last column counts the rows. */
  readonly ordinality: boolean;
  readonly lateral: boolean;
}

const tableValuedFields = declareFields<TableValuedNode>({
  call: "node",
  name: "fact",
  names: "facts",
  types: "types",
  derived: "fact",
  ordinality: "fact",
  lateral: "fact",
  columns: "aside",
});
/** `f(x) AS name`, a function whose rows stand in FROM. */
export class TableValuedNode extends FromNode implements TableValuedForm {
  readonly kind = "tableValued";
  readonly columns: readonly ColumnNode[];
  readonly names: readonly string[];
  readonly types: readonly SqlType<unknown>[];
  readonly derived: boolean | "types";
  readonly ordinality: boolean;
  readonly lateral: boolean;
  readonly fields: Fields = tableValuedFields;
  constructor(
    readonly call: ExpressionNode,
    readonly name: string | null,
    shown: readonly ShownColumn[],
    form: TableValuedForm,
  ) {
    super();
    this.columns = proxyColumns(this, shown);
    this.names = shown.map((column) => column.name);
    this.types = shown.map((column) => column.type);
    this.derived = form.derived;
    this.ordinality = form.ordinality;
    this.lateral = form.lateral;
  }
}

const wholeRowFields = declareFields<WholeRow>({ from: "node", name: "aside", type: "type" });
/** A FROM element where a value may stand: its whole row, or the only column of a function. */
export class WholeRow extends ExpressionNode {
  readonly kind = "wholeRow";
  readonly fields: Fields = wholeRowFields;
  constructor(
    readonly from: FromNode,
    readonly type: SqlType<unknown>,
  ) {
    super();
  }

  /** The name by which it is known; null where the compiler numbers one. */
  get name(): string | null {
    return "name" in this.from && typeof this.from.name === "string" ? this.from.name : null;
  }
}
