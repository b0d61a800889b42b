// How many rows a page may have before it is too long: for memory, and for a server that takes so many bytes and no more.
import type { BulkInsert } from "../compiler/compiled.js";
import type { Compiled } from "../compiler/compiled-statement.js";

/** Text and bytes of one statement, in characters and bytes: what is longer is held in memory more than once. */
const LONGEST_PAGE = 8_000_000;

/** What a number takes, and what any value takes besides itself. */
const FIXED_BYTES = 26;

/** What is measured: the rows of a bulk INSERT. */
export interface MeasuredRows {
  readonly compiled: Compiled;
  readonly bulk: BulkInsert;
  readonly sets: readonly (readonly unknown[])[];
  /** The most bytes of one statement. */
  readonly maxBytes: number;
}

function lengthOf(value: unknown): number {
  return typeof value === "string" || value instanceof Uint8Array ? value.length : 0;
}

/** The most bytes of a row: a character has at most three, escaped or not. What its type makes of a value decides. */
function rowBytes({ compiled }: MeasuredRows, set: readonly unknown[]): number {
  let bytes = 0;
  for (const slot of compiled.order) {
    const value = set[slot];
    const isPlain = typeof value === "number" || typeof value === "bigint" || value === null;
    bytes += FIXED_BYTES + (isPlain ? 0 : 3 * lengthOf(written(compiled, slot, value)));
  }
  return bytes;
}

/** The value as the wire has it; what is refused is told when it is sent. */
function written(compiled: Compiled, slot: number, value: unknown): unknown {
  try {
    return compiled.writers[slot]?.(value);
  } catch {
    return value;
  }
}

/** How many of the rows from `start` up to `end` one statement can take; one at least. */
export function rowsThatFit(rows: MeasuredRows, start: number, end: number): number {
  const { bulk, sets, maxBytes } = rows;
  const limited = maxBytes !== Number.POSITIVE_INFINITY;
  let bytes = limited ? 3 * [...bulk.head.parts, ...bulk.tail.parts].join("").length : 0;
  const textOfRow = 3 * bulk.row.parts.join("").length;
  let length = 0;
  for (let row = start; row < end; row += 1) {
    const set = sets[row] ?? [];
    for (const slot of bulk.row.slots) length += lengthOf(set[slot]);
    if (limited) bytes += textOfRow + rowBytes(rows, set);
    if (length > LONGEST_PAGE || bytes > maxBytes) return Math.max(1, row - start);
  }
  return end - start;
}
