import type { InsertCells } from "../compiler/compiled.js";
import type { DriverErrorFacts } from "../dialects/driver.js";
import type { BulkJob } from "./bulk-insert.js";
import { wireSlots } from "./wire.js";

/** A name without its quotes; of a table with a schema, its own name. */
function bareName(text: string): string {
  const quoted = /"((?:[^"]|"")*)"$/.exec(text)?.[1];
  return quoted?.replaceAll('""', '"') ?? text.slice(text.lastIndexOf(".") + 1);
}

/** The slots of the columns, in their order; null where one has no value of the user's. */
function slotsOf({ columns, values }: InsertCells, names: readonly string[]): number[] | null {
  const slots: number[] = [];
  for (const name of names) {
    const slot = values[columns.findIndex((column) => bareName(column) === name)]?.slot ?? null;
    if (slot === null) return null;
    slots.push(slot);
  }
  return slots;
}

/**
 * Which set of a bulk INSERT has the key that a server names as violated: no row has to be sent again to find out, and it
 * can be known where the transaction has failed.
 *
 * @returns the set's index; undefined where none has it, more than one, or it is another table's
 */
export function setOfViolatedKey(job: BulkJob, { table, columns, violatedKey }: DriverErrorFacts): number | undefined {
  const { compiled, bulk, sets, first } = job;
  if (bulk.cells === null || columns === undefined || violatedKey === undefined || table !== bareName(bulk.cells.table)) return undefined;
  const slots = slotsOf(bulk.cells, columns);
  if (slots === null) return undefined;
  let found: number | undefined;
  for (let index = 0; index < sets.length; index += 1) {
    if (wireSlots(compiled, slots, sets.set(index), first + index, job).join(", ") !== violatedKey) continue;
    if (found !== undefined) return undefined;
    found = index;
  }
  return found;
}
