import { ArgumentError } from "../errors/index.js";
import { Binary } from "../nodes/expressions.js";
import type { ExpressionNode } from "../nodes/node.js";
import { operators } from "../nodes/operator.js";
import { RegexpReplace } from "../nodes/regular-expressions.js";
import { operand } from "./build.js";
import { described, nodeOf } from "./coerce.js";
import { booleanType, stringType } from "./common-types.js";
import { grouped } from "./grouping.js";

/** Flags become part of the text. */
function checkedFlags(flags: string | undefined): string | null {
  if (flags === undefined || /^[A-Za-z]+$/.test(flags)) return flags ?? null;
  throw new ArgumentError(`The flags of a regular expression are letters, got ${described(flags)}.`);
}

/** A pattern is text, whatever the left side is. */
function textOperand(left: ExpressionNode, operator: Binary["operator"], value: unknown): ExpressionNode {
  return operand(left, operator, value, nodeOf(value) ? undefined : stringType);
}

/** `left ~ pattern`. @throws ArgumentError for flags that are no letters */
export function regexpMatch(left: ExpressionNode, pattern: unknown, flags: string | undefined): Binary {
  const operator = operators.regexpMatch;
  return new Binary(grouped(left, operator), operator, textOperand(left, operator, pattern), booleanType, checkedFlags(flags));
}

/** What the pattern finds, replaced. @throws ArgumentError for flags that are no letters */
export function regexpReplace(left: ExpressionNode, pattern: unknown, replacement: unknown, flags: string | undefined): RegexpReplace {
  const [found, instead] = [pattern, replacement].map((value) => textOperand(left, operators.comma, value));
  if (!found || !instead) throw new ArgumentError("regexpReplace() takes a pattern and a replacement.");
  return new RegexpReplace(grouped(left, operators.comma), found, instead, checkedFlags(flags), left.type);
}

/** `left MATCH text`. */
export function textMatch(left: ExpressionNode, text: unknown, regconfig: string | null): Binary {
  const operator = operators.match;
  return new Binary(grouped(left, operator), operator, textOperand(left, operator, text), booleanType, regconfig);
}
