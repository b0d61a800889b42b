import type { DriverResult, WireValue } from "./driver.js";
import { rememberFailedSet } from "./driver-error.js";
import { countedSets } from "./row-counts.js";

/** Executes one set after the other, for a package that has nothing better for many. An error is remembered with the index of its set. */
export async function oneByOne(
  sets: readonly (readonly WireValue[])[],
  query: (values: readonly WireValue[]) => Promise<DriverResult>,
): Promise<DriverResult> {
  const counts: number[] = [];
  for (const [index, values] of sets.entries()) {
    try {
      counts.push((await query(values)).rowCount);
    } catch (error) {
      rememberFailedSet(error, index);
      throw error;
    }
  }
  return countedSets(counts);
}
