import type { Dialect } from "../dialects/base.js";
import { ArgumentError } from "../errors/index.js";
import type { EchoTarget } from "./echo.js";
import { checkLimits, type Limits } from "./limits.js";
import type { PoolOptions } from "./pool/options.js";

/** Options of a connection, which hold for all its executions; a statement's own come first. */
export interface ConnectionOptions extends Limits {
  /** `AUTOCOMMIT` leaves transactions out. */
  readonly isolationLevel?: string;
  /** Transactions only read: the database refuses to write. Holds from the next transaction on. */
  readonly readOnly?: boolean;
  /** Rows in one statement of a bulk INSERT, at the most. */
  readonly insertPageSize?: number;
  /** Other schemas at run time. */
  readonly schemaTranslateMap?: Readonly<Record<string, string | null>>;
  /**
   * Whether the parameter set for which a bulk INSERT failed is looked for, by doing the work again row by row and undoing
   * it; true unless said otherwise. To be turned off where triggers act outside of the database: PostgreSQL's UPDATEs
   * and DELETEs by key are then not joined to one statement either, as that is done again where it fails.
   */
  readonly findFailedRow?: boolean;
  /**
   * Lets DDL and its like run inside of begin() on a database where they commit what is open, as on MySQL: a new
   * transaction goes on after them.
   */
  readonly allowImplicitCommit?: boolean;
  /**
   * Refuses UPDATE and DELETE without WHERE, wherever they stand in a statement, unless they say `allRows()`. SQL in text
   * is not looked into.
   */
  readonly requireWhere?: boolean;
}

/** What `createEngine()` takes besides the URL. */
export interface EngineOptions extends ConnectionOptions {
  /**
   * The dialect to speak, as in `{ dialect: mariadb({ implicitReturning: false }) }`. Without it the URL's database has its
   * own: the first connect asks for product and version, and `mysql://` may lead to MariaDB.
   */
  readonly dialect?: Dialect;
  /** Writes every statement to the console, or to the function. */
  readonly echo?: boolean | EchoTarget;
  /** Keeps values out of messages and echo. */
  readonly hideParameters?: boolean;
  /**
   * How many prepared statements a connection keeps, 256 by default; `false` for none, as it must be behind a proxy that
   * gives each transaction another connection.
   */
  readonly preparedStatements?: number | boolean;
  /** How long to wait for a locked database, in milliseconds; 5,000 by default. */
  readonly busyTimeout?: number;
  /**
   * How connections are kept. A database in this process opens them at no cost: there only `size` and `timeout` count; one
   * that can have a single connection, as in memory, only has `timeout`.
   */
  readonly pool?: PoolOptions;
}

/** No transaction is begun by itself: each statement stands alone. */
const AUTOCOMMIT = "AUTOCOMMIT";

/** The isolation level in capitals; undefined for the database's own. @throws ArgumentError for one that the dialect does not have */
export function isolationLevelOf(options: ConnectionOptions, dialect: Dialect): string | undefined {
  const { isolationLevel } = options;
  if (isolationLevel === undefined) return undefined;
  const known = [...dialect.transactions.isolationLevels, AUTOCOMMIT];
  const level = String(isolationLevel).toUpperCase();
  if (known.includes(level)) return level;
  throw new ArgumentError(
    `Invalid value '${isolationLevel}' for isolationLevel. Valid isolation levels for '${dialect.name}' are ${known.map((each) => `'${each}'`).join(", ")}.`,
  );
}

/** Whether the options leave transactions out. */
export function isAutocommit(options: ConnectionOptions): boolean {
  return options.isolationLevel?.toUpperCase() === AUTOCOMMIT;
}

/** @throws ArgumentError for an option whose value can't be meant */
export function checkConnectionOptions(options: ConnectionOptions, dialect: Dialect): void {
  isolationLevelOf(options, dialect);
  checkLimits(options);
  const { insertPageSize } = options;
  if (insertPageSize !== undefined && !(Number.isSafeInteger(insertPageSize) && insertPageSize > 0))
    throw new ArgumentError(`insertPageSize is a number of rows, at least 1; got ${insertPageSize}.`);
}
