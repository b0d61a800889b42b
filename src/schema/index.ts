export { ColumnDef, type DefaultOf, type Flag, type ReferenceOptions, type ReferentialAction } from "./column-def.js";
export { check, foreignKey, index, primaryKey, type SchemaItem, unique } from "./constraints.js";
export type { SchemaOptions } from "./create-all.js";
export {
  CreateIndex,
  type CreateOptions,
  CreateSchema,
  CreateSequence,
  CreateTable,
  DdlElement,
  DropIndex,
  type DropOptions,
  DropSchema,
  DropSequence,
  DropTable,
} from "./ddl.js";
export type { DdlConnection, DdlFeatures, SyncDdlConnection } from "./ddl-connection.js";
export type {
  AnyDef,
  Columns,
  Defs,
  FullRow,
  InsertRow,
  KeyKeys,
  ParamRow,
  RequiredKeys,
  RowOf,
  Settable,
  UnknownColumn,
  UpdateRow,
  Written,
} from "./defs.js";
export { type AnyTable, MetaData, type TableOptions } from "./metadata.js";
export { conv, type NamedItem, type NamingConvention, type NamingRule } from "./naming.js";
export { Sequence } from "./sequence.js";
export { type DmlTarget, Table, TableAlias, table, type UpdateTarget } from "./table.js";
export * from "./types.js";
