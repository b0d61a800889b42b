import { ArgumentError, InvalidRequestError } from "../errors/index.js";
import { described, nodeOf } from "../expression/coerce.js";
import type { AnyExpr, BindsIn, Subselect } from "../expression/index.js";
import type { ClauseCall } from "../nodes/clause-call.js";
import { ColumnNode } from "../nodes/column.js";
import { InsertNode, type ValueKey } from "../nodes/dml.js";
import { Label } from "../nodes/expressions.js";
import { RareClauses } from "../nodes/rare-clauses.js";
import type { Draft } from "../nodes/statement.js";
import type { Columns, Defs, DmlTarget, Written } from "../schema/index.js";
import { columnsOfQuery } from "../selectable/compound.js";
import { type AddedCtes, addCtes } from "../selectable/cte.js";
import { queryNode } from "../selectable/from.js";
import type { BindsOf, Selection, Statement } from "../selectable/index.js";
import { bareStatements } from "./bare.js";
import { insertReturning, insertRow, isWithoutValues, withReturning, withRow, withRows } from "./clauses.js";
import type { BindsGiven, Given, KeysGiven, KnownColumns } from "./given.js";
import type { Inserted, InsertKind, InsertKinds, InsertNeeds, RowsOf } from "./kinds.js";
import { plainRow, plainRows } from "./plain-rows.js";
import type { OldRow } from "./returned-row.js";
import { DmlBase } from "./shared.js";
import { addedRow, givenRow, givenRows, isRowList, noRow, refuseMore } from "./values.js";

/** What an INSERT is made of. */
type BuiltInsert = InsertNode | ClauseCall<InsertNode>;

/** A key of an INSERT is a name; that of a column of another table stands for the column of that name here. */
function nameOf(key: ValueKey): string {
  if (typeof key === "string") return key;
  if (key instanceof ColumnNode) return key.key;
  if (key instanceof Label) return key.name;
  throw new ArgumentError(`INSERT takes column keys, got ${described({ node: key })}.`);
}

/**
 * An INSERT: D the table's columns, Tb its name, Res what executing it gives, G the keys already given, B the named
 * binds, X which dialect's Insert it is. Immutable: each method gives a new one.
 */
