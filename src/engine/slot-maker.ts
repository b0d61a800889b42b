// The slot values of many sets that all give the same names: where each comes from is found out once.
import type { Compiled, ParameterSet } from "../compiler/compiled-statement.js";
import { functionOfText } from "./code-text.js";

/** Makes the slot values of a set. @param group the number of the set, for messages */
export type SlotMaker = (set: ParameterSet, group: number) => unknown[];

/** Makes them of a set, and of what is the same for all sets. */
type Written = (set: ParameterSet, same: readonly unknown[]) => unknown[];

const makers = new WeakMap<Compiled, Map<string, Written>>();

/** Written out, the engine finds each value of a set at its place without looking its name up. */
function written(compiled: Compiled, given: ReadonlySet<string>): Written {
  const cells = compiled.slots.map(({ key }, index) => (given.has(key) ? `set[${JSON.stringify(key)}]` : `same[${index}]`));
  const looping: Written = (set, same) => compiled.slots.map(({ key }, index) => (given.has(key) ? set[key] : same[index]));
  return functionOfText<Written>(["set", "same"], `return [${cells.join(", ")}];`) ?? looping;
}

function writtenFor(compiled: Compiled, keys: readonly string[]): Written {
  let known = makers.get(compiled);
  if (known === undefined) makers.set(compiled, (known = new Map()));
  const shape = JSON.stringify(keys);
  let maker = known.get(shape);
  if (maker === undefined) known.set(shape, (maker = written(compiled, new Set(keys))));
  return maker;
}

/**
 * The maker for sets that all give these names and no others.
 * @param own the values of the statement's walk
 * @throws what `slotValues` throws, when it is used or before
 */
export function slotMaker(compiled: Compiled, own: readonly unknown[], keys: readonly string[], first: number): SlotMaker {
  // a function gives each set a value of its own
  if (compiled.slots.some(({ callable }) => callable)) return (set, group) => compiled.slotValues(own, set, group);
  const given = new Set(keys);
  const same: unknown[] = compiled.slots.map((slot) => (given.has(slot.key) ? null : compiled.slotValue(slot, own, null, first)));
  const make = writtenFor(compiled, keys);
  return (set) => make(set, same);
}
