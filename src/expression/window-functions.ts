import { FloatType } from "../sqltypes/index.js";
import { integerType } from "./common-types.js";
import { call, Func } from "./function-call.js";
import type { Expr } from "./types.js";

const floatType = new FloatType();

/** Functions for `over()`: a row's place among others, and values of other rows. */
export const windowFunctions = {
  /** `row_number()`, for `over()`. */
  rowNumber(): Func<"row_number", number> {
    return new Func(call("row_number", [], integerType));
  },
  /** `rank()`: equals share a rank, and the next one is as far on as there are equals. */
  rank(): Func<"rank", number> {
    return new Func(call("rank", [], integerType));
  },
  /** `dense_rank()`: equals share a rank, and the next one follows. */
  denseRank(): Func<"dense_rank", number> {
    return new Func(call("dense_rank", [], integerType));
  },
  /** `percent_rank()`: from 0 to 1. */
  percentRank(): Func<"percent_rank", number> {
    return new Func(call("percent_rank", [], floatType));
  },
  /** `cume_dist()`: the share of the rows that are not behind this one. */
  cumeDist(): Func<"cume_dist", number> {
    return new Func(call("cume_dist", [], floatType));
  },
  /** `ntile(n)`: which of n parts of equal size. */
  ntile(parts: number): Func<"ntile", number> {
    return new Func(call("ntile", [parts], integerType));
  },
  /** `lag(x, n)`: the value n rows before, by default one; NULL where there is none. */
  lag<T, B, F>(expression: Expr<T, B, F>, rows?: number): Func<"lag", T | null, B, F> {
    return new Func(call("lag", rows === undefined ? [expression] : [expression, rows], null));
  },
  /** `lead(x, n)`: the value n rows behind, by default one; NULL where there is none. */
  lead<T, B, F>(expression: Expr<T, B, F>, rows?: number): Func<"lead", T | null, B, F> {
    return new Func(call("lead", rows === undefined ? [expression] : [expression, rows], null));
  },
  /** `first_value(x)`: of the frame; NULL where the frame is empty. */
  firstValue<T, B, F>(expression: Expr<T, B, F>): Func<"first_value", T | null, B, F> {
    return new Func(call("first_value", [expression], null));
  },
  /** `last_value(x)`: of the frame; NULL where the frame is empty. */
  lastValue<T, B, F>(expression: Expr<T, B, F>): Func<"last_value", T | null, B, F> {
    return new Func(call("last_value", [expression], null));
  },
  /** `nth_value(x, n)`: of the frame; NULL where the frame has fewer rows. */
  nthValue<T, B, F>(expression: Expr<T, B, F>, n: number): Func<"nth_value", T | null, B, F> {
    return new Func(call("nth_value", [expression, n], null));
  },
} as const;
