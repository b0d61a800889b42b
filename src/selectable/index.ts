export { Column } from "./column.js";
export { type CompoundSelect, except, intersect, union, unionAll } from "./compound.js";
export type { Args, Executes } from "./execute.js";
export { exists, type Exists } from "./exists.js";
export { type AnyFrom, FromElement, type Join, type RowColumns, type SubColumns } from "./from.js";
export type { BindsOf, Row, Selected, Selection, Shape, Tuple } from "./rows.js";
export { type CteSettings, type ForUpdateOptions, select, type Select } from "./select.js";
export type { Done, DialectOptions, HintOptions, Rows, Statement } from "./statement.js";
export { values, type Values, type ValuesColumns } from "./values.js";
