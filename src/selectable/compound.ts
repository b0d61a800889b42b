import { ArgumentError } from "../errors/index.js";
import type { AnyExpr, Expr, Operand, ParamsOf, Subselect } from "../expression/index.js";
import type { ClauseCall } from "../nodes/clause-call.js";
import { SubqueryNode } from "../nodes/froms.js";
import { shownColumns } from "../nodes/labels.js";
import type { ExpressionNode } from "../nodes/node.js";
import { CompoundNode, type QueryNode, type SetOperator } from "../nodes/select.js";
import { emptyStatement } from "../nodes/statement.js";
import { type Cte, type CteSettings, cteOf } from "./cte.js";
import { queryNode, SubColumns } from "./from.js";
import { type FetchOptions, fetching, limited, skipping } from "./limit.js";
import type { Row, Selection, Tuple } from "./rows.js";
import { type ScalarSubquery, scalarSubquery } from "./scalar.js";
import type { Select } from "./select.js";
import { type BindsOfKeys, type SortKey, sortNodes } from "./sort-keys.js";
import { type Rows, type Statement, StatementBase } from "./statement.js";

/** The columns that a query gives: those of a compound are its first SELECT's. */
export function columnsOfQuery(query: QueryNode): readonly ExpressionNode[] {
  if (query instanceof CompoundNode) return query.selects[0] ? columnsOfQuery(query.selects[0]) : [];
  return query.columns;
}

/** SELECTs put together: R the row, T the same as a tuple, B the named binds. */
export class CompoundSelect<out R, out T, out B>
  extends StatementBase<CompoundNode>
  implements Statement<Rows<R, T>, ParamsOf<B>>, Subselect<T, B>
{
  declare readonly $result: Rows<R, T>;
  declare readonly $params: (params: ParamsOf<B>) => void;
  declare readonly $tuple: T;
  declare readonly $binds: B;

  constructor(readonly built: CompoundNode | ClauseCall<CompoundNode>) {
    super();
  }

  /** `ORDER BY …` of the whole; a string is the key of a selected column. @since 0.1.0 */
  orderBy<const E extends readonly SortKey[]>(...keys: E): CompoundSelect<R, T, B | BindsOfKeys<E>> {
    return this.next("orderBy", [...this.node.orderBy, ...sortNodes(keys, columnsOfQuery(this.node))]);
  }

  /** At most n rows of the whole. @throws ArgumentError for what is no whole number @since 0.1.0 */
  limit<B2 = never>(n: Operand<number, B2>): CompoundSelect<R, T, B | B2> {
    return this.next("limit", limited(this.node.limit, n));
  }

  /** Without the first n rows. @throws ArgumentError for what is no whole number @since 0.1.0 */
  offset<B2 = never>(n: Operand<number, B2>): CompoundSelect<R, T, B | B2> {
    return this.next("limit", skipping(this.node.limit, n));
  }

  /** `FETCH FIRST n ROWS ONLY`, instead of `limit()`. @throws ArgumentError for what is no whole number @since 0.1.0 */
  fetch<B2 = never>(n: Operand<number, B2>, options: FetchOptions = {}): CompoundSelect<R, T, B | B2> {
    return this.next("limit", fetching(this.node.limit, n, options));
  }

  /** As a FROM element. @since 0.1.0 */
  subquery<S extends string = "anon_1">(name?: S): SubColumns<R, S, B> {
    return new SubColumns(new SubqueryNode(this.node, name ?? null, shownColumns(columnsOfQuery(this.node))));
  }

  /** As a CTE. @since 0.1.0 */
  cte<S extends string = "anon_1">(name?: S, options?: CteSettings): Cte<R, S, B> {
    return cteOf(this.node, shownColumns(columnsOfQuery(this.node)), name, options);
  }

  /** As a value: its one column. @since 0.1.0 */
  scalarSubquery(): ScalarSubquery<T, B> {
    return scalarSubquery(this.node);
  }
}

