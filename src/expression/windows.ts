import { ArgumentError } from "../errors/index.js";
import type { ExpressionNode } from "../nodes/node.js";
import { type FrameExclusion, FrameNode, type FrameUnit } from "../nodes/windows.js";
import { boundValue, described, expressionOf } from "./coerce.js";
import { integerType } from "./common-types.js";
import type { AnyExpr, BindsIn } from "./types.js";

/** One end of a frame: rows from the current one on, null for no end, or a distance of another type, such as an interval. */
export type FrameBound = number | null | { readonly preceding: AnyExpr } | { readonly following: AnyExpr };

/**
 * The two ends of a frame, counted from the current row: `[-2, 0]` is from two rows before it to itself, null is
 * without end, `[{ preceding: literal("P7D", interval()) }, 0]` are the seven days before it.
 */
export type FrameBounds = readonly [from: FrameBound, to: FrameBound];

/** The window of `over()`. Of `rows`, `range` and `groups` at most one is given. */
export interface Window {
  readonly partitionBy?: AnyExpr | readonly AnyExpr[];
  readonly orderBy?: AnyExpr | readonly AnyExpr[];
  /** The frame in rows: `[-2, 0]` gives `ROWS BETWEEN 2 PRECEDING AND CURRENT ROW`. */
  readonly rows?: FrameBounds;
  /** The frame by the values of ORDER BY: `[null, 3]` gives `RANGE BETWEEN UNBOUNDED PRECEDING AND 3 FOLLOWING`. */
  readonly range?: FrameBounds;
  /** The frame in groups of rows that ORDER BY takes for equal. */
  readonly groups?: FrameBounds;
  /** The rows around the current one that the frame leaves out. */
  readonly exclude?: Lowercase<FrameExclusion>;
}

type BindsOfList<G> = G extends readonly (infer E)[] ? BindsIn<E> : BindsIn<G>;
/** The binds inside a window. */
export type BindsOfWindow<W> =
  | (W extends { readonly partitionBy: infer G } ? BindsOfList<G> : never)
  | (W extends { readonly orderBy: infer G } ? BindsOfList<G> : never)
  | BindsOfFrame<W extends { readonly rows: infer R } | { readonly range: infer R } | { readonly groups: infer R } ? R : never>;
type BindsOfFrame<R> = R extends readonly (infer E)[] ? (E extends object ? BindsIn<E[keyof E]> : never) : never;

/** The nodes of one expression or a list of them. */
export function listed(given: AnyExpr | readonly AnyExpr[] | undefined): readonly ExpressionNode[] {
  if (given === undefined) return [];
  return "node" in given ? [given.node] : given.map((expression) => expression.node);
}

/** A distance that is an expression; which side it is on must be said. */
function distance(given: object): readonly [ExpressionNode, string] {
  const [preceding, following] = [
    "preceding" in given ? expressionOf(given.preceding) : null,
    "following" in given ? expressionOf(given.following) : null,
  ];
  if (preceding && !following) return [preceding, "PRECEDING"];
  if (following && !preceding) return [following, "FOLLOWING"];
  throw new ArgumentError("An end of a frame is { preceding: expression } or { following: expression }.");
}

function bound(value: unknown, unbounded: "PRECEDING" | "FOLLOWING"): readonly [ExpressionNode | null, string] {
  if (value === null) return [null, `UNBOUNDED ${unbounded}`];
  if (typeof value === "object") return distance(value);
  if (typeof value !== "number" || !Number.isSafeInteger(value))
    throw new ArgumentError(`A frame's ends are whole numbers, or null for no end; got ${described(value)}.`);
  if (value === 0) return [null, "CURRENT ROW"];
  return [boundValue(Math.abs(value), "param", integerType), value < 0 ? "PRECEDING" : "FOLLOWING"];
}

const EXCLUSIONS: Readonly<Record<string, FrameExclusion>> = {
  "current row": "CURRENT ROW",
  group: "GROUP",
  ties: "TIES",
  "no others": "NO OTHERS",
};

/** The frame of a window; null where it has none. @throws ArgumentError for two frames, and for what is no frame */
export function frameOf({ rows, range, groups, exclude }: Window): FrameNode | null {
  const given: readonly (readonly [FrameUnit, FrameBounds | undefined])[] = [
    ["ROWS", rows],
    ["RANGE", range],
    ["GROUPS", groups],
  ];
  const [first, second] = given.filter(([, bounds]) => bounds !== undefined);
  if (second) throw new ArgumentError("rows, range and groups are mutually exclusive: a window has one frame.");
  if (!first?.[1]) {
    if (exclude !== undefined) throw new ArgumentError("exclude leaves rows out of a frame: give rows, range or groups too.");
    return null;
  }
  const [unit, ends] = first;
  if (!Array.isArray(ends) || ends.length !== 2) throw new ArgumentError(`A frame is a list of its two ends; got ${described(ends)}.`);
  const [lower, lowerWords] = bound(ends[0], "PRECEDING");
  const [upper, upperWords] = bound(ends[1], "FOLLOWING");
  const exclusion = exclude === undefined ? null : EXCLUSIONS[exclude];
  if (exclusion === undefined)
    throw new ArgumentError(`exclude is one of ${Object.keys(EXCLUSIONS).join(", ")}; got ${described(exclude)}.`);
  return new FrameNode(unit, lower, lowerWords, upper, upperWords, exclusion);
}
