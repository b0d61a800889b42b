import type { Driver, DriverConnection } from "../dialects/driver.js";
import { InvalidRequestError, OperationalError } from "../errors/index.js";
import { isInScope } from "./async-scope.js";
import { translated } from "./driver-errors.js";
import { settled, type Work } from "./work.js";

/** How many idle connections are kept for the next who asks. */
const MOST_IDLE = 5;

interface Waiting {
  grant(connection: DriverConnection): void;
  refuse(error: unknown): void;
}

/** Gives out driver connections and takes them back; where there can be only one, it is given to one at a time. */
export class ConnectionSource {
  readonly #idle: DriverConnection[] = [];
  readonly #waiting: Waiting[] = [];
  #out = 0;
  #closed = false;

  constructor(
    private readonly driver: Driver,
    private readonly timeout: number,
  ) {}

  /** A connection, an idle one if there is one. @throws InvalidRequestError after close(), and where waiting would never end; DBAPIError where the database can't be opened */
  *checkout(): Work<DriverConnection> {
    if (this.#closed) throw this.#isClosed();
    const idle = this.#idle.pop();
    if (!idle && this.driver.singleConnection && this.#out > 0) return yield* settled(this.#wait());
    this.#out += 1;
    return idle ?? (yield* this.#connected());
  }

  *#connected(): Work<DriverConnection> {
    try {
      return yield* settled(this.driver.connect());
    } catch (error) {
      this.#out -= 1;
      throw translated(error, this.driver, { sql: "", params: () => [], hideParameters: false });
    }
  }

  #isClosed(): InvalidRequestError {
    return new InvalidRequestError("This engine is closed.");
  }

  #wait(): Promise<DriverConnection> {
    if (isInScope(this)) {
      throw new InvalidRequestError(
        "This database has one connection only, and the running callback holds it: use that connection instead of asking for another.",
      );
    }
    return new Promise((resolve, reject) => {
      const waiting: Waiting = {
        grant: (connection) => {
          clearTimeout(timer);
          resolve(connection);
        },
        refuse: (error) => {
          clearTimeout(timer);
          reject(error);
        },
      };
      const timer = setTimeout(() => {
        this.#waiting.splice(this.#waiting.indexOf(waiting), 1);
        const message = `The database's only connection has been in use for ${this.timeout} ms: close() the one that holds it.`;
        reject(new OperationalError(message, { statement: "", params: [], cause: undefined }));
      }, this.timeout);
      this.#waiting.push(waiting);
    });
  }

  /** Takes a connection back; one that is broken is closed. */
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
    this.#out -= 1;
    if (this.#closed || this.#idle.length >= MOST_IDLE) yield* settled(connection.close());
    else this.#idle.push(connection);
  }

  /** Closes a connection that can't be used again, and opens another where somebody waits. */
  *#replace(connection: DriverConnection): Work<void> {
    this.#out -= 1;
    try {
      yield* settled(connection.close());
    } finally {
      const next = this.#waiting.shift();
      if (next) yield* this.#connectFor(next);
    }
  }

  *#connectFor(next: Waiting): Work<void> {
    this.#out += 1;
    try {
      next.grant(yield* this.#connected());
    } catch (error) {
      next.refuse(error);
      for (const other of this.#waiting.splice(0)) other.refuse(error);
    }
  }

  /** Closes the idle connections; those in use are closed when they come back. Nobody is left waiting. */
  *close(): Work<void> {
    this.#closed = true;
    for (const waiting of this.#waiting.splice(0)) waiting.refuse(this.#isClosed());
    for (const connection of this.#idle.splice(0)) yield* settled(connection.close());
  }
}
