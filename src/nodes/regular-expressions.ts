import type { SqlType } from "../sqltypes/base.js";
import { declareFields, ExpressionNode, type Fields } from "./node.js";

const regexpReplaceFields = declareFields<RegexpReplace>({
  subject: "node",
  pattern: "node",
  replacement: "node",
  flags: "fact",
  type: "type",
});
/** What a regular expression finds, replaced: `REGEXP_REPLACE(subject, pattern, replacement)`. */
export class RegexpReplace extends ExpressionNode {
  readonly kind = "regexpReplace";
  readonly fields: Fields = regexpReplaceFields;
  constructor(
    readonly subject: ExpressionNode,
    readonly pattern: ExpressionNode,
    readonly replacement: ExpressionNode,
    readonly flags: string | null,
    readonly type: SqlType<unknown>,
  ) {
    super();
  }
}
