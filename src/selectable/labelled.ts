import type { AnyExpr, Expr, FromClause } from "../expression/index.js";
import type { LabelStyle } from "../nodes/select.js";
import type { Column } from "./column.js";
import type { Selection } from "./rows.js";

/** An expression under another key. */
interface Renamed<K, T, B, F> extends Expr<T, B, F> {
  readonly $key: K;
}

type Prefixed<E, N extends string> = { -readonly [K in keyof E & string as `${N}_${K}`]: E[K] };
type WithTable<E> =
  E extends Column<infer T, infer K, infer N, infer B>
    ? Renamed<`${N}_${K}`, T, B, N>
    : E extends AnyExpr
      ? E
      : E extends FromClause<infer C, infer Ty, infer N extends string, infer B>
        ? FromClause<Prefixed<C, N>, Prefixed<Ty, N>, N, B>
        : E;

/** A selection whose columns are labelled in that style. */
export type Labelled<A extends Selection, S extends LabelStyle> = S extends "tableName" ? { readonly [I in keyof A]: WithTable<A[I]> } : A;
