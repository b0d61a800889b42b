import type { DriverCursor } from "../../../driver.js";

type Row = readonly unknown[];

/** A cursor over rows that the server keeps. */
export class ResultSetCursor implements DriverCursor {
  #closed = false;

  constructor(
    readonly columns: readonly string[],
    private readonly read: (size: number) => Promise<readonly Row[]>,
    private readonly end: () => Promise<void>,
  ) {}

  async next(size: number): Promise<readonly Row[]> {
    return this.#closed ? [] : this.read(size);
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    await this.end();
  }
}
