import { ArgumentError, InvalidRequestError } from "../errors/index.js";
import { compare } from "../expression/build.js";
import { described, nodeOf, withCriteria } from "../expression/coerce.js";
import { joined } from "../expression/grouping.js";
import {
  type AnyExpr,
  type BindsIn,
  ColumnElement,
  type Criterion,
  type Operand,
  type ParamsOf,
  type Subselect,
} from "../expression/index.js";
import { ForUpdateNode, HintNode } from "../nodes/clauses.js";
import { ColumnNode } from "../nodes/column.js";
import { JoinNode, SubqueryNode } from "../nodes/froms.js";
import { shownColumns } from "../nodes/labels.js";
import type { ExpressionNode, FromNode } from "../nodes/node.js";
import { operators } from "../nodes/operator.js";
import type { LabelStyle, SelectNode } from "../nodes/select.js";
import { fromsOf, insideJoin } from "../nodes/traverse.js";
import { type AffixOptions, dialectOption } from "./affix.js";
import { type CompoundSelect, compound, type OrNull, type Unioned } from "./compound.js";
import { type AddedCtes, addCtes, type Cte, type CteSettings, cteOf } from "./cte.js";
import { type SyntaxExtension, withExtension } from "./extension.js";
import { type AnyFrom, fromNode, joinKinds, type NulledBy, onClause, SubColumns } from "./from.js";
import type { Labelled } from "./labelled.js";
import { type FetchOptions, fetching } from "./limit.js";
import type { BindsOf, Row, Selection, Tuple } from "./rows.js";
import { type ScalarSubquery, scalarSubquery } from "./scalar.js";
import {
  type BuiltSelect,
  countClauses,
  joinClauses,
  joinedTo,
  selected,
  selectWhere,
  withCount,
  withJoin,
  withOrder,
} from "./select-clauses.js";
import { selectionOf } from "./selection.js";
import { type BindsOfKeys, type SortKey, sortNodes } from "./sort-keys.js";
import { type Rows, type Statement, StatementBase } from "./statement.js";
import { withWhere } from "./where-clause.js";

const LABEL_STYLES: readonly LabelStyle[] = ["disambiguate", "tableName", "none"];

/** What a lock may be about. */
type Lockable = AnyFrom | AnyExpr;

/** What `withForUpdate()` takes. */
export interface ForUpdateOptions {
  readonly nowait?: boolean;
  readonly skipLocked?: boolean;
  /** FOR SHARE. */
  readonly read?: boolean;
  readonly keyShare?: boolean;
  /** Whose rows are locked: FROM elements, or columns of them. */
  readonly of?: Lockable | readonly Lockable[];
}

/** The values of the columns that are selected, by key. */
type FilterValues<A extends Selection> = A extends readonly [{ readonly c: unknown; readonly $type: infer R }]
  ? { readonly [K in keyof R]?: R[K] }
  : { readonly [E in A[number] as E extends { readonly $key: infer K extends string; readonly name: string } ? K : never]?: E["$type"] };

