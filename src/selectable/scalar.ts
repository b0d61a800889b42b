import { scalarSubselect } from "../expression/coerce.js";
import { ColumnElement } from "../expression/index.js";
import type { QueryNode } from "../nodes/select.js";

/** A query as a value: T its row as a tuple, of one column; NULL without rows. */
export type ScalarSubquery<T, B> = T extends readonly [infer V] ? ColumnElement<V | null, B> : never;

/** The query in parentheses. @throws ArgumentError for several columns */
export function scalarSubquery<T, B>(query: QueryNode): ScalarSubquery<T, B> {
  // the marked place: the result type asks how many columns there are, which the compiler can't see
  return new ColumnElement(scalarSubselect(query)) as ScalarSubquery<T, B>;
}
