import type { SqlType } from "../sqltypes/base.js";
import { declareFields, ExpressionNode, type Fields, Node } from "./node.js";

/** What the rows of a frame are counted in. */
export type FrameUnit = "ROWS" | "RANGE" | "GROUPS";

/** Which rows around the current one a frame leaves out. */
export type FrameExclusion = "CURRENT ROW" | "GROUP" | "TIES" | "NO OTHERS";

const frameFields = declareFields<FrameNode>({
  unit: "fact",
  lower: "node",
  lowerWords: "fact",
  upper: "node",
  upperWords: "fact",
  exclusion: "fact",
});
/** `ROWS BETWEEN 2 PRECEDING AND CURRENT ROW`. */
export class FrameNode extends Node {
  readonly kind = "frame";
  readonly fields: Fields = frameFields;
  constructor(
    readonly unit: FrameUnit,
    /** The distance; null where the words say it all. */
    readonly lower: ExpressionNode | null,
    /** `PRECEDING`, `CURRENT ROW`, `UNBOUNDED PRECEDING`. */
    readonly lowerWords: string,
    readonly upper: ExpressionNode | null,
    readonly upperWords: string,
    readonly exclusion: FrameExclusion | null,
  ) {
    super();
  }
}

const withinGroupFields = declareFields<WithinGroup>({ call: "node", orderBy: "nodes", type: "type" });
/** `f(x) WITHIN GROUP (ORDER BY …)`. */
export class WithinGroup extends ExpressionNode {
  readonly kind = "withinGroup";
  readonly fields: Fields = withinGroupFields;
  constructor(
    readonly call: ExpressionNode,
    readonly orderBy: readonly ExpressionNode[],
    readonly type: SqlType<unknown>,
  ) {
    super();
  }
}
