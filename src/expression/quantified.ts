import { ArgumentError } from "../errors/index.js";
import { Quantified as QuantifiedNode, type Quantifier } from "../nodes/quantified.js";
import { CompoundNode, SelectNode } from "../nodes/select.js";
import { ArrayType, type SqlType } from "../sqltypes/index.js";
import { described, expressionOf, nodeOf, scalarSubselect } from "./coerce.js";
import type { Expr, Subselect } from "./types.js";

/** `ANY (…)` or `ALL (…)`: it stands on the right side of a comparison, and nowhere else. */
export class Quantified<out T, out B, out F> implements Expr<T, B, F> {
  declare readonly $key: unknown;
  declare readonly $type: T;
  declare readonly $binds: B;
  declare readonly $from: F;
  constructor(readonly node: QuantifiedNode) {}
}

/** What `anyOf()` and `allOf()` take: a query of one column, or an array. */
export type Quantifiable<T, B, F> = Subselect<readonly [T], B> | Expr<readonly T[] | null, B, F>;

function elementType(type: SqlType<unknown>): SqlType<unknown> {
  return type instanceof ArrayType ? type.item : type;
}

function quantified<T, B, F>(quantifier: Quantifier, given: Quantifiable<T, B, F>): Quantified<T, B, F> {
  const query = nodeOf(given);
  const isQuery = query instanceof SelectNode || query instanceof CompoundNode;
  const element = isQuery ? scalarSubselect(query) : expressionOf(given);
  if (element === null)
    throw new ArgumentError(`${quantifier.toLowerCase()}Of() takes a query of one column or an array expression, got ${described(given)}.`);
  return new Quantified(new QuantifiedNode(quantifier, element, elementType(element.type)));
}

/** `x = ANY (SELECT …)`: true where it is for one of the values: `users.c.id.eq(anyOf(select(addresses.c.userId)))`. @since 0.1.0 */
export function anyOf<T, B, F = never>(given: Quantifiable<T, B, F>): Quantified<T, B, F> {
  return quantified("ANY", given);
}

/** `x >= ALL (SELECT …)`: true where it is for every value. @since 0.1.0 */
export function allOf<T, B, F = never>(given: Quantifiable<T, B, F>): Quantified<T, B, F> {
  return quantified("ALL", given);
}
