// The slot values of many sets that all give the same names: where each comes from is found out once.
import type { Compiled, ParameterSet } from "../compiler/compiled-statement.js";
import { functionOfText } from "../util/code-text.js";
import { SlotSets } from "./slot-sets.js";

/** Writes the values of all sets into one list, those that are the same for all sets too. */
type Filler = (sets: readonly ParameterSet[], same: readonly unknown[], values: unknown[]) => void;

const fillers = new WeakMap<Compiled, Map<string, Filler>>();

/** Written out, the engine finds each value of a set at its place without looking its name up. */
function written(compiled: Compiled, given: ReadonlySet<string>): Filler {
  const cells = compiled.slots.map(({ key }, index) => (given.has(key) ? `set[${JSON.stringify(key)}]` : `same[${index}]`));
  const looping: Filler = (sets, same, values) => {
    let at = 0;
    for (const set of sets) for (const [index, { key }] of compiled.slots.entries()) values[at++] = given.has(key) ? set[key] : same[index];
  };
  const stores = cells.map((cell, index) => `values[at + ${index}] = ${cell};`).join(" ");
  const text = `let at = 0; for (const set of sets) { ${stores} at += ${cells.length}; }`;
  return functionOfText<Filler>(["sets", "same", "values"], text) ?? looping;
}

function fillerFor(compiled: Compiled, keys: readonly string[]): Filler {
  let known = fillers.get(compiled);
  if (known === undefined) fillers.set(compiled, (known = new Map()));
  const shape = JSON.stringify(keys);
  let filler = known.get(shape);
  if (filler === undefined) known.set(shape, (filler = written(compiled, new Set(keys))));
  return filler;
}

/**
 * The slot values of sets that all give these names and no others.
 * @param own the values of the statement's walk
 * @param first the number of the first set, for messages
 * @throws what `slotValues` throws
 */
export function slotSets(
  compiled: Compiled,
  own: readonly unknown[],
  keys: readonly string[],
  sets: readonly ParameterSet[],
  first: number,
): SlotSets {
  const { slots } = compiled;
  const filled = SlotSets.room(slots.length, sets.length);
  if (slots.some(({ callable }) => callable)) {
    // a function gives each set a value of its own
    sets.forEach((set, index) => {
      filled.put(index, compiled.slotValues(own, set, first + index));
    });
    return filled;
  }
  const given = new Set(keys);
  const same: unknown[] = slots.map((slot) => (given.has(slot.key) ? null : compiled.slotValue(slot, own, null, first)));
  fillerFor(compiled, keys)(sets, same, filled.values);
  return filled;
}
