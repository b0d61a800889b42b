import { Dialect, type DialectDefinition } from "../base.js";
import { type CapabilityOptions, plainCapabilities } from "../default/dialect.js";
import { isBefore } from "../version.js";
import { MysqlCompiler } from "./compiler.js";
import { Mysql8Compiler } from "./compiler-8.js";
import { MysqlDdlCompiler, mysqlDdlFeatures } from "./ddl.js";
import { mariadbIdentifiers, mysqlIdentifiers } from "./identifiers.js";
import { mysqlInspection } from "./inspect.js";
import { mariadbTransactions, mysqlTransactions } from "./transactions.js";
import { mysqlTypes } from "./types.js";

/** What may be set when either dialect is made. */
export interface MysqlOptions extends CapabilityOptions {
  /** The server's version, `"8.0.35"` or `"10.11.19"`; the newest, where it is left out. */
  readonly version?: string;
  /** False where sql_mode has NO_BACKSLASH_ESCAPES. */
  readonly backslashEscapes?: boolean;
}

/** What may be set when the dialect of MariaDB is made. */
export type MariadbOptions = MysqlOptions;

const capabilities = {
  ...plainCapabilities,
  paramStyle: "qmark",
  multiValuesInsert: true,
  defaultMetavalue: "DEFAULT",
  bulkValues: true,
  countedRows: "returned",
  nullKeyCountsUp: true,
  // with NO_AUTO_VALUE_ON_ZERO, as our connections have it, DEFAULT is the key 0
  defaultCountsUp: false,
  upsertsByAnyKey: true,
  integerDivisionFloors: false,
  multiTableUpdate: true,
  dmlLimit: true,
  cteFollowsInsert: true,
  maxIdentifierLength: 255,
  maxObjectNameLength: 64,
  maxParameters: 65535,
} as const;

const dmlOptions = ["limit", "orderBy"];

const shared = {
  ddl: mysqlDdlFeatures,
  ddlCompiler: MysqlDdlCompiler,
  inspection: mysqlInspection,
  statementOptions: { update: dmlOptions, delete: dmlOptions },
} satisfies Partial<DialectDefinition>;

type IsBefore = (version: string) => boolean;

/** MySQL's own; from 8.0.20 on the row of ON DUPLICATE KEY UPDATE has a name, FOR SHARE names tables, and CAST knows FLOAT. */
const mysqlWay = (before: IsBefore) => ({
  learned: {},
  identifiers: mysqlIdentifiers,
  nativeUuid: false,
  transactions: mysqlTransactions,
  compiler: before("8.0.20") ? MysqlCompiler : Mysql8Compiler,
});

/** MariaDB's own: sequences came with 10.3, INSERT..RETURNING with 10.5, and UUID with 10.7. */
const mariadbWay = (before: IsBefore) => ({
  learned: {
    insertReturning: !before("10.5"),
    insertManyReturning: !before("10.5"),
    deleteReturning: true,
    sequences: !before("10.3"),
  },
  identifiers: mariadbIdentifiers,
  nativeUuid: !before("10.7"),
  transactions: mariadbTransactions,
  compiler: MysqlCompiler,
});

type Name = "mysql" | "mariadb";

/** The dialect of a name for a server of either kind: a URL may name the one and lead to the other. */
function dialectFor(name: Name, product: Name, options: MysqlOptions): Dialect {
  const { version, backslashEscapes = true, ...others } = options;
  const before = (other: string): boolean => version !== undefined && isBefore(version, other);
  const { learned, nativeUuid, ...own } = (product === "mariadb" ? mariadbWay : mysqlWay)(before);
  return new Dialect({
    ...shared,
    name,
    capabilities: { ...capabilities, ...learned, ...others },
    ...own,
    types: mysqlTypes({ backslashEscapes, nativeUuid }),
    forServer: (server) => dialectFor(name, server.product === "mariadb" ? "mariadb" : "mysql", { ...options, version: server.version }),
  });
}

/**
 * MySQL 5.7 and later; by default, 8.0.20 and later.
 * @param options the server's version, and capabilities that shall be otherwise, such as `{ paramStyle: "format" }`
 * @throws ArgumentError for a version that is none
 * @since 0.1.0
 */
export function mysqlDialect(options: MysqlOptions = {}): Dialect {
  return dialectFor("mysql", "mysql", options);
}

/**
 * MariaDB 10.2 and later; by default, 10.7 and later.
 * @param options the server's version, and capabilities that shall be otherwise, such as `{ implicitReturning: false }`
 * @throws ArgumentError for a version that is none
 * @since 0.1.0
 */
export function mariadbDialect(options: MariadbOptions = {}): Dialect {
  return dialectFor("mariadb", "mariadb", options);
}
