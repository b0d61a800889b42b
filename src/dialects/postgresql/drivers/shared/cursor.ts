import type { DriverCursor, DriverResult } from "../../../driver.js";

/** What a cursor asks of its connection. */
export interface CursorConnection {
  /** Runs a text that has no values. */
  control(sql: string): Promise<DriverResult>;
  /** Whether the transaction in which the cursor was declared may still be there. */
  canClose(): boolean;
}

/** A cursor that the server keeps: `DECLARE`, `FETCH`, `CLOSE`. */
export class ServerCursor implements DriverCursor {
  #state: "open" | "read" | "closed" = "open";
  #first: readonly (readonly unknown[])[];

  /** @param first what the first FETCH gave, of up to `size` rows */
  constructor(
    private readonly connection: CursorConnection,
    private readonly name: string,
    readonly columns: readonly string[],
    first: readonly (readonly unknown[])[],
    size: number,
  ) {
    this.#first = first;
    if (first.length < size) this.#state = "read";
  }

  async next(size: number): Promise<readonly (readonly unknown[])[]> {
    if (this.#first.length > 0) {
      const page = this.#first.slice(0, size);
      this.#first = this.#first.slice(size);
      return page;
    }
    if (this.#state !== "open") return [];
    const { rows } = await this.connection.control(`FETCH FORWARD ${size} FROM ${this.name}`);
    if (rows === null || rows.length < size) this.#state = "read";
    return rows ?? [];
  }

  async close(): Promise<void> {
    if (this.#state === "closed") return;
    this.#state = "closed";
    this.#first = [];
    if (this.connection.canClose()) await this.connection.control(`CLOSE ${this.name}`);
  }
}

/** Rows that are all there: of a statement for which the server keeps no cursor. */
export class ReadRows implements DriverCursor {
  #next = 0;

  constructor(
    readonly columns: readonly string[],
    private readonly rows: readonly (readonly unknown[])[],
  ) {}

  next(size: number): readonly (readonly unknown[])[] {
    const page = this.rows.slice(this.#next, this.#next + size);
    this.#next += page.length;
    return page;
  }

  close(): void {
    this.#next = this.rows.length;
  }
}
