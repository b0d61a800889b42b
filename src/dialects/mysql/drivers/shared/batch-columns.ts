import type { WireValue } from "../../../driver.js";
import { sendable } from "./package.js";

type WireSet = readonly WireValue[];
type ColumnWriter = (value: WireValue) => WireValue;

/** From here on the package gives a whole number another type than to those below. */
const TOO_LARGE = 2n ** 63n;

/** Whether the package sends a number in 32 bits, which have no -0; its own bounds. */
function isShort(value: number): boolean {
  return (value | 0) === value && value !== 0x7fffffff && !Object.is(value, -0);
}

/** Whether a value can travel as a whole number of 64 bits, which has no -0. */
function isWhole(value: WireValue): boolean {
  if (typeof value === "bigint") return value < TOO_LARGE;
  return typeof value === "number" && Number.isSafeInteger(value) && !Object.is(value, -0);
}

const asWhole: ColumnWriter = (value) => (typeof value === "number" ? BigInt(value) : value);
const asText: ColumnWriter = (value) =>
  Object.is(value, -0) ? "-0" : typeof value === "number" || typeof value === "bigint" ? String(value) : value;

/**
 * What the values of one column are made into, so that all of them travel alike: short whole numbers as they are, whole numbers,
 * or else text; bytes stay bytes. null where nothing has to be done.
 */
function columnWriter(sets: readonly WireSet[], column: number): ColumnWriter | null {
  // the package takes the type from the first row, where NULL counts as text
  const first = sets[0]?.[column] ?? "";
  let alike = true;
  let whole = typeof first !== "string";
  for (const set of sets) {
    const value = set[column];
    if (value === null || value === undefined) continue;
    if (typeof value === "object") return sendable;
    if (typeof value !== typeof first || (typeof value === "number" && !isShort(value))) alike = false;
    if (whole && !isWhole(value)) whole = false;
  }
  if (alike && (typeof first !== "bigint" || whole)) return null;
  return whole ? asWhole : asText;
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
