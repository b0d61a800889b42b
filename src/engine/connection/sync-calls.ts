import { InvalidRequestError } from "../../errors/index.js";
import { runNow, type Work } from "../../util/work.js";
import { noPromises } from "../no-promises.js";
import type { Calls, RunningCallback } from "./calls.js";

/** The calls on a synchronous connection: each is done before it returns, so that none can come between. */
export class SyncCalls implements Calls {
  #isBusy = false;
  /** The innermost last. */
  readonly #callbacks: RunningCallback[] = [];
  readonly settled = undefined;

  get innermost(): RunningCallback | undefined {
    return this.#callbacks.at(-1);
  }

  check(): void {
    if (this.#isBusy)
      throw new InvalidRequestError(
        "This connection is in the middle of a call: a default, or a listener to its events, can't use it. Give it what it needs, or let it use another connection.",
      );
  }

  inTurn<T>(work: () => Work<T>): T {
    this.check();
    this.#isBusy = true;
    try {
      return runNow(work(), noPromises);
    } finally {
      this.#isBusy = false;
    }
  }

  enter(callback: RunningCallback): () => void {
    this.#callbacks.push(callback);
    return () => void this.#callbacks.splice(this.#callbacks.indexOf(callback), 1);
  }

  /** They have ended before the callback has. */
  innerDone(): void {}

  whileWaiting<T>(code: () => T): T {
    return code();
  }
}
