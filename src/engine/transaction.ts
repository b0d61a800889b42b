import { InvalidRequestError } from "../errors/index.js";

/** What a transaction asks of its connection. */
export interface TransactionEnds {
  /** Whether something can still be done in it. */
  isActive(): boolean;
  commit(): Promise<void>;
  /** Undoes it, where it is not over. */
  rollback(): Promise<void>;
  /** The same with all that is still open inside of it, and without an error: one that comes goes to the connection. */
  dispose(): Promise<void>;
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
  async commit(): Promise<void> {
    if (!this.isActive)
      throw new InvalidRequestError("This transaction is inactive: it was committed or rolled back before, or the server has ended it.");
    await this.#ends.commit();
  }

  /** Undoes what was done. A transaction that was ended before stays as it is. @throws InvalidRequestError for a savepoint that is not the innermost one @since 0.1.0 */
  async rollback(): Promise<void> {
    await this.#ends.rollback();
  }

  /** Rolls back unless committed. Never throws. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#ends.dispose();
  }
}
