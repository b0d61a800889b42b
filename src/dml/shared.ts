import { ArgumentError, InvalidRequestError, UnsupportedError } from "../errors/index.js";
import { described, nodeOf, selectedNode } from "../expression/coerce.js";
import { joined } from "../expression/grouping.js";
import { type AnyExpr, ColumnElement } from "../expression/index.js";
import { ColumnNode } from "../nodes/column.js";
import type { DmlNode } from "../nodes/dml.js";
import { Label } from "../nodes/expressions.js";
import { AliasNode, JoinNode, TableNode } from "../nodes/froms.js";
import { rowKeys, shownColumns } from "../nodes/labels.js";
import type { ExpressionNode, FromNode } from "../nodes/node.js";
import { operators } from "../nodes/operator.js";
import { RareClauses } from "../nodes/rare-clauses.js";
import type { Defs } from "../schema/index.js";
import { type Cte, type CteSettings, cteOf } from "../selectable/cte.js";
import { Column } from "../selectable/index.js";
import { selectionOf } from "../selectable/selection.js";
import { StatementBase } from "../selectable/statement.js";
import type { RowIn } from "./kinds.js";
import { type NewRow, type OldRow, RowVersion } from "./returned-row.js";

/** The table inside what the user gave; an alias of one will do. */
export function targetNode(value: unknown): FromNode {
  const node = nodeOf(value);
  if (node instanceof TableNode || (node instanceof AliasNode && node.element instanceof TableNode)) return node;
  const advice = node?.kind === "select" ? " To create a FROM clause from a SELECT, use the .subquery() method." : "";
  throw new ArgumentError(`subject table for an INSERT, UPDATE or DELETE expected, got ${described(value)}.${advice}`);
}

/** The same of an UPDATE, which may be about a join. */
export function updateTargetNode(value: unknown): FromNode {
  const node = nodeOf(value);
  return node instanceof JoinNode ? node : targetNode(value);
}

/** What a DML statement is about: its table's name, which a join does not have, and the table, alias or join. */
export interface EntityDescription {
  readonly name: string | null;
  readonly table: FromNode;
}

/** One column of RETURNING: the key in the row, the SQL type's name, and the expression. */
export interface ColumnDescription {
  readonly name: string;
  readonly type: string;
  readonly expression: ColumnElement<unknown, unknown, unknown>;
}

/** The RETURNING of a statement that nobody else has yet. */
interface Returning extends Pick<DmlNode, "rareClauses"> {
  columns: readonly ExpressionNode[];
  rare: RareClauses | null;
}

/** Adds to RETURNING. @throws InvalidRequestError after returnDefaults() */
export function addReturning(draft: Returning, items: readonly unknown[]): void {
  if (draft.rareClauses.returnDefaults) throw new InvalidRequestError("returnDefaults() is already configured on this statement");
  if (items.length === 0) return;
  const { columns, recordKeys } = selectionOf(items);
  if ((recordKeys || draft.rareClauses.recordKeys) && draft.columns.length > 0)
    throw new ArgumentError("returning({ … }) gives all columns at once: it can't be added to an earlier returning().");
  draft.columns = draft.columns.length === 0 ? columns : [...draft.columns, ...columns];
  if (recordKeys) draft.rare = RareClauses.with(draft.rare, { recordKeys });
}

/** Only the rows of an INSERT can be put in the order of the parameter sets. */
export function notSorted(): ArgumentError {
  return new ArgumentError("sortByParameterOrder() only applies to INSERT statements");
}

/** What INSERT, UPDATE, DELETE and MERGE have in common to ask for; D the columns of the target. */
export abstract class DmlBase<N extends DmlNode, D extends Defs> extends StatementBase<N> {
  abstract readonly $result: unknown;
  abstract readonly $binds: unknown;

  /** Refused: parameters of a DML statement are given to `values()` or to `execute()`. @throws UnsupportedError @since 0.1.0 */
  params(_parameters: Readonly<Record<string, unknown>>): never {
    throw new UnsupportedError(
      "params() is not supported for INSERT/UPDATE/DELETE statements. To set the values for an INSERT or UPDATE statement, use stmt.values({ … }).",
    );
  }

