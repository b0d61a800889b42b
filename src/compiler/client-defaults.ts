import { InvalidRequestError } from "../errors/index.js";
import type { Prefetch } from "./compiled.js";
import type { Compiled } from "./compiled-statement.js";

/** The other parameters of a row, by column key, as far as they are known. */
export function currentParameters(compiled: Compiled, values: readonly unknown[], row: number): Record<string, unknown> {
  const several = compiled.dml?.multipleRows ?? false;
  const current: Record<string, unknown> = {};
  compiled.slots.forEach((slot, index) => {
    if (!several) current[slot.key] = values[index];
  });
  if (!several) return current;
  for (const column of compiled.dml?.table?.columns ?? []) {
    const slot = compiled.slotByKey.get(`${column.key}_m${row}`) ?? (row === 0 ? compiled.slotByKey.get(column.key) : undefined);
    if (slot !== undefined) current[column.key] = values[slot];
  }
  return current;
}

function plainDefault({ column, default: made, row }: Prefetch, compiled: Compiled, values: readonly unknown[]): unknown {
  if (made.kind === "scalar") return made.value;
  const value = made.kind === "callable" ? made.make({ currentParameters: currentParameters(compiled, values, row) }) : undefined;
  if (value !== undefined && !(value instanceof Promise)) return value;
  const why = made.kind === "callable" ? "gives a promise, or nothing" : "has to ask the database";
  throw new InvalidRequestError(
    `The default of column '${column.key}' ${why}: give the column a value, or let a connection execute the statement.`,
  );
}

/**
 * Runs the defaults that need no database, and puts them into their slots, in the order of the columns; a later default sees
 * the earlier ones. @throws InvalidRequestError for one that does
 */
export function fillDefaults(compiled: Compiled, values: unknown[]): void {
  for (const prefetch of compiled.dml?.prefetch ?? []) values[prefetch.slot] = plainDefault(prefetch, compiled, values);
}
