import type { SqlType } from "../sqltypes/base.js";
import type { Label } from "./expressions.js";
import { declareFields, ExpressionNode, type Fields } from "./node.js";

const labelReferenceFields = declareFields<LabelReference>({ label: "node", type: "type" });
/** A label of the select list by its name: ORDER BY and GROUP BY that were given the key of a column. */
export class LabelReference extends ExpressionNode {
  readonly kind = "labelReference";
  readonly type: SqlType<unknown>;
  readonly fields: Fields = labelReferenceFields;
  constructor(readonly label: Label) {
    super();
    this.type = label.type;
  }
}
