import type { SqlType } from "../sqltypes/base.js";
import { declareFields, ExpressionNode, type Fields } from "./node.js";

const jsonAccessFields = declareFields<JsonAccess>({ document: "node", path: "node", isPath: "fact", isDocument: "fact", type: "type" });
/** What a JSON document holds at a key, an index or a path: `document -> key`, `JSON_EXTRACT(document, path)`. */
export class JsonAccess extends ExpressionNode {
  readonly kind = "jsonAccess";
  readonly fields: Fields = jsonAccessFields;
  constructor(
    readonly document: ExpressionNode,
    /** A bind parameter, of which the dialect's types make a path. */
    readonly path: ExpressionNode,
    /** A list of keys and indexes, not just one. */
    readonly isPath: boolean,
    /** The result is JSON; else it is a value of the type, unquoted. */
    readonly isDocument: boolean,
    readonly type: SqlType<unknown>,
  ) {
    super();
  }
}
