import { held } from "../expression/coerce.js";
import { type Clause, ClauseCall, pathWith, withoutValues } from "../nodes/clause-call.js";
import { ColumnNode } from "../nodes/column.js";
import { Unary } from "../nodes/expressions.js";
import type { ExpressionNode, FromNode } from "../nodes/node.js";
import type { Path } from "../nodes/path.js";
import { RareClauses } from "../nodes/rare-clauses.js";
import { emptySelect, type LimitNode, SelectNode } from "../nodes/select.js";
import type { Draft } from "../nodes/statement.js";
import { isInside } from "../nodes/traverse.js";
import { isTableOrColumn, pathOfColumns, pathOfSelection } from "./criteria-path.js";
import { type JoinKind, joinKinds, joinNodes } from "./from.js";
import { leftOf } from "./join-left.js";
import { isCount, limited, skipping } from "./limit.js";
import { selectionOf } from "./selection.js";
import { type SortKey, sortNodes } from "./sort-keys.js";
import { whereClause } from "./where-clause.js";

/** What a SELECT is made of. */
export type BuiltSelect = SelectNode | ClauseCall<SelectNode>;

/** The SELECT that says nothing yet: whoever says more goes on from it. */
const bare = ClauseCall.bare(new SelectNode(emptySelect));

const selection = withoutValues((node: SelectNode, items: readonly unknown[]) => {
  const { columns, recordKeys } = selectionOf(items);
  const draft: Draft<SelectNode> = new SelectNode(node);
  draft.columns = columns;
  if (recordKeys) draft.rare = RareClauses.with(null, { recordKeys });
  return draft;
});

/** `SELECT …`: tables and columns of them go along a path. */
export function selected(items: readonly unknown[]): BuiltSelect {
  return ClauseCall.with(bare, selection, items, pathOfSelection(bare.path, items));
}

/** The WHERE of a SELECT. */
export const selectWhere = whereClause((node: SelectNode, criteria) => {
  const draft: Draft<SelectNode> = new SelectNode(node);
  draft.where = criteria;
  return draft;
});

/** What is joined, and on which criterion; null where the foreign keys say it. */
interface Joined {
  readonly right: FromNode;
  readonly on: ExpressionNode | null;
}

/** The tree with a join to what it selects from. */
export function joinedTo(node: SelectNode, left: FromNode, right: FromNode, on: ExpressionNode | null, kind: JoinKind): SelectNode {
  const draft: Draft<SelectNode> = new SelectNode(node);
  const { froms } = draft;
  // a join that has the left side already grows by the new one
  const whole = froms.find((from) => isInside(left, from));
  const made = joinNodes(whole ?? left, right, on, kind);
  if (whole === undefined) draft.froms = froms.length === 0 ? [made] : [...froms, made];
  else draft.froms = froms.length === 1 ? [made] : froms.map((from) => (from === whole ? made : from));
  return draft;
}

function joinClause(kind: JoinKind): Clause<SelectNode, Joined> {
  return withoutValues((node, { right, on }) => joinedTo(node, leftOf(node, right, on), right, on, kind));
}

/** The clauses of the kinds of joins. */
export const joinClauses = {
  inner: joinClause(joinKinds.inner),
  leftOuter: joinClause(joinKinds.leftOuter),
  fullOuter: joinClause(joinKinds.fullOuter),
};

/** `JOIN right ON …`: a table, by two columns, goes along a path; by foreign keys, a join depends on more than what was said. */
export function withJoin(before: BuiltSelect, clause: Clause<SelectNode, Joined>, right: FromNode, on: ExpressionNode | null): BuiltSelect {
  return ClauseCall.with(before, clause, { right, on }, pathOfJoin(before, clause, right, on));
}

function pathOfJoin(before: BuiltSelect, clause: Clause<SelectNode, Joined>, right: FromNode, on: ExpressionNode | null): Path | null {
  if (on === null || !isTableOrColumn(right)) return null;
  const path = pathWith(before, clause);
  return path && pathOfColumns(path.after(right), on);
}

const orderBy = withoutValues((node: SelectNode, keys: readonly SortKey[]) => {
  const draft: Draft<SelectNode> = new SelectNode(node);
  const added = sortNodes(keys, node.columns);
  draft.orderBy = node.orderBy.length === 0 ? added : [...node.orderBy, ...added];
  return draft;
});

/** `ORDER BY …`: columns of tables, with or without a direction, go along a path. */
export function withOrder(before: BuiltSelect, keys: readonly SortKey[]): BuiltSelect {
  return ClauseCall.with(before, orderBy, keys, pathOfOrder(before, keys));
}

function pathOfOrder(before: BuiltSelect, keys: readonly SortKey[]): Path | null {
  let path = pathWith(before, orderBy);
  for (let at = 0; at < keys.length && path !== null; at += 1) {
    const node = held(keys[at]);
    if (node instanceof ColumnNode && isTableOrColumn(node)) path = path.after(node);
    else if (node instanceof Unary && node.after && node.operand instanceof ColumnNode && isTableOrColumn(node.operand))
      path = path.after(node.operator).after(node.operand);
    else return null;
  }
  return path;
}

/** A clause that says a number of rows. */
function countClause(rank: number, counted: (before: LimitNode | null, count: unknown) => LimitNode): Clause<SelectNode, unknown> {
  return {
    rank,
    repeats: false,
    applied(node, count) {
      const draft: Draft<SelectNode> = new SelectNode(node);
      draft.limit = counted(node.limit, count);
      return draft;
    },
    valuesOf: (count) => [count],
  };
}

/** The clauses that say a number of rows. */
export const countClauses = { limit: countClause(3, limited), offset: countClause(4, skipping) };

/** `LIMIT n`, `OFFSET n`: a number that is no expression goes along a path. */
export function withCount(before: BuiltSelect, clause: Clause<SelectNode, unknown>, count: unknown): BuiltSelect {
  return ClauseCall.with(before, clause, count, isCount(count) ? pathWith(before, clause) : null);
}
