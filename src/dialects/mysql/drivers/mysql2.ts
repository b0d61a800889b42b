import type { Driver, WireValue } from "../../driver.js";
import { installedPackage } from "../../package.js";
import { mysqlDriver } from "./shared/driver.js";
import type { MysqlConfig, MysqlDriverOptions } from "./shared/options.js";
import {
  type Answer,
  insertId,
  inTransaction,
  LOSSLESS,
  type PackageConnection,
  type PackageStatement,
  type PackageStream,
  type Row,
  type RowStream,
  sendable,
} from "./shared/package.js";

/** What a statement is sent with. */
interface Mysql2Command {
  readonly sql: string;
  readonly values?: readonly unknown[];
}

type Callback = (error: Error | null, result?: unknown, fields?: unknown) => void;

/** A command on its way, whose rows can be streamed. */
interface Mysql2Sent {
  on(event: "fields", listener: (fields: readonly unknown[] | undefined) => void): unknown;
  once(event: "error", listener: (error: Error) => void): unknown;
  stream(options: { readonly highWaterMark: number }): RowStream;
}

/** An open connection of `mysql2` or `mysql2/promise`: as much of it as its types and ours have alike. */
export interface Mysql2Connection {
  readonly config: object;
  readonly threadId: number;
  unprepare(sql: string): unknown;
}

/** A pool of `mysql2` or `mysql2/promise`. */
export interface Mysql2Pool {
  getConnection(...callback: never[]): unknown;
  releaseConnection(connection: never): unknown;
}

/** What the driver uses of a connection. */
interface Mysql2Client {
  readonly config: object;
  query(command: Mysql2Command, callback?: Callback): Mysql2Sent;
  execute(command: Mysql2Command, callback: Callback): unknown;
  unprepare(command: Mysql2Command): unknown;
  on(event: "error" | "end", listener: (error?: unknown) => void): unknown;
  off(event: "error" | "end", listener: (error?: unknown) => void): unknown;
  end(callback: (error?: Error | null) => void): unknown;
  destroy(): void;
}

interface Mysql2PoolClient extends Mysql2Client {
  release(): void;
}

/** What it uses of a pool. */
interface Mysql2ClientPool {
  getConnection(callback: (error: Error | null, connection: Mysql2PoolClient) => void): void;
}

const PACKAGE = "mysql2";

interface Mysql2Package {
  createConnection(config: MysqlConfig): Mysql2Client & { connect(callback: (error: Error | null) => void): void };
  readonly TypedParameter: { LONGLONG(value: number | bigint): unknown };
}

/** The package, asked for by name at run time: it is optional, and bundlers must not stumble over its absence. */
async function load(): Promise<Mysql2Package> {
  const found: { readonly default: Mysql2Package } = await installedPackage(
    PACKAGE,
    3,
    () => import(/* @vite-ignore */ /* webpackIgnore: true */ PACKAGE),
  );
  return found.default;
}

/** How every statement is sent, whatever the connection was opened with. */
const OPTIONS = { ...LOSSLESS, supportBigNumbers: true, bigNumberStrings: true, typeCast: true };

/** How a connection is opened. */
const OPENED = {
  supportBigNumbers: true,
  bigNumberStrings: true,
  dateStrings: true,
  jsonStrings: true,
  decimalNumbers: false,
  timezone: "Z",
  charset: "utf8mb4",
  multipleStatements: false,
};

/** The bit of a client's flags that says that an UPDATE counts what it finds. */
const FOUND_ROWS = 2;
/** How many rows of a stream are held ready. */
const HELD_ROWS = 500;
/** The type BIGINT, of which the package makes text so that nothing is lost. */
const LONGLONG = 8;

function property(object: unknown, key: string): unknown {
  return typeof object === "object" && object !== null ? Reflect.get(object, key) : undefined;
}

/** What turns a row's texts of BIGINT into bigints; null where there are none. */
function wholeNumbers(fields: readonly unknown[]): ((row: unknown[]) => unknown[]) | null {
  const indexes = fields.flatMap((field, index) => (property(field, "columnType") === LONGLONG ? [index] : []));
  if (indexes.length === 0) return null;
  return (row) => {
    for (const index of indexes) {
      const value = row[index];
      if (typeof value === "string") row[index] = BigInt(value);
    }
    return row;
  };
}

const columnName = (field: unknown): string => String(property(field, "name"));

/** Rows, or what was done; of several results, the first. */
function answerOf(result: unknown, fields: unknown): Answer {
  if (Array.isArray(fields) && (Array.isArray(fields[0]) || fields.includes(undefined)))
    return answerOf(Array.isArray(result) ? result[0] : result, fields[0]);
  if (Array.isArray(result)) {
    const list: readonly unknown[] = Array.isArray(fields) ? fields : [];
    const convert = wholeNumbers(list);
    if (convert) for (const row of result) convert(row);
    return { rows: result, columns: list.map(columnName), rowCount: result.length, lastInsertId: null, inTransaction: null };
  }
  return {
    rows: null,
    columns: [],
    rowCount: Number(property(result, "affectedRows") ?? 0),
    lastInsertId: insertId(property(result, "insertId")),
    inTransaction: inTransaction(property(result, "serverStatus")),
  };
}

function answered(send: (callback: Callback) => unknown): Promise<Answer> {
  return new Promise((resolve, reject) => {
    send((error, result, fields) => (error ? reject(error) : resolve(answerOf(result, fields))));
  });
}

class Mysql2PackageConnection implements PackageConnection {
  readonly countsFoundRows: boolean;

