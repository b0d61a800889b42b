// What the driver uses of either package, in one form.
import type { WireValue } from "../../../driver.js";

/** What both packages are told of every statement: rows are arrays, and nothing is turned into what could lose something. */
export const LOSSLESS = {
  rowsAsArray: true,
  dateStrings: true,
  nestTables: false,
  namedPlaceholders: false,
} as const;

export type Row = readonly unknown[];

/** The answer to one statement. */
export interface Answer {
  /** null for a statement that has no rows to give. */
  readonly rows: readonly Row[] | null;
  readonly columns: readonly string[];
  /** Rows that were found by an UPDATE, changed or not; rows inserted or deleted; the number of rows of a query. */
  readonly rowCount: number;
  readonly lastInsertId: bigint | null;
  /** Whether a transaction is open, as the server says it with its answer; null where the package does not hand that over. */
  readonly inTransaction: boolean | null;
}

/** A statement that the server has prepared. */
export interface PackageStatement {
  execute(values: readonly WireValue[]): Promise<Answer>;
  /** Lets the server forget it. */
  close(): void;
}

/** A readable stream of Node's, as far as it is used: a type that needs none of Node's. */
export interface RowStream {
  readonly destroyed: boolean;
  /** The next row; null where there is none yet, or none any more. */
  read(): unknown;
  on(event: string, listener: (given: unknown) => void): unknown;
  off(event: string, listener: (given: unknown) => void): unknown;
  destroy(error?: unknown): unknown;
}

/** Rows on their way. */
export interface PackageStream {
  /** The names of the columns; null where the statement has no rows to give. Rejects where it fails. */
  readonly columns: Promise<readonly string[] | null>;
  readonly rows: RowStream;
  /** What the package gave as a row, as the other statements give it. */
  readonly row: (given: unknown) => Row;
  /** Reads on to the end, for nobody. */
  close(): void;
}

/** One connection of a package. */
export interface PackageConnection {
  /** The package's own connection, by which it is known when it comes again from a pool. */
  readonly client: object;
  /** Whether it counts the rows that an UPDATE finds, not only those that it changes. */
  readonly countsFoundRows: boolean;
  /** Runs a text into which the package writes the values. */
  query(sql: string, values: readonly WireValue[]): Promise<Answer>;
  prepare(sql: string): Promise<PackageStatement>;
  /** Sends many sets in one go, where package and server can. */
  readonly batch?: ((sql: string, sets: readonly (readonly WireValue[])[]) => Promise<Answer>) | undefined;
  stream(sql: string, values: readonly WireValue[]): PackageStream;
  /** Calls the listener when the connection is lost; gives a function that ends that. */
  onLoss(listener: () => void): () => void;
  /** Ends it, or gives it back to its pool. @param broken it can't be used again */
  close(broken: boolean): unknown;
}

/** The bit of the server's status that says that a transaction is open. */
const IN_TRANSACTION = 1;

/** Whether the server's status says that a transaction is open; null for no status. */
export function inTransaction(status: unknown): boolean | null {
  return typeof status === "number" ? (status & IN_TRANSACTION) !== 0 : null;
}

/** The key that the server gave; null for 0, which is none. */
export function insertId(given: unknown): bigint | null {
  if (typeof given !== "number" && typeof given !== "bigint" && typeof given !== "string") return null;
  const id = BigInt(given);
  return id === 0n ? null : id;
}

/** The packages take bytes as a Buffer only. */
export function sendable(value: WireValue): WireValue {
  if (!(value instanceof Uint8Array) || Buffer.isBuffer(value)) return value;
  return Buffer.from(value.buffer, value.byteOffset, value.byteLength);
}
