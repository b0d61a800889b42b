import type { BindSlot } from "../compiler/compiled.js";
import type { Compiled } from "../compiler/compiled-statement.js";
import type { DriverParameters, WireValue } from "../dialects/driver.js";
import { DataError, ValueRefusedError } from "../errors/index.js";
import { type Writer, writer } from "../sqltypes/index.js";
import type { SlotSets } from "./slot-sets.js";
import { present, slotWriter } from "./slot-writer.js";

/** What an error about a value must know of its statement. */
export interface WireContext {
  readonly hideParameters: boolean;
}

/** The column that a slot is for, and the row of a VALUES list: `name_m2` is the name of row 2. */
function columnOf(compiled: Compiled, slot: BindSlot | undefined): string | null {
  const { dml } = compiled;
  if (!dml || !slot) return null;
  const column = dml.set.find((each) => each.slot !== null && compiled.slots[each.slot] === slot)?.column;
  if (column) return dml.multipleRows ? `column '${column.key}' of row 0` : `column '${column.key}'`;
  const [, key, row] = (dml.multipleRows ? /^(.*)_m(\d+)$/s.exec(slot.key) : null) ?? [];
  return key !== undefined && dml.table?.byKey.has(key) ? `column '${key}' of row ${row}` : null;
}

function refusal(
  error: unknown,
  compiled: Compiled,
  slot: BindSlot | undefined,
  values: readonly unknown[],
  set: number | undefined,
  context: WireContext,
): unknown {
  if (!(error instanceof ValueRefusedError)) return error;
  const where = columnOf(compiled, slot) ?? `parameter '${slot?.key ?? ""}'`;
  // the refusal shows the value, which may have to stay out of messages
  const reason = context.hideParameters ? "its type refuses the value" : error.message;
  const params = Object.fromEntries(compiled.slots.map((each, index) => [each.key, values[index]]));
  return new DataError(`${where}: ${reason}`, {
    statement: compiled.sql,
    params,
    cause: context.hideParameters ? undefined : error,
    hideParameters: context.hideParameters,
    row: set,
  });
}

function wireOf(write: Writer | undefined, value: unknown): WireValue {
  return write ? write(present(value)) : null;
}

/** What the driver is given for these slots. @param set the number of the parameter set @throws DataError for a value that its type refuses */
export function wireSlots(
  compiled: Compiled,
  slots: readonly number[],
  values: readonly unknown[],
  set: number | undefined,
  context: WireContext,
): WireValue[] {
  const { writers } = compiled;
  const wires: WireValue[] = [];
  for (const slot of slots) {
    try {
      wires.push(wireOf(writers[slot], values[slot]));
    } catch (error) {
      throw refusal(error, compiled, compiled.slots[slot], values, set, context);
    }
  }
  return wires;
}

/** Sets of which some are written for the wire. */
export interface WrittenSets extends WireContext {
  readonly compiled: Compiled;
  readonly sets: SlotSets;
  /** The number of the first set among all that were given. */
  readonly first: number;
}

/**
 * Writes the values of these slots, set after set, into one list.
 * @param start the first set, `end` the one behind the last
 * @throws DataError for a value that its type refuses
 */
export function writeSlots(written: WrittenSets, slots: readonly number[], start: number, end: number, wires: WireValue[]): void {
  const { compiled, sets, first } = written;
  const before = wires.length;
  try {
    slotWriter(compiled, slots).values(sets.values, start, end, wires);
  } catch (error) {
    // each value that was not refused is in the list
    const cell = wires.length - before;
    const set = start + Math.floor(cell / slots.length);
    throw refusal(error, compiled, compiled.slots[slots[cell % slots.length] ?? 0], sets.set(set), first + set, written);
  }
}

/** The values of these slots, a list for each of the sets from `start` up to `end`. @throws DataError for a value that its type refuses */
export function wireSets(given: WrittenSets, slots: readonly number[], start: number, end: number): WireValue[][] {
  const written: WireValue[][] = [];
  try {
    slotWriter(given.compiled, slots).sets(given.sets.values, start, end, written);
  } catch (error) {
    // which value was refused is found out by its set alone
    const refused = start + written.length;
    writeSlots(given, slots, refused, refused + 1, []);
    throw error;
  }
  return written;
}

/** Text and values of one execution: the compiled text as it is, or with its lists spread; and what the values are. */
export function wireStatement(
  compiled: Compiled,
  values: readonly unknown[],
  set: number | undefined,
  context: WireContext,
): { readonly sql: string; readonly wires: WireValue[]; readonly parameters: DriverParameters } {
  if (!compiled.isExpanding) {
    const wires = wireSlots(compiled, compiled.order, values, set, context);
    return { sql: compiled.sql, wires, parameters: compiled.parameters };
  }
  const expanded = compiled.expanded(values);
  const wires = expanded.values.map((item) => {
    try {
      return wireOf(writer(item.type, compiled.dialect.types), item.value);
    } catch (error) {
      throw refusal(
        error,
        compiled,
        compiled.slots.find((slot) => item.name.startsWith(slot.name)),
        values,
        set,
        context,
      );
    }
  });
  return { sql: expanded.sql, wires, parameters: compiled.parametersOf(expanded.values) };
}
