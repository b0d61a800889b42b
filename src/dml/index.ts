export { Delete, deleteFrom } from "./delete.js";
export { describeStatement, type ParameterDescription, type StatementDescription, type TableAccess } from "./describe.js";
export { Insert, insert } from "./insert.js";
export type { Inserted, InsertKind, InsertKinds, InsertNeeds, KeyOf, RowsOf, UpdateNeeds } from "./kinds.js";
export {
  Merge,
  type MergeActionName,
  MergeInto,
  type MergeResult,
  type MergeSet,
  merge,
  mergeAction,
  type WhenMatched,
  type WhenNotMatched,
  type WhenNotMatchedBySource,
} from "./merge.js";
export type { NewRow, OldRow, RowVersion } from "./returned-row.js";
export type { ColumnDescription, EntityDescription } from "./shared.js";
export { Update, update } from "./update.js";
