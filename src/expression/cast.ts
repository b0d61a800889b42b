import { Bind, Cast, Extract as ExtractNode, TypeCoerce } from "../nodes/expressions.js";
import type { ExpressionNode } from "../nodes/node.js";
import { CastOperandType, givenType, type SqlType, type TypeLike } from "../sqltypes/index.js";
import { boundValue, expressionOf } from "./coerce.js";
import { ColumnElement } from "./column-element.js";
import { integerType } from "./common-types.js";
import type { AnyExpr, BindsIn, Expr } from "./types.js";

/** A cast keeps the name of what it casts, and its NULLs. */
export class CastElement<out K, out T, out B, out F> extends ColumnElement<T, B, F> {
  declare readonly $key: K;
}

type KeyOf<E> = E extends { readonly $key: infer K } ? K : unknown;
type TypeAfter<E, T> = E extends AnyExpr ? T | Extract<E["$type"], null> : T;
type FromOf<E> = E extends AnyExpr ? E["$from"] : never;

function castOperand(value: unknown, type: SqlType<unknown>): ExpressionNode {
  return expressionOf(value) ?? boundValue(value, "param", new CastOperandType(type));
}

/**
 * `CAST(value AS type)`; the result has that type in TypeScript too. A plain value that is none of the type, such as the text
 * `"12"` for an integer, is sent as it is: the database turns it into one.
 * @since 0.1.0
 */
export function cast<T, const E>(value: E, type: TypeLike<T>): CastElement<KeyOf<E>, TypeAfter<E, T>, BindsIn<E>, FromOf<E>> {
  const target = givenType(type, "cast()");
  return new CastElement(new Cast(castOperand(value, target), target));
}

/** `TRY_CAST(value AS type)`: NULL where the value is none of that type. @since 0.1.0 */
export function tryCast<T, const E>(value: E, type: TypeLike<T>): CastElement<KeyOf<E>, T | null, BindsIn<E>, FromOf<E>> {
  const target = givenType(type, "tryCast()");
  return new CastElement(new Cast(castOperand(value, target), target, true));
}

/** Another type for values bound and read, without CAST in the text. @since 0.1.0 */
export function typeCoerce<T, const E>(value: E, type: TypeLike<T>): CastElement<KeyOf<E>, TypeAfter<E, T>, BindsIn<E>, FromOf<E>> {
  const target = givenType(type, "typeCoerce()");
  const element = expressionOf(value) ?? boundValue(value, "param", target);
  const retyped = element instanceof Bind ? new Bind(element.form.with({ type: target }), element.value) : element;
  return new CastElement(new TypeCoerce(retyped, target));
}

/** `EXTRACT(field FROM value)`: extract("year", t.c.createdAt). @since 0.1.0 */
export function extract<T, B, F>(field: string, value: Expr<T, B, F>): ColumnElement<number | Extract<T, null>, B, F> {
  return new ColumnElement(new ExtractNode(field, value.node, integerType));
}
