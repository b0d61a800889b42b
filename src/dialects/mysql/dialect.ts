import { Dialect, type DialectDefinition } from "../base.js";
import { type CapabilityOptions, plainCapabilities } from "../default/dialect.js";
import { isBefore } from "../version.js";
import { MysqlCompiler } from "./compiler.js";
import { Mysql8Compiler } from "./compiler-8.js";
import { MysqlDdlCompiler, mysqlDdlFeatures } from "./ddl.js";
import { mariadbIdentifiers, mysqlIdentifiers } from "./identifiers.js";
import { mysqlInspection } from "./inspect.js";
import { mysqlTransactions } from "./transactions.js";
import { mysqlTypes } from "./types.js";

/** What may be set when either dialect is made. */
export interface MariadbOptions extends CapabilityOptions {
  /** False where sql_mode has NO_BACKSLASH_ESCAPES. */
  readonly backslashEscapes?: boolean;
}

/** What may be set when the dialect is made. */
export interface MysqlOptions extends MariadbOptions {
  /** The server's version, `"8.0.35"`; the newest, where it is left out. */
  readonly version?: string;
}

/** From here on the row of ON DUPLICATE KEY UPDATE has a name, FOR SHARE names tables, and CAST knows FLOAT. */
const ROW_ALIAS = "8.0.20";

const capabilities = {
  ...plainCapabilities,
  paramStyle: "qmark",
  multiValuesInsert: true,
  defaultMetavalue: "DEFAULT",
  bulkValues: true,
  countedRows: "returned",
  nullKeyCountsUp: true,
  integerDivisionFloors: false,
  multiTableUpdate: true,
  dmlLimit: true,
  cteFollowsInsert: true,
  maxIdentifierLength: 255,
  maxObjectNameLength: 64,
  maxParameters: 65535,
} as const;

const mariadbCapabilities = {
  ...capabilities,
  insertReturning: true,
  deleteReturning: true,
  insertManyReturning: true,
  sequences: true,
} as const;

const dmlOptions = ["limit", "orderBy"];

const shared = {
  ddl: mysqlDdlFeatures,
  ddlCompiler: MysqlDdlCompiler,
  inspection: mysqlInspection,
  transactions: mysqlTransactions,
  statementOptions: { update: dmlOptions, delete: dmlOptions },
} satisfies Partial<DialectDefinition>;

/**
 * MySQL 5.7 and later; by default, 8.0.20 and later.
 * @param options the server's version, and capabilities that shall be otherwise, such as `{ paramStyle: "format" }`
 * @throws ArgumentError for a version that is none
 * @since 0.1.0
 */
export function mysqlDialect(options: MysqlOptions = {}): Dialect {
  const { version, backslashEscapes = true, ...others } = options;
  return new Dialect({
    ...shared,
    name: "mysql",
    capabilities: { ...capabilities, ...others },
    identifiers: mysqlIdentifiers,
    types: mysqlTypes({ backslashEscapes, nativeUuid: false }),
    compiler: version !== undefined && isBefore(version, ROW_ALIAS) ? MysqlCompiler : Mysql8Compiler,
  });
}

/**
 * MariaDB 10.7 and later.
 * @param options capabilities that shall be otherwise, such as `{ paramStyle: "format" }`
 * @since 0.1.0
 */
export function mariadbDialect(options: MariadbOptions = {}): Dialect {
  const { backslashEscapes = true, ...others } = options;
  return new Dialect({
    ...shared,
    name: "mariadb",
    capabilities: { ...mariadbCapabilities, ...others },
    identifiers: mariadbIdentifiers,
    types: mysqlTypes({ backslashEscapes, nativeUuid: true }),
    compiler: MysqlCompiler,
  });
}
