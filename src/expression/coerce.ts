import { ArgumentError } from "../errors/index.js";
import { BindForm } from "../nodes/bind-form.js";
import { ColumnNode } from "../nodes/column.js";
import { Bind, Constant, FunctionCall, Label, LiteralColumn, ScalarSubselect } from "../nodes/expressions.js";
import { ExpressionNode, FromNode, Node } from "../nodes/node.js";
import { CompoundNode, SelectNode, TextSelectNode } from "../nodes/select.js";
import { StatementNode } from "../nodes/statement.js";
import { inferType, type SqlType } from "../sqltypes/index.js";
import { booleanType, nullType } from "./common-types.js";

/** What may be an expression or a statement, or anything else. */
interface MayHold {
  readonly node?: unknown;
}

/** What is held under the name that expressions and statements have for their node. */
export function held(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return null;
  const { node }: MayHold = value;
  return node;
}

/** The node inside what the user holds; null for a plain value. */
export function nodeOf(value: unknown): Node | null {
  const node = held(value);
  return node instanceof Node ? node : null;
}

/** Names a value in an error message, without showing too much of it. */
export function described(value: unknown): string {
  const node = nodeOf(value);
  if (node instanceof FromNode) return `a FROM clause (${"name" in node && node.name !== null ? String(node.name) : node.kind})`;
  if (node) return `a ${node.kind} construct`;
  if (typeof value === "string") return `'${value}'`;
  if (typeof value === "bigint") return `${value}n`;
  if (typeof value === "object" && value !== null)
    return Array.isArray(value) ? "an array" : `an object of class ${value.constructor?.name ?? "null"}`;
  return String(value);
}

/** The name that a bind parameter beside this expression is numbered after. */
export function bindBase(node: ExpressionNode | null): string {
  if (node instanceof ColumnNode) return node.key;
  if (node instanceof FunctionCall || node instanceof Label || node instanceof LiteralColumn) return node.name;
  return "param";
}

/** The type that one column of a query gives. */
export function scalarTypeOf(query: Node): SqlType<unknown> {
  if (query instanceof CompoundNode) return query.selects[0] ? scalarTypeOf(query.selects[0]) : nullType;
  const columns = query instanceof SelectNode || query instanceof TextSelectNode ? query.columns : [];
  return columns[0]?.type ?? nullType;
}

/** A query in parentheses, where a value may stand. It must have exactly one column. */
export function scalarSubselect(query: Node, implicit = false): ScalarSubselect {
  const first = query instanceof CompoundNode ? query.selects[0] : query;
  if (first instanceof SelectNode && first.columns.length !== 1) {
    throw new ArgumentError(`A scalar subquery must select exactly one column; this one selects ${first.columns.length}.`);
  }
  return new ScalarSubselect(query, scalarTypeOf(query), implicit);
}

/** An expression from what the user gave; null for a plain value. A query becomes a scalar subquery, of which compiling warns. */
export function expressionOf(value: unknown): ExpressionNode | null {
  const node = held(value);
  if (node instanceof ExpressionNode) return node;
  if (!(node instanceof Node)) return null;
  if (node instanceof SelectNode || node instanceof CompoundNode) return scalarSubselect(node, true);
  if (node instanceof StatementNode) throw new ArgumentError(`SQL expression element expected, got ${described(value)}.`);
  throw new ArgumentError(
    `SQL expression element expected, got ${described(value)}. To create a column expression from a FROM clause row as a whole, use wholeRow().`,
  );
}

/** A bound value without a name, beside an expression that gives it its name's base. */
export function boundBeside(left: ExpressionNode, value: unknown, type: SqlType<unknown>): Bind {
  if (left instanceof ColumnNode && left.type === type) return new Bind(left.bindForm, value);
  return boundValue(value, bindBase(left), type);
}

/** A bound value without a name. */
export function boundValue(value: unknown, base: string, type: SqlType<unknown>): Bind {
  return new Bind(new BindForm(null, base, type), value);
}

/** An expression, or a bind parameter for a plain value, named after `base` and typed by itself. */
export function valueNode(value: unknown, base = "param"): ExpressionNode {
  const expression = expressionOf(value);
  if (expression) return expression;
  if (value === undefined) throw new ArgumentError("undefined is no SQL value: leave the argument out, or give null.");
  if (value === null) return new Constant("null", nullType);
  return boundValue(value, base, inferType(value));
}

/** What WHERE, HAVING and ON take: an expression, true or false. */
export function criterionNode(value: unknown): ExpressionNode {
  const node = held(value);
  if (node instanceof ExpressionNode) return node;
  if (node instanceof SelectNode || node instanceof CompoundNode) return scalarSubselect(node, true);
  if (typeof value === "boolean") return new Constant(value ? "true" : "false", booleanType);
  if (value === undefined || value === null) {
    throw new ArgumentError(
      `A criterion is ${value}: a WHERE that has vanished would touch every row. Leave the call out, or give sql.true if all rows are meant.`,
    );
  }
  if (typeof value === "string")
    throw new ArgumentError(`Textual SQL expression '${value}' should be explicitly declared as sql.text('${value}')`);
  throw new ArgumentError(`SQL expression for WHERE/HAVING role expected, got ${described(value)}.`);
}

/** The same of several. */
export function criterionNodes(given: readonly unknown[]): readonly ExpressionNode[] {
  const nodes: ExpressionNode[] = new Array(given.length);
  for (let at = 0; at < given.length; at += 1) nodes[at] = criterionNode(given[at]);
  return nodes;
}

/** Criteria added to earlier ones. */
export function withCriteria(earlier: readonly ExpressionNode[], given: readonly unknown[]): readonly ExpressionNode[] {
  const added = criterionNodes(given);
  return earlier.length === 0 ? added : [...earlier, ...added];
}

/** What a SELECT list or RETURNING takes: an expression. */
export function selectedNode(value: unknown): ExpressionNode {
  const node = held(value);
  if (node instanceof ExpressionNode) return node;
  if (typeof value === "string") {
    throw new ArgumentError(
      `Textual column expression '${value}' should be explicitly declared with sql.text('${value}'), or use literalColumn('${value}') for more specificity`,
    );
  }
  if (node instanceof SelectNode || node instanceof CompoundNode) {
    throw new ArgumentError("A SELECT in a list of columns must be made a value or a FROM clause: use .scalarSubquery() or .subquery().");
  }
  throw new ArgumentError(`Column expression, FROM clause, or other columns clause element expected, got ${described(value)}.`);
}
