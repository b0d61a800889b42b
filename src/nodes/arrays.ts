import type { SqlType } from "../sqltypes/base.js";
import { declareFields, ExpressionNode, type Fields } from "./node.js";

const arrayFields = declareFields<ArrayNode>({ items: "nodes", type: "type" });
/** `ARRAY[a, b]`. */
export class ArrayNode extends ExpressionNode {
  readonly kind = "array";
  readonly fields: Fields = arrayFields;
  override get ownDialect(): string {
    return "postgresql";
  }
  constructor(
    readonly items: readonly ExpressionNode[],
    readonly type: SqlType<unknown>,
  ) {
    super();
  }
}

const subscriptFields = declareFields<Subscript>({ array: "node", from: "node", to: "node", isSlice: "fact", type: "type" });
/** `array[from]`, and `array[from:to]`. */
export class Subscript extends ExpressionNode {
  readonly kind = "subscript";
  readonly fields: Fields = subscriptFields;
  constructor(
    readonly array: ExpressionNode,
    /** The index; of a slice its first one, or null for the array's own. */
    readonly from: ExpressionNode | null,
    readonly to: ExpressionNode | null,
    readonly isSlice: boolean,
    readonly type: SqlType<unknown>,
  ) {
    super();
  }
}
