import { InvalidRequestError } from "../../errors/index.js";
import { begin, run, type Work } from "../../util/work.js";
import { isInScope, knowsScopes, runInScope } from "../async-scope.js";
import type { Calls, RunningCallback } from "./calls.js";

/**
 * The calls on an asynchronous connection: they run in the order in which they are made, and while a begin() callback runs, only
 * those from inside of it are taken.
 */
export class CallOrder implements Calls {
  #last: Promise<unknown> = Promise.resolve();
  #pending = 0;
  /** A call is doing its first steps, which wait for nothing. */
  #starting = false;
  /** Ends the waiting of those who came meanwhile. */
  #startDone: (() => void) | null = null;
  /** Whether a call has ever waited for code of the user's. */
  #waits = false;
  /** The innermost last. */
  readonly #callbacks: RunningCallback[] = [];

  /** The innermost callback that is running. */
  get innermost(): RunningCallback | undefined {
    return this.#callbacks.at(-1);
  }

  /** Whether a call would be done at once. */
  get isIdle(): boolean {
    return this.#pending === 0;
  }

  /** @throws InvalidRequestError for a call that would slip into another's transaction, or wait for itself */
  check(): void {
    if (!knowsScopes) return;
    if (this.#waits && isInScope(this))
      throw new InvalidRequestError(
        "A default, or what brings parameter sets, can't use the connection that is waiting for it: give it what it needs, or let it use another connection.",
      );
    const callback = this.innermost;
    if (callback && !isInScope(callback))
      throw new InvalidRequestError(
        "A begin() callback is running on this connection, and this call comes from outside of it: it would slip into a transaction that is not its own. Use another connection, or await the callback first.",
      );
  }

  /** Runs the work when all earlier calls are done; at once, where none is under way. */
  inTurn<T>(work: () => Work<T>): Promise<T> {
    this.#pending += 1;
    if (this.#pending > 1) {
      const start = (): Promise<T> => run(work());
      return this.#queued(this.#earlier().then(start, start));
    }
    this.#starting = true;
    try {
      const begun = begin(work());
      if (!begun.done) return this.#started(begun.rest);
      this.#startedAndDone();
      return Promise.resolve(begun.value);
    } catch (error) {
      this.#startedAndDone();
      return Promise.reject(error);
    }
  }

  /** The calls so far, the one that is just starting too: a listener to its events may call. */
  #earlier(): Promise<unknown> {
    if (this.#starting && this.#startDone === null) this.#last = new Promise<void>((resolve) => (this.#startDone = resolve));
    return this.#last;
  }

  /** The first call is done already. */
  #startedAndDone(): void {
    this.#starting = false;
    this.#pending -= 1;
    this.#startDone?.();
    this.#startDone = null;
  }

  /** The first call has started, and has a rest to wait for. */
  #started<T>(rest: Promise<T>): Promise<T> {
    const done = this.#startDone;
    this.#starting = false;
    this.#startDone = null;
    if (done === null) return this.#queued(rest);
    const over = (): void => {
      this.#pending -= 1;
      done();
    };
    rest.then(over, over);
    return rest;
  }

  /** Later calls wait for this one. */
  #queued<T>(turn: Promise<T>): Promise<T> {
    const done = (): void => {
      this.#pending -= 1;
    };
    this.#last = turn.then(done, done);
    return turn;
  }

  /** Runs code of the user's for which a call is waiting: what it calls on this connection would wait for ever. */
  whileWaiting<T>(code: () => T): T {
    this.#waits = true;
    return runInScope(this, code);
  }

  /** Resolves when all calls so far are done. */
  get settled(): Promise<unknown> {
    return this.#last;
  }

  /** From now on only calls from inside of the callback are taken. Gives what ends that. */
  enter(callback: RunningCallback): () => void {
    this.#callbacks.push(callback);
    return () => void this.#callbacks.splice(this.#callbacks.indexOf(callback), 1);
  }

  /** Waits for callbacks inside of this one that nobody has awaited. */
  async innerDone(callback: RunningCallback): Promise<void> {
    for (let inner = this.innermost; inner && inner !== callback; inner = this.innermost) await inner.done.catch(() => {});
  }
}