/** A SELECT: A what it selects, N the FROM elements that an outer join may leave out, B its named binds. Immutable: each method gives a new one. */
export class Select<out A extends Selection, out N, out B>
  extends StatementBase<SelectNode>
  implements Statement<Rows<Row<A, N>, Tuple<A, N>>, ParamsOf<B>>, Subselect<Tuple<A, N>, B>
{
  declare readonly $result: Rows<Row<A, N>, Tuple<A, N>>;
  declare readonly $params: (params: ParamsOf<B>) => void;
  declare readonly $tuple: Tuple<A, N>;
  declare readonly $binds: B;

  constructor(readonly built: BuiltSelect) {
    super();
  }

  /** Adds criteria, joined by AND to those that are there. @throws ArgumentError for null, undefined or plain text @since 0.1.0 */
  where<E extends readonly Criterion[]>(...criteria: E): Select<A, N, B | E[number]["$binds"]> {
    return new Select(withWhere(this.built, selectWhere, criteria));
  }

  /**
   * Criteria by column key, of the FROM elements that have them: `filterBy({ name: "a" })`. What is selected says which values fit.
   * @throws InvalidRequestError for a key that none has, or several have @since 0.1.0
   */
  filterBy(values: FilterValues<A> & Readonly<Record<string, unknown>>): Select<A, N, B> {
    const named = [...this.node.froms, ...this.node.columns.flatMap((column) => fromsOf(column))].flatMap(insideJoin);
    const entities = [...new Set(named)].filter((from) => !(from instanceof JoinNode));
    return this.next("where", [...this.node.where, ...filterCriteria(values, entities)]);
  }

  /** Criteria for groups. @since 0.1.0 */
  having<E extends readonly Criterion[]>(...criteria: E): Select<A, N, B | E[number]["$binds"]> {
    return this.nextClauses({ having: withCriteria(this.node.having, criteria) });
  }

  /** `JOIN other ON criterion`; without a criterion, by the foreign keys. @since 0.1.0 */
  join<T extends AnyFrom, W extends Criterion = never>(other: T, on?: W): Select<A, N, B | T["$binds"] | W["$binds"]> {
    return new Select(withJoin(this.built, joinClauses.inner, fromNode(other), onClause(on)));
  }

  /** `LEFT OUTER JOIN other ON criterion`; what is selected of `other` may then be null, in the row's type too. @since 0.1.0 */
  outerJoin<T extends AnyFrom, W extends Criterion = never>(other: T, on?: W): Select<A, N | T["$from"], B | T["$binds"] | W["$binds"]> {
    return new Select(withJoin(this.built, joinClauses.leftOuter, fromNode(other), onClause(on)));
  }

  /** `FULL OUTER JOIN other ON criterion`; everything selected may then be null. @since 0.1.0 */
  fullJoin<T extends AnyFrom, W extends Criterion = never>(other: T, on?: W): Select<A, string, B | T["$binds"] | W["$binds"]> {
    return new Select(withJoin(this.built, joinClauses.fullOuter, fromNode(other), onClause(on)));
  }

  /** `FROM left JOIN right ON criterion`, where the columns do not say what is joined. @throws ArgumentError without criterion and foreign keys @since 0.1.0 */
  joinFrom<L extends AnyFrom, T extends AnyFrom, W extends Criterion = never>(
    left: L,
    right: T,
    on?: W,
  ): Select<A, N, B | L["$binds"] | T["$binds"] | W["$binds"]> {
    return new Select(joinedTo(this.node, fromNode(left), fromNode(right), onClause(on), joinKinds.inner));
  }

  /** `FROM left LEFT OUTER JOIN right ON criterion`. @throws ArgumentError without criterion and foreign keys @since 0.1.0 */
  outerJoinFrom<L extends AnyFrom, T extends AnyFrom, W extends Criterion = never>(
    left: L,
    right: T,
    on?: W,
  ): Select<A, N | T["$from"], B | L["$binds"] | T["$binds"] | W["$binds"]> {
    return new Select(joinedTo(this.node, fromNode(left), fromNode(right), onClause(on), joinKinds.leftOuter));
  }

  /** Names what to select from, where the columns do not say it. @since 0.1.0 */
  selectFrom<J extends readonly AnyFrom[]>(...from: J): Select<A, N | NulledBy<J[number]>, B | J[number]["$binds"]> {
    return this.next("froms", [...this.node.froms, ...from.map(fromNode)]);
  }

  /** Selects further columns. @since 0.1.0 */
  addColumns<const A2 extends readonly AnyExpr[]>(...columns: A2): Select<readonly [...A, ...A2], N, B | BindsOf<A2>> {
    if (this.node.recordKeys) throw new ArgumentError("addColumns() is for select(a, b); give the columns of select({ … }) at once.");
    return this.next("columns", [...this.node.columns, ...selectionOf(columns).columns]);
  }

  /** `GROUP BY …`; a string is the key of a selected column. @throws ArgumentError for an unknown key @since 0.1.0 */
  groupBy<const E extends readonly SortKey[]>(...keys: E): Select<A, N, B | BindsOfKeys<E>> {
    return this.nextClauses({ groupBy: [...this.node.groupBy, ...sortNodes(keys, this.node.columns)] });
  }

  /** `ORDER BY …`; a string is the key of a selected column. @throws ArgumentError for an unknown key @since 0.1.0 */
  orderBy<const E extends readonly SortKey[]>(...keys: E): Select<A, N, B | BindsOfKeys<E>> {
    return new Select(withOrder(this.built, keys));
  }

  /** At most n rows. @throws ArgumentError for what is no whole number @since 0.1.0 */
  limit<B2 = never>(n: Operand<number, B2>): Select<A, N, B | B2> {
    return new Select(withCount(this.built, countClauses.limit, n));
  }

  /** Without the first n rows. @throws ArgumentError for what is no whole number @since 0.1.0 */
  offset<B2 = never>(n: Operand<number, B2>): Select<A, N, B | B2> {
    return new Select(withCount(this.built, countClauses.offset, n));
  }

  /** `FETCH FIRST n ROWS ONLY`, instead of `limit()`: with ties, or so many per cent. @throws ArgumentError for what is no whole number @since 0.1.0 */
  fetch<B2 = never>(n: Operand<number, B2>, options: FetchOptions = {}): Select<A, N, B | B2> {
    return this.next("limit", fetching(this.node.limit, n, options));
  }

  /** `SELECT DISTINCT`; with expressions, `DISTINCT ON (…)`. @since 0.1.0 */
  distinct(...on: readonly AnyExpr[]): Select<A, N, B> {
    return this.nextClauses({ distinct: true, distinctOn: [...this.node.distinctOn, ...on.map((each) => each.node)] });
  }

  /** `FOR UPDATE` and its forms. @since 0.1.0 */
  withForUpdate(options: ForUpdateOptions = {}): Select<A, N, B> {
    const of = options.of === undefined ? [] : "node" in options.of ? [options.of] : options.of;
    const forUpdate = new ForUpdateNode(
      of.map((each) => (nodeOf(each) instanceof ColumnNode ? each.node : fromNode(each))),
      options.nowait ?? false,
      options.skipLocked ?? false,
      options.read ?? false,
      options.keyShare ?? false,
    );
    return this.nextClauses({ forUpdate });
  }

  /**
   * How the selected columns are labelled: `"disambiguate"`, as ever, tells equal names apart; `"tableName"` labels each column of
   * a table `table_column`, in the row too; `"none"` leaves equal names as they are in the text.
   * @throws ArgumentError for another style, and for `"tableName"` of `select({ … })`, whose keys are its labels @since 0.1.0
   */
  setLabelStyle<S extends LabelStyle>(style: S): Select<Labelled<A, S>, N, B> {
    if (!LABEL_STYLES.includes(style))
      throw new ArgumentError(`A label style is one of ${LABEL_STYLES.join(", ")}; got ${described(style)}.`);
    if (style === "tableName" && this.node.recordKeys)
      throw new ArgumentError('setLabelStyle("tableName") is for select(a, b): the keys of select({ … }) are labels already.');
    return this.nextClauses({ labelStyle: style });
  }

  /** Names the FROM elements that come from the enclosing statement; without any, none do. @since 0.1.0 */
  correlate(...from: readonly AnyFrom[]): Select<A, N, B> {
    return this.nextClauses({ correlate: [...(this.node.correlate ?? []), ...from.map(fromNode)] });
  }

  /** All but these come from the enclosing statement, where it has them. @since 0.1.0 */
  correlateExcept(...from: readonly AnyFrom[]): Select<A, N, B> {
    return this.nextClauses({ correlateExcept: [...(this.node.correlateExcept ?? []), ...from.map(fromNode)] });
  }

  /** A hint about the whole statement, at its end: `withStatementHint("OPTION (MAXDOP 1)", { dialect: "mssql" })`. @throws ArgumentError for an unknown option @since 0.1.0 */
  withStatementHint(text: string, options?: AffixOptions): Select<A, N, B> {
    return this.nextClauses({ hints: [...this.node.hints, new HintNode(text, null, dialectOption(options, ["dialect"]))] });
  }

  /** A clause that a dialect adds: `ext(distinctOn(users.c.name))`. @throws UnsupportedError for one that no SELECT takes @since 0.1.0 */
  ext<B2>(extension: SyntaxExtension<"select", B2>): Select<A, N, B | B2> {
    return this.nextClauses({ extensions: withExtension(this.node, extension) });
  }

  /** Carries CTEs that nothing else in the statement names; with `{ nestHere: true }` last, in its own WITH. @throws ArgumentError for what is no CTE @since 0.1.0 */
  addCte<T extends AddedCtes>(...ctes: T): Select<A, N, B | BindsIn<T[number]>> {
    return this.nextClauses({ ctes: addCtes(this.node, ctes) });
  }

  /** `(SELECT …) AS name`, as a FROM element. @since 0.1.0 */
  subquery<S extends string = "anon_1">(name?: S): SubColumns<Row<A, N>, S, B> {
    return new SubColumns(new SubqueryNode(this.node, name ?? null, shownColumns(this.node.columns, this.node.labelStyle)));
  }

  /** The same, and it may name what stands before it in FROM. @since 0.1.0 */
  lateral<S extends string = "anon_1">(name?: S): SubColumns<Row<A, N>, S, B> {
    return new SubColumns(new SubqueryNode(this.node, name ?? null, shownColumns(this.node.columns, this.node.labelStyle), true));
  }

  /** `WITH name AS (SELECT …)`, as a FROM element. @since 0.1.0 */
  cte<S extends string = "anon_1">(name?: S, options?: CteSettings): Cte<Row<A, N>, S, B> {
    return cteOf(this.node, shownColumns(this.node.columns, this.node.labelStyle), name, options);
  }

  /** The query as a value: its one column. NULL without rows. @throws ArgumentError for several columns @since 0.1.0 */
  scalarSubquery(): ScalarSubquery<Tuple<A, N>, B> {
    return scalarSubquery(this.node);
  }

  /** `this UNION other`. @since 0.1.0 */
  union<Q extends readonly Subselect<OrNull<Tuple<A, N>>, unknown>[]>(
    ...others: Q
  ): CompoundSelect<Row<Unioned<A, Q>, N>, Tuple<Unioned<A, Q>, N>, B | Q[number]["$binds"]> {
    return compound("UNION", [this, ...others]);
  }

  /** `this UNION ALL other`. @since 0.1.0 */
  unionAll<Q extends readonly Subselect<OrNull<Tuple<A, N>>, unknown>[]>(
    ...others: Q
  ): CompoundSelect<Row<Unioned<A, Q>, N>, Tuple<Unioned<A, Q>, N>, B | Q[number]["$binds"]> {
    return compound("UNION ALL", [this, ...others]);
  }

  /** `this EXCEPT other`. @since 0.1.0 */
  except<Q extends readonly Subselect<OrNull<Tuple<A, N>>, unknown>[]>(
    ...others: Q
  ): CompoundSelect<Row<A, N>, Tuple<A, N>, B | Q[number]["$binds"]> {
    return compound("EXCEPT", [this, ...others]);
  }

  /** `this INTERSECT other`. @since 0.1.0 */
  intersect<Q extends readonly Subselect<OrNull<Tuple<A, N>>, unknown>[]>(
    ...others: Q
  ): CompoundSelect<Row<A, N>, Tuple<A, N>, B | Q[number]["$binds"]> {
    return compound("INTERSECT", [this, ...others]);
  }

  /** The criteria so far, as one; null without. @since 0.1.0 */
  get whereClause(): ColumnElement<boolean | null, B> | null {
    const criterion = joined(operators.and, this.node.where);
    return criterion === null ? null : new ColumnElement(criterion);
  }
}

