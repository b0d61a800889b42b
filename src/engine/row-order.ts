// Whether the rows that a bulk INSERT brought back are those of its parameter sets, and in which order.
import type { Sentinel } from "../compiler/compiled.js";
import { InvalidRequestError } from "../errors/index.js";
import type { InsertPage } from "./insert-pages.js";
import type { WireRow } from "./row-factory.js";
import { type WrittenSets, wireSlots } from "./wire.js";

/** @throws InvalidRequestError where not each set has brought its row */
export function checkCount(rows: readonly WireRow[], count: number): void {
  if (rows.length === count) return;
  throw new InvalidRequestError(
    `${count} rows were inserted and ${rows.length} came back, so that nobody knows which is which: does a trigger or a rule leave rows out? Insert them without sortByParameterOrder(), or one by one.`,
  );
}

/** A key to be compared, exact whatever its size: BigInts are made only of those that no number holds. */
function comparable(key: unknown): number | bigint {
  const number = Number(key);
  return Number.isSafeInteger(number) ? number : BigInt(String(key));
}

/** Rows that were inserted in order have keys in order: with other keys, something else has happened to them. @throws InvalidRequestError */
export function checkAscending(rows: readonly WireRow[], index: number): void {
  let last: number | bigint | null = null;
  for (const row of rows) {
    const key = comparable(row[index]);
    if (last !== null && key <= last)
      throw new InvalidRequestError(
        "The keys that the database gave to the inserted rows do not ascend, so that nobody knows which row is which: does the sequence count down, or a trigger set the key? Insert them without sortByParameterOrder(), or one by one.",
      );
    last = key;
  }
}

/** The rows of a page in the order of its sets, told by the sentinel; null where that is not certain. */
export function inOrder(
  written: WrittenSets,
  sentinel: Sentinel,
  rows: readonly WireRow[],
  { start, count }: InsertPage,
): readonly WireRow[] | null {
  if (rows.length !== count) return null;
  if (sentinel.kind === "counted") return countsUp(rows, sentinel.index) ? rows : null;
  return sortedBySentinel(written, sentinel.columns, rows, start);
}

/** Ids with gaps, or in another order, may have been given to other rows than it seems. */
function countsUp(rows: readonly WireRow[], index: number): boolean {
  const first = Number(rows[0]?.[index]);
  for (let at = 1; at < rows.length; at += 1) if (Number(rows[at]?.[index]) !== first + at) return false;
  return true;
}

/** Drivers differ in how they give numbers. */
function wireKey(values: readonly unknown[]): string {
  return values.map((value) => (value instanceof Uint8Array ? [...value].join(",") : String(value))).join("\0");
}

function sortedBySentinel(
  written: WrittenSets,
  columns: readonly { readonly slot: number; readonly index: number }[],
  rows: readonly WireRow[],
  start: number,
): readonly WireRow[] | null {
  const slots = columns.map((column) => column.slot);
  const byKey = new Map(rows.map((row) => [wireKey(columns.map((column) => row[column.index])), row]));
  if (byKey.size !== rows.length) return null;
  const sorted: WireRow[] = [];
  for (let at = start; at < start + rows.length; at += 1) {
    const row = byKey.get(wireKey(wireSlots(written.compiled, slots, written.sets.set(at), written.first + at, written)));
    if (row === undefined) return null;
    sorted.push(row);
  }
  return sorted;
}
