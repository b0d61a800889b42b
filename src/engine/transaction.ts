import { InvalidRequestError } from "../errors/index.js";

/** What a transaction asks of its connection. */
export interface TransactionEnds {
  commit(): Promise<void>;
  rollback(): Promise<void>;
  /** After a rollback that failed where no error may be thrown. */
  failed(error: unknown): void;
}

/** A transaction, or a savepoint, that was begun by hand. Rolled back at the end of an `await using` block unless committed. */
export class Transaction {
  #open = true;
  readonly #ends: TransactionEnds;

  constructor(ends: TransactionEnds) {
    this.#ends = ends;
  }

  /** Whether it is still to be ended. */
  get isActive(): boolean {
    return this.#open;
  }

  /** Keeps what was done. @throws InvalidRequestError when it was ended before @since 0.1.0 */
  async commit(): Promise<void> {
    if (!this.#open) throw new InvalidRequestError("This transaction is inactive: it was committed or rolled back before.");
    this.#open = false;
    await this.#ends.commit();
  }

  /** Undoes what was done. A transaction that was ended before stays as it is. @since 0.1.0 */
  async rollback(): Promise<void> {
    if (!this.#open) return;
    this.#open = false;
    await this.#ends.rollback();
  }

  /** Rolls back unless committed. Never throws. */
  async [Symbol.asyncDispose](): Promise<void> {
    try {
      await this.rollback();
    } catch (error) {
      this.#ends.failed(error);
    }
  }
}
