import type { Driver, DriverConnection } from "../dialects/driver.js";
import { InvalidRequestError, OperationalError } from "../errors/index.js";
import { isInScope } from "./async-scope.js";
import { settled, type Work } from "./work.js";

/** How many idle connections are kept for the next who asks. */
const MOST_IDLE = 5;

interface Waiting {
  readonly grant: (connection: DriverConnection) => void;
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

  /** A connection, an idle one if there is one. @throws InvalidRequestError after close(), and where waiting would never end */
  *checkout(): Work<DriverConnection> {
    if (this.#closed) throw new InvalidRequestError("This engine is closed.");
    const idle = this.#idle.pop();
    if (idle) {
      this.#out += 1;
      return idle;
    }
    if (this.driver.singleConnection && this.#out > 0) return yield* settled(this.#wait());
    this.#out += 1;
    try {
      return yield* settled(this.driver.connect());
    } catch (error) {
      this.#out -= 1;
      throw error;
    }
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
    const next = broken ? undefined : this.#waiting.shift();
    if (next) {
      next.grant(connection);
      return;
    }
    this.#out -= 1;
    if (broken || this.#closed || this.#idle.length >= MOST_IDLE) yield* settled(connection.close());
    else this.#idle.push(connection);
  }

  /** Closes the idle connections; those in use are closed when they come back. */
  *close(): Work<void> {
    this.#closed = true;
    for (const connection of this.#idle.splice(0)) yield* settled(connection.close());
  }
}
