import { noValue } from "../nodes/expressions.js";
import type { WireValue } from "../sqltypes/index.js";
import { functionOfText } from "../util/code-text.js";
import type { Compiled, ParameterSet } from "./compiled-statement.js";

/** The value of each slot; null where one is missing. */
type SlotsOf = (own: readonly unknown[], given: ParameterSet) => unknown[] | null;
/** What the driver is given for them, in the order of the placeholders. */
type WiresOf = (slots: readonly unknown[]) => WireValue[];

/** At which use of a form its functions are written out: what is executed a few times does without. */
const WRITTEN_AT = 8;
/** Longer code is worth nothing. */
const MOST_SLOTS = 64;

/** Whether a form needs nothing but its values: no default to be run, no function of the user's to be called, one text for all values. */
function isPlain({ slots, dml, isExpanding }: Compiled): boolean {
  return !isExpanding && (dml === null || dml.prefetch.length === 0) && !slots.some((slot) => slot.callable);
}

/** Where each slot's value is: the name in the set, or the place among the statement's own. */
type Sources = readonly (string | number)[];

const loopingSlots =
  (sources: Sources): SlotsOf =>
  (own, given) => {
    const values: unknown[] = new Array(sources.length);
    for (let index = 0; index < sources.length; index += 1) {
      const source = sources[index] ?? 0;
      const value = typeof source === "string" ? given[source] : own[source];
      if (value === undefined || value === noValue) return null;
      values[index] = value;
    }
    return values;
  };

/**
 * Written out for one form, the engine finds each value of a set at its place without looking its name up: a microsecond for
 * four names becomes a few hundredths.
 */
function writtenSlots(sources: Sources): SlotsOf | null {
  const values = sources.map((_, index) => `v${index}`);
  const found = sources.map(
    (source, at) => `v${at} = ${typeof source === "string" ? `given[${JSON.stringify(source)}]` : `own[${source}]`}`,
  );
  const missing = values.map((value) => `${value} === undefined || ${value} === noValue`);
  const make = functionOfText<(none: typeof noValue) => SlotsOf>(
    ["noValue"],
    `return (own, given) => { const ${found.join(", ")}; return ${missing.join(" || ")} ? null : [${values.join(", ")}]; }`,
  );
  return make?.(noValue) ?? null;
}

function writtenWires({ order, writers }: Compiled): WiresOf | null {
  const names = order.map((_, at) => `write${at}`).join(", ");
  const make = functionOfText<(writers: readonly unknown[]) => WiresOf>(
    ["writers"],
    `const [${names}] = writers; return (slots) => [${order.map((slot, at) => `write${at}(slots[${slot}])`).join(", ")}];`,
  );
  return make?.(order.map((slot) => writers[slot])) ?? null;
}

/**
 * Where the values of a plain form come from, found out once: a form is compiled for the names of its sets, so that each slot's
 * value is always in the set, or always in the statement.
 */
export class PlainValues {
  /** The names of its sets, in their order. */
  readonly #names: readonly string[];
  readonly #sources: Sources;
  #slotsOf: SlotsOf;
  #wiresOf: WiresOf;
  #uses = 0;

  private constructor(
    private readonly compiled: Compiled,
    names: readonly string[],
  ) {
    const given = new Set(names);
    this.#names = names;
    this.#sources = compiled.slots.map(({ key, ordinal }) => (given.has(key) ? key : ordinal));
    this.#slotsOf = loopingSlots(this.#sources);
    this.#wiresOf = (slots) => compiled.wireValues(slots);
  }

  /** @returns null for a form that is not plain, or takes a value that is neither in the set nor in the statement */
  static of(compiled: Compiled, names: readonly string[]): PlainValues | null {
    if (!isPlain(compiled)) return null;
    const values = new PlainValues(compiled, names);
    return values.#sources.every((source) => typeof source === "string" || source >= 0) ? values : null;
  }

  /** Whether the set gives just the names for which the form was compiled, in their order. */
  takes(set: ParameterSet): boolean {
    const names = this.#names;
    let count = 0;
    for (const key in set) {
      if (names[count] !== key) return false;
      count += 1;
    }
    return count === names.length;
  }

  /**
   * The value of each slot, as {@link Compiled.slotValues} gives them; null where one is missing, for which `slotValues` knows
   * what that means.
   * @param own the values of the statement's walk
   * @param given a set with the names for which the form was compiled
   */
  slots(own: readonly unknown[], given: ParameterSet): unknown[] | null {
    this.#uses += 1;
    if (this.#uses === WRITTEN_AT) this.#writeOut();
    return this.#slotsOf(own, given);
  }

  /** What the driver is given for them. @throws ValueRefusedError */
  wires(slots: readonly unknown[]): WireValue[] {
    return this.#wiresOf(slots);
  }

  #writeOut(): void {
    if (this.#sources.length === 0 || this.#sources.length > MOST_SLOTS) return;
    this.#slotsOf = writtenSlots(this.#sources) ?? this.#slotsOf;
    this.#wiresOf = writtenWires(this.compiled) ?? this.#wiresOf;
  }
}
