import { ArgumentError } from "../errors/index.js";
import { described, expressionOf } from "../expression/coerce.js";
import { integerType } from "../expression/common-types.js";
import { BindForm } from "../nodes/bind-form.js";
import { Bind } from "../nodes/expressions.js";
import type { ExpressionNode } from "../nodes/node.js";
import { LimitNode } from "../nodes/select.js";

/** What `fetch()` takes besides the number. */
export interface FetchOptions {
  /** The number is a percentage of all rows. */
  readonly percent?: boolean;
  /** Also the rows that ORDER BY takes for equal to the last. */
  readonly withTies?: boolean;
}

/** The form of every plain number of rows: it stands for itself. */
const numberOfRows = new BindForm(null, "param", integerType, undefined, true);

/** Whether it is a number of rows. */
export function isCount(value: unknown): value is number {
  return typeof value === "number" && Number.isSafeInteger(value) && value >= 0;
}

/** The number of rows in such a clause. @throws ArgumentError for what is neither an expression nor a whole number that is not negative */
export function countNode(value: unknown, what: string): ExpressionNode {
  const expression = expressionOf(value);
  if (expression) return expression;
  if (!isCount(value)) throw new ArgumentError(`${what} must be a whole number that is not negative, got ${described(value)}.`);
  return new Bind(numberOfRows, value);
}

/** At most that many rows; it takes the place of an earlier `fetch()`. @throws ArgumentError for what is no whole number */
export function limited(before: LimitNode | null, value: unknown): LimitNode {
  return new LimitNode(countNode(value, "limit"), before?.offset ?? null);
}

/** Without the first rows. @throws ArgumentError for what is no whole number */
export function skipping(before: LimitNode | null, value: unknown): LimitNode {
  const offset = countNode(value, "offset");
  return before === null ? new LimitNode(null, offset) : new LimitNode(before.limit, offset, before.fetch, before.percent, before.withTies);
}

/** FETCH FIRST; it takes the place of an earlier `limit()`. @throws ArgumentError for what is no whole number */
export function fetching(before: LimitNode | null, value: unknown, options: FetchOptions): LimitNode {
  return new LimitNode(null, before?.offset ?? null, countNode(value, "fetch"), options.percent ?? false, options.withTies ?? false);
}
