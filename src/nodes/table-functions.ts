import type { ColumnNode } from "./column.js";
import { proxyColumns, type ShownColumn, shownBy } from "./froms.js";
import { declareFields, type ExpressionNode, type Fields, FromNode } from "./node.js";

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
  get fields(): Fields {
    return tableSampleFields;
  }
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

const tableValuedFields = declareFields<TableValuedNode>({ call: "node", name: "fact", derived: "fact", names: "facts", columns: "aside" });
/** `f(x) AS name`, a function whose rows stand in FROM; with `derived`, `f(x) AS name(columns)`. */
export class TableValuedNode extends FromNode {
  readonly kind = "tableValued";
  readonly columns: readonly ColumnNode[];
  readonly names: readonly string[];
  get fields(): Fields {
    return tableValuedFields;
  }
  constructor(
    readonly call: ExpressionNode,
    readonly name: string | null,
    shown: readonly ShownColumn[],
    readonly derived: boolean,
  ) {
    super();
    this.columns = proxyColumns(this, shown);
    this.names = shown.map((column) => column.name);
  }
}
