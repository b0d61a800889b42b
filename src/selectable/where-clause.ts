import { criterionNodes } from "../expression/coerce.js";
import { type Clause, ClauseCall } from "../nodes/clause-call.js";
import { Binary, Bind } from "../nodes/expressions.js";
import type { ExpressionNode } from "../nodes/node.js";
import type { Path } from "../nodes/path.js";
import type { StatementNode } from "../nodes/statement.js";
import { pathOfCriterion } from "./criteria-path.js";

/** The WHERE of a kind of statement; what it is given are the criteria to be added. */
export type WhereClause<N extends StatementNode> = Clause<N, readonly ExpressionNode[]>;

/** The WHERE of statements whose tree gets further criteria so. */
export function whereClause<N extends StatementNode & { readonly where: readonly ExpressionNode[] }>(
  withCriteria: (node: N, all: readonly ExpressionNode[]) => N,
): WhereClause<N> {
  return {
    rank: 2,
    repeats: true,
    applied: (node, given) => withCriteria(node, node.where.length === 0 ? given : [...node.where, ...given]),
    valuesOf(given) {
      // as long as it mostly is: one that grows would take room for many
      const values: unknown[] = new Array(given.length);
      let count = 0;
      for (let at = 0; at < given.length; at += 1) {
        const criterion = given[at];
        if (!(criterion instanceof Binary && criterion.right instanceof Bind)) continue;
        values[count] = criterion.right.value;
        count += 1;
      }
      if (count < given.length) values.length = count;
      return values;
    },
  };
}

/** A statement with further criteria. @throws ArgumentError for what is no criterion */
export function withWhere<N extends StatementNode>(
  before: N | ClauseCall<N>,
  where: WhereClause<N>,
  given: readonly unknown[],
): N | ClauseCall<N> {
  const criteria = criterionNodes(given);
  return ClauseCall.with(before, where, criteria, pathOf(before, where, criteria));
}

function pathOf<N extends StatementNode>(
  before: N | ClauseCall<N>,
  where: WhereClause<N>,
  criteria: readonly ExpressionNode[],
): Path | null {
  if (!(before instanceof ClauseCall)) return null;
  const isFirst = before.path.isBefore(where);
  let path = before.path.clause(where);
  for (let at = 0; at < criteria.length && path !== null; at += 1) {
    const criterion = criteria[at];
    // one that comes again has one parameter only, which no path says
    if (criterion === undefined || (at > 0 && criteria.indexOf(criterion) < at)) return null;
    if (!isFirst && isAmong(before, where, criterion)) return null;
    path = pathOfCriterion(path, criterion);
  }
  return path;
}

/** Whether an earlier call gave the criterion. */
function isAmong<N extends StatementNode>(before: N | ClauseCall<N>, where: WhereClause<N>, criterion: ExpressionNode): boolean {
  for (let call = before; call instanceof ClauseCall; call = call.before)
    if (call.givenTo(where)?.includes(criterion) === true) return true;
  return false;
}
