import type { WireValue } from "../../../driver.js";
import { SqliteDriverError } from "./driver-error.js";

function described(value: unknown): string {
  if (typeof value !== "object" || value === null) return typeof value === "number" ? String(value) : typeof value;
  return Object.prototype.toString.call(value).slice(8, -1);
}

/**
 * Refuses what the packages would bind as something else, each in its own way: too few values and NaN as NULL, a Date as
 * NULL, undefined as NULL, an array as a list of parameters.
 *
 * @throws SqliteDriverError for a wrong number of values, and for one that is no wire value or does not fit
 */
export function checkValues(values: readonly WireValue[], placeholders: number): void {
  if (values.length !== placeholders) {
    throw new SqliteDriverError("programming", `The statement has ${placeholders} placeholders, but ${values.length} values were given.`);
  }
  for (let i = 0; i < values.length; i += 1) {
    const value: unknown = values[i];
    switch (typeof value) {
      case "string":
        continue;
      case "number":
        if (!Number.isNaN(value)) continue;
        break;
      case "bigint":
        if (BigInt.asIntN(64, value) === value) continue;
        throw new SqliteDriverError("data", `Value ${i + 1} of ${values.length} is a bigint of more than 64 bits.`);
      case "object":
        if (value === null || value instanceof Uint8Array) continue;
    }
    throw new SqliteDriverError(
      "programming",
      `Value ${i + 1} of ${values.length} cannot be bound: ${described(value)} is none of null, string, number, bigint and Uint8Array.`,
    );
  }
}
