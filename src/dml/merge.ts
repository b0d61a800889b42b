import { ArgumentError, InvalidRequestError } from "../errors/index.js";
import { criterionNode, described } from "../expression/coerce.js";
import { grouped } from "../expression/grouping.js";
import { type AnyExpr, type BindsIn, type Criterion, Label, type ParamsOf } from "../expression/index.js";
import type { ClauseCall } from "../nodes/clause-call.js";
import { emptyDml, type ValueKey } from "../nodes/dml.js";
import { Label as LabelNode } from "../nodes/expressions.js";
import {
  type MergeActionNode,
  MergeClause,
  MergeDelete,
  MergeDone,
  MergeInsert,
  type MergeMatch,
  MergeNode,
  MergeNothing,
  MergeUpdate,
} from "../nodes/merge.js";
import type { ExpressionNode, FromNode } from "../nodes/node.js";
import { operators } from "../nodes/operator.js";
import { draftOf } from "../nodes/statement.js";
import type { Defs, DmlTarget, FullRow, Settable } from "../schema/index.js";
import { columnsOf } from "../selectable/column.js";
import { type AddedCtes, addCtes } from "../selectable/cte.js";
import { fromNode } from "../selectable/from.js";
import type { AnyFrom, BindsOf, Done, Selection, Statement } from "../selectable/index.js";
import { EnumType } from "../sqltypes/index.js";
import { mergeReturning, withReturning } from "./clauses.js";
import type { BindsGiven, KnownColumns, RowOrFunction } from "./given.js";
import type { RowsOf } from "./kinds.js";
import type { NewRow, OldRow } from "./returned-row.js";
import { DmlBase, targetNode } from "./shared.js";
import { givenRow } from "./values.js";

/** What `thenUpdate()` takes: an object by column key, or a Map by column. */
export type MergeSet<D extends Defs> = Settable<D> | ReadonlyMap<AnyExpr, unknown>;
/** What executing a MERGE gives: rows, where RETURNING asks for some. */
export type MergeResult<A extends Selection, N> = A extends readonly [] ? Done : RowsOf<A, N>;
/** What a MERGE did with a row. */
export type MergeActionName = "INSERT" | "UPDATE" | "DELETE";

/**
 * A MERGE: D the target's columns, Tb its name, S the source, A what is returned, N the names of what may be missing in a
 * returned row, B the named binds. Immutable: each method gives a new one.
 */
export class Merge<D extends Defs, Tb extends string, out S extends AnyFrom, out A extends Selection, out N, out B>
  extends DmlBase<MergeNode, D>
  implements Statement<MergeResult<A, N>, ParamsOf<B>>
{
  declare readonly $result: MergeResult<A, N>;
  declare readonly $params: (params: ParamsOf<B>) => void;
  declare readonly $binds: B;
  declare readonly $target: Tb;

  constructor(readonly built: MergeNode | ClauseCall<MergeNode>) {
    super();
  }

  /**
   * What to do with a row of the target that has a partner in the source, and for which all these criteria hold. Of several
   * clauses that a row fits, the first one is taken.
   * @throws ArgumentError after a clause of this kind without criteria, which leaves no rows; and for null, undefined or plain text
   * @since 0.1.0
   */
  whenMatched<E extends readonly Criterion[]>(...and: E): WhenMatched<D, Tb, S, A, N, B | E[number]["$binds"]> {
    return new WhenMatched(pending(this.node, "matched", and));
  }

  /**
   * What to do with a row of the source that has no partner in the target; only the source's columns can be named.
   * @throws ArgumentError after such a clause without criteria, which leaves no rows; and for null, undefined or plain text
   * @since 0.1.0
   */
  whenNotMatched<E extends readonly Criterion[]>(...and: E): WhenNotMatched<D, Tb, S, A, N, B | E[number]["$binds"]> {
    return new WhenNotMatched(pending(this.node, "notMatched", and));
  }

  /**
   * What to do with a row of the target that has no partner in the source; only the target's columns can be named.
   * @throws ArgumentError after such a clause without criteria, which leaves no rows; and for null, undefined or plain text
   * @since 0.1.0
   */
  whenNotMatchedBySource<E extends readonly Criterion[]>(...and: E): WhenNotMatchedBySource<D, Tb, S, A, N, B | E[number]["$binds"]> {
    return new WhenNotMatchedBySource(pending(this.node, "notMatchedBySource", and));
  }

  /**
   * `RETURNING …`: the statement gives a row for each one that it has inserted, updated or deleted: columns of the target and
   * the source, `mergeAction()`, and where the database has them `stmt.old` and `stmt.new`. A later call adds columns.
   * @since 0.1.0
   */
  returning<A2 extends Selection>(...what: A2): Merge<D, Tb, S, readonly [...A, ...A2], N, B | BindsOf<A2>> {
    return this.made(withReturning(this.built, mergeReturning, what));
  }

  /** Carries CTEs that nothing else in the statement names; with `{ nestHere: true }` last, in its own WITH. @throws ArgumentError for what is no CTE @since 0.1.0 */
  addCte<T extends AddedCtes>(...ctes: T): Merge<D, Tb, S, A, N, B | BindsIn<T[number]>> {
    return this.nextClauses({ ctes: addCtes(this.node, ctes) });
  }

  /** Refused: name in `returning()` what is to come back. @throws InvalidRequestError @since 0.1.0 */
  override returnDefaults(): never {
    throw new InvalidRequestError("A MERGE has no returnDefaults(): name the columns in returning().");
  }
}

