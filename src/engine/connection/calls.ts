import type { MaybePromise, Work } from "../../util/work.js";

/** A callback of begin() or beginNested() that is running. */
export interface RunningCallback {
  /** Settles when the callback and what ends it are done. */
  readonly done: Promise<unknown>;
}

/** How the calls on one connection are done: in which order, and from where they are taken. */
export interface Calls {
  /** The innermost callback that is running. */
  readonly innermost: RunningCallback | undefined;
  /** Resolves when all calls so far are done. */
  readonly settled: MaybePromise<unknown>;
  /** @throws InvalidRequestError for a call that can't be taken */
  check(): void;
  /** Does the work of a call, when it is its turn. */
  inTurn<T>(work: () => Work<T>): MaybePromise<T>;
  /** From now on only calls from inside of the callback are taken. Gives what ends that. */
  enter(callback: RunningCallback): () => void;
  /** Waits for callbacks inside of this one that nobody has awaited. */
  innerDone(callback: RunningCallback): MaybePromise<void>;
  /** Runs code of the user's for which a call is waiting: what it calls on this connection would wait for ever. */
  whileWaiting<T>(code: () => T): T;
}
