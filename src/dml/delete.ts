import type { BindsIn, ColumnElement, Criterion, ParamsOf } from "../expression/index.js";
import type { ClauseCall } from "../nodes/clause-call.js";
import { DeleteNode } from "../nodes/dml.js";
import type { Defs, DmlTarget } from "../schema/index.js";
import { type AddedCtes, addCtes } from "../selectable/cte.js";
import { type SyntaxExtension, withExtension } from "../selectable/extension.js";
import { fromNode } from "../selectable/from.js";
import type { AnyFrom, BindsOf, Done, Selection, Statement } from "../selectable/index.js";
import { filterCriteria } from "../selectable/select.js";
import { withWhere } from "../selectable/where-clause.js";
import { bareStatements } from "./bare.js";
import { deleteReturning, deleteWhere, withReturning } from "./clauses.js";
import type { RowsOf } from "./kinds.js";
import type { NewRow } from "./returned-row.js";
import { DmlBase, notSorted, whereClauseOf } from "./shared.js";

/** A DELETE: D the table's columns, Res what executing it gives, B the named binds. Immutable. */
export class Delete<D extends Defs, out Res, out B> extends DmlBase<DeleteNode, D> implements Statement<Res, ParamsOf<B>> {
  declare readonly $result: Res;
  declare readonly $params: (params: ParamsOf<B>) => void;
  declare readonly $binds: B;

  constructor(readonly built: DeleteNode | ClauseCall<DeleteNode>) {
    super();
  }

  /** Adds criteria, joined by AND. A criterion about another table makes a DELETE..USING. @throws ArgumentError for null, undefined or plain text @since 0.1.0 */
  where<E extends readonly Criterion[]>(...criteria: E): Delete<D, Res, B | E[number]["$binds"]> {
    return new Delete(withWhere(this.built, deleteWhere, criteria));
  }

  /** Criteria by column key: `filterBy({ name: "a" })`. @throws InvalidRequestError for an unknown key @since 0.1.0 */
  filterBy(values: { readonly [K in keyof D]?: D[K]["$read"] }): Delete<D, Res, B> {
    return this.next("where", [...this.node.where, ...filterCriteria(values, [this.node.table])]);
  }

  /** Further FROM elements that the criteria may name, where the database has DELETE..USING. @since 0.1.0 */
  using<T extends readonly AnyFrom[]>(...from: T): Delete<D, Res, B | T[number]["$binds"]> {
    return this.nextClauses({ using: [...this.node.using, ...from.map(fromNode)] });
  }

  /** Says that without WHERE every row is meant, for an engine with `requireWhere`: `deleteFrom(users).allRows()`. @since 0.1.0 */
  allRows(): this {
    return this.next("allRows", true);
  }

  /** The criteria so far; null without. @since 0.1.0 */
  get whereClause(): ColumnElement<boolean | null, B> | null {
    return whereClauseOf(this.node.where);
  }

  /** `RETURNING …`: the statement gives rows. @throws InvalidRequestError after `returnDefaults()` @since 0.1.0 */
  returning<A extends Selection>(...what: A): Delete<D, RowsOf<A, NewRow>, B | BindsOf<A>> {
    return new Delete(withReturning(this.built, deleteReturning, what));
  }

  /** Refused: a DELETE has no order of rows to keep. @throws ArgumentError @since 0.1.0 */
  sortByParameterOrder(): never {
    throw notSorted();
  }

  /** A clause that a dialect adds: `ext(limit(10))`. @throws UnsupportedError for one that no DELETE takes @since 0.1.0 */
  ext<B2>(extension: SyntaxExtension<"delete", B2>): Delete<D, Res, B | B2> {
    return this.nextClauses({ extensions: withExtension(this.node, extension) });
  }

  /** Carries CTEs that nothing else in the statement names; with `{ nestHere: true }` last, in its own WITH. @throws ArgumentError for what is no CTE @since 0.1.0 */
  addCte<T extends AddedCtes>(...ctes: T): Delete<D, Res, B | BindsIn<T[number]>> {
    return this.nextClauses({ ctes: addCtes(this.node, ctes) });
  }
}

const deleteNode = bareStatements((data) => new DeleteNode({ ...data, where: [], allRows: false }));

/**
 * `DELETE FROM table`. Also exported as `delete`.
 * @example `deleteFrom(users).where(users.c.id.eq(5))` gives `DELETE FROM user_account WHERE user_account.id = :id_1`
 * @throws ArgumentError for what is no table
 * @since 0.1.0
 */
export function deleteFrom<D extends Defs, N extends string>(table: DmlTarget<D, N>): Delete<D, Done, never> {
  return new Delete(deleteNode(table));
}
