import { ArgumentError } from "../errors/index.js";
import { Filtered, FunctionCall, Over } from "../nodes/expressions.js";
import { operators } from "../nodes/operator.js";
import { WithinGroup } from "../nodes/windows.js";
import type { SqlType } from "../sqltypes/index.js";
import { criterionNode, valueNode } from "./coerce.js";
import { ColumnElement } from "./column-element.js";
import { nullType } from "./common-types.js";
import { grouped, joined } from "./grouping.js";
import type { AnyExpr, Auto, Criterion } from "./types.js";
import { type BindsOfWindow, frameOf, listed, type Window } from "./windows.js";

/** A function's call. */
export class Func<out N extends string, out T, out B = never, out F = never> extends ColumnElement<T, B, F> {
  declare readonly $key: Auto<N>;

  /** Only the rows for which the criteria hold: `count(*) FILTER (WHERE …)`. @since 0.1.0 */
  filter<E extends readonly Criterion[]>(...criteria: E): Func<N, T, B | E[number]["$binds"], F> {
    const criterion = joined(operators.and, criteria.map(criterionNode));
    if (criterion === null) throw new ArgumentError("filter() needs at least one criterion.");
    return new Func(new Filtered(this.node, grouped(criterion, operators.asBoolean), this.node.type));
  }

  /** Each value once: `sum(DISTINCT x)`. @throws ArgumentError behind `filter()` and the like @since 0.1.0 */
  distinct(): Func<N, T, B, F> {
    const { name, args, type, path, orderBy } = this.#call("distinct");
    return new Func(new FunctionCall(name, args, type, path, true, orderBy));
  }

  /** The values in an order: `array_agg(x ORDER BY y)`. @throws ArgumentError without anything to sort by, and behind `filter()` and the like @since 0.1.0 */
  aggregateOrderBy<E extends readonly AnyExpr[]>(...order: E): Func<N, T, B | E[number]["$binds"], F> {
    if (order.length === 0) throw new ArgumentError("aggregateOrderBy() needs at least one expression to sort by.");
    const { name, args, type, path, distinct, orderBy } = this.#call("aggregateOrderBy");
    return new Func(new FunctionCall(name, args, type, path, distinct, [...orderBy, ...listed(order)]));
  }

  #call(method: string): FunctionCall {
    if (this.node instanceof FunctionCall) return this.node;
    throw new ArgumentError(
      `${method}() is about what stands inside of the function's parentheses: call it before filter(), over() and withinGroup().`,
    );
  }

  /** As a window function: `row_number() OVER (PARTITION BY … ORDER BY …)`. @throws ArgumentError for what is no frame @since 0.1.0 */
  over<const W extends Window = Record<never, never>>(window?: W): Func<N, T, B | BindsOfWindow<W>, F> {
    const { partitionBy, orderBy } = window ?? {};
    return new Func(new Over(this.node, listed(partitionBy), listed(orderBy), frameOf(window ?? {}), this.node.type));
  }

  /** Over the rows of the group in an order: `percentile_cont(0.5) WITHIN GROUP (ORDER BY …)`. @since 0.1.0 */
  withinGroup<E extends readonly AnyExpr[]>(...order: E): Func<N, T, B | E[number]["$binds"], F> {
    if (order.length === 0) throw new ArgumentError("withinGroup() needs at least one expression to sort by.");
    return new Func(new WithinGroup(this.node, listed(order), this.node.type));
  }
}

/** The call's node; plain arguments are bound under its name. Without a type it has that of its first argument. */
export function call(name: string, args: readonly unknown[], type: SqlType<unknown> | null, path: readonly string[] = []): FunctionCall {
  const given = args.map((arg) => grouped(valueNode(arg, name), operators.comma));
  return new FunctionCall(name, given, type ?? given[0]?.type ?? nullType, path);
}
