import type { Work } from "../../util/work.js";
import type { AbortSignalLike } from "../limits.js";
import { type Release, writerLockOf } from "./writer-lock.js";

/** A session's hold of the one writer that its database file has; a database without a file has none to wait for. */
export class WriterHold {
  #release: Release | null = null;

  /**
   * @param holder in whose scope the callbacks of its transactions run
   * @param timeout how long to wait for the writer, in milliseconds
   */
  constructor(
    private readonly file: string | null | undefined,
    private readonly holder: object,
    private readonly timeout: number,
  ) {}

  /** Whether writing has to wait for the file's writer. */
  get isMissing(): boolean {
    return this.#release === null && typeof this.file === "string";
  }

  /** Takes the writer, unless it is held; the caller gives it back, or keeps it. @param signal ends the waiting for it */
  *borrow(signal: AbortSignalLike | undefined): Work<Release | null> {
    const { file } = this;
    if (file === undefined || file === null || this.#release) return null;
    return yield* writerLockOf(file).acquire(this.holder, this.timeout, signal);
  }

  /** Holds what was borrowed, until it is freed. */
  keep(borrowed: Release | null): void {
    if (borrowed) this.#release = borrowed;
  }

  free(): void {
    this.#release?.();
    this.#release = null;
  }
}
