// What `values()` may be given, as types: rows by key, by position, or by column; and what follows from each.
import type { AnyExpr, Assignable, BindsIn } from "../expression/index.js";
import type { Defs, FullRow, Settable, UnknownColumn, Written } from "../schema/index.js";
import type { Column } from "../selectable/index.js";

/** What can stand first in a row by position: it tells such a row from a list of rows. */
type Primitive = string | number | bigint | boolean | null | undefined;
type Cell = Primitive | Date | Uint8Array | AnyExpr;
type ByPosition = readonly Cell[] | readonly [Cell, ...unknown[]];
type ByColumn = ReadonlyMap<AnyExpr | string, unknown>;

/** A row by key or by column, a row by position, or a list of rows; what a list must be is asked by KnownColumns. */
export type Given<D extends Defs> = Settable<D> | readonly (Settable<D> | object | Primitive)[] | ByColumn;

/**
 * What is asked of V besides: that the keys of its rows are columns, and that each row of a list by key has all that is
 * required. One mapped type for objects and lists, and nothing for V's constraint: as the type that is expected of an
 * argument it is looked into for every call.
 */
export type KnownColumns<V, D extends Defs> = [Given<D>] extends [V]
  ? unknown
  : {
      readonly [K in keyof V]: K extends keyof D
        ? unknown
        : V extends Unchecked
          ? unknown
          : V extends readonly unknown[]
            ? CompleteRow<V[K], D>
            : UnknownColumn<K>;
    };
type Unchecked = ByPosition | ByColumn | readonly (ByColumn | readonly unknown[])[];
type CompleteRow<R, D extends Defs> = FullRow<D> & { readonly [K in Exclude<keyof R, keyof D>]: UnknownColumn<K> };

/** The keys that V gives; by position and by column it is not known which, and none is asked for again. */
export type KeysGiven<V, D extends Defs> = V extends readonly unknown[] | ByColumn
  ? keyof D
  : { [K in keyof V]-?: undefined extends V[K] ? never : K }[keyof V];

type BindsInRow<R> = R extends readonly (infer E)[]
  ? BindsIn<E>
  : R extends ReadonlyMap<unknown, infer E>
    ? BindsIn<E>
    : R extends Cell
      ? BindsIn<R>
      : BindsIn<R[keyof R]>;
/** The binds inside V. */
export type BindsGiven<V> = [V] extends [readonly unknown[]]
  ? BindsInRow<V[number]>
  : [V] extends [ReadonlyMap<unknown, infer E>]
    ? BindsIn<E>
    : BindsIn<V[keyof V]>;

/** A pair of a column and a value, as `orderedValues()` takes them. */
export type AnyPair<D extends Defs, Tb extends string> = readonly [Written<D> | Column<unknown, string, Tb>, unknown];
type KeyOfPair<K> = K extends { readonly $key: infer Key } ? Key : K;
/** What a column of a join may be set to. */
type ValueOf<K> = K extends Column<infer T, string, string> ? Assignable<T> : UnknownColumn<KeyOfPair<K>>;
/** What is asked of the pairs besides: that each value fits its column. */
export type FittingPairs<E, D extends Defs> = {
  readonly [I in keyof E]: E[I] extends readonly [infer K, unknown]
    ? KeyOfPair<K> extends keyof D
      ? readonly [K, D[KeyOfPair<K>]["$set"]]
      : K extends string
        ? UnknownColumn<K>
        : readonly [K, ValueOf<K>]
    : never;
};

/** A function has a `name`, and would pass for a row of a table with such a column. */
interface NotAFunction {
  readonly [Symbol.hasInstance]?: never;
}
/** A row, or a function that makes it of the columns C. */
export type RowOrFunction<V, D extends Defs, C> = (V & KnownColumns<V, D> & NotAFunction) | ((columns: C) => V & KnownColumns<V, D>);
