import type { Compiled, ParameterSet } from "../compiler/compiled-statement.js";
import { ArgumentError, InvalidRequestError } from "../errors/index.js";

/** What `execute()` was given, in one form. */
export interface GivenParameters {
  /** One set, or a list whose elements are still to be looked at. */
  readonly sets: readonly unknown[];
  /** Several sets; a list of one is a single execution. */
  readonly executemany: boolean;
  /** An empty list: nothing is to be done. */
  readonly nothing: boolean;
}

/** Whether it is one set of parameters. */
export function isSet(value: unknown): value is ParameterSet {
  if (typeof value !== "object" || value === null) return false;
  // asking for the prototype leaves the compiled code: the constructor, which is nearly always this one, does not
  if (value.constructor === Object) return true;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

/** What a value is, but not which: it may be one that must stay out of messages. */
function kindOf(value: unknown): string {
  if (value === null || value === undefined) return String(value);
  if (Array.isArray(value)) return "an array";
  return typeof value === "object" ? `an object of class ${value.constructor?.name ?? "null"}` : `a ${typeof value}`;
}

/** An element of what brings sets. @throws ArgumentError for what is no set */
export function checkedSet(value: unknown, index: number): ParameterSet {
  if (isSet(value)) return value;
  throw new ArgumentError(
    `Parameters must be an object by name, or a list of such objects; element ${index} of the list is ${kindOf(value)}.`,
  );
}

/** The parameters as sets. @throws ArgumentError for what is neither an object nor a list */
export function givenParameters(given: unknown): GivenParameters {
  if (given === undefined || given === null) return { sets: [{}], executemany: false, nothing: false };
  if (isSet(given)) return { sets: [given], executemany: false, nothing: false };
  if (!Array.isArray(given))
    throw new ArgumentError(`Parameters must be an object by name, or a list of such objects; got ${kindOf(given)}.`);
  const sets: readonly unknown[] = given;
  return { sets, executemany: sets.length > 1, nothing: sets.length === 0 };
}

/** The names that a set gives; `undefined` is absent. */
export function keysOf(set: ParameterSet): string[] {
  const keys: string[] = [];
  for (const key in set) if (set[key] !== undefined) keys.push(key);
  return keys;
}

/** Consecutive sets with equal names, and the place of the first among all. */
export interface Run {
  readonly keys: readonly string[];
  readonly sets: readonly ParameterSet[];
  readonly first: number;
}

/** Whether a set gives these names in this order, and nothing else: most sets of one list do. */
function hasKeysInOrder(set: ParameterSet, keys: readonly string[]): boolean {
  let count = 0;
  for (const key in set) {
    if (key !== keys[count] || set[key] === undefined) return false;
    count += 1;
  }
  return count === keys.length;
}

function hasKeys(set: ParameterSet, keys: ReadonlySet<string>): boolean {
  let count = 0;
  for (const key in set) {
    if (set[key] === undefined) continue;
    if (!keys.has(key)) return false;
    count += 1;
  }
  return count === keys.size;
}

/**
 * The sets in runs of equal names, in their order: a name that is absent means the column's default.
 * @throws ArgumentError for an element that is no set
 */
export function runsOf(given: readonly unknown[]): readonly Run[] {
  const runs: Run[] = [];
  for (let first = 0; first < given.length; ) {
    const keys = keysOf(checkedSet(given[first], first));
    const end = endOfRun(given, first, keys);
    // the marked place: each of them was checked
    const sets = (first === 0 && end === given.length ? given : given.slice(first, end)) as readonly ParameterSet[];
    runs.push({ keys, sets, first });
    first = end;
  }
  return runs;
}

/** The place behind the last set that gives the same names as the first. */
function endOfRun(given: readonly unknown[], first: number, keys: readonly string[]): number {
  let known: ReadonlySet<string> | null = null;
  for (let index = first + 1; index < given.length; index += 1) {
    const set = checkedSet(given[index], index);
    if (hasKeysInOrder(set, keys)) continue;
    known ??= new Set(keys);
    if (!hasKeys(set, known)) return index;
  }
  return given.length;
}

/** The names of which the statement has no parameter. */
export function unknownAmong(keys: readonly string[], compiled: Compiled): readonly string[] {
  return keys.filter((key) => !compiled.slotByKey.has(key));
}

/** @param group the number of the first set with these names, where there are several @throws InvalidRequestError for a name that is neither a parameter of the statement nor, in an INSERT or UPDATE, a column that it writes */
export function refuseUnknown(keys: readonly string[], compiled: Compiled, group: number | null): void {
  const unknown = unknownAmong(keys, compiled);
  if (unknown.length === 0) return;
  const columns =
    compiled.dml?.kind === "insert" || compiled.dml?.kind === "update"
      ? (compiled.dml.table?.columns.map((column) => column.key) ?? [])
      : [];
  const known = [...new Set([...compiled.slotByKey.keys(), ...columns])];
  const overridden = unknown.filter((key) => columns.includes(key));
  const names = unknown.map((key) => `'${key}'`).join(", ");
  const what = group === null ? names : `${names} in parameter group ${group}`;
  if (overridden.length > 0)
    throw new InvalidRequestError(
      `Parameter ${what} would have no effect: the statement sets that column by an expression of its own, or does not write it.`,
    );
  throw new InvalidRequestError(`Unknown parameter ${what}: the statement knows ${known.length === 0 ? "none" : known.join(", ")}.`);
}
