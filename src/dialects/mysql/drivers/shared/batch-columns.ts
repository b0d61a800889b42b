import type { WireValue } from "../../../driver.js";

type WireSet = readonly WireValue[];

/** From here on the package gives a whole number another type than to those below. */
const TOO_LARGE = 2n ** 63n;

/** Whether a value can travel as a whole number of 64 bits, which has no -0. */
function isWhole(value: WireValue): boolean {
  if (typeof value === "bigint") return value < TOO_LARGE;
  return typeof value === "number" && Number.isSafeInteger(value) && !Object.is(value, -0);
}

/** What the values of one column travel as: whole numbers, or else text; bytes stay bytes. */
function columnWriter(sets: readonly WireSet[], column: number): ((value: WireValue) => WireValue) | null {
  let whole = true;
  let same = true;
  const first = typeof sets[0]?.[column];
  for (const set of sets) {
    const value = set[column];
    if (value instanceof Uint8Array) return null;
    if (value === null || value === undefined) {
      // the package takes the type from the first row, where NULL counts as text
      if (set === sets[0]) whole = false;
      continue;
    }
    if (typeof value !== first) same = false;
    if (!isWhole(value)) whole = false;
  }
  if (whole) return (value) => (typeof value === "number" ? BigInt(value) : value);
  if (same && first === "string") return null;
  return (value) => (Object.is(value, -0) ? "-0" : typeof value === "number" || typeof value === "bigint" ? String(value) : value);
}

/**
 * The sets with one wire type for each column: where types change from row to row, the package falls into a message for
 * each row, and the keys that the server gives have gaps.
 */
export function batchColumns(sets: readonly WireSet[]): readonly WireSet[] {
  const writers = (sets[0] ?? []).map((_, column) => columnWriter(sets, column));
  if (writers.every((write) => write === null)) return sets;
  return sets.map((set) =>
    set.map((value, column) => {
      const write = writers[column];
      return write ? write(value) : value;
    }),
  );
}
