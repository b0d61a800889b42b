import { type Clause, ClauseCall, pathWith, withoutValues } from "../nodes/clause-call.js";
import { DeleteNode, type DmlNode, InsertNode, UpdateNode } from "../nodes/dml.js";
import { TableNode } from "../nodes/froms.js";
import type { MergeNode } from "../nodes/merge.js";
import type { Path } from "../nodes/path.js";
import { type Draft, draftOf, type StatementNode } from "../nodes/statement.js";
import { pathOfSelection } from "../selectable/criteria-path.js";
import { whereClause } from "../selectable/where-clause.js";
import type { PlainRow, PlainRows } from "./plain-rows.js";
import { addReturning } from "./shared.js";

/** VALUES and SET come before criteria. */
const first = { rank: 1, repeats: false } as const;

/** The only row of VALUES or SET, of nothing but values. */
function rowClause<N extends InsertNode | UpdateNode>(applied: (node: N, row: PlainRow) => N): Clause<N, PlainRow> {
  return { ...first, applied, valuesOf: ({ cells }) => cells };
}

/** `VALUES (…)`. */
export const insertRow = rowClause((node: InsertNode, { keys, cells }) => {
  const draft: Draft<InsertNode> = new InsertNode(node);
  draft.names = keys;
  draft.cells = cells;
  return draft;
});

/** `SET …`. */
export const updateRow = rowClause((node: UpdateNode, { keys, cells }) => {
  const draft: Draft<UpdateNode> = new UpdateNode(node);
  draft.keys = keys;
  draft.cells = cells;
  return draft;
});

/** A statement with its only row. */
export function withRow<N extends InsertNode | UpdateNode>(
  before: ClauseCall<N>,
  clause: Clause<N, PlainRow>,
  row: PlainRow,
): N | ClauseCall<N> {
  const path = pathWith(before, clause)?.after(row.keys) ?? null;
  return ClauseCall.with(before, clause, row, path === null || countsUp(row, path) ? null : path);
}

/** Whether NULL is given for the key that the database counts up: it is fetched then, so that the value is part of the form. */
function countsUp({ keys, cells }: PlainRow, { bare }: Path): boolean {
  if (!(bare instanceof InsertNode) || !cells.includes(null)) return false;
  const counting = bare.table instanceof TableNode ? bare.table.autoincrement : null;
  return counting !== null && cells[keys.indexOf(counting.key)] === null;
}

/** `VALUES (…), (…)`. */
const insertRows: Clause<InsertNode, PlainRows> = {
  ...first,
  applied(node, { keys, cells, count }) {
    const draft: Draft<InsertNode> = new InsertNode(node);
    draft.names = keys;
    draft.rows = Array.from({ length: count }, (_, row) => cells.slice(row * keys.length, (row + 1) * keys.length));
    return draft;
  },
  valuesOf: ({ cells }) => cells,
};

/** An INSERT with its rows. */
export function withRows(before: ClauseCall<InsertNode>, rows: PlainRows): InsertNode | ClauseCall<InsertNode> {
  const path = pathWith(before, insertRows)?.after(rows.keys).after(rows.count) ?? null;
  return ClauseCall.with(before, insertRows, rows, path);
}

/** Whether a statement can be given a row along its path: it was given none yet. */
export function isWithoutValues<N extends StatementNode>(built: N | ClauseCall<N>): built is ClauseCall<N> {
  return built instanceof ClauseCall && built.path.isBefore(first);
}

/** The WHERE of an UPDATE. */
export const updateWhere = whereClause((node: UpdateNode, criteria) => {
  const draft: Draft<UpdateNode> = new UpdateNode(node);
  draft.where = criteria;
  return draft;
});

/** The WHERE of a DELETE. */
export const deleteWhere = whereClause((node: DeleteNode, criteria) => {
  const draft: Draft<DeleteNode> = new DeleteNode(node);
  draft.where = criteria;
  return draft;
});

/** The RETURNING of a kind of statement; what it is given is to be selected. */
type ReturningClause<N extends StatementNode> = Clause<N, readonly unknown[]>;

function returningClause<N extends DmlNode>(): ReturningClause<N> {
  return withoutValues((node, items) => {
    const draft = draftOf(node);
    addReturning(draft, items);
    return draft;
  });
}

export const insertReturning = returningClause<InsertNode>();
export const updateReturning = returningClause<UpdateNode>();
export const deleteReturning = returningClause<DeleteNode>();
export const mergeReturning = returningClause<MergeNode>();

/** A statement with RETURNING: tables and columns of them go along a path. */
export function withReturning<N extends DmlNode>(
  before: N | ClauseCall<N>,
  clause: ReturningClause<N>,
  items: readonly unknown[],
): N | ClauseCall<N> {
  return ClauseCall.with(before, clause, items, pathOfSelection(pathWith(before, clause), items));
}
