import type { InsertCells, KeyedChange } from "../compiler/compiled.js";
import type { Compiled } from "../compiler/compiled-statement.js";
import type { WireValue } from "./driver.js";

/**
 * In which order rows are inserted, and so come back: in any; in that of the arrays, where a key that counts up proves it;
 * or in any, each with its number among the arrays as its first column.
 */
export type RowOrder = "any" | "input" | "numbered";

/** A bulk INSERT whose rows travel as one array for each column: one text for any number of rows. */
export interface ArrayInsert {
  readonly sql: string;
  /** The slots whose values stand before the arrays, one for each placeholder. */
  readonly before: readonly number[];
  /** The slots that become arrays. */
  readonly arrays: readonly number[];
  readonly after: readonly number[];
}

/** An UPDATE or DELETE of the rows that have the keys of many sets, which travel as one array for each parameter. It returns the number of the set for each row that it touched. */
export interface ArrayChange {
  readonly sql: string;
  /** The slots that become arrays. */
  readonly arrays: readonly number[];
}

/** How a dialect takes the rows of a bulk INSERT, and the sets of an UPDATE or DELETE, from arrays. */
export interface ArrayInsertRules {
  /**
   * The statement.
   * @param extra what is added to RETURNING
   * @returns null where the type of a column has no array
   */
  write(compiled: Compiled, cells: InsertCells, order: RowOrder, extra: string): ArrayInsert | null;
  /**
   * The change as a join with the arrays.
   * @returns null where the type of a parameter has no array
   */
  writeChange(compiled: Compiled, change: KeyedChange): ArrayChange | null;
  /** The values of one column, as the driver takes them. */
  arrayValue(values: readonly WireValue[]): WireValue;
  /** The server's version from which on rows can be numbered. */
  readonly numberedFrom: number;
}
