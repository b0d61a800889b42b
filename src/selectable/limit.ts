import { ArgumentError } from "../errors/index.js";
import { boundValue, described, expressionOf } from "../expression/coerce.js";
import { integerType } from "../expression/common-types.js";
import type { ExpressionNode } from "../nodes/node.js";

/** The number in LIMIT or OFFSET. @throws ArgumentError for what is neither an expression nor a whole number that is not negative */
export function limitNode(value: unknown, what: string): ExpressionNode {
  const expression = expressionOf(value);
  if (expression) return expression;
  if (typeof value !== "number" || !Number.isSafeInteger(value) || value < 0)
    throw new ArgumentError(`${what} must be a whole number that is not negative, got ${described(value)}.`);
  return boundValue(value, "param", integerType);
}
