import type { DriverCursor } from "../../dialects/driver.js";
import { InvalidRequestError } from "../../errors/index.js";
import { settled, type Work } from "../../util/work.js";

/** What a stream tells its session. */
export interface StreamOwner {
  /** The driver's error as the user shall see it. */
  failed(error: unknown): unknown;
  /** The stream is over; called once. */
  ended(): void;
}

/** A driver's cursor that knows when its transaction is over. */
export class SessionStream {
  #open = true;
  /** Why somebody else has ended it. */
  #reason: string | null = null;

  constructor(
    readonly cursor: DriverCursor,
    readonly owner: StreamOwner,
  ) {}

  get columns(): readonly string[] {
    return this.cursor.columns;
  }

  /** It is being closed; once that is done, it is no stream of the session any more. */
  get isClosing(): boolean {
    return !this.#open;
  }

  /** Up to `size` further rows; an empty list at the end. @throws InvalidRequestError after the transaction has ended */
  *next(size: number): Work<readonly (readonly unknown[])[]> {
    if (this.#reason !== null) throw new InvalidRequestError(this.#reason);
    try {
      return yield* settled(this.cursor.next(size));
    } catch (error) {
      throw this.owner.failed(error);
    }
  }

  /** Frees the statement. May be called more than once. */
  *close(): Work<void> {
    if (!this.#open) return;
    this.#open = false;
    try {
      yield* settled(this.cursor.close());
    } finally {
      this.owner.ended();
    }
  }

  /** Closes it from outside of its loop, which is told why. */
  *end(reason: string): Work<void> {
    if (this.#open) this.#reason = reason;
    yield* this.close();
  }
}
