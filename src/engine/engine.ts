import type { CacheStatistics } from "../compiler/cache.js";
import type { Dialect } from "../dialects/base.js";
import type { ServerFacts } from "../dialects/driver.js";
import type { Sets } from "../selectable/index.js";
import { run } from "../util/work.js";
import { type Backend, backendOf } from "./backends.js";
import { Connection } from "./connection/connection.js";
import { checkCallback, checkTarget, EngineCore, placeOf } from "./engine-core.js";
import type { EngineEvents } from "./events.js";
import type { Limits } from "./limits.js";
import { type Loaded, type LoadOptions, type LoadStatement, loadsRows } from "./load.js";
import type { EngineOptions } from "./options.js";
import type { PoolStatistics } from "./pool/connection-source.js";
import type { TransactionOptions } from "./retry.js";
import type { TraceOrigin } from "./tracing.js";

/** A database, with its connections. */
export class Engine {
  readonly #core: EngineCore<Connection>;

  constructor(backend: Backend, options: EngineOptions, place: Omit<TraceOrigin, "backend" | "driver"> = {}) {
    this.#core = new EngineCore(backend, options, place, (parts) => new Connection(parts));
  }

  /**
   * Opens a connection: commit as you go.
   * @param options `signal` ends the waiting for one that is free
   * @throws InvalidRequestError after close(), and inside of a begin() callback that holds the only connection; DBAPIError
   * where the database can't be opened or its driver is not installed; the signal's reason
   * @since 0.1.0
   */
  connect(options: Pick<Limits, "signal"> = {}): Promise<Connection> {
    return run(this.#core.connect(options.signal));
  }

  /**
   * How the engine speaks: as it was told, or as the server has it that the first connect has met; until then as the newest
   * version of what the URL names.
   * @since 0.1.0
   */
  get dialect(): Dialect {
    return this.#core.dialect;
  }

  /** The product and version that the first connect has met; null before it, and with a driver that does not tell. @since 0.1.0 */
  get server(): ServerFacts | null {
    return this.#core.server;
  }

  /** Runs the callback in a transaction on a connection of its own: commits when it returns, rolls back when it throws, and rethrows. @since 0.1.0 */
  async begin<T>(callback: (connection: Connection) => T | Promise<T>): Promise<T> {
    checkCallback("begin", callback);
    return await run(this.#core.lend((connection) => connection.begin(callback)));
  }

  /**
   * The same, repeated on a connection of its own each time while it fails because of what others did at the same time: a
   * serialization failure or a deadlock. The callback must bear to be run more than once.
   * @example `await engine.transaction(async (conn) => …, { retry: 3 })`
   * @throws ArgumentError for AUTOCOMMIT and for unknown isolation levels; what the callback throws, when it is not to be repeated
   * @since 0.1.0
   */
  async transaction<T>(callback: (connection: Connection) => T | Promise<T>, options: TransactionOptions = {}): Promise<T> {
    checkCallback("transaction", callback);
    return await run(this.#core.transaction((connection) => connection.begin(callback), options));
  }

  /**
   * Inserts any number of rows in bounded memory, all or nothing, in a transaction on a connection of its own: see `load()` of a
   * connection, which does it inside of another transaction.
   * @example `const count = await engine.load(insert(users), linesOf(file), { onProgress: (rows) => console.log(rows) })`
   * @example `for await (const { id } of engine.load(insert(users).returning(users.c.id), linesOf(file))) …`
   * @returns how many rows were inserted; for a statement with `returning()` an iterable of what it returns, which loads as it is
   * read, commits at its end, and undoes all rows where the loop is left before
   * @throws ArgumentError for what is no INSERT; what `execute()` of a connection throws
   * @since 0.1.0
   */
  load<Res, P>(statement: LoadStatement<Res, P>, rows: Sets<NoInfer<P>>, options: LoadOptions = {}): Loaded<Res> {
    const load = (connection: Connection): unknown => connection.load(statement, rows, options);
    const loaded: unknown = loadsRows(statement)
      ? { [Symbol.asyncIterator]: () => this.#loadedRows(load, options) }
      : run(this.#core.lend((connection) => connection.begin(load), options.signal));
    // the marked place: the statement says what it gives
    return loaded as Loaded<Res>;
  }

  async *#loadedRows(load: (connection: Connection) => unknown, { signal }: LoadOptions): AsyncGenerator<unknown> {
    const connection = await this.connect(signal && { signal });
    try {
      yield* load(connection) as AsyncIterable<unknown>;
      await connection.commit();
    } finally {
      await connection.close();
    }
  }

  /** Calls the listener at each such event; gives a function that ends it. @since 0.1.0 */
  on<K extends keyof EngineEvents>(name: K, listener: (event: EngineEvents[K]) => void): () => void {
    return this.#core.events.on(name, listener);
  }

  /** The connections: `engine.pool.statistics` tells how many are open, in use, waited for. @since 0.1.0 */
  get pool(): { readonly statistics: PoolStatistics } {
    return this.#core.source;
  }

  /** How often compiled statements were found again. @since 0.1.0 */
  get cacheStatistics(): CacheStatistics {
    return this.dialect.cacheStatistics;
  }

  /** Closes the connections that are not in use; the others when they are given back. @since 0.1.0 */
  async close(): Promise<void> {
    await run(this.#core.source.close());
  }

  /** Closes. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }
}

/**
 * An engine for a database URL, or for a dialect with a driver made by hand. Nothing is opened yet.
 * @example `createEngine("sqlite:///app.db", { echo: true })`, `createEngine("sqlite://")` for a database in memory
 * @example `createEngine("postgresql://scott:tiger@localhost:5432/shop")`
 * @throws ArgumentError for an unknown URL or driver
 * @since 0.1.0
 */
export function createEngine(url: string | Backend, options: EngineOptions = {}): Engine {
  checkTarget("createEngine", url, options);
  return typeof url === "string" ? new Engine(backendOf(url, options), options, placeOf(url)) : new Engine(url, options);
}
