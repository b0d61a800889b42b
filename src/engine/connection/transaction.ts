import { run, runNow, type Work } from "../../util/work.js";
import { noPromises } from "../no-promises.js";

/** What a transaction asks of its connection. */
export interface TransactionEnds {
  /** Whether something can still be done in it. */
  isActive(): boolean;
  /** @throws InvalidRequestError when it was ended before */
  commit(): Work<void>;
  /** Undoes it, where it is not over. */
  rollback(): Work<void>;
  /** The same with all that is still open inside of it, and without an error: one that comes goes to the connection. */
  dispose(): Work<void>;
}

/** A transaction, or a savepoint, that was begun by hand. Rolled back at the end of an `await using` block unless committed. */
export class Transaction {
  readonly #ends: TransactionEnds;

  constructor(ends: TransactionEnds) {
    this.#ends = ends;
  }

  /** Whether something can still be done in it: it has not ended, and the server has not ended it either. */
  get isActive(): boolean {
    return this.#ends.isActive();
  }

  /** Keeps what was done. @throws InvalidRequestError when it was ended before, and for a savepoint that is not the innermost one @since 0.1.0 */
  commit(): Promise<void> {
    return run(this.#ends.commit());
  }

  /** Undoes what was done. A transaction that was ended before stays as it is. @throws InvalidRequestError for a savepoint that is not the innermost one @since 0.1.0 */
  rollback(): Promise<void> {
    return run(this.#ends.rollback());
  }

  /** Rolls back unless committed. Never throws. */
  [Symbol.asyncDispose](): Promise<void> {
    return run(this.#ends.dispose());
  }
}

/** The same of a synchronous connection. Rolled back at the end of a `using` block unless committed. */
export class SyncTransaction {
  readonly #ends: TransactionEnds;

  constructor(ends: TransactionEnds) {
    this.#ends = ends;
  }

  /** Whether something can still be done in it: it has not ended, and the database has not ended it either. */
  get isActive(): boolean {
    return this.#ends.isActive();
  }

  /** Keeps what was done. @throws InvalidRequestError when it was ended before, and for a savepoint that is not the innermost one @since 0.1.0 */
  commit(): void {
    runNow(this.#ends.commit(), noPromises);
  }

  /** Undoes what was done. A transaction that was ended before stays as it is. @throws InvalidRequestError for a savepoint that is not the innermost one @since 0.1.0 */
  rollback(): void {
    runNow(this.#ends.rollback(), noPromises);
  }

  /** Rolls back unless committed. Never throws. */
  [Symbol.dispose](): void {
    runNow(this.#ends.dispose(), noPromises);
  }
}
