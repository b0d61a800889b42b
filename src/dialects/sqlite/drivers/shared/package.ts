// What the two packages have in common: each driver file says in these terms how its package does it.
import type { WireValue } from "../../../driver.js";

export type Row = readonly unknown[];

/** One prepared statement of a package; integers are read as bigints and rows as arrays. */
export interface PackageStatement {
  readonly returnsRows: boolean;
  /** The names of the columns; only asked of a statement that returns rows. */
  columns(): string[];
  /** What `run` gives may be plain numbers from now on: only a key can be too large for one. */
  givesNoKey(): void;
  /** Its rows have one value each, and always will. */
  givesOneColumn(): void;
  all(values: readonly WireValue[]): readonly Row[];
  /** The first row, if there is one; whether there are more is not found out. */
  first(values: readonly WireValue[]): Row | undefined;
  run(values: readonly WireValue[]): { readonly changes: number | bigint; readonly lastInsertRowid: number | bigint };
  iterate(values: readonly WireValue[]): Iterator<Row>;
}

/** One open database of a package. */
export interface PackageDatabase {
  /** Prepares exactly one statement; throws for a text with none or more. */
  prepare(sql: string): PackageStatement;
  inTransaction(): boolean;
  close(): void;
}

/** Options of the SQLite drivers. */
export interface SqliteDriverOptions {
  /** Open the file for reading only; it must exist. */
  readonly readOnly?: boolean;
  /** How many prepared statements a connection keeps, 256 by default; 0 prepares each statement anew. */
  readonly preparedStatements?: number;
}

/** Whether a path leads to a database that only its own connection sees. */
export function isPrivate(path: string): boolean {
  return path === "" || path === ":memory:";
}

/** What a package gives for rows: its types know objects only, since that rows are arrays is decided at run time. */
export function asArrays<T extends readonly Row[] | Iterator<Row> | Row | undefined>(rows: unknown): T {
  // the marked place: the driver files ask for arrays when they prepare a statement
  return rows as T;
}