/** A MERGE with what its next clause is about. */
interface Pending {
  readonly node: MergeNode;
  readonly match: MergeMatch;
  readonly and: readonly ExpressionNode[];
}

const methods: Readonly<Record<MergeMatch, string>> = {
  matched: "whenMatched",
  notMatched: "whenNotMatched",
  notMatchedBySource: "whenNotMatchedBySource",
};

function pending(node: MergeNode, match: MergeMatch, criteria: readonly unknown[]): Pending {
  const before = node.clauses.find((clause) => clause.match === match && clause.and.length === 0);
  if (before)
    throw new ArgumentError(
      `${methods[match]}(): an earlier ${methods[match]}() without criteria takes all rows, so that this one would get none: give that one criteria, or put it last.`,
    );
  return { node, match, and: criteria.map(criterionNode) };
}

/** The MERGE with the clause. */
function withClause<M>({ node, match, and }: Pending, action: MergeActionNode): M {
  const draft = draftOf(node);
  draft.clauses = [...node.clauses, new MergeClause(match, and, action)];
  // the marked place: what the clause adds to the type is said by the method that adds it
  return new Merge(draft) as M;
}

function updateOf(table: FromNode, given: unknown): MergeUpdate {
  const row = givenRow(given, table);
  return new MergeUpdate(row.keys, row.cells);
}

function nameOf(key: ValueKey): string {
  if (typeof key === "string") return key;
  throw new ArgumentError(`thenInsert() takes column keys, got ${described({ node: key })}.`);
}

function insertOf(table: FromNode, given: unknown): MergeInsert {
  const row = givenRow(given, table);
  return new MergeInsert(row.keys.map(nameOf), row.cells);
}

/** What was given, or what the function makes of the source's columns. */
function givenOrMade(given: unknown, { node }: Pending): unknown {
  return typeof given === "function" ? given(columnsOf(node.source)) : given;
}

/** `WHEN MATCHED …`, before it is said what to do. Immutable. */
export class WhenMatched<D extends Defs, Tb extends string, out S extends AnyFrom, out A extends Selection, out N, out B> {
  readonly #pending: Pending;

  constructor(pending: Pending) {
    this.#pending = pending;
  }

