// How many rows a page may have before it is too long: for memory, and for a server that takes so many bytes and no more.
import type { BulkInsert } from "../compiler/compiled.js";
import type { Compiled } from "../compiler/compiled-statement.js";
import type { TypeKind } from "../sqltypes/base.js";
import type { SlotSets } from "./slot-sets.js";

/** Text and bytes of one statement, in characters and bytes: what is longer is held in memory more than once. */
const LONGEST_PAGE = 8_000_000;

/** What a number takes, and what any value takes besides itself. */
const FIXED_BYTES = 26;

/** What is measured: the rows of a bulk INSERT. */
export interface MeasuredRows {
  readonly compiled: Compiled;
  readonly bulk: BulkInsert;
  readonly sets: SlotSets;
  /** The most bytes of one statement. */
  readonly maxBytes: number;
}

/** Types whose values take no more on the wire than they have: what others make of a value only they know. */
const AS_THEY_ARE: ReadonlySet<string> = new Set<TypeKind>([
  ...(["integer", "smallInteger", "bigInteger", "float", "double", "boolean"] as const),
  ...(["varchar", "char", "text"] as const),
]);

function lengthOf(value: unknown): number {
  if (typeof value === "string") return value.length;
  return typeof value === "object" && value instanceof Uint8Array ? value.length : 0;
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

/** The text of the statement besides its values, in bytes: at most three for each character. */
function textBytes({ bulk }: MeasuredRows): { readonly fixed: number; readonly row: number } {
  const { head, row, tail } = bulk;
  return { fixed: 3 * [...head.parts, ...tail.parts].join("").length, row: 3 * row.parts.join("").length };
}

/** Whether all rows from `start` up to `end` surely fit: by the sum of their values, without a look at each row. */
function fitTogether(rows: MeasuredRows, start: number, end: number): boolean {
  const { compiled, sets, maxBytes } = rows;
  const { values, width } = sets;
  let length = 0;
  for (let at = start * width; at < end * width; at += 1) length += lengthOf(values[at]);
  if (length > LONGEST_PAGE) return false;
  if (maxBytes === Number.POSITIVE_INFINITY) return true;
  const { fixed, row } = textBytes(rows);
  const most = fixed + (end - start) * (row + FIXED_BYTES * compiled.order.length) + 3 * length;
  return most <= maxBytes && compiled.slots.every(({ type }) => AS_THEY_ARE.has(type.kind));
}

/** How many of the rows from `start` up to `end` one statement can take; one at least. */
export function rowsThatFit(rows: MeasuredRows, start: number, end: number): number {
  if (fitTogether(rows, start, end)) return end - start;
  const { bulk, sets, maxBytes } = rows;
  const limited = maxBytes !== Number.POSITIVE_INFINITY;
  const text = textBytes(rows);
  let bytes = text.fixed;
  let length = 0;
  for (let row = start; row < end; row += 1) {
    const set = sets.set(row);
    for (const slot of bulk.row.slots) length += lengthOf(set[slot]);
    if (limited) bytes += text.row + rowBytes(rows, set);
    if (length > LONGEST_PAGE || bytes > maxBytes) return Math.max(1, row - start);
  }
  return end - start;
}