/** Criteria by column key. */
export function filterCriteria(values: Readonly<Record<string, unknown>>, entities: readonly FromNode[]): readonly ExpressionNode[] {
  const namesOf = (froms: readonly FromNode[]) => froms.map((from) => ("name" in from ? String(from.name) : from.kind)).join(", ");
  return Object.entries(values).map(([key, value]) => {
    const columns = entities.flatMap((entity) => entity.columns.find((candidate) => candidate.key === key) ?? []);
    const [column, second] = columns;
    if (second) {
      const owners = namesOf(columns.flatMap(({ table }) => table ?? []));
      throw new InvalidRequestError(
        `Attribute name "${key}" is ambiguous; it exists in multiple FROM clause entities: ${owners}. Name the column: where(table.c.${key}.eq(…)).`,
      );
    }
    if (column) return compare(column, operators.eq, value);
    const names = namesOf(entities);
    throw new InvalidRequestError(`None of the FROM clause entities have a property "${key}". Searched entities: ${names}`);
  });
}

/**
 * `SELECT …`: of columns and whole tables by position, or of an object whose keys name the columns; a table in that
 * form makes a nested row.
 *
 * @example `select(users.c.id, users.c.name).where(users.c.id.gt(5))` gives `SELECT user_account.id, user_account.name FROM user_account WHERE user_account.id > :id_1`
 * @throws ArgumentError for what can't be selected
 * @since 0.1.0
 */
export function select<A extends Selection>(...what: A): Select<A, never, BindsOf<A>> {
  return new Select(selected(what));
}
