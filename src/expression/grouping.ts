import { ColumnNode } from "../nodes/column.js";
import { Binary, ClauseList, Constant, Grouping, Label, Unary } from "../nodes/expressions.js";
import type { ExpressionNode } from "../nodes/node.js";
import { needsParentheses, negationOf, type Operator, operators } from "../nodes/operator.js";
import { booleanType } from "./common-types.js";

function isOperation(node: ExpressionNode): node is Binary | Unary | ClauseList {
  return node instanceof Binary || node instanceof Unary || node instanceof ClauseList;
}

function isCriterionPlace(against: Operator | null): boolean {
  return against === operators.and || against === operators.or || against === operators.asBoolean;
}

/** The node as an operand of `against`: in parentheses where precedence asks for them. A bare boolean column in the place of a criterion becomes a comparison, for databases without booleans. */
export function grouped(node: ExpressionNode, against: Operator | null): ExpressionNode {
  if (node instanceof ColumnNode && (!isCriterionPlace(against) || node.type.kind !== "boolean")) return node;
  if (node instanceof Label) return grouped(node.element, against);
  if (node instanceof Unary && node.after) return node;
  if (isOperation(node)) {
    const parentheses = needsParentheses(node.operator, against) || (against === operators.not && !node.operator.comparison);
    return parentheses ? new Grouping(node, node.type) : node;
  }
  if (
    isCriterionPlace(against) &&
    node.type.kind === "boolean" &&
    node.kind !== "grouping" &&
    node.kind !== "scalarSubselect" &&
    node.kind !== "fragment"
  ) {
    return new Unary(operators.isTrue, node, node.type);
  }
  return node;
}

/** The negation: of the operator, where it has one, else with NOT. */
export function negated(node: ExpressionNode): ExpressionNode {
  if (node instanceof Constant && node.constant !== "null") return new Constant(node.constant === "true" ? "false" : "true", node.type);
  if (node instanceof Binary && node.negatable) {
    const opposite = negationOf(node.operator);
    if (opposite) return new Binary(node.left, opposite, node.right, node.type, node.modifier);
  }
  if (node instanceof Unary) {
    const opposite = negationOf(node.operator);
    if (opposite) return new Unary(opposite, node.operand, node.type);
  }
  if (
    !isOperation(node) &&
    node.type.kind === "boolean" &&
    node.kind !== "grouping" &&
    node.kind !== "scalarSubselect" &&
    node.kind !== "fragment"
  ) {
    return new Unary(operators.isFalse, node, node.type);
  }
  return new Unary(operators.not, grouped(node, operators.not), booleanType);
}

/** Criteria joined by AND or OR. A true among ANDs and a false among ORs go; the opposite swallows all others. */
export function joined(operator: Operator, clauses: readonly ExpressionNode[]): ExpressionNode | null {
  if (clauses.length <= 1) return clauses[0] ?? null;
  const neutral = operator === operators.and ? "true" : "false";
  let kept: ExpressionNode[] = [];
  let seenNeutral: ExpressionNode | null = null;
  for (const clause of clauses) {
    if (clause instanceof Constant && clause.constant === neutral) {
      seenNeutral = clause;
    } else if (clause instanceof Constant && clause.constant !== "null") {
      kept = [clause];
      break;
    } else {
      kept.push(clause);
    }
  }
  const only = kept.length === 0 ? seenNeutral : kept.length === 1 ? kept[0] : null;
  if (only) return only;
  if (kept.length === 0) return null;
  const flat = kept.flatMap((clause) =>
    clause instanceof ClauseList && clause.operator === operator ? clause.clauses : [grouped(clause, operator)],
  );
  return new ClauseList(operator, flat, booleanType);
}

/** The criteria of a WHERE or HAVING as one, ready to be written; null where there is none. */
export function criterion(clauses: readonly ExpressionNode[]): ExpressionNode | null {
  const one = joined(operators.and, clauses);
  return one === null ? null : grouped(one, operators.asBoolean);
}
