import { InvalidRequestError } from "../../errors/index.js";
import type { Work } from "../../util/work.js";
import type { PagedWork } from "./paged-work.js";
import type { SessionStream } from "./stream.js";

const ENDED = "The stream has ended with its transaction.";

/** The streams that are open on a connection. */
export class Streams {
  readonly #open = new Set<SessionStream>();
  /** Work whose next page is still to come: also a stream, of what is written. */
  paged: PagedWork | null = null;

  /** @param shared whether other statements may run meanwhile */
  constructor(private readonly shared: boolean) {}

  get isEmpty(): boolean {
    return this.#open.size === 0;
  }

  /** Whether nothing else can run now, since rows are still on the wire. */
  get isInTheWay(): boolean {
    return this.#open.size > 0 && !this.shared;
  }

  /** Whether one of them is just being closed, with a word to the server. */
  get areClosing(): boolean {
    for (const stream of this.#open) if (stream.isClosing) return true;
    return false;
  }

  add(stream: SessionStream): void {
    this.#open.add(stream);
  }

  delete(stream: SessionStream): void {
    this.#open.delete(stream);
  }

  /** @throws InvalidRequestError while a stream is open, where nothing else can run then */
  checkFree(): void {
    if (this.isInTheWay || this.paged?.waits)
      throw new InvalidRequestError(
        "A stream is open on this connection: end its loop before the next statement, or use another connection.",
      );
  }

  /** Whether none is open, of what is read or of what is written. */
  get areNone(): boolean {
    return this.#open.size === 0 && this.paged === null;
  }

  /** Ends them all with their transaction. */
  *end(): Work<void> {
    if (this.paged) yield* this.paged.abandon(ENDED);
    for (const stream of this.#open) yield* stream.end(ENDED);
  }
}
