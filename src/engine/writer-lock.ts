import type { MaybePromise } from "../dialects/driver.js";
import { OperationalError } from "../errors/index.js";

/** Gives the lock back. May be called more than once. */
export type Release = () => void;

interface Waiting {
  readonly grant: () => void;
}

/** One writer at a time, in the order of asking. */
export class WriterLock {
  #held = false;
  readonly #waiting: Waiting[] = [];

  /** The lock, now or when it is this caller's turn. @param timeout milliseconds @throws OperationalError when the turn does not come in time */
  acquire(timeout: number): MaybePromise<Release> {
    if (this.#held) return this.#wait(timeout);
    this.#held = true;
    return this.#release();
  }

  #wait(timeout: number): Promise<Release> {
    return new Promise((resolve, reject) => {
      const waiting: Waiting = {
        grant: () => {
          clearTimeout(timer);
          resolve(this.#release());
        },
      };
      const timer = setTimeout(() => {
        this.#waiting.splice(this.#waiting.indexOf(waiting), 1);
        const message = `Another connection of this process has held the database's only writer for ${timeout} ms. Is a transaction left open?`;
        reject(new OperationalError(message, { statement: "BEGIN IMMEDIATE", params: [], cause: undefined }));
      }, timeout);
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
      else this.#held = false;
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