  protected override get hintTarget(): FromNode {
    return this.node.table;
  }

  /**
   * The row before the change, for `returning()`, where the database has it (PostgreSQL from 18 on, SQL Server): null for a row that was inserted.
   * @example `stmt.returning(stmt.old.c.name, stmt.new.c.name)` gives `… RETURNING old.name, new.name AS name_1`
   * @since 0.1.0
   */
  get old(): RowVersion<D, OldRow> {
    return new RowVersion(this.node.table, "old");
  }

  /** The row after the change, for `returning()`, where the database has it: null for a row that was deleted. @since 0.1.0 */
  get new(): RowVersion<D, NewRow> {
    return new RowVersion(this.node.table, "new");
  }

  /** Fetches what the database made, all of it or these columns: `result.returnedDefaults`. @throws ArgumentError for what is no column @since 0.1.0 */
  returnDefaults(...columns: readonly AnyExpr[]): this {
    const earlier = this.node.returnDefaultsColumns;
    const all = columns.length > 0 || earlier ? [...(earlier ?? []), ...columns.map(selectedNode)] : null;
    return this.nextClauses({ returnDefaults: true, returnDefaultsColumns: all });
  }

  /** Fetches these besides, with `returnDefaults()`. @throws InvalidRequestError before `returnDefaults()` @since 0.1.0 */
  supplementalColumns(...columns: readonly AnyExpr[]): this {
    if (!this.node.returnDefaults) throw new InvalidRequestError("supplementalColumns() adds to returnDefaults(): call that first.");
    return this.nextClauses({ supplementalColumns: [...this.node.supplementalColumns, ...columns.map(selectedNode)] });
  }

  /** `WITH name AS (INSERT … RETURNING …)`, as a FROM element. @since 0.1.0 */
  cte<S extends string = "anon_1">(name?: S, settings?: CteSettings): Cte<RowIn<this["$result"]>, S, this["$binds"]> {
    return cteOf(this.node, shownColumns(this.node.columns), name, settings);
  }

  /** What the statement is about. @since 0.1.0 */
  get entityDescription(): EntityDescription {
    const table = this.node.table;
    return { name: "name" in table ? String(table.name ?? "") : null, table };
  }

  /** The columns of RETURNING, described. @since 0.1.0 */
  get returningColumnDescriptions(): readonly ColumnDescription[] {
    const keys = rowKeys(this.node.columns);
    return this.node.columns.map((column, index) => ({
      name: keys[index] ?? "",
      type: column.type.kind,
      expression: new ColumnElement(column),
    }));
  }

  /**
   * The column of RETURNING that shows this one, itself or by a label; undefined where there is none.
   * @example `insert(users).returning(users.c.id.label("key")).correspondingColumn(users.c.id)` is the column `key`
   * @since 0.1.0
   */
  correspondingColumn(column: AnyExpr): ColumnElement<unknown, unknown, unknown> | undefined {
    const shows = (each: ExpressionNode): boolean => each === column.node || (each instanceof Label && each.element === column.node);
    const found = this.node.columns.find(shows);
    return found instanceof ColumnNode ? new Column(found) : found && new ColumnElement(found);
  }

  /** The columns of RETURNING by key. @since 0.1.0 */
  get exportedColumns(): Readonly<Record<string, ColumnElement<unknown, unknown, unknown>>> {
    const keys = rowKeys(this.node.columns);
    return Object.fromEntries(
      this.node.columns.map((column, index) => [
        keys[index] ?? "",
        column instanceof ColumnNode ? new Column(column) : new ColumnElement(column),
      ]),
    );
  }
}

/** The criteria so far as one expression; null without. */
export function whereClauseOf<B>(where: readonly ExpressionNode[]): ColumnElement<boolean | null, B> | null {
  const criterion = joined(operators.and, where);
  return criterion === null ? null : new ColumnElement(criterion);
}
