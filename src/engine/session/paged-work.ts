import { InvalidRequestError } from "../../errors/index.js";
import type { Work } from "../../util/work.js";
import type { AtomicScope } from "./atomic.js";

/** Work that is done page by page, all or nothing. */
export class PagedWork {
  #open = true;
  #running = false;
  /** Why somebody else has ended it. */
  #reason: string | null = null;

  constructor(private readonly scope: AtomicScope) {}

  /** Whether its next page is still to come: anything else would become a part of it. */
  get waits(): boolean {
    return this.#open && !this.#running;
  }

  /** Does one page; the caller undoes all where it fails. @throws InvalidRequestError after the transaction has ended */
  *page<T>(work: () => Work<T>): Work<T> {
    if (this.#reason !== null) throw new InvalidRequestError(this.#reason);
    this.#running = true;
    try {
      return yield* work();
    } finally {
      this.#running = false;
    }
  }

  /** Keeps what all pages did. @throws InvalidRequestError after the transaction has ended */
  *keep(): Work<void> {
    if (this.#reason !== null) throw new InvalidRequestError(this.#reason);
    yield* this.scope.keep();
    this.#open = false;
    this.scope.end();
  }

  /** Undoes what all pages did; once it is over, does nothing. */
  *undo(): Work<void> {
    if (!this.#open) return;
    this.#open = false;
    try {
      yield* this.scope.undo();
    } finally {
      this.scope.end();
    }
  }

  /** Undoes it from outside of its loop, which is told why. */
  *abandon(reason: string): Work<void> {
    if (this.#open) this.#reason = reason;
    yield* this.undo();
  }
}
