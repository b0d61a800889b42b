import { ArgumentError, InvalidRequestError } from "../errors/index.js";
import { described } from "../expression/coerce.js";
import type { BindsIn, ColumnElement, Criterion } from "../expression/index.js";
import type { ClauseCall } from "../nodes/clause-call.js";
import { UpdateNode, type ValueKey } from "../nodes/dml.js";
import { Label } from "../nodes/expressions.js";
import { RareClauses } from "../nodes/rare-clauses.js";
import type { Draft } from "../nodes/statement.js";
import type { Columns, Defs, UpdateTarget } from "../schema/index.js";
import { type AddedCtes, addCtes } from "../selectable/cte.js";
import { type SyntaxExtension, withExtension } from "../selectable/extension.js";
import type { BindsOf, Done, Selection, Statement } from "../selectable/index.js";
import { filterCriteria } from "../selectable/select.js";
import { withWhere } from "../selectable/where-clause.js";
import { bareStatements } from "./bare.js";
import { isWithoutValues, updateReturning, updateRow, updateWhere, withReturning, withRow } from "./clauses.js";
import type { AnyPair, BindsGiven, FittingPairs, Given, KnownColumns } from "./given.js";
import type { RowsOf, UpdateNeeds } from "./kinds.js";
import { plainRow } from "./plain-rows.js";
import { DmlBase, notSorted, updateTargetNode, whereClauseOf } from "./shared.js";
import { addedRow, givenRow, isRowList, refuseMore } from "./values.js";

/** A label stands for the column of its name. */
function keyOf(key: ValueKey): ValueKey {
  return key instanceof Label ? key.name : key;
}

