import type { Capabilities, IdentifierRules } from "../../compiler/capabilities.js";
import { plainName } from "../../compiler/identifiers.js";
import { Dialect, type TransactionRules } from "../base.js";
import { type CapabilityOptions, plainCapabilities } from "../default/dialect.js";
import { isBefore } from "../version.js";
import { SqliteCompiler } from "./compiler.js";
import { SqliteDdlCompiler, sqliteDdlFeatures } from "./ddl.js";
import { hasTableQuery } from "./inspect.js";
import { sqliteTypes } from "./types.js";

/** What may be set when the dialect is made. */
export interface SqliteOptions extends CapabilityOptions {
  /** The library's version, `"3.45.1"`; the newest, where it is left out. */
  readonly version?: string;
}

const RESERVED = new Set(
  `add after all alter analyze and as asc attach autoincrement before begin between by cascade case cast check collate column commit conflict constraint create cross
  current_date current_time current_timestamp database default deferrable deferred delete desc detach distinct drop each else end escape except exclusive exists explain
  false fail for foreign from full glob group having if ignore immediate in index indexed initially inner insert instead intersect into is isnull join key left like limit
  match natural not notnull null of offset on or order outer plan pragma primary query raise references reindex rename replace restrict right rollback row select set
  table temp temporary then to transaction trigger true union unique update using vacuum values view virtual when where`.split(/\s+/),
);

const identifiers: IdentifierRules = { reserved: RESERVED, quoteStart: '"', quoteEnd: '"', legal: plainName };

const capabilities = {
  ...plainCapabilities,
  paramStyle: "qmark",
  multiValuesInsert: true,
  defaultValues: true,
  defaultMetavalue: "NULL",
  emptyInsert: false,
  insertReturning: true,
  updateReturning: true,
  deleteReturning: true,
  insertManyReturning: true,
  bulkValues: true,
  countedRows: "checked",
  nullKeyCountsUp: true,
  updateFrom: true,
  tupleInValues: true,
  bareReturning: true,
  maxParameters: 32766,
} as const;

/** A transaction that writes takes the file's one writer at its beginning, so that it can't fail half-way for want of it. */
const transactions: TransactionRules = {
  begin: ({ writes }) => [writes ? "BEGIN IMMEDIATE" : "BEGIN"],
  isolationLevels: ["SERIALIZABLE"],
  partialFailures: true,
  readOnly: { on: "PRAGMA query_only = ON", off: "PRAGMA query_only = OFF" },
};

/** What a library of this version lacks of what came with 3.32, 3.33 and 3.35. */
function byVersion(version: string | undefined): Partial<Capabilities> {
  const before = (other: string): boolean => version !== undefined && isBefore(version, other);
  const noReturning = { insertReturning: false, updateReturning: false, deleteReturning: false, insertManyReturning: false };
  return {
    ...(before("3.32") && { maxParameters: 999 }),
    ...(before("3.33") && { updateFrom: false }),
    ...(before("3.35") && noReturning),
  };
}

/**
 * SQLite 3.24 and later; by default, 3.35 and later.
 * @param options the library's version, and capabilities that shall be otherwise, such as `{ paramStyle: "named" }`
 * @throws ArgumentError for a version that is none
 * @since 0.1.0
 */
export function sqliteDialect(options: SqliteOptions = {}): Dialect {
  const { version, ...others } = options;
  return new Dialect({
    name: "sqlite",
    capabilities: { ...capabilities, ...byVersion(version), ...others },
    forServer: (server) => sqliteDialect({ ...options, version: server.version }),
    identifiers,
    types: sqliteTypes,
    transactions,
    compiler: SqliteCompiler,
    ddl: sqliteDdlFeatures,
    ddlCompiler: SqliteDdlCompiler,
    inspection: { hasTable: hasTableQuery },
  });
}
