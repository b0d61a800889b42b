import type { FunctionCall } from "../nodes/expressions.js";

/** What stands in a function's parentheses. */
export interface FunctionParts {
  readonly args: readonly string[];
  /** With a blank behind it; empty where it is not there. */
  readonly distinct: string;
  /** ORDER BY with a blank before it; empty where there is none. */
  readonly orderBy: string;
}

/** A function whose text is not `name(args)`. */
export type FunctionWriter = (call: FunctionCall, args: string, parts: FunctionParts) => string;

/** The functions that SQL writes without parentheses where they have no arguments. */
const withoutParentheses: Readonly<Record<string, FunctionWriter>> = Object.fromEntries(
  [
    ...["CURRENT_DATE", "CURRENT_TIME", "CURRENT_TIMESTAMP", "CURRENT_USER", "LOCALTIME", "LOCALTIMESTAMP", "SESSION_USER", "USER"],
    "sysdate",
  ].map((word) => [word.toLowerCase(), (_call: FunctionCall, args: string) => (args === "" ? word : `${word}(${args})`)]),
);

/** The functions that the SQL standard writes in a way of their own. */
export const standardFunctions: Readonly<Record<string, FunctionWriter>> = {
  ...withoutParentheses,
  grouping_sets: (_call, args) => `GROUPING SETS(${args})`,
  rollup: (_call, args) => `ROLLUP(${args})`,
  cube: (_call, args) => `CUBE(${args})`,
  aggregate_strings: (_call, args, { distinct, orderBy }) => `string_agg(${distinct}${args}${orderBy})`,
};
