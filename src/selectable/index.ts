export type { AffixOptions, AffixText } from "./affix.js";
export { Column } from "./column.js";
export { type CompoundSelect, except, exceptAll, intersect, intersectAll, union, unionAll } from "./compound.js";
export type { AddCteOptions, Cte, CteSettings } from "./cte.js";
export type { Args, Executes, Sets } from "./execute.js";
export { type Exists, exists } from "./exists.js";
export type { SyntaxExtension } from "./extension.js";
export { type AnyFrom, FromElement, type Join, type RowColumns, type SubColumns } from "./from.js";
export type { FetchOptions } from "./limit.js";
export type { BindsOf, Row, Selected, Selection, Shape, Tuple } from "./rows.js";
export { type ForUpdateOptions, type Select, select } from "./select.js";
export { asc, desc, type KeyOrdering } from "./sort-keys.js";
export { sql } from "./sql.js";
export type { DialectOptions, Done, HintOptions, Rows, Statement } from "./statement.js";
export {
  columnValued,
  type TableSampleOptions,
  type TableValuedOptions,
  tableSample,
  tableValued,
  type WholeRowElement,
  wholeRow,
} from "./table-functions.js";
export { TextClause } from "./text.js";
export type { TextColumns, TextSelect } from "./text-select.js";
export { type Values, type ValuesColumns, values } from "./values.js";
