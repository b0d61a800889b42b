// What turns the slot values of many sets into what the driver takes: written out for each form, the engine calls each
// column's writer at a place of its own, and nothing is looked up row by row.
import type { Compiled } from "../compiler/compiled-statement.js";
import type { WireValue } from "../dialects/driver.js";
import { ValueRefusedError } from "../errors/index.js";
import type { Writer } from "../sqltypes/index.js";
import { functionOfText } from "../util/code-text.js";

/** Writes some slots of the sets from `start` up to `end` behind what `into` has: value after value, or a list for each set. */
type Write<T> = (values: readonly unknown[], start: number, end: number, into: T[]) => void;

/** What writes the same slots, in both ways. */
export interface SlotWriter {
  readonly values: Write<WireValue>;
  readonly sets: Write<WireValue[]>;
}

/** The value, if it is one. @throws ValueRefusedError for undefined */
export function present(value: unknown): unknown {
  if (value === undefined) throw new ValueRefusedError("undefined is no value: leave the key out, or give null");
  return value;
}

/** Slot by slot: for runtimes that take no code from text. @param width how many values a set has */
function loopingWriter(writers: readonly Writer[], slots: readonly number[], width: number): SlotWriter {
  const written = (values: readonly unknown[], at: number): WireValue[] =>
    slots.map((slot, index) => writers[index]?.(present(values[at + slot])) ?? null);
  return {
    values(values, start, end, wires) {
      for (let at = start * width; at < end * width; at += width)
        for (const [index, slot] of slots.entries()) wires.push(writers[index]?.(present(values[at + slot])) ?? null);
    },
    sets(values, start, end, sets) {
      for (let at = start * width; at < end * width; at += width) sets.push(written(values, at));
    },
  };
}

/** Each wire is stored at its place: to push them took half as long again. */
function writtenOut(writers: readonly Writer[], slots: readonly number[], width: number): SlotWriter {
  const names = writers.map((_, index) => `write${index}`).join(", ");
  const cells = slots.map((slot, index) => `write${index}(present(values[at + ${slot}]))`);
  const loop = (body: string): string =>
    `(values, start, end, into) => { let to = into.length; for (let at = start * ${width}; at < end * ${width}; at += ${width}) { ${body} } }`;
  const make = functionOfText<(all: readonly Writer[], check: typeof present) => SlotWriter>(
    ["writers", "present"],
    `const [${names}] = writers;
return {
  values: ${loop(cells.map((cell) => `into[to++] = ${cell};`).join(" "))},
  sets: ${loop(`into[to++] = [${cells.join(", ")}];`)},
};`,
  );
  return make?.(writers, present) ?? loopingWriter(writers, slots, width);
}

const made = new WeakMap<Compiled, Map<string, SlotWriter>>();

/** What writes these slots of a form's sets. */
export function slotWriter(compiled: Compiled, slots: readonly number[]): SlotWriter {
  let known = made.get(compiled);
  if (known === undefined) made.set(compiled, (known = new Map()));
  const key = slots.join();
  let writer = known.get(key);
  if (writer === undefined) {
    const none: Writer = () => null;
    const writers = slots.map((slot) => compiled.writers[slot] ?? none);
    known.set(key, (writer = writtenOut(writers, slots, compiled.slots.length)));
  }
  return writer;
}
