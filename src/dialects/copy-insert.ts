import type { InsertCells } from "../compiler/compiled.js";
import type { Compiled } from "../compiler/compiled-statement.js";
import type { WireValue } from "./driver.js";

/** A bulk INSERT whose rows travel as one text. */
export interface CopyInsert {
  /** What is sent before the rows. */
  readonly sql: string;
  /** The slots of a row, in the order of its columns. */
  readonly slots: readonly number[];
  /** Asks whether that does to this very table what INSERT would: then there is a row, with the table's own name. */
  readonly question: { readonly sql: string; readonly values: readonly WireValue[] };
}

/** How a dialect takes the rows of a bulk INSERT as one text, which a driver's connection can send. */
export interface CopyInsertRules {
  /**
   * The statement.
   * @returns null where it would not do the same as the INSERT
   */
  write(compiled: Compiled, cells: InsertCells): CopyInsert | null;
  /**
   * Rows as text.
   * @param values those of all rows, one row after the other
   * @param columns how many there are in a row
   */
  rowsText(values: readonly WireValue[], columns: number): string;
  /** The row that the server's words about an error's place mean, the first being 0; undefined where they mean none. */
  failedRow(place: string, table: string): number | undefined;
}