  /**
   * `UPDATE SET …`: values, and expressions over target and source; may be a function of the source's columns. Columns that
   * change with every UPDATE (`onUpdate()`) are added.
   * @throws ArgumentError for what is no object and no Map
   * @since 0.1.0
   */
  thenUpdate<const V extends MergeSet<D>>(set: RowOrFunction<V, D, S["c"]>): Merge<D, Tb, S, A, N, B | BindsGiven<V>> {
    return withClause(this.#pending, updateOf(this.#pending.node.table, givenOrMade(set, this.#pending)));
  }

  /** `DELETE`. @since 0.1.0 */
  thenDelete(): Merge<D, Tb, S, A, N | NewRow, B> {
    return withClause(this.#pending, new MergeDelete());
  }

  /** `DO NOTHING`: keeps the rows from the clauses that follow. @since 0.1.0 */
  doNothing(): Merge<D, Tb, S, A, N, B> {
    return withClause(this.#pending, new MergeNothing());
  }
}

/** `WHEN NOT MATCHED …`, before it is said what to do. Immutable. */
export class WhenNotMatched<D extends Defs, Tb extends string, out S extends AnyFrom, out A extends Selection, out N, out B> {
  readonly #pending: Pending;

  constructor(pending: Pending) {
    this.#pending = pending;
  }

  /**
   * `INSERT (…) VALUES (…)`: values, and expressions over the source; may be a function of the source's columns. What the table
   * requires must be there. Defaults that are values or SQL are added; one that is a function would make one value for all rows, and is refused
   * when the statement is compiled.
   * @throws ArgumentError for what is no object
   * @since 0.1.0
   */
  thenInsert<const V extends FullRow<D>>(row: RowOrFunction<V, D, S["c"]>): Merge<D, Tb, S, A, N | OldRow, B | BindsGiven<V>> {
    return withClause(this.#pending, insertOf(this.#pending.node.table, givenOrMade(row, this.#pending)));
  }

  /** `DO NOTHING`: keeps the rows from the clauses that follow. @since 0.1.0 */
  doNothing(): Merge<D, Tb, S, A, N, B> {
    return withClause(this.#pending, new MergeNothing());
  }
}

/** `WHEN NOT MATCHED BY SOURCE …`, before it is said what to do: there is no row of the source, its columns are null in RETURNING. Immutable. */
export class WhenNotMatchedBySource<D extends Defs, Tb extends string, out S extends AnyFrom, out A extends Selection, out N, out B> {
  readonly #pending: Pending;

  constructor(pending: Pending) {
    this.#pending = pending;
  }

  /** `UPDATE SET …`: values, and expressions over the target. @throws ArgumentError for what is no object and no Map @since 0.1.0 */
  thenUpdate<const V extends MergeSet<D>>(set: V & KnownColumns<V, D>): Merge<D, Tb, S, A, N | S["$from"], B | BindsGiven<V>> {
    return withClause(this.#pending, updateOf(this.#pending.node.table, set));
  }

  /** `DELETE`. @since 0.1.0 */
  thenDelete(): Merge<D, Tb, S, A, N | NewRow | S["$from"], B> {
    return withClause(this.#pending, new MergeDelete());
  }

  /** `DO NOTHING`: keeps the rows from the clauses that follow. @since 0.1.0 */
  doNothing(): Merge<D, Tb, S, A, N, B> {
    return withClause(this.#pending, new MergeNothing());
  }
}

/** `MERGE INTO table`, before it is said with what. Immutable. */
export class MergeInto<D extends Defs, Tb extends string> {
  readonly #table: FromNode;

  constructor(target: DmlTarget<D, Tb>) {
    this.#table = targetNode(target);
  }

  /**
   * `USING source ON criterion`: a table, an alias, a subquery, `values()` or a CTE, and which of its rows belongs to which of the target.
   * @throws ArgumentError for what is no FROM element, for the target itself, and for a criterion that is null, undefined or plain text
   * @since 0.1.0
   */
  using<S extends AnyFrom, W extends Criterion>(source: S, on: W): Merge<D, Tb, S, readonly [], never, S["$binds"] | W["$binds"]> {
    const table = this.#table;
    const from = fromNode(source);
    if (from === table)
      throw new ArgumentError("A MERGE of a table with itself needs two names: give the source an alias, users.alias('source').");
    return new Merge(new MergeNode({ ...emptyDml, table, source: from, on: grouped(criterionNode(on), operators.asBoolean), clauses: [] }));
  }
}

/**
 * `MERGE INTO table USING source ON …`: rows of the source are matched with those of the table; clauses say which of them are
 * updated, deleted, inserted or left alone. PostgreSQL from 15 on, SQL Server, Oracle and DuckDB have it, each with its limits.
 *
 * @example `merge(stock).using(delivery, stock.c.id.eq(delivery.c.id)).whenMatched().thenUpdate({ n: delivery.c.n }).whenNotMatched().thenInsert({ id: delivery.c.id, n: delivery.c.n })`
 * gives `MERGE INTO stock USING delivery ON stock.id = delivery.id WHEN MATCHED THEN UPDATE SET n=delivery.n WHEN NOT MATCHED THEN INSERT (id, n) VALUES (delivery.id, delivery.n)`
 * @throws ArgumentError for what is no table
 * @since 0.1.0
 */
export function merge<D extends Defs, N extends string>(into: DmlTarget<D, N>): MergeInto<D, N> {
  return new MergeInto(into);
}

const actionType = new EnumType<MergeActionName>(["INSERT", "UPDATE", "DELETE"]);

/**
 * What a MERGE did with the row, for its `returning()`; its key there is `action`.
 * @example `stmt.returning(mergeAction(), stock.c.id)` gives `… RETURNING merge_action() AS action, stock.id`
 * @since 0.1.0
 */
export function mergeAction(): Label<"action", MergeActionName, never, never> {
  return new Label(new LabelNode("action", new MergeDone(actionType), actionType));
}
