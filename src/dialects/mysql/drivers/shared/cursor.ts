import type { DriverCursor } from "../../../driver.js";
import type { PackageStream, Row } from "./package.js";

/** What happens when there is more to read, or never will be. */
const MORE = ["readable", "end", "close", "error"] as const;

/** A cursor over rows on their way: the server's, which waits while nobody reads. */
export class StreamCursor implements DriverCursor {
  #error: unknown;
  #state: "open" | "failed" | "ended" | "closed" = "open";

  /** @param over waits until the connection is free again */
  constructor(
    private readonly stream: PackageStream,
    readonly columns: readonly string[],
    private readonly over: () => Promise<void>,
  ) {
    stream.rows.on("error", (error) => {
      this.#error = error;
      this.#state = "failed";
    });
    stream.rows.on("end", () => {
      if (this.#state === "open") this.#state = "ended";
    });
  }

  async next(size: number): Promise<readonly Row[]> {
    const page: Row[] = [];
    const { rows, row } = this.stream;
    while (page.length < size) {
      const given: unknown = rows.read();
      if (given !== null) page.push(row(given));
      else if (this.#state === "open") await this.#more();
      else break;
    }
    if (this.#state === "failed") {
      await this.over();
      throw this.#error;
    }
    return page;
  }

  /** Waits until there is something to read, or never will be. */
  async #more(): Promise<void> {
    const { rows } = this.stream;
    await new Promise<void>((resolve) => {
      const go = (): void => {
        for (const event of MORE) rows.off(event, go);
        resolve();
      };
      for (const event of MORE) rows.on(event, go);
    });
    if (rows.destroyed && this.#state === "open") this.#state = "ended";
  }

  async close(): Promise<void> {
    if (this.#state === "closed") return;
    const wasOpen = this.#state === "open";
    this.#state = "closed";
    if (wasOpen) this.stream.close();
    await this.over();
  }
}
