import type { Driver, DriverConnection } from "../../dialects/driver.js";
import { InvalidRequestError, type PoolTimeoutError } from "../../errors/index.js";
import { type MaybePromise, settled, type Work } from "../../util/work.js";
import { isInScope } from "../async-scope.js";
import { translated } from "../driver-errors.js";
import { type AbortSignalLike, onAbort } from "../limits.js";
import { inTime } from "../time-limit.js";
import { type ConnectionSource, isClosed, type PoolEvents, type PoolStatistics, tooLate } from "./connection-source.js";
import { type LibraryPool, poolLibrary } from "./library.js";
import type { PoolSettings } from "./options.js";

/** Somebody who waits for a connection; it may be there before the waiting has begun. */
class Waiting {
  connection: DriverConnection | null = null;
  /** Why there is none. */
  error: unknown;
  isOver = false;
  #tell: (() => void) | null = null;

  end(error: unknown, connection: DriverConnection | null): void {
    this.isOver = true;
    this.error = error;
    this.connection = connection;
    this.#tell?.();
  }

  over(): Promise<void> {
    return new Promise((resolve) => (this.#tell = resolve));
  }
}

/**
 * The connections to a server: some are kept, more are opened when they are needed, and those that are too old or were
 * lost are replaced. `lightning-pool` keeps the queue and the idle ones; what is ours are SQLAlchemy's rules.
 */
export class PooledSource implements ConnectionSource {
  #pool: LibraryPool<DriverConnection> | null = null;
  #loading: Promise<LibraryPool<DriverConnection>> | null = null;
  readonly #out = new Set<DriverConnection>();
  readonly #waiting = new Set<Waiting>();
  /** When each connection was opened. */
  readonly #births = new WeakMap<DriverConnection, number>();
  /** Connections that were opened before are not given out again: one of their time was lost. */
  #lossAt = Number.NEGATIVE_INFINITY;
  #created = 0;
  #gone = 0;
  #invalidated = 0;
  #closed = false;

  constructor(
    private readonly driver: Driver,
    private readonly settings: PoolSettings,
    private readonly events: PoolEvents,
  ) {}

  get statistics(): PoolStatistics {
    const { size } = this.settings;
    return {
      size,
      overflow: Math.max((this.#pool?.size ?? 0) - size, 0),
      idle: this.#pool?.available ?? 0,
      checkedOut: this.#out.size,
      waiting: this.#waiting.size,
      created: this.#created,
      closed: this.#gone,
      invalidated: this.#invalidated,
    };
  }

  // --- giving out --------------------------------------------------------------------------------------------------------------

  *checkout(signal?: AbortSignalLike): Work<DriverConnection> {
    if (this.#closed) throw isClosed();
    const pool = this.#pool ?? (yield* settled(this.#loaded()));
    if (this.#isHeldHere()) {
      const { size, overflow } = this.settings;
      throw new InvalidRequestError(
        `The pool has ${size + overflow} connections at the most, and the running callback holds all of them: use one of those instead of waiting for another.`,
      );
    }
    try {
      return yield* settled(this.#acquired(pool, signal));
    } catch (error) {
      if (signal?.aborted) throw signal.reason;
      throw translated(error, this.driver, { sql: "", params: () => [], hideParameters: false });
    }
  }

  #loaded(): Promise<LibraryPool<DriverConnection>> {
    this.#loading ??= this.#load();
    return this.#loading;
  }

  async #load(): Promise<LibraryPool<DriverConnection>> {
    const { size, overflow, order } = this.settings;
    const { createPool } = await poolLibrary();
    const pool = createPool<DriverConnection>(
      {
        create: () => this.#connected(),
        destroy: (connection) => this.#disconnected(connection),
        validate: (connection) => this.#isAlive(connection),
      },
      { max: size + overflow, fifo: order === "fifo", houseKeepInterval: 0, acquireMaxRetries: 0, maxQueue: Number.POSITIVE_INFINITY },
    );
    pool.on("destroy-error", (error) => this.events.emit("disposalFailed", { error }));
    this.#pool = pool;
    return pool;
  }

  /** Whether the running code holds all connections that there may be: a wait for another would be one for itself. */
  #isHeldHere(): boolean {
    const { size, overflow } = this.settings;
    if (this.#out.size < size + overflow) return false;
    for (const connection of this.#out) if (!isInScope(connection)) return false;
    return true;
  }

  /** A connection from the pool. The library knows no end of waiting: what it brings too late goes back. */
  #acquired(pool: LibraryPool<DriverConnection>, signal: AbortSignalLike | undefined): MaybePromise<DriverConnection> {
    const waiting = new Waiting();
    this.#waiting.add(waiting);
    pool.acquire((error, connection) => {
      if (this.#waiting.has(waiting)) this.#answer(waiting, error, connection ?? null);
      else if (connection) this.#passOn(pool, connection);
    });
    // most have theirs by now: to promise it, and to set a timer and to clear it, takes longer than they have waited
    return waiting.connection ?? this.#brought(waiting, pool, signal);
  }

  /** Ends the waiting, unless it is over. */
  #answer(waiting: Waiting, error: unknown, connection: DriverConnection | null = null): void {
    if (!this.#waiting.delete(waiting)) return;
    if (connection) this.#out.add(connection);
    waiting.end(error, connection);
  }

  async #brought(waiting: Waiting, pool: LibraryPool<DriverConnection>, signal: AbortSignalLike | undefined): Promise<DriverConnection> {
    if (!waiting.isOver) {
      const timer = setTimeout(() => this.#answer(waiting, this.#tooLate(pool)), this.settings.timeout);
      const end = onAbort(signal, (reason) => this.#answer(waiting, reason));
      await waiting.over();
      clearTimeout(timer);
      end();
    }
    if (waiting.connection === null) throw waiting.error;
    return waiting.connection;
  }

  /** Nobody wants it any more. */
  #passOn(pool: LibraryPool<DriverConnection>, connection: DriverConnection): void {
    if (!this.#closed) pool.release(connection);
    // the library tells of the error by an event
    else pool.destroyAsync(connection).catch(() => {});
  }

  #tooLate(pool: LibraryPool<DriverConnection>): PoolTimeoutError {
    const { size, overflow, timeout } = this.settings;
    if (pool.acquired < size + overflow) return this.#noAnswer();
    return tooLate(
      `The pool's limit of size ${size} and overflow ${overflow} is reached, and no connection has come back within ${timeout} ms: close() those that are not needed any more, or give the pool more.`,
    );
  }

  #noAnswer(): PoolTimeoutError {
    return tooLate(`The database has not answered within ${this.settings.timeout} ms.`);
  }

  async #connected(): Promise<DriverConnection> {
    // the library still has the requests of those who have gone: nothing is opened for them alone
    if (this.#waiting.size === 0) throw isClosed();
    const connection = await inTime(this.driver.connect(), this.settings.timeout, {
      error: () => this.#noAnswer(),
      drop: (late) => late.close(),
    });
    this.#created += 1;
    this.#births.set(connection, performance.now());
    try {
      this.events.emit("connect", { connection });
    } catch (error) {
      await this.#disconnected(connection);
      throw error;
    }
    return connection;
  }

  // --- which are still good ----------------------------------------------------------------------------------------------------

  #isAlive(connection: DriverConnection): boolean | Promise<boolean> {
    if (this.#closed) return true;
    if (connection.lost || this.#isOutdated(connection)) return false;
    return this.settings.prePing ? this.#answers(connection) : true;
  }

  #isOutdated(connection: DriverConnection): boolean {
    const birth = this.#births.get(connection) ?? 0;
    const { recycle } = this.settings;
    return birth <= this.#lossAt || (recycle < Number.POSITIVE_INFINITY && performance.now() - birth >= recycle);
  }

  /** Whether the server answers. A connection that is dead says that those of its time may be, too. */
  async #answers(connection: DriverConnection): Promise<boolean> {
    try {
      const answer = connection.ping ? connection.ping() : connection.query("SELECT 1", []);
      await inTime(answer, this.settings.timeout, { error: () => this.#noAnswer() });
      return true;
    } catch (error) {
      this.invalidate(connection, error);
      return false;
    }
  }

  invalidate(connection: DriverConnection, error: unknown): void {
    this.#lossAt = performance.now();
    this.#invalidated += 1;
    this.events.emit("invalidate", { connection, error });
  }

  // --- taking back -------------------------------------------------------------------------------------------------------------

  *checkin(connection: DriverConnection, broken: boolean): Work<void> {
    this.#out.delete(connection);
    const pool = this.#pool;
    if (pool === null) return;
    const isNeeded = pool.available < this.settings.size && !broken && !this.#closed && !connection.lost && !this.#isOutdated(connection);
    if (isNeeded) pool.release(connection);
    else yield* settled(pool.destroyAsync(connection));
  }

  async #disconnected(connection: DriverConnection): Promise<void> {
    this.#gone += 1;
    await connection.close();
    this.events.emit("close", { connection });
  }

  *close(): Work<void> {
    this.#closed = true;
    for (const waiting of [...this.#waiting]) this.#answer(waiting, isClosed());
    const pool = this.#pool;
    if (pool === null) return;
    const idle: DriverConnection[] = [];
    // not by the library's own close(), which would wait for the connections in use
    for (let count = pool.available; count > 0; count -= 1)
      pool.acquire((_, connection) => {
        if (connection) idle.push(connection);
      });
    for (const connection of idle) yield* settled(pool.destroyAsync(connection));
  }
}
