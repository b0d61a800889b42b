import type { DriverCursor } from "../../../driver.js";
import type { Row } from "./package.js";

/** Rows page by page from a package's iterator. */
export class SqliteCursor implements DriverCursor {
  #rows: Iterator<Row> | undefined;
  #first: IteratorResult<Row> | undefined;

  /**
   * @param first what the iterator's first step gave
   * @param release called once, when the statement is free again; `whole` tells that nothing went wrong
   */
  constructor(
    readonly columns: readonly string[],
    first: IteratorResult<Row>,
    rows: Iterator<Row>,
    readonly release: (whole: boolean) => void,
  ) {
    this.#first = first;
    this.#rows = rows;
  }

  next(size: number): Row[] {
    const page: Row[] = [];
    const rows = this.#rows;
    if (rows === undefined) return page;
    try {
      while (page.length < size) {
        const step = this.#first ?? rows.next();
        this.#first = undefined;
        if (step.done) {
          this.#end(true);
          break;
        }
        page.push(step.value);
      }
    } catch (error) {
      this.#end(false);
      throw error;
    }
    return page;
  }

  close(): void {
    const rows = this.#rows;
    if (rows === undefined) return;
    try {
      rows.return?.();
      this.#end(true);
    } catch {
      // The database was closed beneath the iterator, and freed the statement with itself.
      this.#end(false);
    }
  }

  #end(whole: boolean): void {
    this.#rows = undefined;
    this.release(whole);
  }
}
