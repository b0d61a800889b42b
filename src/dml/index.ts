export { Delete, deleteFrom } from "./delete.js";
export { describeStatement, type ParameterDescription, type StatementDescription, type TableAccess } from "./describe.js";
export { Insert, insert } from "./insert.js";
export type { Inserted, InsertKind, InsertKinds, InsertNeeds, KeyOf, RowsOf, UpdateNeeds } from "./kinds.js";
export type { ColumnDescription, EntityDescription } from "./shared.js";
export { Update, update } from "./update.js";
