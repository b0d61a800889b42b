/** What may travel to a driver. Types turn every other value into one of these first. */
export type { WireValue } from "../sqltypes/base.js";

import type { StatementParameter } from "../compiler/compiled.js";
import type { WireValue } from "../sqltypes/base.js";
import type { MaybePromise } from "../util/work.js";

/** What the values of a statement are; left out for text that nobody has compiled. */
export type DriverParameters = readonly StatementParameter[];

export type { MaybePromise } from "../util/work.js";

/** What one statement gave. */
export interface DriverResult {
  /** Rows as arrays in column order; null when the statement has no rows to give. */
  readonly rows: readonly (readonly unknown[])[] | null;
  /** Column names as the server reports them; empty when there are no rows to give. */
  readonly columns: readonly string[];
  /** Rows inserted, updated or deleted; the number of rows for a query. */
  readonly rowCount: number;
  /** Of many sets: the rows of each, in their order; left out where the package or the server gives the sum only. */
  readonly rowCounts?: readonly number[] | null;
  /** The key that the database generated last on this connection, where it tells. */
  readonly lastInsertId: bigint | number | null;
  /** What the server says that it did, where it says so: a COMMIT may be answered by `ROLLBACK`. */
  readonly command?: string | null;
}

/** The server's own view of the transaction: none, open, or open and failed so that only a rollback helps. */
export type TransactionState = "none" | "open" | "failed";

/** What went wrong, in one word for all databases. */
export type ErrorCondition =
  | "uniqueViolation"
  | "foreignKeyViolation"
  | "notNullViolation"
  | "checkViolation"
  | "exclusionViolation"
  | "serializationFailure"
  | "deadlock"
  | "lockTimeout"
  | "statementTimeout"
  | "disconnect"
  | "syntaxError"
  | "undefinedTable"
  | "undefinedColumn";

/** Which error class a driver's error belongs to, and what else the driver's code says. */
export interface DriverErrorFacts {
  readonly kind: "interface" | "database" | "data" | "integrity" | "operational" | "programming" | "internal" | "notSupported";
  /** The driver's or server's own code, such as SQLITE_CONSTRAINT_UNIQUE. */
  readonly code: string | undefined;
  /** Another attempt may succeed: the file is locked by somebody else. */
  readonly busy: boolean;
  /** The transaction's snapshot is stale, or it lost a deadlock: only a new transaction can succeed. */
  readonly serializationFailure: boolean;
  /** The connection is gone. */
  readonly disconnected: boolean;
  /** What went wrong, where that has a word. */
  readonly condition?: ErrorCondition | undefined;
  /** The constraint that was violated, its table, and the columns, where the server tells. */
  readonly constraint?: string | undefined;
  readonly table?: string | undefined;
  readonly columns?: readonly string[] | undefined;
  /** The values of the violated columns as the server writes them, with a comma and a space between, where it tells. */
  readonly violatedKey?: string | undefined;
  /** What the server says; left out where that is the error's own message. */
  readonly message?: string | undefined;
  /** The server's own further words, where it has some. */
  readonly detail?: string | undefined;
  /** The server's words about where it was, such as a line of what it was given. */
  readonly place?: string | undefined;
  /** A prepared statement does not fit the schema any more, or is not there: the same statement, prepared anew, would succeed. */
  readonly staleStatement?: boolean;
  /** The index of the parameter set of `queryMany` that failed, where the driver knows it. */
  readonly row?: number;
}

/** What a connection leads to: what a dialect is made of, where nobody has chosen one. */
export interface ServerFacts {
  /** The database, by the name of its dialect: `mysql` or `mariadb`, whichever of them the URL named. */
  readonly product: string;
  /** Its version as a dialect takes it: `8.0.35`. */
  readonly version: string;
}

/** How a connection takes rows as text. */
export interface CopyIn {
  /** The fewest rows for which that is worth its while. */
  readonly fewestRows: number;
  /**
   * Sends a text that takes rows, and the rows. Until it has resolved, nothing else may be sent.
   * @param pieces the rows, each piece asked for when the package has room for it; where one can't be made, the server is told
   * that the rest does not come, and the iterator's error is thrown
   */
  send(sql: string, pieces: Iterable<string>): MaybePromise<DriverResult>;
}

