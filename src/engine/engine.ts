import type { CacheStatistics } from "../compiler/cache.js";
import type { Dialect } from "../dialects/base.js";
import type { DriverConnection, ServerFacts } from "../dialects/driver.js";
import { ArgumentError } from "../errors/index.js";
import { type Backend, backendOf } from "./backends.js";
import { Connection } from "./connection.js";
import { echoTo } from "./echo.js";
import { type EngineEvents, Events } from "./events.js";
import { checkConnectionOptions, type EngineOptions, isAutocommit } from "./options.js";
import type { ConnectionSource, PoolStatistics } from "./pool/connection-source.js";
import { checkedTimeout, type PoolSettings, poolSettings } from "./pool/options.js";
import { sourceFor } from "./pool/source-for.js";
import { repeated, type TransactionOptions } from "./retry.js";
import { Session } from "./session/session.js";
import { channels, type TraceOrigin, traced } from "./tracing.js";
import { type DatabaseUrl, parseUrl } from "./url.js";
import { run } from "./work.js";

const BUSY_TIMEOUT = 5_000;

/** A database, with its connections. */
export class Engine {
  #dialect: Dialect;
  #server: ServerFacts | null = null;
  readonly #backend: Backend;
  readonly #options: EngineOptions;
  readonly #source: ConnectionSource;
  readonly #poolSettings: PoolSettings;
  readonly #events = new Events();
  readonly #busyTimeout: number;

  readonly #origin: TraceOrigin;

  constructor(backend: Backend, options: EngineOptions, place: Omit<TraceOrigin, "backend" | "driver"> = {}) {
    this.#origin = { backend: backend.dialect.name, driver: backend.driver.name, ...place };
    this.#backend = backend;
    this.#dialect = backend.dialect;
    this.#options = options;
    checkConnectionOptions(options, this.dialect);
    this.#poolSettings = poolSettings(options.pool ?? {});
    this.#source = sourceFor(backend.driver, this.#poolSettings, this.#events);
    this.#busyTimeout = checkedTimeout("busyTimeout", options.busyTimeout ?? BUSY_TIMEOUT);
    const { echo } = options;
    if (echo) echoTo(this.#events, echo === true ? (line) => console.log(line) : echo);
  }

  /**
   * Opens a connection: commit as you go.
   * @throws InvalidRequestError after close(), and inside of a begin() callback that holds the only connection; DBAPIError
   * where the database can't be opened or its driver is not installed
   * @since 0.1.0
   */
  async connect(): Promise<Connection> {
    const connection = await run(traced(channels.checkout, this.#origin, () => this.#source.checkout()));
    try {
      if (this.#server === null) this.#learn(connection);
      this.#events.emit("checkout", { connection });
    } catch (error) {
      await run(this.#source.checkin(connection, false));
      throw error;
    }
    const { hideParameters = false } = this.#options;
    const settings = {
      hideParameters,
      busyTimeout: this.#busyTimeout,
      resetOnReturn: this.#poolSettings.resetOnReturn,
      origin: this.#origin,
      lost: (error: unknown) => this.#source.invalidate(connection, error),
    };
    const session = new Session(connection, this.#backend.driver, this.dialect, settings, this.#events);
    return new Connection({ session, dialect: this.dialect, source: this.#source, hideParameters, options: this.#options });
  }

  /** Asks the first connection what it leads to. What is cached for the dialect counts on that from then on. */
  #learn({ server }: DriverConnection): void {
    if (!server) return;
    this.#server = server;
    if (this.#backend.learns) this.#dialect = this.#dialect.forServer(server);
  }

  /**
   * How the engine speaks: as it was told, or as the server has it that the first connect has met; until then as the newest
   * version of what the URL names.
   * @since 0.1.0
   */
  get dialect(): Dialect {
    return this.#dialect;
  }

  /** The product and version that the first connect has met; null before it, and with a driver that does not tell. @since 0.1.0 */
  get server(): ServerFacts | null {
    return this.#server;
  }

  /** Runs the callback in a transaction on a connection of its own: commits when it returns, rolls back when it throws, and rethrows. @since 0.1.0 */
  async begin<T>(callback: (connection: Connection) => T | Promise<T>): Promise<T> {
    if (typeof callback !== "function")
      throw new ArgumentError(
        "begin() of an engine takes a callback, which is given the connection. To end a transaction by hand, use connect().",
      );
    const connection = await this.connect();
    try {
      return await connection.begin(callback);
    } finally {
      await connection.close();
    }
  }

  /**
   * The same, repeated on a connection of its own each time while it fails because of what others did at the same time: a
   * serialization failure or a deadlock. The callback must bear to be run more than once.
   * @example `await engine.transaction(async (conn) => …, { retry: 3 })`
   * @throws ArgumentError for AUTOCOMMIT and for unknown isolation levels; what the callback throws, when it is not to be repeated
   * @since 0.1.0
   */
  async transaction<T>(callback: (connection: Connection) => T | Promise<T>, options: TransactionOptions = {}): Promise<T> {
    if (typeof callback !== "function") throw new ArgumentError("transaction() takes a callback, which is given the connection.");
    const { retry, ...own } = options;
    checkConnectionOptions(own, this.dialect);
    if (isAutocommit(own))
      throw new ArgumentError("transaction() can't leave transactions out: give another isolationLevel than AUTOCOMMIT.");
    return repeated(async () => {
      const connection = await this.connect();
      try {
        return await connection.executionOptions(own).begin(callback);
      } finally {
        await connection.close();
      }
    }, retry);
  }

  /** Calls the listener at each such event; gives a function that ends it. @since 0.1.0 */
  on<K extends keyof EngineEvents>(name: K, listener: (event: EngineEvents[K]) => void): () => void {
    return this.#events.on(name, listener);
  }

  /** The connections: `engine.pool.statistics` tells how many are open, in use, waited for. @since 0.1.0 */
  get pool(): { readonly statistics: PoolStatistics } {
    return this.#source;
  }

  /** How often compiled statements were found again. @since 0.1.0 */
  get cacheStatistics(): CacheStatistics {
    return this.dialect.cacheStatistics;
  }

  /** Closes the connections that are not in use; the others when they are given back. @since 0.1.0 */
  async close(): Promise<void> {
    await run(this.#source.close());
  }

  /** Closes. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }
}

/** What tracers may be told of a URL: no name of a user, and no password. */
function placeOf({ host, port, database }: DatabaseUrl): Omit<TraceOrigin, "backend" | "driver"> {
  return { ...(host !== "" && { host }), ...(port !== null && { port }), ...(database !== "" && { database }) };
}

/**
 * An engine for a database URL, or for a dialect with a driver made by hand. Nothing is opened yet.
 * @example `createEngine("sqlite:///app.db", { echo: true })`, `createEngine("sqlite://")` for a database in memory
 * @example `createEngine("postgresql://scott:tiger@localhost:5432/shop")`
 * @throws ArgumentError for an unknown URL or driver
 * @since 0.1.0
 */
export function createEngine(url: string | Backend, options: EngineOptions = {}): Engine {
  if (typeof url === "string") return new Engine(backendOf(url, options), options, placeOf(parseUrl(url)));
  if (typeof url !== "object" || url === null || !("driver" in url) || !("dialect" in url))
    throw new ArgumentError("createEngine() takes a URL such as sqlite:///app.db, or { dialect, driver }.");
  if (options.dialect !== undefined)
    throw new ArgumentError("createEngine() takes one dialect: that of { dialect, driver }, or for a URL the option `dialect`.");
  return new Engine(url, options);
}
