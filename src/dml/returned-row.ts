import type { FromClause } from "../expression/index.js";
import type { FromNode } from "../nodes/node.js";
import { ReturnedRow, type RowVersionName } from "../nodes/returned-row.js";
import type { Columns, Defs, RowOf } from "../schema/index.js";
import { columnsOf } from "../selectable/column.js";

/** The name by which types know the row before a change: what a statement may leave out is null in its rows. */
export type OldRow = "old row";
/** The same for the row after it. */
export type NewRow = "new row";

const rows = new WeakMap<FromNode, Map<RowVersionName, ReturnedRow>>();

/** The same node for all statements about one table. */
function rowOf(table: FromNode, version: RowVersionName): ReturnedRow {
  let versions = rows.get(table);
  if (!versions) rows.set(table, (versions = new Map()));
  let row = versions.get(version);
  if (!row) versions.set(version, (row = new ReturnedRow(table, version)));
  return row;
}

/** The target's row before or after a change, for `returning()`: `stmt.old.c.name`, or all of it, `returning({ before: stmt.old })`. */
export class RowVersion<D extends Defs, out V extends string> implements FromClause<Columns<D, V>, RowOf<D>, V> {
  declare readonly $type: RowOf<D>;
  declare readonly $from: V;
  declare readonly $binds: never;
  readonly node: ReturnedRow;

  constructor(table: FromNode, version: RowVersionName) {
    this.node = rowOf(table, version);
  }

  /** The columns by key. */
  get c(): Columns<D, V> {
    // the marked place: that the table has the columns of D is what the statement's type says
    return columnsOf(this.node) as Columns<D, V>;
  }
}
