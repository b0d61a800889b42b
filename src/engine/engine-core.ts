import type { Dialect } from "../dialects/base.js";
import type { DriverConnection, ServerFacts } from "../dialects/driver.js";
import { ArgumentError } from "../errors/index.js";
import { type MaybePromise, settled, type Work } from "../util/work.js";
import type { Backend } from "./backends.js";
import type { ConnectionParts } from "./connection/core.js";
import { translated } from "./driver-errors.js";
import { echoTo } from "./echo.js";
import { Events } from "./events.js";
import { type AbortSignalLike, checkLimits } from "./limits.js";
import { type ConnectionOptions, checkConnectionOptions, type EngineOptions, isAutocommit } from "./options.js";
import type { ConnectionSource } from "./pool/connection-source.js";
import { checkedTimeout, type PoolSettings, poolSettings } from "./pool/options.js";
import { sourceFor } from "./pool/source-for.js";
import { repeated, type TransactionOptions } from "./retry.js";
import { Session } from "./session/session.js";
import { channels, type TraceOrigin, traced } from "./tracing.js";
import { type DatabaseUrl, parseUrl } from "./url.js";

/** @param maker the function that was called @throws ArgumentError for what is no target of an engine */
export function checkTarget(maker: string, target: string | Backend, options: EngineOptions): void {
  if (typeof target === "string") return;
  if (typeof target !== "object" || target === null || !("driver" in target) || !("dialect" in target))
    throw new ArgumentError(`${maker}() takes a URL such as sqlite:///app.db, or { dialect, driver }.`);
  if (options.dialect !== undefined)
    throw new ArgumentError(`${maker}() takes one dialect: that of { dialect, driver }, or for a URL the option \`dialect\`.`);
}

const BUSY_TIMEOUT = 5_000;

/** A connection of either kind of engine. */
interface Lent<C> {
  close(): MaybePromise<void>;
  executionOptions(options: ConnectionOptions): C;
}

/** What an engine does, as work: the asynchronous and the synchronous engine run it, each in its way. @typeParam C their connections */
export class EngineCore<C extends Lent<C>> {
  dialect: Dialect;
  /** What the first connect has met. */
  server: ServerFacts | null = null;
  readonly events = new Events();
  readonly source: ConnectionSource;
  readonly #poolSettings: PoolSettings;
  readonly #busyTimeout: number;
  readonly #origin: TraceOrigin;

  constructor(
    private readonly backend: Backend,
    private readonly options: EngineOptions,
    place: Omit<TraceOrigin, "backend" | "driver">,
    private readonly connectionOf: (parts: ConnectionParts) => C,
  ) {
    this.#origin = { backend: backend.dialect.name, driver: backend.driver.name, ...place };
    this.dialect = backend.dialect;
    checkConnectionOptions(options, this.dialect);
    this.#poolSettings = poolSettings(options.pool ?? {});
    this.source = sourceFor(backend.driver, this.#poolSettings, this.events);
    this.#busyTimeout = checkedTimeout("busyTimeout", options.busyTimeout ?? BUSY_TIMEOUT);
    const { echo } = options;
    if (echo) echoTo(this.events, echo === true ? (line) => console.log(line) : echo);
  }

  /** @param signal ends the waiting for a connection; the one that holds for all executions, where it is left out */
  *connect(signal: AbortSignalLike | undefined = this.options.signal): Work<C> {
    if (signal !== undefined) checkLimits({ signal });
    if (signal?.aborted) throw signal.reason;
    const connection = yield* traced(channels.checkout, this.#origin, () => this.source.checkout(signal));
    try {
      if (this.server === null) this.#learn(connection);
      this.events.emit("checkout", { connection });
    } catch (error) {
      yield* this.source.checkin(connection, false);
      // the connection may be the first to find out that what it leads to is no database
      throw translated(error, this.backend.driver, { sql: "", params: () => [], hideParameters: false });
    }
    const { source, dialect, options } = this;
    const { hideParameters = false } = options;
    const settings = {
      hideParameters,
      busyTimeout: this.#busyTimeout,
      resetOnReturn: this.#poolSettings.resetOnReturn,
      origin: this.#origin,
      lost: (error: unknown) => source.invalidate(connection, error),
    };
    const session = new Session(connection, this.backend.driver, dialect, settings, this.events);
    return this.connectionOf({ session, dialect, source, hideParameters, options });
  }

  /** Asks the first connection what it leads to. What is cached for the dialect counts on that from then on. */
  #learn({ server }: DriverConnection): void {
    if (!server) return;
    this.server = server;
    if (this.backend.learns) this.dialect = this.dialect.forServer(server);
  }

  /** Uses a connection, and closes it. */
  *lend<T>(use: (connection: C) => MaybePromise<T>, signal?: AbortSignalLike): Work<T> {
    const connection = yield* this.connect(signal);
    try {
      return yield* settled(use(connection));
    } finally {
      yield* settled(connection.close());
    }
  }

  /** The same in a transaction, repeated while another one can succeed. */
  *transaction<T>(use: (connection: C) => MaybePromise<T>, { retry, ...own }: TransactionOptions): Work<T> {
    checkConnectionOptions(own, this.dialect);
    if (isAutocommit(own))
      throw new ArgumentError("transaction() can't leave transactions out: give another isolationLevel than AUTOCOMMIT.");
    return yield* repeated(() => this.lend((connection) => use(connection.executionOptions(own)), own.signal), retry);
  }
}

/** @throws ArgumentError for what is no callback */
export function checkCallback(name: "begin" | "transaction", callback: unknown): void {
  if (typeof callback === "function") return;
  throw new ArgumentError(
    name === "begin"
      ? "begin() of an engine takes a callback, which is given the connection. To end a transaction by hand, use connect()."
      : "transaction() takes a callback, which is given the connection.",
  );
}

/** What tracers may be told of a URL: no name of a user, and no password. */
export function placeOf(url: string): Omit<TraceOrigin, "backend" | "driver"> {
  const { host, port, database }: DatabaseUrl = parseUrl(url);
  return { ...(host !== "" && { host }), ...(port !== null && { port }), ...(database !== "" && { database }) };
}