export class Insert<D extends Defs, Tb extends string, out Res, G, out B, X extends InsertKind>
  extends DmlBase<InsertNode, D>
  implements Statement<Res, InsertNeeds<D, G, B>>
{
  declare readonly $result: Res;
  declare readonly $params: (params: InsertNeeds<D, G, B>) => void;
  declare readonly $binds: B;
  declare readonly $target: Columns<D, Tb>;

  constructor(readonly built: BuiltInsert) {
    super();
  }

  /** As every statement does it, and here for INSERTs alone: dialects have classes of their own for them. */
  protected override made<R = this>(built: BuiltInsert): R {
    // the marked place: each class of statements is made of its tree alone
    const { constructor } = this as { readonly constructor: unknown } as { readonly constructor: new (built: BuiltInsert) => R };
    return new constructor(built);
  }

  /**
   * What to insert: an object by column key, a Map by column, a list in column order, or a list of rows for one
   * statement with many VALUES. A later call adds to it; of one key the later value stands, unless only the earlier one is the
   * column's own in a Map. Keys that are left out get
   * their default; `undefined` is left out.
   *
   * @example `insert(users).values({ name: "a" })` gives `INSERT INTO user_account (name) VALUES (:name)`
   * @throws ArgumentError for a string or a number, a row that is too long, or rows of different forms
   * @throws InvalidRequestError after `fromSelect()`
   * @since 0.1.0
   */
  values<const V extends Given<D>>(given: V & KnownColumns<V, D>): InsertKinds<D, Tb, Res, G | KeysGiven<V, D>, B | BindsGiven<V>>[X];
  values(given: unknown, ...more: readonly unknown[]): InsertKinds<D, Tb, Res, keyof D, unknown>[X] {
    refuseMore(more);
    const { built } = this;
    if (isWithoutValues(built)) {
      const row = plainRow(given);
      if (row !== null) return this.made(withRow(built, insertRow, row));
      const rows = isRowList(given) ? plainRows(given) : null;
      if (rows !== null) return this.made(withRows(built, rows));
    }
    return this.made(this.#withValues(given));
  }

  /** The tree with values of any form, besides those that are there. */
  #withValues(given: unknown): InsertNode {
    const { node } = this;
    if (node.select) throw new InvalidRequestError("This construct already inserts from a SELECT");
    const draft: Draft<InsertNode> = new InsertNode(node);
    if (isRowList(given)) {
      const { names, rows } = givenRows(given, node.table, node.rows ? node.names : null);
      draft.names = names;
      draft.rows = node.rows ? [...node.rows, ...rows] : rows;
      if (node.cells !== null) draft.rare = RareClauses.with(draft.rare, { mixed: true });
      return draft;
    }
    const row = givenRow(given, node.table);
    const isFirst = node.names === null || node.rows !== null;
    const { keys, cells, byColumn } =
      row.areNames && isFirst ? row : addedRow(isFirst ? noRow : { ...node, keys: node.names }, row, nameOf);
    draft.names = keys;
    draft.cells = cells;
    draft.byColumn = byColumn;
    if (node.rows !== null) draft.rare = RareClauses.with(draft.rare, { mixed: true });
    return draft;
  }

  /**
   * `INSERT INTO … SELECT …`: the names of the target columns, and a query with as many columns. Columns with a default
   * in the client that are not named are added, unless `includeDefaults` is false.
   * @throws ArgumentError for another number of columns, an unknown name, or what is no query
   * @throws InvalidRequestError after `values()`
   * @since 0.1.0
   */
  fromSelect<const K extends readonly (Written<D> | AnyExpr)[], S extends Subselect<unknown, unknown>>(
    names: K,
    select: S & Fitting<S, { readonly [I in keyof K]: K[I] extends keyof D ? D[K[I]]["$read"] : unknown }>,
    options: { readonly includeDefaults?: boolean } = {},
  ): InsertKinds<D, Tb, Res, keyof D, B | S["$binds"]>[X] {
    const { node } = this;
    if (node.cells || node.rows) throw new InvalidRequestError("This construct already inserts value expressions");
    const query = queryNode(select);
    const keys = names.map((name) => (typeof name === "string" ? name : nameOf(columnKey(name))));
    const known = node.table.columns.map((column) => column.key);
    for (const key of keys)
      if (!known.includes(key)) throw new ArgumentError(`fromSelect(): the table has no column '${key}'; it has ${known.join(", ")}.`);
    const count = columnsOfQuery(query).length;
    if (count > 0 && count !== keys.length)
      throw new ArgumentError(`fromSelect() names ${keys.length} column(s), but the SELECT gives ${count}.`);
    const draft: Draft<InsertNode> = new InsertNode(node);
    draft.names = keys;
    draft.rare = RareClauses.with(draft.rare, { select: query, includeDefaults: options.includeDefaults ?? true, inline: true });
    return this.made(draft);
  }

  /** Does not fetch what the database makes: no key is known afterwards. @since 0.1.0 */
  inline(): this {
    return this.nextClauses({ inline: true });
  }

  /** Rows of RETURNING come in the order of the parameter sets, checked, not hoped for. @since 0.1.0 */
  sortByParameterOrder(): this {
    return this.nextClauses({ sortByParameterOrder: true });
  }

  /** `RETURNING …`: the statement gives rows. A later call adds columns. @throws InvalidRequestError after `returnDefaults()` @since 0.1.0 */
  returning<A extends Selection>(...what: A): InsertKinds<D, Tb, RowsOf<A, OldRow>, G, B | BindsOf<A>>[X] {
    return this.made(withReturning(this.built, insertReturning, what));
  }

  /** Carries CTEs that nothing else in the statement names; with `{ nestHere: true }` last, in its own WITH. @throws ArgumentError for what is no CTE @since 0.1.0 */
  addCte<T extends AddedCtes>(...ctes: T): InsertKinds<D, Tb, Res, G, B | BindsIn<T[number]>>[X] {
    return this.nextClauses({ ctes: addCtes(this.node, ctes) });
  }
}

/** What a query must be to give these columns; one that selects a whole table is only checked when it is built. */
type Fitting<S extends Subselect<unknown, unknown>, T> = S["$tuple"] extends readonly unknown[]
  ? number extends S["$tuple"]["length"]
    ? unknown
    : Subselect<T, unknown>
  : Subselect<T, unknown>;

function columnKey(given: unknown): ValueKey {
  const node = nodeOf(given);
  if (node instanceof ColumnNode) return node;
  throw new ArgumentError(`fromSelect(): column keys or columns expected, got ${described(given)}.`);
}

/** The tree of an INSERT without anything yet. @throws ArgumentError for what is no table */
export const insertNode = bareStatements(
  (data) =>
    new InsertNode({
      ...data,
      names: null,
      cells: null,
      byColumn: null,
      rows: null,
    }),
);

/**
 * `INSERT INTO table`: the values come from `values()`, from a SELECT, or from the execution's parameters.
 *
 * @example `insert(users).values({ name: "a" }).returning(users.c.id)` gives `INSERT INTO user_account (name) VALUES (:name) RETURNING user_account.id`
 * @throws ArgumentError for what is no table
 * @since 0.1.0
 */
export function insert<D extends Defs, N extends string>(into: DmlTarget<D, N>): Insert<D, N, Inserted<D>, never, never, "core"> {
  return new Insert(insertNode(into));
}
