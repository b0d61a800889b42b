import type { Compiled } from "../compiler/compiled-statement.js";

/** A statement that is executed again is worth preparing at the first use of its text on a connection. */
const KEPT = 1;
/** A list of another length makes another text: most of them do not come again. */
const EXPANDED = 4;

/**
 * At which use of its text on a connection a statement is to be prepared; undefined for the driver's own choice, the second.
 * @param isKept whether the same statement has been executed before
 */
export function prepareAt({ isExpanding }: Compiled, isKept: boolean): number | undefined {
  if (isExpanding) return EXPANDED;
  return isKept ? KEPT : undefined;
}
