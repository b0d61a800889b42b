import type { DriverResult } from "./driver.js";

/** The result of a statement that ran once for each set: the rows that each set touched, and their sum. */
export function countedSets(rowCounts: readonly number[]): DriverResult {
  return { rows: null, columns: [], rowCount: rowCounts.reduce((sum, count) => sum + count, 0), rowCounts, lastInsertId: null };
}
