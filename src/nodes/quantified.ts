import type { SqlType } from "../sqltypes/base.js";
import { declareFields, ExpressionNode, type Fields } from "./node.js";

/** What a comparison with each of many values must find. */
export type Quantifier = "ANY" | "ALL";

const quantifiedFields = declareFields<Quantified>({ quantifier: "fact", element: "node", type: "type" });
/** `ANY (…)`, `ALL (…)`: the right side of a comparison with a query's rows or an array's elements. */
export class Quantified extends ExpressionNode {
  readonly kind = "quantified";
  readonly fields: Fields = quantifiedFields;
  constructor(
    readonly quantifier: Quantifier,
    readonly element: ExpressionNode,
    readonly type: SqlType<unknown>,
  ) {
    super();
  }
}
