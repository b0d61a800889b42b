import type { WireValue } from "../../../driver.js";
import { DriverError } from "../../../driver-error.js";
import { checkWireValues } from "../../../wire-values.js";

/**
 * Refuses values that don't fit the placeholders: the packages would bind too few of them as NULL.
 *
 * @throws DriverError for a wrong number of values, and for one that is no wire value or does not fit
 */
export function checkValues(values: readonly WireValue[], placeholders: number): void {
  if (values.length !== placeholders) {
    throw new DriverError("programming", `The statement has ${placeholders} placeholders, but ${values.length} values were given.`);
  }
  checkWireValues(values);
}