/** Puts queries together; they must have equally many columns. */
export function compound<R, T, B>(operator: SetOperator, queries: readonly { readonly node: unknown }[]): CompoundSelect<R, T, B> {
  const selects = queries.map((query) => queryNode(query));
  const counts = selects.map((query) => columnsOfQuery(query).length);
  const odd = counts.findIndex((count) => count !== counts[0]);
  if (odd > 0)
    throw new ArgumentError(
      `All selectables passed to CompoundSelect must have identical numbers of columns; select #1 has ${counts[0]} columns, select #${odd + 1} has ${counts[odd]}`,
    );
  return new CompoundSelect(new CompoundNode({ ...emptyStatement, operator, selects, orderBy: [], limit: null }));
}

type First<Q> = Q extends { readonly $tuple: infer T } ? T : never;
/** The same columns, any of which may be null. */
export type OrNull<T> = { readonly [I in keyof T]: T[I] | null };
type Queries = readonly Subselect<unknown, unknown>[];
/** null, where one of the other queries may have it in that column. */
type NullAt<Q extends Queries, I> = Q[number]["$tuple"] extends infer T
  ? T extends unknown
    ? I extends keyof T
      ? Extract<T[I], null>
      : never
    : never
  : never;
/** An expression that another query may make null. */
type WithNull<E, Null> = [Null] extends [never]
  ? E
  : E extends AnyExpr
    ? Nullable<E["$key"], E["$type"] | null, E["$binds"], E["$from"]>
    : E;
interface Nullable<K, T, B, F> extends Expr<T, B, F> {
  readonly $key: K;
}
/** The selection of the first query, null where it or another one may be. */
export type Unioned<A extends Selection, Q extends Queries> = A extends readonly AnyExpr[]
  ? { readonly [I in keyof A]: WithNull<A[I], NullAt<Q, I>> }
  : A;
/** The same for a compound, whose row does not say which key stands where. */
type UnionedTuple<T, Q extends Queries> = { readonly [I in keyof T]: T[I] | NullAt<Q, I> };
type UnionedRow<R, T, Q extends Queries> = UnionedTuple<T, Q> extends T ? R : { [K in keyof R]: R[K] | null };
type UnionOf<S, Q extends Queries> =
  S extends Select<infer A, infer N, infer B>
    ? CompoundSelect<Row<Unioned<A, Q>, N>, Tuple<Unioned<A, Q>, N>, B | Q[number]["$binds"]>
    : S extends Statement<Rows<infer R, infer T>, never> & Subselect<unknown, infer B>
      ? CompoundSelect<UnionedRow<R, T, Q>, UnionedTuple<T, Q>, B | Q[number]["$binds"]>
      : never;
type Compounded<S, Q extends Queries> = S extends Statement<Rows<infer R, infer T>, never> & Subselect<unknown, infer B>
  ? CompoundSelect<R, T, B | Q[number]["$binds"]>
  : never;
type AnyQuery = Statement<Rows<unknown, unknown>, never> & Subselect<unknown, unknown>;

/** Puts all rows together: those of the others must fit the first's types, and may be null where it is not. */
type Union = <S extends AnyQuery, Q extends readonly Subselect<OrNull<First<S>>, unknown>[]>(first: S, ...rest: Q) => UnionOf<S, Q>;
/** Picks rows of the first: the others only decide which. */
type Choice = <S extends AnyQuery, Q extends readonly Subselect<OrNull<First<S>>, unknown>[]>(first: S, ...rest: Q) => Compounded<S, Q>;

function setFunction(operator: SetOperator): Union & Choice {
  // the marked place: R, T and B are read from the first query's type, which generic inference can't do by itself
  return ((first: AnyQuery, ...rest: readonly AnyQuery[]) => compound(operator, [first, ...rest])) as Union & Choice;
}

/** `first UNION second …`: rows of all, without repeats. @throws ArgumentError for unequal numbers of columns @since 0.1.0 */
export const union: Union = setFunction("UNION");
/** `first UNION ALL second …`. @since 0.1.0 */
export const unionAll: Union = setFunction("UNION ALL");
/** `first EXCEPT second …`. @since 0.1.0 */
export const except: Choice = setFunction("EXCEPT");
/** `first EXCEPT ALL second …`. @since 0.1.0 */
export const exceptAll: Choice = setFunction("EXCEPT ALL");
/** `first INTERSECT second …`. @since 0.1.0 */
export const intersect: Choice = setFunction("INTERSECT");
/** `first INTERSECT ALL second …`. @since 0.1.0 */
export const intersectAll: Choice = setFunction("INTERSECT ALL");
