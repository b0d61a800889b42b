import { ArgumentError } from "../errors/index.js";
import type { ExpressionNode, FromNode } from "../nodes/node.js";
import type { SelectData } from "../nodes/select.js";
import { addFroms, fromsOf, isInside } from "../nodes/traverse.js";

/** The FROM elements of the columns, for want of any that are named; what is joined is none of them. */
function shownBy(columns: readonly ExpressionNode[], joined: FromNode): readonly FromNode[] {
  const found: FromNode[] = [];
  for (const column of columns) addFroms(column, found);
  const at = found.indexOf(joined);
  if (at >= 0) found.splice(at, 1);
  return found;
}

/** The first of the candidates that has a part which the criterion names. */
function neededOf(candidates: readonly FromNode[], needed: readonly FromNode[]): FromNode | undefined {
  for (const from of candidates) for (const part of needed) if (isInside(part, from)) return from;
  return undefined;
}

/**
 * The FROM element that a join is added to: the last one named, else the one of the columns that the criterion needs.
 * @param on null where the criterion is to be found by the foreign keys
 * @throws ArgumentError where nothing says which
 */
export function leftOf({ froms, columns }: SelectData, right: FromNode, on: ExpressionNode | null): FromNode {
  const candidates = froms.length > 0 ? froms : shownBy(columns, right);
  const first = candidates[0];
  if (first !== undefined && (candidates.length === 1 || on === null)) return first;
  const needed = on === null ? [] : fromsOf(on);
  const left = neededOf(candidates, needed) ?? first ?? needed.find((from) => from !== right);
  if (left !== undefined) return left;
  throw new ArgumentError("Can't determine which FROM clause to join from: name it with selectFrom() first.");
}
