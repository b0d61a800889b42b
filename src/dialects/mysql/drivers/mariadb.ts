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
interface MariadbCommand {
  readonly sql: string;
  readonly rowsAsArray?: boolean;
}

/** What the driver uses of a prepared statement of the package. */
export interface MariadbStatement {
  execute(values: readonly unknown[], options: object): Promise<unknown>;
  close(): void;
}

/** What the driver uses of a connection of the package `mariadb`, so that an open one can be handed in. */
export interface MariadbConnection {
  readonly info: object | null;
  query(command: MariadbCommand, values: readonly unknown[]): Promise<unknown>;
  prepare(command: MariadbCommand): Promise<MariadbStatement>;
  batch(command: MariadbCommand, sets: readonly (readonly unknown[])[]): Promise<unknown>;
  queryStream(command: MariadbCommand, values: readonly unknown[]): RowStream;
  on(event: "error" | "end", listener: () => void): unknown;
  off(event: "error" | "end", listener: () => void): unknown;
  end(): Promise<void>;
  destroy(): void;
}

/** A connection that belongs to a pool. */
interface MariadbPoolConnection extends MariadbConnection {
  release(): Promise<void>;
}

/** What the driver uses of a pool of the package. */
export interface MariadbPool {
  getConnection(): Promise<MariadbPoolConnection>;
}

const PACKAGE = "mariadb";

interface MariadbPackage {
  createConnection(config: MysqlConfig): Promise<MariadbConnection>;
}

/** The package, asked for by name at run time: it is optional, and bundlers must not stumble over its absence. */
async function load(): Promise<MariadbPackage> {
  const found: { readonly default: MariadbPackage } = await installedPackage(
    PACKAGE,
    3,
    () => import(/* @vite-ignore */ /* webpackIgnore: true */ PACKAGE),
  );
  return found.default;
}

/** How every statement is sent, whatever the connection was opened with. */
const OPTIONS = {
  ...LOSSLESS,
  metaAsArray: true,
  autoJsonMap: false,
  jsonStrings: true,
  bitOneIsBoolean: false,
  bigIntAsNumber: false,
  decimalAsNumber: false,
  insertIdAsNumber: false,
  supportBigNumbers: false,
  bigNumberStrings: false,
  checkDuplicate: false,
  logParam: false,
  typeCast: undefined,
  timeout: 0,
};

/** How a connection is opened. Statements are kept by us, and written into messages by nobody. */
const OPENED = { charset: "utf8mb4", timezone: "Z", foundRows: true, prepareCacheLength: 0, logParam: false, multipleStatements: false };

/** Sums of what was done instead of an answer for each set. A batch knows no time limit. */
const BATCH = { fullResult: false, timeout: undefined };
const RETURNS = /\bRETURNING\b/i;

/** The bit of a client's capabilities that says that an UPDATE counts what it finds. */
const FOUND_ROWS = 2;

function columnName(column: unknown): string {
  if (typeof column !== "object" || column === null || !("name" in column)) return "";
  return typeof column.name === "function" ? String(column.name()) : String(column.name);
}

class MariadbPackageConnection implements PackageConnection {
  readonly countsFoundRows: boolean;