/** An UPDATE: D the table's columns, Tb its name, Res what executing it gives, B the named binds. Immutable. */
export class Update<D extends Defs, Tb extends string, out Res, out B>
  extends DmlBase<UpdateNode, D>
  implements Statement<Res, UpdateNeeds<D, B>>
{
  declare readonly $result: Res;
  declare readonly $params: (params: UpdateNeeds<D, B>) => void;
  declare readonly $binds: B;
  declare readonly $target: Columns<D, Tb>;

  constructor(readonly built: UpdateNode | ClauseCall<UpdateNode>) {
    super();
  }

  /**
   * What to set: an object by column key, a Map by column (also of another table, where the database can), or a list in
   * column order. SET is written in the order of the table's columns. Of two values for one column the later one stands, unless
   * only the earlier one is the column's own in a Map.
   *
   * @example `update(users).values({ name: "a" })` gives `UPDATE user_account SET name=:name`
   * @throws ArgumentError for a string or a number; InvalidRequestError after `orderedValues()`
   * @since 0.1.0
   */
  values<const V extends Given<D>>(given: V & KnownColumns<V, D>): Update<D, Tb, Res, B | BindsGiven<V>>;
  values(given: unknown, ...more: readonly unknown[]): Update<D, Tb, Res, unknown> {
    refuseMore(more);
    const { built } = this;
    if (isWithoutValues(built)) {
      const row = plainRow(given);
      if (row !== null) return new Update(withRow(built, updateRow, row));
    }
    const { node } = this;
    if (node.ordered) throw new InvalidRequestError("This statement already has ordered values present");
    if (isRowList(given)) return this.nextClauses({ multiple: true });
    const row = givenRow(given, node.table);
    const draft: Draft<UpdateNode> = new UpdateNode(node);
    const { keys, cells, byColumn } = row.areNames && node.keys === null ? row : addedRow(node, row, keyOf);
    draft.keys = keys;
    draft.cells = cells;
    draft.byColumn = byColumn;
    return new Update(draft);
  }

  /**
   * What to set, as pairs, written in this order: MySQL evaluates SET from left to right.
   * @throws ArgumentError after `values()` or `orderedValues()`, and for what are no pairs
   * @since 0.1.0
   */
  orderedValues<const E extends readonly AnyPair<D, Tb>[]>(
    ...pairs: E & FittingPairs<E, D>
  ): Update<D, Tb, Res, B | BindsIn<E[number][1]>> {
    const { node } = this;
    if (node.keys) throw new ArgumentError(`This statement already has ${node.ordered ? "ordered " : ""}values present`);
    const rows: readonly unknown[] = pairs;
    const entries = rows.map((pair, index): readonly [unknown, unknown] => {
      if (Array.isArray(pair) && pair.length === 2) return [pair[0], pair[1]];
      throw new ArgumentError(`orderedValues() takes pairs of a column and a value; argument ${index} is ${described(pair)}.`);
    });
    const row = givenRow(new Map(entries), node.table);
    const draft: Draft<UpdateNode> = new UpdateNode(node);
    draft.keys = row.keys;
    draft.cells = row.cells;
    draft.rare = RareClauses.with(draft.rare, { ordered: true });
    return this.made(draft);
  }

  /** Adds criteria, joined by AND. A criterion about another table makes an UPDATE..FROM. @throws ArgumentError for null, undefined or plain text @since 0.1.0 */
  where<E extends readonly Criterion[]>(...criteria: E): Update<D, Tb, Res, B | E[number]["$binds"]> {
    return new Update(withWhere(this.built, updateWhere, criteria));
  }

  /** Criteria by column key: `filterBy({ name: "a" })`. @throws InvalidRequestError for an unknown key @since 0.1.0 */
  filterBy(values: { readonly [K in keyof D]?: D[K]["$read"] }): Update<D, Tb, Res, B> {
    return this.next("where", [...this.node.where, ...filterCriteria(values, [this.node.table])]);
  }

  /** Says that without WHERE every row is meant, for an engine with `requireWhere`: `update(users).values({ role: "member" }).allRows()`. @since 0.1.0 */
  allRows(): this {
    return this.next("allRows", true);
  }

  /** The criteria so far; null without. @since 0.1.0 */
  get whereClause(): ColumnElement<boolean | null, B> | null {
    return whereClauseOf(this.node.where);
  }

  /** Does not fetch what the database makes. @since 0.1.0 */
  inline(): this {
    return this.nextClauses({ inline: true });
  }

  /** `RETURNING …`: the statement gives rows. @throws InvalidRequestError after `returnDefaults()` @since 0.1.0 */
  returning<A extends Selection>(...what: A): Update<D, Tb, RowsOf<A>, B | BindsOf<A>> {
    return new Update(withReturning(this.built, updateReturning, what));
  }

  /** Refused: an UPDATE has no order of rows to keep. @throws ArgumentError @since 0.1.0 */
  sortByParameterOrder(): never {
    throw notSorted();
  }

  /** A clause that a dialect adds: `ext(limit(10))`. @throws UnsupportedError for one that no UPDATE takes @since 0.1.0 */
  ext<B2>(extension: SyntaxExtension<"update", B2>): Update<D, Tb, Res, B | B2> {
    return this.nextClauses({ extensions: withExtension(this.node, extension) });
  }

  /** Carries CTEs that nothing else in the statement names; with `{ nestHere: true }` last, in its own WITH. @throws ArgumentError for what is no CTE @since 0.1.0 */
  addCte<T extends AddedCtes>(...ctes: T): Update<D, Tb, Res, B | BindsIn<T[number]>> {
    return this.nextClauses({ ctes: addCtes(this.node, ctes) });
  }
}

const updateNode = bareStatements(
  (data) => new UpdateNode({ ...data, keys: null, cells: null, byColumn: null, where: [], allRows: false }),
  updateTargetNode,
);

/**
 * `UPDATE table SET …`. Where the database can, also of a join, whose columns are set by a Map, or by `orderedValues()`: those of one of its tables.
 * @example `update(users).where(users.c.id.eq(5)).values({ name: "a" })` gives `UPDATE user_account SET name=:name WHERE user_account.id = :id_1`
 * @example `update(users.join(addresses)).values(new Map([[users.c.name, "a"]]))` gives `UPDATE user_account INNER JOIN address ON … SET user_account.name=?`
 * @throws ArgumentError for what is no table, alias or join
 * @since 0.1.0
 */
export function update<D extends Defs, N extends string, B>(target: UpdateTarget<D, N, B>): Update<D, N, Done, B> {
  return new Update(updateNode(target));
}
