import { ArgumentError } from "../errors/index.js";
import { BindForm, bindFacts } from "../nodes/bind-form.js";
import { Bind, FunctionCall, LiteralColumn, Unary } from "../nodes/expressions.js";
import { operators } from "../nodes/operator.js";
import { WithinGroup } from "../nodes/windows.js";
import { ArrayType, FloatType, NumericType, type TypeLike } from "../sqltypes/index.js";
import { ColumnElement } from "./column-element.js";
import { integerType, nullType, stringType } from "./common-types.js";
import { call, Func } from "./function-call.js";
import type { AnyExpr, Expr } from "./types.js";
import { listed } from "./windows.js";

const averageType = new NumericType<"number">({ mode: "number" });
const floatType = new FloatType();

/** A function whose value is one of those that it sorts: its type is that of what it sorts by. */
export class OrderedSetFunc<out N extends string, out B, out F> extends Func<N, unknown, B, F> {
  /** `mode() WITHIN GROUP (ORDER BY x)`: of the type of x; NULL without rows. @throws ArgumentError without anything to sort by @since 0.1.0 */
  override withinGroup<E extends readonly AnyExpr[]>(
    ...order: E
  ): Func<N, (E extends readonly [infer H extends AnyExpr, ...unknown[]] ? H["$type"] : unknown) | null, B | E[number]["$binds"], F> {
    const nodes = listed(order);
    const first = nodes[0];
    if (!first) throw new ArgumentError("withinGroup() needs at least one expression to sort by.");
    return new Func(new WithinGroup(this.node, nodes, first.type));
  }
}

/** One for each row that a group makes: `GROUP BY ROLLUP(a, b)`. */
function groups<A extends readonly AnyExpr[]>(name: string, elements: A): ColumnElement<unknown, A[number]["$binds"]> {
  if (elements.length === 0) throw new ArgumentError(`${name}() needs at least one expression.`);
  return new ColumnElement(call(name, elements, nullType));
}

/** Functions of many rows, and what stands in GROUP BY. */
export const aggregates = {
  /** `count(*)`, or `count(x)`. A number on every driver. */
  count<B = never>(expression?: Expr<unknown, B, unknown>): Func<"count", number, B> {
    return new Func(call("count", [expression ?? new ColumnElement(new LiteralColumn("*", nullType))], integerType));
  },
  /** `count(DISTINCT x)`. */
  countDistinct<B = never>(expression: Expr<unknown, B, unknown>): Func<"count", number, B> {
    return new Func(call("count", [new ColumnElement(new Unary(operators.distinct, expression.node, expression.node.type))], integerType));
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
  /** `avg(x)`: a number, of exact decimals an exact decimal, or of the type that is given; NULL without rows. */
  avg<T, B, R = NonNullable<T> extends string ? string : number>(
    expression: Expr<T, B, unknown>,
    as?: TypeLike<R>,
  ): Func<"avg", R | null, B> {
    const { type } = expression.node;
    const keeps = type.kind === "numeric" || type.kind === "float" || type.kind === "double";
    return new Func(call("avg", [expression], as?.sqlType ?? (keeps ? type : averageType)));
  },
  /** `array_agg(x)`: an array of all values; NULL without rows. */
  arrayAgg<T, B>(expression: Expr<T, B, unknown>): Func<"array_agg", T[] | null, B> {
    return new Func(call("array_agg", [expression], new ArrayType(expression.node.type)));
  },
  /** All strings put together with a separator: `string_agg(x, ', ')`, `group_concat(x SEPARATOR ', ')`; NULL without rows. */
  aggregateStrings<T extends string | null, B>(
    expression: Expr<T, B, unknown>,
    separator: string,
  ): Func<"aggregate_strings", string | null, B> {
    if (typeof separator !== "string") throw new ArgumentError("aggregateStrings() takes a string as its separator.");
    const name = "aggregate_strings";
    const literal = new Bind(new BindForm(null, name, stringType, bindFacts({ literalExecute: true })), separator);
    return new Func(new FunctionCall(name, [expression.node, literal], stringType));
  },
  /** `percentile_cont(fraction)`, for `withinGroup()`: between two values if need be. */
  percentileCont(fraction: number): Func<"percentile_cont", number | null> {
    return new Func(call("percentile_cont", [fraction], floatType));
  },
  /** `percentile_disc(fraction)`, for `withinGroup()`: one of the values. */
  percentileDisc(fraction: number): OrderedSetFunc<"percentile_disc", never, never> {
    return new OrderedSetFunc(call("percentile_disc", [fraction], nullType));
  },
  /** `mode()`, for `withinGroup()`: the value that comes most often. */
  mode(): OrderedSetFunc<"mode", never, never> {
    return new OrderedSetFunc(call("mode", [], nullType));
  },
  /** `GROUPING SETS(a, b)`, in GROUP BY; several columns at once are a `tuple()`. */
  groupingSets<A extends readonly AnyExpr[]>(...sets: A): ColumnElement<unknown, A[number]["$binds"]> {
    return groups("grouping_sets", sets);
  },
  /** `ROLLUP(a, b)`, in GROUP BY: the groups by a and b, by a, and all. */
  rollup<A extends readonly AnyExpr[]>(...columns: A): ColumnElement<unknown, A[number]["$binds"]> {
    return groups("rollup", columns);
  },
  /** `CUBE(a, b)`, in GROUP BY: the groups by every choice of them. */
  cube<A extends readonly AnyExpr[]>(...columns: A): ColumnElement<unknown, A[number]["$binds"]> {
    return groups("cube", columns);
  },
  /** `grouping(a)`: 1 in a row that is about all values of a. */
  grouping<A extends readonly AnyExpr[]>(...columns: A): Func<"grouping", number, A[number]["$binds"]> {
    return new Func(call("grouping", columns, integerType));
  },
} as const;
