import { LiteralColumn, Unary } from "../nodes/expressions.js";
import { operators } from "../nodes/operator.js";
import { ColumnElement } from "./column-element.js";
import { integerType, nullType, stringType, timestampType } from "./common-types.js";
import { call, Func } from "./function-call.js";
import { type CommonFunction, type OtherFunction, otherFunction } from "./other-functions.js";
import type { AnyExpr, Expr, Operand } from "./types.js";

type Kept<T> = T extends string ? string : T extends number ? number : T extends bigint ? bigint : T extends boolean ? boolean : T;

/** The functions that are the same everywhere, typed. */
const known = {
  /** `count(*)`, or `count(x)`. A number on every driver. */
  count<B = never>(expression?: Expr<unknown, B, unknown>): Func<"count", number, B> {
    return new Func(call("count", [expression ?? new ColumnElement(new LiteralColumn("*", nullType))], integerType));
  },
  /** `count(DISTINCT x)`. */
  countDistinct<B = never>(expression: Expr<unknown, B, unknown>): Func<"count", number, B> {
    return new Func(call("count", [new ColumnElement(new Unary(operators.distinct, expression.node, expression.node.type))], integerType));
  },
  /** `lower(x)`. */
  lower<T extends string | null, B = never, F = never>(text: Operand<T, B, F>): Func<"lower", Kept<T>, B, F> {
    return new Func(call("lower", [text], stringType));
  },
  /** `upper(x)`. */
  upper<T extends string | null, B = never, F = never>(text: Operand<T, B, F>): Func<"upper", Kept<T>, B, F> {
    return new Func(call("upper", [text], stringType));
  },
  /** `trim(x)`. */
  trim<T extends string | null, B = never, F = never>(text: Operand<T, B, F>): Func<"trim", Kept<T>, B, F> {
    return new Func(call("trim", [text], stringType));
  },
  /** `length(x)`: characters. */
  length<T extends string | null, B = never, F = never>(text: Operand<T, B, F>): Func<"length", number | Extract<T, null>, B, F> {
    return new Func(call("length", [text], integerType));
  },
  /** `abs(x)`. */
  abs<T, B = never, F = never>(value: Operand<T, B, F>): Func<"abs", Kept<T>, B, F> {
    return new Func(call("abs", [value], null));
  },
  /** `max(x)`: NULL without rows. */
  max<T, B>(expression: Expr<T, B, unknown>): Func<"max", T | null, B> {
    return new Func(call("max", [expression], null));
  },
  /** `min(x)`: NULL without rows. */
  min<T, B>(expression: Expr<T, B, unknown>): Func<"min", T | null, B> {
    return new Func(call("min", [expression], null));
  },
  /** `sum(x)`: NULL without rows. */
  sum<T, B>(expression: Expr<T, B, unknown>): Func<"sum", T | null, B> {
    return new Func(call("sum", [expression], null));
  },
  /** `coalesce(x, y)`: the first that is not NULL; the last decides whether there is always one. */
  coalesce<T, B, F, U, B2 = never, F2 = never, M extends AnyExpr = never>(
    expression: Expr<T, B, F>,
    ...others: readonly [...between: M[], last: Operand<U, B2, F2>]
  ): Func<"coalesce", NonNullable<T> | NonNullable<M["$type"]> | Kept<U>, B | B2 | M["$binds"], F2> {
    return new Func(call("coalesce", [expression, ...others], expression.node.type));
  },
  /** The time on the server: `CURRENT_TIMESTAMP`. */
  now(): Func<"now", Date> {
    return new Func(call("now", [], timestampType));
  },
  /** `row_number()`, for `over()`. */
  rowNumber(): Func<"row_number", number> {
    return new Func(call("row_number", [], integerType));
  },
} as const;

/**
 * SQL functions by name: `func.lower(users.c.name)`, `func.count()`. Those that every database has are typed; any
 * other takes its type last: `func.soundex(users.c.name, text())`.
 * @since 0.1.0
 */
// the marked place: a Proxy's members can't be seen by the compiler
export const func = new Proxy(known, {
  get: (target, name) =>
    typeof name === "symbol" ? undefined : Object.hasOwn(target, name) ? Reflect.get(target, name) : otherFunction(name),
}) as typeof known & { readonly [N in CommonFunction]: OtherFunction<N> } & { readonly [name: string]: OtherFunction };