/** One open connection. A synchronous driver answers with plain values, and the engine then needs no promise. */
export interface DriverConnection {
  /** The database file's absolute path, where there is one: connections to one file share its one writer. */
  readonly file?: string | null;
  /** What the server says of itself, known once the connection is open; left out by a driver that does not ask. */
  readonly server?: ServerFacts;
  /** The server's version as one number that grows, such as 180004, where that decides what can be sent. */
  readonly serverVersion?: number;
  /** The most parameters of one statement, where the package takes fewer than the database. */
  readonly maxParameters?: number;
  /** The most bytes of one statement with its values, where the server has such a limit: pages of rows keep to it. */
  readonly maxBytes?: number;
  /**
   * What is sent is queued behind what was sent before, and `query` has sent it when it returns: nothing has to wait for the
   * answers to earlier statements, nor for that to BEGIN.
   */
  readonly pipelines?: boolean;
  /** So are statements of the user's: none has to wait for the answers to those before. */
  readonly pipelinesStatements?: boolean;
  /** Each transaction may get another session of the server's, as behind a proxy: nothing can be set, or kept open, that outlives one. */
  readonly sessionPerTransaction?: boolean;
  /** Other statements may run while a stream is open. */
  readonly sharedStreams?: boolean;
  /** It binds by type or by name, or has parameters that the database fills: what the values of a bulk INSERT are is told too. */
  readonly typedParameters?: boolean;
  /**
   * Runs one statement. The number of values must equal the number of placeholders; a driver refuses other kinds of values
   * itself. What the database puts into parameters comes back as rows.
   * @param prepareAt at which use of the text on this connection a prepared statement is worth its while; at the second, where
   * it is left out
   */
  query(sql: string, values: readonly WireValue[], parameters?: DriverParameters, prepareAt?: number): MaybePromise<DriverResult>;
  /** Runs a text that begins, ends or divides a transaction; as `query`, where it is left out. */
  control?(sql: string): MaybePromise<DriverResult>;
  /**
   * The same for a text whose answer nobody waits for before the next is sent, as BEGIN is: where the two are sent in one turn, they
   * may go to the server as one; as `control`, where it is left out.
   */
  ahead?(sql: string): MaybePromise<DriverResult>;
  /** Runs one statement for each set, in order, without rows; gives the row count of each, where it knows them, and the sum. */
  queryMany(sql: string, sets: readonly (readonly WireValue[])[], parameters?: DriverParameters): MaybePromise<DriverResult>;
  /**
   * Inserts all sets in one go, and gives the rows that they return in the order of the sets; left out where package or
   * server can't. Where one fails, others may be left behind.
   */
  batch?(sql: string, sets: readonly (readonly WireValue[])[], parameters?: DriverParameters): MaybePromise<DriverResult>;
  /** Takes rows as text; left out where package or connection can't. */
  readonly copyIn?: CopyIn;
  /** Opens a cursor: rows come page by page, in bounded memory. @param writes whether the statement may write: not every database has a cursor for one that does */
  stream(sql: string, values: readonly WireValue[], writes?: boolean, parameters?: DriverParameters): MaybePromise<DriverCursor>;
  /** Known to be gone, without asking the server. */
  readonly lost?: boolean;
  /** Asks the server for a sign of life; `SELECT 1`, where it is left out. */
  ping?(): MaybePromise<unknown>;
  /** The server's transaction state after the last statement or error. */
  transactionState(): TransactionState;
  /**
   * Stops the statement that is running, from outside: it then fails with the condition `statementTimeout`. Does nothing where
   * none is. Once it has resolved, nothing that is sent afterwards may be hit; a connection that can't promise that leaves it
   * out, and is closed instead. PostgreSQL: `pg_cancel_backend` on another connection, waited for; MariaDB: `KILL QUERY ID`
   * with the query's own number, since `KILL QUERY` may hit the next one.
   */
  cancel?(): Promise<void>;
  /**
   * How long each statement may take from now on, in milliseconds; null for as long as it takes. For a server that keeps no
   * such time itself: the package does, and stops the statement, which fails with the condition `statementTimeout`.
   */
  limit?(milliseconds: number | null): void;
  /** Closes the connection, and at once: what still runs on it fails. Never throws for one that is closed. */
  close(): MaybePromise<void>;
}

/** One that gives no promise: a statement is answered when the call returns. */
export interface SyncDriverConnection extends DriverConnection {
  readonly synchronous: true;
  /** @param givesOneRow the statement can't give more than one row, as an INSERT of one */
  query(sql: string, values: readonly WireValue[], parameters?: DriverParameters, prepareAt?: number, givesOneRow?: boolean): DriverResult;
}

/** Whether a connection gives no promise. */
export function isSynchronous(connection: DriverConnection): connection is SyncDriverConnection {
  return "synchronous" in connection && connection.synchronous === true;
}

/** A cursor over the rows of one statement. */
export interface DriverCursor {
  readonly columns: readonly string[];
  /** Up to `size` further rows; an empty list at the end. */
  next(size: number): MaybePromise<readonly (readonly unknown[])[]>;
  /** Frees the statement; may be called at any time and more than once. */
  close(): MaybePromise<void>;
}

/** One npm package, set up for one database. */
export interface Driver {
  /** The driver's name as in a URL: `sqlite+NAME://`. */
  readonly name: string;
  /** True where every `connect()` would lead to another database, or to the one that the user handed in: connect once. */
  readonly singleConnection?: boolean;
  /** True where the database runs in this process, so that a connection costs nothing to open and needs no pool. */
  readonly embedded?: boolean;
  /** True where a pool of the user's gives the connections: each goes back there as soon as it is not used. */
  readonly pooled?: boolean;
  connect(): MaybePromise<DriverConnection>;
  /** What a thrown value means; null for one that is not the driver's. */
  describeError(error: unknown): DriverErrorFacts | null;
}

/** A driver that gives no promise, nor do its connections: the engine may be a synchronous one. */
export interface SyncDriver extends Driver {
  readonly synchronous: true;
  connect(): SyncDriverConnection;
}
