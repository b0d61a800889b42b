import type { ColumnNode } from "./column.js";
import { proxyColumns, shownBy } from "./froms.js";
import { declareFields, type Fields, FromNode } from "./node.js";

/** Which form of a row RETURNING names: as it was, or as it has become. */
export type RowVersionName = "old" | "new";

const returnedFields = declareFields<ReturnedRow>({ table: "node", version: "fact", columns: "aside" });
/** The target's row before or after the change, whose columns RETURNING may name: `old.name`, `new.name`. */
export class ReturnedRow extends FromNode {
  readonly kind = "returnedRow";
  readonly columns: readonly ColumnNode[];
  readonly fields: Fields = returnedFields;

  constructor(
    readonly table: FromNode,
    readonly version: RowVersionName,
  ) {
    super();
    this.columns = proxyColumns(this, shownBy(table));
  }
}
