import type { WireValue } from "./driver.js";
import { DriverError } from "./driver-error.js";

function described(value: unknown): string {
  if (typeof value !== "object" || value === null) return typeof value === "number" ? String(value) : typeof value;
  return Object.prototype.toString.call(value).slice(8, -1);
}

/**
 * Refuses what the packages would bind as something else, each in its own way: NaN as NULL, a Date as NULL or in the
 * process's time zone, undefined as NULL, an array as a list of parameters.
 *
 * @throws DriverError for one that is no wire value or does not fit
 */
export function checkWireValues(values: readonly WireValue[]): void {
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
        throw new DriverError("data", `Value ${i + 1} of ${values.length} is a bigint of more than 64 bits.`);
      case "object":
        if (value === null || value instanceof Uint8Array) continue;
    }
    throw new DriverError(
      "programming",
      `Value ${i + 1} of ${values.length} cannot be bound: ${described(value)} is none of null, string, number, bigint and Uint8Array.`,
    );
  }
}
