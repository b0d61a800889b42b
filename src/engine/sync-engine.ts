import type { CacheStatistics } from "../compiler/cache.js";
import type { Dialect } from "../dialects/base.js";
import type { SyncDriver } from "../dialects/driver.js";
import { ArgumentError } from "../errors/index.js";
import { runNow } from "../util/work.js";
import { type Backend, backendOf } from "./backends.js";
import { type SyncCallback, SyncConnection } from "./connection/sync-connection.js";
import { checkCallback, checkTarget, EngineCore, placeOf } from "./engine-core.js";
import type { EngineEvents } from "./events.js";
import { noPromises } from "./no-promises.js";
import type { EngineOptions } from "./options.js";
import type { PoolStatistics } from "./pool/connection-source.js";
import type { TransactionOptions } from "./retry.js";
import type { TraceOrigin } from "./tracing.js";

/** A dialect with a driver that answers at once. */
export interface SyncBackend extends Backend {
  readonly driver: SyncDriver;
}

/** The URLs of databases whose drivers answer at once. */
export type SyncUrl = ":memory:" | `sqlite://${string}` | `sqlite+${string}://${string}`;

/** What a synchronous engine is made for: of a text that is known to name another database, the type says so. */
export type SyncTarget<U> = U extends string
  ? string extends U
    ? U
    : U extends SyncUrl
      ? U
      : "createSyncEngine() takes a driver that answers at once: sqlite:///app.db, sqlite+better-sqlite3:///app.db or :memory:"
  : SyncBackend;

/** A database in this process with its connections, which answer without promises. */
export class SyncEngine {
  readonly #core: EngineCore<SyncConnection>;

  constructor(backend: SyncBackend, options: EngineOptions, place: Omit<TraceOrigin, "backend" | "driver"> = {}) {
    this.#core = new EngineCore(backend, options, place, (parts) => new SyncConnection(parts));
  }

  /**
   * Opens a connection: commit as you go.
   * @throws InvalidRequestError after close(), and where the only connection is in use; DBAPIError where the database can't be
   * opened or its driver is not installed
   * @since 0.1.0
   */
  connect(): SyncConnection {
    return runNow(this.#core.connect(), noPromises);
  }

  /** How the engine speaks. @since 0.1.0 */
  get dialect(): Dialect {
    return this.#core.dialect;
  }

  /**
   * Runs the callback in a transaction on a connection of its own: commits when it returns, rolls back when it throws, and rethrows.
   * @example `engine.begin((conn) => conn.execute(insert(users).values({ name: "a" })).insertedPrimaryKey)`
   * @throws ArgumentError for a callback that gives a promise
   * @since 0.1.0
   */
  begin<T>(callback: SyncCallback<T>): T {
    checkCallback("begin", callback);
    return runNow(
      this.#core.lend((connection) => connection.begin(callback)),
      noPromises,
    );
  }

  /**
   * The same, repeated on a connection of its own each time while it fails because of what others did at the same time: a
   * serialization failure or a deadlock. The callback must bear to be run more than once.
   * @example `engine.transaction((conn) => …, { retry: 3 })`
   * @throws ArgumentError for AUTOCOMMIT, and for a callback that gives a promise; what the callback throws, when it is not to be repeated
   * @since 0.1.0
   */
  transaction<T>(callback: SyncCallback<T>, options: TransactionOptions = {}): T {
    checkCallback("transaction", callback);
    return runNow(
      this.#core.transaction((connection) => connection.begin(callback), options),
      noPromises,
    );
  }

  /** Calls the listener at each such event; gives a function that ends it. @since 0.1.0 */
  on<K extends keyof EngineEvents>(name: K, listener: (event: EngineEvents[K]) => void): () => void {
    return this.#core.events.on(name, listener);
  }

  /** The connections: `engine.pool.statistics` tells how many are open and in use. @since 0.1.0 */
  get pool(): { readonly statistics: PoolStatistics } {
    return this.#core.source;
  }

  /** How often compiled statements were found again. @since 0.1.0 */
  get cacheStatistics(): CacheStatistics {
    return this.dialect.cacheStatistics;
  }

  /** Closes the connections that are not in use; the others when they are given back. @since 0.1.0 */
  close(): void {
    runNow(this.#core.source.close(), noPromises);
  }

  /** Closes. */
  [Symbol.dispose](): void {
    this.close();
  }
}

function isSync(backend: Backend): backend is SyncBackend {
  return "synchronous" in backend.driver && backend.driver.synchronous === true;
}

/**
 * An engine without promises, for a database in this process: the same statements and results as `createEngine()`, and the same
 * work behind them. Nothing is opened yet.
 *
 * Where another process has locked the file, the thread stands still until it lets go, `busyTimeout` milliseconds at the most
 * (5,000 by default). Another connection of this process that has the file's writer would never let go of it meanwhile: that
 * is an OperationalError at once.
 *
 * @param target `sqlite:///app.db` (node:sqlite), `sqlite+better-sqlite3:///app.db`, `:memory:`, or a dialect with such a driver
 * @example `createSyncEngine("sqlite:///app.db").begin((conn) => conn.execute(select(users)).all())`
 * @throws ArgumentError for an unknown URL, and for a driver that does not answer at once
 * @since 0.1.0
 */
export function createSyncEngine<const U extends string | SyncBackend>(target: U & SyncTarget<U>, options: EngineOptions = {}): SyncEngine {
  const given: string | SyncBackend = target;
  checkTarget("createSyncEngine", given, options);
  const url = given === ":memory:" ? "sqlite://" : given;
  const backend: Backend = typeof url === "string" ? backendOf(url, options) : url;
  if (!isSync(backend))
    throw new ArgumentError(
      `The driver '${backend.driver.name}' does not answer at once: a synchronous engine takes SQLite's, node:sqlite and better-sqlite3. Use createEngine() for this one.`,
    );
  return new SyncEngine(backend, options, typeof url === "string" ? placeOf(url) : {});
}
