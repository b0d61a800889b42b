import type { AnyExpr, Auto, Expr, FromClause } from "../expression/index.js";

/** Says nothing of binds and FROM on purpose: as a contextual type it would have TypeScript infer `unknown` for them in `x.concat("y")`. */
export interface Selected {
  readonly $type: unknown;
}
/** `select({ key: expression or table })`. */
export type Shape = { readonly [key: string]: Selected };
/** What `select()` and `returning()` take. */
export type Selection = readonly (Selected | Shape)[];

type AnyFrom = FromClause<unknown, unknown, unknown, unknown>;
type Fresh<K extends string, Acc> = K extends keyof Acc ? Next<K, Acc, [1]> : K;
type Next<K extends string, Acc, I extends 1[]> = `${K}_${I["length"]}` extends keyof Acc ? Next<K, Acc, [...I, 1]> : `${K}_${I["length"]}`;
type Entry<H, Acc> =
  H extends Expr<unknown, unknown, unknown>
    ? { [K in H["$key"] extends string ? Fresh<H["$key"], Acc> : Next<H["$key"] extends Auto<infer A> ? A : "anon", Acc, [1]>]: H }
    : H extends AnyFrom
      ? { [K in keyof H["c"] & string as Fresh<K, Acc>]: H["c"][K] }
      : H;
// biome-ignore lint/complexity/noBannedTypes: the empty object is where the accumulation starts
type Named<A, Acc = {}> = A extends readonly [infer H, ...infer R] ? Named<R, Acc & Entry<H, Acc>> : Acc;
type Value<E, N> = E extends { $type: unknown; $from: unknown }
  ? [E["$from"] & N] extends [never]
    ? E["$type"]
    : E["$type"] | null
  : never;
type Values<S, N> = { -readonly [K in keyof S]: Value<S[K], N> } & {};

/** The row of a selection as an object; N names what an outer join may leave out. */
export type Row<A, N = never> = A extends readonly [AnyFrom] ? WholeRow<A[0], N> : Values<Named<A>, N>;
/** A table by itself: its row is known. */
type WholeRow<T extends AnyFrom, N> = [T["$from"] & N] extends [never] ? T["$type"] : { [K in keyof T["$type"]]: T["$type"][K] | null };
/** The row of a selection as a tuple. */
export type Tuple<A, N = never> = A extends readonly AnyExpr[] ? { readonly [I in keyof A]: Value<A[I], N> } : readonly unknown[];
/** The binds inside a selection. */
export type BindsOf<A extends Selection> = A[number] extends infer E
  ? E extends { $binds: infer B }
    ? B
    : E[keyof E] extends { $binds: infer B }
      ? B
      : never
  : never;
