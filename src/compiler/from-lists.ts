import { JoinNode } from "../nodes/froms.js";
import type { FromNode } from "../nodes/node.js";
import { insideJoin } from "../nodes/traverse.js";

/** What FROM elements and those inside of them answer for. */
export function covered(froms: readonly FromNode[]): readonly FromNode[] {
  return froms.some((from) => from instanceof JoinNode) ? froms.flatMap(insideJoin) : froms;
}

/** Without those that a join among them holds. */
export function withoutJoined(froms: readonly FromNode[]): readonly FromNode[] {
  if (!froms.some((from) => from instanceof JoinNode)) return froms;
  const hidden = new Set(froms.flatMap((from) => insideJoin(from).slice(1)));
  return froms.filter((from) => !hidden.has(from));
}
