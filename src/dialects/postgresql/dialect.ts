import { Dialect } from "../base.js";
import { type CapabilityOptions, plainCapabilities } from "../default/dialect.js";
import { PostgresqlCompiler } from "./compiler.js";
import { PostgresqlDdlCompiler, postgresqlDdlFeatures } from "./ddl.js";
import { postgresqlIdentifiers } from "./identifiers.js";
import { postgresqlTypes } from "./types.js";

/** What may be set when the dialect is made. */
export interface PostgresqlOptions extends CapabilityOptions {
  /**
   * Which placeholders are cast, `$1::VARCHAR`, so that the server does not have to guess their types: all (the
   * default), none, or those of these kinds of types.
   */
  readonly bindCasts?: boolean | readonly string[];
}

const capabilities = {
  ...plainCapabilities,
  paramStyle: "numeric_dollar",
  multiValuesInsert: true,
  defaultValues: true,
  defaultMetavalue: "DEFAULT",
  emptyInsert: false,
  insertReturning: true,
  updateReturning: true,
  deleteReturning: true,
  insertManyReturning: true,
  countedRows: "selected",
  lastInsertId: false,
  sequences: true,
  sequencesOptional: true,
  preexecuteSequences: true,
  nativeBoolean: true,
  updateFrom: true,
  maxIdentifierLength: 63,
  arrays: true,
  distinctOn: true,
  maxParameters: 65535,
} as const;

/**
 * PostgreSQL 12 and later.
 * @param options capabilities that shall be otherwise, such as `{ paramStyle: "named" }`
 * @since 0.2.0
 */
export function postgresqlDialect(options: PostgresqlOptions = {}): Dialect {
  const { bindCasts = true, ...others } = options;
  return new Dialect({
    name: "postgresql",
    capabilities: { ...capabilities, ...others },
    identifiers: postgresqlIdentifiers,
    types: postgresqlTypes(bindCasts),
    compiler: PostgresqlCompiler,
    ddl: postgresqlDdlFeatures,
    ddlCompiler: PostgresqlDdlCompiler,
  });
}
