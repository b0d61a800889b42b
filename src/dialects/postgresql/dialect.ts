import type { Capabilities } from "../../compiler/capabilities.js";
import { fullMerge } from "../../compiler/merge-capabilities.js";
import { Dialect, type TransactionRules } from "../base.js";
import { type CapabilityOptions, plainCapabilities } from "../default/dialect.js";
import { isBefore } from "../version.js";
import { postgresqlArrayInsert } from "./array-insert.js";
import { PostgresqlCompiler } from "./compiler.js";
import { postgresqlCopyInsert } from "./copy-insert.js";
import { PostgresqlDdlCompiler, postgresqlDdlFeatures } from "./ddl.js";
import { postgresqlIdentifiers } from "./identifiers.js";
import { postgresqlInspection } from "./inspect.js";
import { postgresqlTypes } from "./types.js";

/** What may be set when the dialect is made. */
export interface PostgresqlOptions extends CapabilityOptions {
  /** The server's version, `"15.18"`; the newest, where it is left out. */
  readonly version?: string;
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
  bulkValues: true,
  countedRows: "selected",
  insertManyValues: "unnest",
  lastInsertId: false,
  sequences: true,
  sequencesOptional: true,
  preexecuteSequences: true,
  nativeBoolean: true,
  updateFrom: true,
  maxIdentifierLength: 63,
  maxObjectNameLength: 63,
  cutsLongNames: true,
  identifierLengthUnit: "bytes",
  arrays: true,
  distinctOn: true,
  maxParameters: 65535,
} as const;

/** What a server of this version has of what came with 15, 17 and 18. */
function byVersion(version: string | undefined): Pick<Capabilities, "merge" | "returnedRows"> {
  const before = (other: string): boolean => version !== undefined && isBefore(version, other);
  const merge = before("17") ? { ...fullMerge, returning: "none" as const, bySource: false, action: null } : fullMerge;
  return { merge: before("15") ? null : merge, returnedRows: before("18") ? null : { old: "old", new: "new" } };
}

const transactions: TransactionRules = {
  begin: ({ readOnly, isolationLevel }) => [
    `BEGIN${isolationLevel === undefined ? "" : ` ISOLATION LEVEL ${isolationLevel}`}${readOnly ? " READ ONLY" : ""}`,
  ],
  isolationLevels: ["READ UNCOMMITTED", "READ COMMITTED", "REPEATABLE READ", "SERIALIZABLE"],
  beginsReadOnly: true,
  failsWhole: true,
  timeout: {
    set: (milliseconds, inTransaction) => `SET ${inTransaction ? "LOCAL " : ""}statement_timeout = ${Math.ceil(milliseconds)}`,
    reset: (inTransaction) => (inTransaction ? "SET LOCAL statement_timeout TO DEFAULT" : "RESET statement_timeout"),
  },
  readOnly: {
    on: "SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY",
    off: "SET SESSION CHARACTERISTICS AS TRANSACTION READ WRITE",
  },
};

/**
 * PostgreSQL 12 and later; by default, 18.
 * @param options the server's version, and capabilities that shall be otherwise, such as `{ paramStyle: "named" }`
 * @throws ArgumentError for a version that is none
 * @since 0.1.0
 */
export function postgresqlDialect(options: PostgresqlOptions = {}): Dialect {
  const { bindCasts = true, version, ...others } = options;
  return new Dialect({
    name: "postgresql",
    capabilities: { ...capabilities, ...byVersion(version), ...others },
    identifiers: postgresqlIdentifiers,
    types: postgresqlTypes(bindCasts),
    transactions,
    compiler: PostgresqlCompiler,
    ddl: postgresqlDdlFeatures,
    ddlCompiler: PostgresqlDdlCompiler,
    inspection: postgresqlInspection,
    arrayInsert: postgresqlArrayInsert,
    copyInsert: postgresqlCopyInsert,
    forServer: (server) => postgresqlDialect({ ...options, version: server.version }),
  });
}