  constructor(
    readonly client: Mysql2Client,
    private readonly typed: Mysql2Package["TypedParameter"],
    readonly close: (broken: boolean) => unknown,
  ) {
    this.countsFoundRows = (Number(property(client.config, "clientFlags")) & FOUND_ROWS) !== 0;
  }

  query(sql: string, values: readonly WireValue[]): Promise<Answer> {
    return answered((callback) => this.client.query({ sql, values: values.map(sendable), ...OPTIONS }, callback));
  }

  /** Whole numbers travel as such: the package would send a number as a double, and a bigint as text. */
  #parameter(value: WireValue): unknown {
    if (typeof value === "bigint" || (typeof value === "number" && Number.isSafeInteger(value) && !Object.is(value, -0)))
      return this.typed.LONGLONG(value);
    return sendable(value);
  }

  /** The package prepares a text at its first use, and keeps it until it is told otherwise. */
  async prepare(sql: string): Promise<PackageStatement> {
    const { client: connection } = this;
    const command = { sql, ...OPTIONS };
    return {
      execute: (values) =>
        answered((callback) => connection.execute({ ...command, values: values.map((value) => this.#parameter(value)) }, callback)),
      close: () => void connection.unprepare(command),
    };
  }

  stream(sql: string, values: readonly WireValue[]): PackageStream {
    const { client: connection } = this;
    // a command that has no callback hears nothing of a lost connection; the package may tell it before there are rows
    const lost = (error?: unknown) => queueMicrotask(() => rows.destroy(error));
    connection.on("error", lost);
    const sent = connection.query({ sql, values: values.map(sendable), ...OPTIONS });
    let convert: ((row: unknown[]) => unknown[]) | null = null;
    const rows = sent.stream({ highWaterMark: HELD_ROWS });
    rows.on("close", () => connection.off("error", lost));
    const columns = new Promise<readonly string[] | null>((resolve, reject) => {
      sent.on("fields", (fields) => {
        convert = fields ? wholeNumbers(fields) : null;
        resolve(fields ? fields.map(columnName) : null);
      });
      sent.once("error", reject);
      rows.on("error", reject);
    });
    const row = (given: unknown): Row => {
      // the marked place: with rowsAsArray rows are arrays
      const values = given as unknown[];
      return convert ? convert(values) : values;
    };
    return { columns, rows, row, close: () => void rows.destroy() };
  }

  onLoss(listener: () => void): () => void {
    const { client: connection } = this;
    connection.on("error", listener);
    connection.on("end", listener);
    return () => {
      connection.off("error", listener);
      connection.off("end", listener);
    };
  }
}

function poolOf(given: object): Mysql2ClientPool | null {
  if (!("getConnection" in given)) return null;
  // the marked place: what has getConnection() is a pool of either kind
  return "pool" in given ? (given.pool as Mysql2ClientPool) : (given as Mysql2ClientPool);
}

function connectionOf(given: object): Mysql2Client | null {
  if (!("query" in given)) return null;
  // the marked place: what has query() is a connection of either kind
  return "connection" in given ? (given.connection as Mysql2Client) : (given as Mysql2Client);
}

/** Ends a connection; one that is lost can't be told. */
function ended(connection: Mysql2Client, broken: boolean): Promise<void> {
  if (broken) connection.destroy();
  return broken ? Promise.resolve() : new Promise((resolve) => connection.end(() => resolve()));
}

/**
 * The driver for MySQL and MariaDB over the package `mysql2`, 3.24 or newer.
 *
 * Sessions are told to be strict and to use UTC; so is a connection or pool that is handed in, which otherwise stays as it
 * is, and open when the connection is closed. It must have been opened with `jsonStrings: true`, and without `decimalNumbers`.
 *
 * @param connection the config of `createConnection()`, an open connection or pool of `mysql2` or `mysql2/promise`
 * @param options the number of prepared statements to keep
 * @returns the driver; its `connect()` rejects where the package is not installed, the server can't be reached, or a
 *   connection that was handed in would lose something
 * @example `createEngine({ dialect: mysql(), driver: mysql2(pool) })`
 * @since 0.1.0
 */
export function mysql2(given: MysqlConfig | Mysql2Connection | Mysql2Pool, options: MysqlDriverOptions = {}): Driver {
  const pool = poolOf(given);
  if (pool) {
    const connect = async () => {
      const { TypedParameter } = await load();
      const client = await new Promise<Mysql2PoolClient>((resolve, reject) =>
        pool.getConnection((error, connection) => (error ? reject(error) : resolve(connection))),
      );
      return new Mysql2PackageConnection(client, TypedParameter, (broken) => (broken ? client.destroy() : client.release()));
    };
    return mysqlDriver(PACKAGE, { own: false, single: false, connect }, options);
  }
  const open = connectionOf(given);
  if (open) {
    const connect = async () => new Mysql2PackageConnection(open, (await load()).TypedParameter, () => {});
    return mysqlDriver(PACKAGE, { own: false, single: true, connect }, options);
  }
  const connect = async () => {
    const { createConnection, TypedParameter } = await load();
    const client = createConnection({ ...given, ...OPENED });
    // an error that comes while nobody waits is noted by who listens; without a listener it would end the process
    client.on("error", () => {});
    await new Promise<void>((resolve, reject) => client.connect((error) => (error ? reject(error) : resolve())));
    return new Mysql2PackageConnection(client, TypedParameter, (broken) => ended(client, broken));
  };
  return mysqlDriver(PACKAGE, { own: true, single: false, connect }, options);
}