  constructor(
    readonly client: MariadbConnection,
    readonly close: (broken: boolean) => unknown,
  ) {
    this.countsFoundRows = (Number(this.#info("clientCapabilities")) & FOUND_ROWS) !== 0;
  }

  #info(key: string): unknown {
    const { info } = this.client;
    return info === null ? undefined : Reflect.get(info, key);
  }

  /** Rows, or what was done, with the columns of the rows; of several results, those of the first. */
  #answer(given: unknown): Answer {
    const [result, meta] = Array.isArray(given) ? given : [given, []];
    const [first, columns] = Array.isArray(meta) && Array.isArray(meta[0]) ? [result[0], meta[0]] : [result, meta];
    const status = { inTransaction: inTransaction(this.#info("status")) };
    if (Array.isArray(first)) {
      const names = Array.isArray(columns) ? columns.map(columnName) : [];
      return { rows: first, columns: names, rowCount: first.length, lastInsertId: null, ...status };
    }
    const { affectedRows = 0, insertId: key = null } = typeof first === "object" && first !== null ? first : {};
    return { rows: null, columns: [], rowCount: Number(affectedRows), lastInsertId: insertId(key), ...status };
  }

  async query(sql: string, values: readonly WireValue[]): Promise<Answer> {
    return this.#answer(await this.client.query({ sql, ...OPTIONS }, values.map(sendable)));
  }

  async prepare(sql: string): Promise<PackageStatement> {
    const statement = await this.client.prepare({ sql, ...OPTIONS });
    return {
      execute: async (values) => this.#answer(await statement.execute(values.map(sendable), OPTIONS)),
      close: () => statement.close(),
    };
  }

  readonly batch = async (sql: string, sets: readonly (readonly WireValue[])[]): Promise<Answer> => {
    // what a row is has to be said only where there are rows: the package looks for names in the server's own answer otherwise
    const rowsAsArray = RETURNS.test(sql);
    return this.#answer(await this.client.batch({ sql, ...OPTIONS, ...BATCH, rowsAsArray }, sets));
  };

  stream(sql: string, values: readonly WireValue[]): PackageStream {
    const rows = this.client.queryStream({ sql, ...OPTIONS }, values.map(sendable));
    const columns = new Promise<readonly string[] | null>((resolve, reject) => {
      rows.on("fields", (fields) => resolve(Array.isArray(fields) ? fields.map(columnName) : null));
      rows.on("readable", () => resolve(null));
      rows.on("error", reject);
    });
    // the marked place: with rowsAsArray rows are arrays
    const row = (given: unknown) => given as Row;
    const close = () => {
      if ("close" in rows && typeof rows.close === "function") rows.close();
    };
    return { columns, rows, row, close };
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

function isPool(given: object): given is MariadbPool {
  return "getConnection" in given;
}

function isConnection(given: object): given is MariadbConnection {
  return "queryStream" in given && "batch" in given;
}

/**
 * The driver for MariaDB and MySQL over the package `mariadb`, 3.5 or newer.
 *
 * Sessions are told to be strict and to use UTC; so is a connection or pool that is handed in, which otherwise stays as it
 * is, and open when the connection is closed.
 *
 * @param connection the config of `createConnection()`, an open connection of the package, or a pool of the user's
 * @param options the number of prepared statements to keep
 * @returns the driver; its `connect()` rejects where the package is not installed, the server can't be reached, or a
 *   connection that was handed in would lose something
 * @example `createEngine({ dialect: mariadb(), driver: mariadbDriver(pool) })`
 * @since 0.1.0
 */
export function mariadbDriver(connection: MysqlConfig | MariadbConnection | MariadbPool, options: MysqlDriverOptions = {}): Driver {
  if (isPool(connection)) {
    const connect = async () => {
      const client = await connection.getConnection();
      return new MariadbPackageConnection(client, (broken) => (broken ? client.destroy() : client.release()));
    };
    return mysqlDriver(PACKAGE, { own: false, single: false, connect }, options);
  }
  if (isConnection(connection)) {
    const connect = async () => new MariadbPackageConnection(connection, () => {});
    return mysqlDriver(PACKAGE, { own: false, single: true, connect }, options);
  }
  const connect = async () => {
    const { createConnection } = await load();
    const client = await createConnection({ ...connection, ...OPENED });
    // an error that comes while nobody waits is noted by who listens; without a listener it would end the process
    client.on("error", () => {});
    return new MariadbPackageConnection(client, (broken) => (broken ? client.destroy() : client.end()));
  };
  return mysqlDriver(PACKAGE, { own: true, single: false, connect }, options);
}
