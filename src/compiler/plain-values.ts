import { noValue } from "../nodes/expressions.js";
import type { Compiled, ParameterSet } from "./compiled-statement.js";

/** Whether a form needs nothing but its values: no default to be run, no function of the user's to be called, one text for all values. */
function isPlain({ slots, dml, isExpanding }: Compiled): boolean {
  return !isExpanding && (dml === null || dml.prefetch.length === 0) && !slots.some((slot) => slot.callable);
}

/**
 * Where the values of a plain form come from, found out once: a form is compiled for the names of its sets, so that each slot's
 * value is always in the set, or always in the statement.
 */
export class PlainValues {
  /** The name in the set; null where the value is the statement's. */
  readonly #names: readonly (string | null)[];
  readonly #ordinals: readonly number[];

  private constructor(
    private readonly compiled: Compiled,
    given: ParameterSet,
  ) {
    this.#names = compiled.slots.map(({ key }) => (Object.hasOwn(given, key) && given[key] !== undefined ? key : null));
    this.#ordinals = compiled.slots.map(({ ordinal }) => ordinal);
  }

  /** @returns null for a form that is not plain, or takes a value that is neither in the set nor in the statement */
  static of(compiled: Compiled, given: ParameterSet): PlainValues | null {
    if (!isPlain(compiled)) return null;
    const values = new PlainValues(compiled, given);
    return compiled.slots.every(({ ordinal }, index) => ordinal >= 0 || values.#names[index] !== null) ? values : null;
  }

  /**
   * The value of each slot, as {@link Compiled.slotValues} gives them.
   * @param own the values of the statement's walk
   * @param given a set with the names for which the form was compiled
   */
  slots(own: readonly unknown[], given: ParameterSet): unknown[] {
    const names = this.#names;
    const values: unknown[] = new Array(names.length);
    for (let index = 0; index < names.length; index += 1) {
      const name = names[index] ?? null;
      const value = name === null ? own[this.#ordinals[index] ?? 0] : given[name];
      if (value === noValue) return this.compiled.slotValues(own, given);
      values[index] = value;
    }
    return values;
  }
}
