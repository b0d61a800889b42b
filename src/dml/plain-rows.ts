import { givenKeys } from "../nodes/given-keys.js";
import { Node } from "../nodes/node.js";
import { cellOf, isPlainObject } from "./values.js";

/** A row of an object that has nothing but values. */
export interface PlainRow {
  /** Its keys, in its order: the same list for all rows that have them. */
  readonly keys: readonly string[];
  readonly cells: readonly unknown[];
}

/** Rows with the same keys in the same order. */
export interface PlainRows extends PlainRow {
  /** The cells of all rows, one row behind the other. */
  readonly cells: readonly unknown[];
  readonly count: number;
}

/** Whether a value stands for itself: it is no expression, and not absent. @throws ArgumentError for what is no SQL value */
function isPlain(value: unknown): boolean {
  if (typeof value === "string" || typeof value === "number") return true;
  return value !== undefined && !(cellOf(value) instanceof Node);
}

/** The row of an object; null for one that has more than values, and for what is none. @throws ArgumentError for what is no SQL value */
export function plainRow(given: unknown): PlainRow | null {
  if (!isPlainObject(given)) return null;
  const cells = Object.values(given);
  for (let at = 0; at < cells.length; at += 1) if (!isPlain(cells[at])) return null;
  const keys = givenKeys(given);
  return keys !== null && keys.length === cells.length ? { keys, cells } : null;
}

/** The rows of a list of objects that all have the same keys; null for any other. @throws ArgumentError for what is no SQL value */
export function plainRows(given: readonly unknown[]): PlainRows | null {
  const first = plainRow(given[0]);
  if (first === null) return null;
  const { keys } = first;
  const count = given.length;
  const cells: unknown[] = new Array(count * keys.length);
  let to = 0;
  for (let row = 0; row < count; row += 1) {
    const object = given[row];
    const end = to + keys.length;
    if (!isPlainObject(object)) return null;
    let at = 0;
    for (const key in object) {
      const value = object[key];
      if (key !== keys[at] || !isPlain(value)) return null;
      cells[to] = value;
      to += 1;
      at += 1;
    }
    if (to !== end) return null;
  }
  return { keys, cells, count };
}
