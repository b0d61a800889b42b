import { ArgumentError } from "../errors/index.js";
import { operators } from "../nodes/operator.js";
import { criterionNode } from "./coerce.js";
import { ColumnElement } from "./column-element.js";
import { joined, negated } from "./grouping.js";
import type { Criterion, Expr } from "./types.js";

function conjunction<E extends readonly Criterion[]>(
  operator: typeof operators.and | typeof operators.or,
  criteria: E,
): ColumnElement<E[number]["$type"], E[number]["$binds"], E[number]["$from"]> {
  const node = joined(operator, criteria.map(criterionNode));
  if (node === null)
    throw new ArgumentError(
      `${operator.name}() needs at least one criterion: give ${operator === operators.and ? "sql.true" : "sql.false"} where there may be none.`,
    );
  return new ColumnElement(node);
}

/**
 * All of the criteria: `a AND b`.
 * @throws ArgumentError without criteria, and for null or undefined among them
 * @since 0.1.0
 */
export function and<E extends readonly Criterion[]>(
  ...criteria: E
): ColumnElement<E[number]["$type"], E[number]["$binds"], E[number]["$from"]> {
  return conjunction(operators.and, criteria);
}

/** Any of the criteria: `a OR b`. @throws ArgumentError as `and` does. @since 0.1.0 */
export function or<E extends readonly Criterion[]>(
  ...criteria: E
): ColumnElement<E[number]["$type"], E[number]["$binds"], E[number]["$from"]> {
  return conjunction(operators.or, criteria);
}

/** The opposite: `a != b` for `a = b`, `NOT …` where no operator says it. @since 0.1.0 */
export function not<T extends boolean | null, B, F>(criterion: Expr<T, B, F>): ColumnElement<T, B, F> {
  return new ColumnElement(negated(criterionNode(criterion)));
}
