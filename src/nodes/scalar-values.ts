import type { SqlType } from "../sqltypes/base.js";
import type { ValuesNode } from "./froms.js";
import { declareFields, ExpressionNode, type Fields } from "./node.js";

const scalarValuesFields = declareFields<ScalarValues>({ values: "node", type: "type" });
/** `(VALUES (…), (…))` where a value may stand: the right side of IN. */
export class ScalarValues extends ExpressionNode {
  readonly kind = "scalarValues";
  readonly fields: Fields = scalarValuesFields;
  constructor(
    readonly values: ValuesNode,
    readonly type: SqlType<unknown>,
  ) {
    super();
  }
}
