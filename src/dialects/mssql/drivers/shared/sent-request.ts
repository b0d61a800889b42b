import type { TediousPackage, TediousRequest } from "./package.js";
import { rowReader } from "./values.js";

type Row = readonly unknown[];

/** When so many rows wait for whoever reads, the others stay on the server. */
const HELD_ROWS = 500;

/** A request on its way: its rows as they come, and its end. */
export class SentRequest {
  readonly request: TediousRequest;
  /** The rows that have come and that nobody has taken yet. */
  readonly rows: Row[] = [];
  /** null where there are none to give. */
  columns: readonly string[] | null = null;
  /** The number of rows, once all is done. */
  readonly done: Promise<number>;
  isOver = false;
  #failure: unknown = null;
  #wake: () => void = () => {};

  /** @param streams whether rows wait on the server while nobody takes them */
  constructor({ Request }: Pick<TediousPackage, "Request">, sql: string, streams: boolean) {
    let end: (failure: unknown, rowCount: number) => void = () => {};
    this.done = new Promise((resolve, reject) => (end = (failure, rowCount) => (failure ? reject(failure) : resolve(rowCount))));
    // whoever waits for it hears of its error
    this.done.catch(() => {});
    this.request = new Request(sql, (error, rowCount = 0) => {
      this.isOver = true;
      end(error ?? this.#failure, rowCount);
      this.#wake();
    });
    this.#listen(streams);
  }

  #listen(streams: boolean): void {
    let read: ReturnType<typeof rowReader> | null = null;
    this.request.on("columnMetadata", (columns) => {
      // of several results, the first
      if (this.columns !== null) {
        read = null;
        return;
      }
      const list = Object.values(columns);
      this.columns = list.map(({ colName }) => colName);
      read = rowReader(list);
      this.#wake();
    });
    this.request.on("row", (cells) => {
      if (read === null || this.#failure !== null) return;
      try {
        this.rows.push(read(cells));
      } catch (error) {
        // an error must not be thrown into the package: it is told when the request is over
        this.#failure = error;
      }
      if (streams && this.rows.length >= HELD_ROWS) this.request.pause();
      this.#wake();
    });
  }

  /** Waits until there is something new: columns, a row, or the end. */
  async more(): Promise<void> {
    await new Promise<void>((resolve) => (this.#wake = resolve));
  }
}
