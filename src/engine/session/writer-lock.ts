import { OperationalError } from "../../errors/index.js";
import { Wait, type Work } from "../../util/work.js";
import { isInScope } from "../async-scope.js";
import { type AbortSignalLike, onAbort } from "../limits.js";

/** Gives the lock back. May be called more than once. */
export type Release = () => void;

interface Waiting {
  readonly grant: () => void;
}

function tooLate(what: string, forItself: boolean): OperationalError {
  const advice = forItself
    ? "It is the begin() callback from which this was called: use the connection that the callback was given."
    : "Is a transaction left open?";
  const message = `Another connection of this process ${what} ${advice}`;
  return new OperationalError(message, { statement: "BEGIN IMMEDIATE", params: [], cause: undefined, condition: "lockTimeout" });
}

/** One writer at a time, in the order of asking. */
export class WriterLock {
  #holder: object | null = null;
  readonly #waiting: Waiting[] = [];

  /**
   * The lock, now or when it is this caller's turn.
   * @param holder whose it shall be, and in whose scope the callbacks of its transactions run
   * @param timeout milliseconds
   * @param signal ends the waiting
   * @throws OperationalError when the turn does not come in time, or can't come since the thread would have to stand still for it;
   * the signal's reason
   */
  *acquire(holder: object, timeout: number, signal?: AbortSignalLike): Work<Release> {
    const forItself = this.#holder !== null && isInScope(this.#holder);
    if (this.#holder) {
      const turn = new Wait(
        () => this.#wait(holder, timeout, forItself, signal),
        () => {
          throw tooLate("has the database's only writer, and does not go on while a synchronous engine waits.", forItself);
        },
      );
      return yield* turn.done();
    }
    this.#holder = holder;
    return this.#release();
  }

  #wait(holder: object, timeout: number, forItself: boolean, signal: AbortSignalLike | undefined): Promise<Release> {
    return new Promise((resolve, reject) => {
      const over = (): void => {
        clearTimeout(timer);
        end();
      };
      const waiting: Waiting = {
        grant: () => {
          over();
          this.#holder = holder;
          resolve(this.#release());
        },
      };
      const giveUp = (error: unknown): void => {
        over();
        this.#waiting.splice(this.#waiting.indexOf(waiting), 1);
        reject(error);
      };
      const timer = setTimeout(() => giveUp(tooLate(`has held the database's only writer for ${timeout} ms.`, forItself)), timeout);
      const end = onAbort(signal, giveUp);
      this.#waiting.push(waiting);
    });
  }

  #release(): Release {
    let open = true;
    return () => {
      if (!open) return;
      open = false;
      const next = this.#waiting.shift();
      if (next) next.grant();
      else this.#holder = null;
    };
  }
}

const locks = new Map<string, WriterLock>();

/** The writer lock of a file, the same for all connections of this process. */
export function writerLockOf(file: string): WriterLock {
  let lock = locks.get(file);
  if (!lock) {
    lock = new WriterLock();
    locks.set(file, lock);
  }
  return lock;
}
