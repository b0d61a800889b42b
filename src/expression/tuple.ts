import { tupleOf } from "./build.js";
import { ColumnElement } from "./column-element.js";
import type { AnyExpr } from "./types.js";

type Types<A extends readonly AnyExpr[]> = { readonly [I in keyof A]: A[I]["$type"] };

/**
 * `(a, b)`: compares as one, and stands before IN: `tuple(t.c.a, t.c.b).in([[1, 2], [3, 4]])`.
 * @since 0.1.0
 */
export function tuple<const A extends readonly AnyExpr[]>(
  ...elements: A
): ColumnElement<Types<A>, A[number]["$binds"], A[number]["$from"]> {
  return new ColumnElement(tupleOf(elements));
}
