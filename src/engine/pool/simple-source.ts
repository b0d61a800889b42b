import type { Driver, DriverConnection } from "../../dialects/driver.js";
import { InvalidRequestError } from "../../errors/index.js";
import { isPromise, settled, Wait, type Work } from "../../util/work.js";
import { isInScope } from "../async-scope.js";
import { translated } from "../driver-errors.js";
import { type AbortSignalLike, onAbort, untilAborted } from "../limits.js";
import { type ConnectionSource, isClosed, type PoolEvents, type PoolStatistics, tooLate } from "./connection-source.js";
import type { PoolSettings } from "./options.js";

interface Waiting {
  grant(connection: DriverConnection): void;
  refuse(error: unknown): void;
}

/**
 * Connections that cost nothing to open, or that somebody else pools; where there can be only one, it is given to one at a
 * time.
 */
export class SimpleSource implements ConnectionSource {
  readonly #idle: DriverConnection[] = [];
  readonly #waiting: Waiting[] = [];
  readonly #out = new Set<DriverConnection>();
  /** Connections that are being opened. */
  #opening = 0;
  #created = 0;
  #gone = 0;
  #invalidated = 0;
  #closed = false;

  /** @param kept how many idle connections are kept for the next who asks for one */
  constructor(
    private readonly driver: Driver,
    private readonly settings: PoolSettings,
    private readonly kept: number,
    private readonly events: PoolEvents,
  ) {}

  get statistics(): PoolStatistics {
    const open = this.#idle.length + this.#out.size;
    return {
      size: this.kept,
      overflow: Math.max(open - this.kept, 0),
      idle: this.#idle.length,
      checkedOut: this.#out.size,
      waiting: this.#waiting.length,
      created: this.#created,
      closed: this.#gone,
      invalidated: this.#invalidated,
    };
  }

  *checkout(signal?: AbortSignalLike): Work<DriverConnection> {
    if (this.#closed) throw isClosed();
    const idle = this.#idle.pop();
    if (!idle && this.driver.singleConnection && this.#out.size + this.#opening > 0) return yield* this.#wait(signal).done();
    if (!idle) return yield* this.#connected(signal);
    this.#out.add(idle);
    return idle;
  }

  *#connected(signal?: AbortSignalLike): Work<DriverConnection> {
    this.#opening += 1;
    try {
      const opening = this.driver.connect();
      // a pool of the user's may have none to give for a while
      const connection = isPromise(opening) ? yield* settled(untilAborted(opening, signal, (late) => late.close())) : opening;
      this.#created += 1;
      this.#out.add(connection);
      this.events.emit("connect", { connection });
      return connection;
    } catch (error) {
      if (signal?.aborted) throw signal.reason;
      throw translated(error, this.driver, { sql: "", params: () => [], hideParameters: false });
    } finally {
      this.#opening -= 1;
    }
  }

  #wait(signal: AbortSignalLike | undefined): Wait<DriverConnection> {
    for (const connection of this.#out)
      if (isInScope(connection))
        throw new InvalidRequestError(
          "This database has one connection only, and the running callback holds it: use that connection instead of asking for another.",
        );
    return new Wait(
      () => this.#turn(signal),
      () => {
        throw new InvalidRequestError("This database has one connection only, which is in use: close() it before you ask for another.");
      },
    );
  }

  #turn(signal: AbortSignalLike | undefined): Promise<DriverConnection> {
    const { timeout } = this.settings;
    return new Promise((resolve, reject) => {
      const over = (): void => {
        clearTimeout(timer);
        end();
      };
      const waiting: Waiting = {
        grant: (connection) => {
          over();
          resolve(connection);
        },
        refuse: (error) => {
          over();
          reject(error);
        },
      };
      const giveUp = (error: unknown): void => {
        this.#waiting.splice(this.#waiting.indexOf(waiting), 1);
        waiting.refuse(error);
      };
      const late = `The database's only connection has been in use for ${timeout} ms: close() the one that holds it.`;
      const timer = setTimeout(() => giveUp(tooLate(late)), timeout);
      const end = onAbort(signal, giveUp);
      this.#waiting.push(waiting);
    });
  }

  invalidate(connection: DriverConnection, error: unknown): void {
    this.#invalidated += 1;
    this.events.emit("invalidate", { connection, error });
  }

  *checkin(connection: DriverConnection, broken: boolean): Work<void> {
    if (broken) {
      yield* this.#replace(connection);
      return;
    }
    const next = this.#waiting.shift();
    if (next) {
      next.grant(connection);
      return;
    }
    this.#out.delete(connection);
    if (this.#closed || this.#idle.length >= this.kept) yield* this.#close(connection);
    else this.#idle.push(connection);
  }

  *#close(connection: DriverConnection): Work<void> {
    this.#gone += 1;
    yield* settled(connection.close());
    this.events.emit("close", { connection });
  }

  /** Closes a connection that can't be used again, and opens another where somebody waits. */
  *#replace(connection: DriverConnection): Work<void> {
    this.#out.delete(connection);
    try {
      yield* this.#close(connection);
    } finally {
      const next = this.#waiting.shift();
      if (next) yield* this.#connectFor(next);
    }
  }

  *#connectFor(next: Waiting): Work<void> {
    try {
      next.grant(yield* this.#connected());
    } catch (error) {
      next.refuse(error);
      for (const other of this.#waiting.splice(0)) other.refuse(error);
    }
  }

  *close(): Work<void> {
    this.#closed = true;
    for (const waiting of this.#waiting.splice(0)) waiting.refuse(isClosed());
    for (const connection of this.#idle.splice(0)) yield* this.#close(connection);
  }
}
