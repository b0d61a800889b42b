import { defaultDialect, stringDialect } from "athanor/default";
import { mssql } from "athanor/mssql";
import { mariadb, mysql } from "athanor/mysql";
import { oracle } from "athanor/oracle";
import { postgresql } from "athanor/postgresql";
import { sqlite } from "athanor/sqlite";
import type { Dialect } from "../../src/dialects/base.js";

/** What SQLAlchemy's psycopg2 casts, where the server could not guess. */
const FEW_CASTS = ["uuid", "json", "array"];

/** What its psycopg 3 casts: that driver names the types of the others itself. */
const MOST_CASTS = [
  ...FEW_CASTS,
  "varchar",
  "char",
  "text",
  "integer",
  "smallInteger",
  "bigInteger",
  "date",
  "time",
  "timestamp",
  "jsonPath",
];

/** What a dialect learns on connecting. */
interface LearnedOptions {
  readonly defaultSchema?: string;
}

/** Rows are put together only where they come back, and in order only where the database promises one: SQLAlchemy's way with most drivers. */
const RETURNED_ROWS = { bulkValues: false } as const;
const PROMISED_ORDER = { ...RETURNED_ROWS, countedRows: "none" } as const;

/** Bulk INSERTs as SQLAlchemy sends them, of which PostgreSQL would take its rows from arrays. */
const VALUES = { insertManyValues: "values" } as const;

/** SQLAlchemy leaves sql_mode as the server has it, where DEFAULT lets a key count up. */
const SERVERS_MODE = { defaultCountsUp: true } as const;

/** What writes the clauses that are one database's alone, where text is for reading: SQLAlchemy's dialects of these names. */
const PARTS = [postgresql({ paramStyle: "pyformat", bindCasts: MOST_CASTS }), mysql({ paramStyle: "format", version: "8.0.19" })];

/** The golden dialects that athanor has, by their names in the files. */
const dialects = {
  default: (options) => defaultDialect(options),
  default_qmark: () => defaultDialect({ paramStyle: "qmark" }),
  default_format: () => defaultDialect({ paramStyle: "format" }),
  default_pyformat: () => defaultDialect({ paramStyle: "pyformat" }),
  default_numeric: () => defaultDialect({ paramStyle: "numeric" }),
  default_multivalues: () => defaultDialect({ multiValuesInsert: true }),
  default_native_boolean: () => defaultDialect({ nativeBoolean: true }),
  default_no_default_values: () => defaultDialect({ defaultValues: false }),
  default_metavalue: () => defaultDialect({ defaultMetavalue: "DEFAULT" }),
  str: (options) => stringDialect({ dialects: PARTS, ...options }),
  sqlite: (options) => sqlite({ ...PROMISED_ORDER, ...options }),
  sqlite_named: () => sqlite({ paramStyle: "named" }),
  sqlite_no_returning: () => sqlite({ implicitReturning: false }),
  postgresql: (options) => postgresql({ paramStyle: "pyformat", bindCasts: FEW_CASTS, ...VALUES, ...options }),
  postgresql_psycopg: (options) => postgresql({ paramStyle: "pyformat", bindCasts: MOST_CASTS, ...VALUES, ...RETURNED_ROWS, ...options }),
  postgresql_asyncpg: (options) => postgresql({ ...VALUES, ...RETURNED_ROWS, ...options }),
  postgresql_no_returning: () => postgresql({ paramStyle: "pyformat", bindCasts: FEW_CASTS, ...VALUES, implicitReturning: false }),
  mysql: (options) => mysql({ paramStyle: "format", version: "8.0.19", ...SERVERS_MODE, ...options }),
  mysql8: () => mysql({ paramStyle: "format", ...SERVERS_MODE }),
  mariadb: (options) => mariadb({ paramStyle: "format", ...RETURNED_ROWS, ...SERVERS_MODE, ...options }),
  mssql: (options) => mssql({ paramStyle: "named", ...options }),
  mssql_qmark: (options) => mssql({ paramStyle: "qmark", ...options }),
  mssql_2008: () => mssql({ paramStyle: "named", version: "10.0" }),
  mssql_2005: () => mssql({ paramStyle: "named", version: "9.0" }),
  oracle: (options) => oracle(options),
  oracle_11: () => oracle({ version: "11" }),
  oracle_23: () => oracle({ version: "23" }),
} satisfies Record<string, (options: LearnedOptions) => Dialect>;

/** What compiles a statement. */
export type GoldenDialect = ReturnType<(typeof dialects)[keyof typeof dialects]>;

function isKnown(name: string): name is keyof typeof dialects {
  return Object.hasOwn(dialects, name);
}

/** The names of all golden dialects that athanor has. */
export const dialectNames: readonly string[] = Object.keys(dialects);

/** Whether athanor has the golden dialect of this name. */
export function hasDialect(name: string): boolean {
  return isKnown(name);
}

/** A new dialect for each answer, so that nothing of one compile helps another. */
export function makeDialect(name: string, options: LearnedOptions = {}): GoldenDialect {
  if (!isKnown(name)) throw new Error(`no golden dialect '${name}'`);
  return dialects[name](options);
}
