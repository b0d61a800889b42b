import type { DriverCursor } from "../../../driver.js";
import type { SentRequest } from "./sent-request.js";

type Row = readonly unknown[];

/** A cursor over rows on their way: the server waits while nobody reads. */
export class RequestCursor implements DriverCursor {
  #closed = false;

  constructor(
    readonly columns: readonly string[],
    private readonly sent: SentRequest,
    private readonly stop: () => void,
  ) {}

  async next(size: number): Promise<readonly Row[]> {
    while (this.sent.rows.length < size && !this.sent.isOver) {
      this.sent.request.resume();
      await this.sent.more();
    }
    const page = this.sent.rows.splice(0, size);
    // an error is told when all rows before it are read
    if (page.length === 0) await this.sent.done;
    return page;
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    if (this.sent.isOver) return;
    this.stop();
    this.sent.request.resume();
    await Promise.allSettled([this.sent.done]);
  }
}
