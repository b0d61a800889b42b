import type { CacheStatistics } from "../compiler/cache.js";
import type { Dialect } from "../dialects/base.js";
import { ArgumentError } from "../errors/index.js";
import { type Backend, backendOf } from "./backends.js";
import { Connection, type ConnectionOptions } from "./connection.js";
import { ConnectionSource } from "./connection-source.js";
import { type EchoTarget, echoTo } from "./echo.js";
import { type EngineEvents, Events } from "./events.js";
import { Session } from "./session.js";
import { run } from "./work.js";

/** What `createEngine()` takes besides the URL. */
export interface EngineOptions extends ConnectionOptions {
  /** Writes every statement to the console, or to the function. */
  readonly echo?: boolean | EchoTarget;
  /** Keeps values out of messages and echo. */
  readonly hideParameters?: boolean;
  /** How long to wait for a locked database, in milliseconds; 5,000 by default. */
  readonly busyTimeout?: number;
  /** How long to wait for a connection where there is only one, in milliseconds; 30,000 by default. */
  readonly checkoutTimeout?: number;
}

const BUSY_TIMEOUT = 5_000;
const CHECKOUT_TIMEOUT = 30_000;

/** A database, with its connections. */
export class Engine {
  readonly dialect: Dialect;
  readonly #backend: Backend;
  readonly #options: EngineOptions;
  readonly #source: ConnectionSource;
  readonly #events = new Events();

  constructor(backend: Backend, options: EngineOptions) {
    this.#backend = backend;
    this.dialect = backend.dialect;
    this.#options = options;
    this.#source = new ConnectionSource(backend.driver, options.checkoutTimeout ?? CHECKOUT_TIMEOUT);
    const { echo } = options;
    if (echo) echoTo(this.#events, echo === true ? (line) => console.log(line) : echo);
  }

  /** Opens a connection: commit as you go. @throws InvalidRequestError after close() @since 0.1.0 */
  async connect(): Promise<Connection> {
    const connection = await run(this.#source.checkout());
    this.#events.emit("checkout", {});
    const { hideParameters = false, busyTimeout = BUSY_TIMEOUT } = this.#options;
    const session = new Session(connection, this.#backend.driver, this.dialect, { hideParameters, busyTimeout }, this.#events);
    return new Connection({ session, dialect: this.dialect, source: this.#source, hideParameters, options: this.#options });
  }

  /** Runs the callback in a transaction on a connection of its own: commits when it returns, rolls back when it throws, and rethrows. @since 0.1.0 */
  async begin<T>(callback: (connection: Connection) => T | Promise<T>): Promise<T> {
    const connection = await this.connect();
    try {
      return await connection.begin(callback);
    } finally {
      await connection.close();
    }
  }

  /** Calls the listener at each such event; gives a function that ends it. @since 0.1.0 */
  on<K extends keyof EngineEvents>(name: K, listener: (event: EngineEvents[K]) => void): () => void {
    return this.#events.on(name, listener);
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

/**
 * An engine for a database URL, or for a dialect with a driver made by hand. Nothing is opened yet.
 * @example `createEngine("sqlite:///app.db", { echo: true })`, `createEngine("sqlite://")` for a database in memory
 * @throws ArgumentError for an unknown URL or driver
 * @since 0.1.0
 */
export function createEngine(url: string | Backend, options: EngineOptions = {}): Engine {
  if (typeof url === "string") return new Engine(backendOf(url), options);
  if (typeof url !== "object" || url === null || !("driver" in url) || !("dialect" in url))
    throw new ArgumentError("createEngine() takes a URL such as sqlite:///app.db, or { dialect, driver }.");
  return new Engine(url, options);
}
