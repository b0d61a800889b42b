import { ArgumentError } from "../errors/index.js";
import { BindForm, bindFacts } from "../nodes/bind-form.js";
import { Binary, Bind, ClauseList, Constant, Grouping, Label, TupleNode, Unary } from "../nodes/expressions.js";
import { ExpressionNode, type Node } from "../nodes/node.js";
import { type Operator, operators } from "../nodes/operator.js";
import { CompoundNode, SelectNode, TextSelectNode } from "../nodes/select.js";
import { type ArithmeticOperator, arithmeticType, coerceTo, inferType, type SqlType } from "../sqltypes/index.js";
import { bindBase, boundBeside, boundValue, described, expressionOf, nodeOf } from "./coerce.js";
import { booleanType, stringType } from "./common-types.js";
import { grouped } from "./grouping.js";

/** The right operand of `left`: an expression, or the value bound with a type that fits the left side. */
export function operand(left: ExpressionNode, operator: Operator, value: unknown, type?: SqlType<unknown>): ExpressionNode {
  const expression = expressionOf(value);
  if (expression) return grouped(typedLike(expression, left), operator);
  if (value === undefined) {
    throw new ArgumentError(
      `Comparison with undefined: ${bindBase(left)}${operator.text}undefined. undefined means absent and is no value; give null, or leave the criterion out.`,
    );
  }
  return boundBeside(left, value, type ?? coerceTo(left.type, value));
}

/** A bind parameter without a type takes that of the expression beside it. */
function typedLike(node: ExpressionNode, beside: ExpressionNode): ExpressionNode {
  if (!(node instanceof Bind) || node.type.kind !== "null" || beside.type.kind === "null") return node;
  return new Bind(node.form.with({ type: beside.type }), node.value);
}

/** `left = value` and the like. null compares by IS, and only where that makes sense. */
export function compare(left: ExpressionNode, operator: Operator, value: unknown): ExpressionNode {
  const isConstant = value === null || nodeOf(value) instanceof Constant;
  if (isConstant && (operator === operators.eq || operator === operators.ne)) {
    const constant = nodeOf(value);
    const right = constant instanceof Constant ? constant : new Constant("null", left.type);
    if (right.constant === "null")
      return new Binary(grouped(left, operators.is), operator === operators.eq ? operators.is : operators.isNot, right, booleanType);
  }
  if (
    value === null &&
    operator !== operators.is &&
    operator !== operators.isNot &&
    operator !== operators.isDistinctFrom &&
    operator !== operators.isNotDistinctFrom
  ) {
    throw new ArgumentError(
      `Only eq(), ne(), is(), isNot(), isDistinctFrom() and isNotDistinctFrom() can be used with null; ${operator.name}() cannot.`,
    );
  }
  return new Binary(grouped(left, operator), operator, operand(left, operator, value), booleanType);
}

/** `left IS value`, where the value is null, true, false or an expression. */
export function compareIs(left: ExpressionNode, operator: Operator, value: unknown): ExpressionNode {
  const right =
    value === null
      ? new Constant("null", left.type)
      : typeof value === "boolean"
        ? new Constant(value ? "true" : "false", booleanType)
        : operand(left, operator, value);
  return new Binary(grouped(left, operator), operator, right, booleanType);
}

/** `left + value` and the like. */
export function arithmetic(left: ExpressionNode, name: ArithmeticOperator, value: unknown): ExpressionNode {
  const operator = operators[name];
  const right = operand(left, operator, value);
  return new Binary(grouped(left, operator), operator, right, arithmeticType(left.type, name, right.type));
}

/** An operator that keeps the left side's type. */
export function keepingType(left: ExpressionNode, operator: Operator, value: unknown): ExpressionNode {
  return new Binary(grouped(left, operator), operator, operand(left, operator, value), left.type);
}

/** An operator of the user, with its result type. */
export function custom(left: ExpressionNode, operator: Operator, value: unknown, type: SqlType<unknown>): ExpressionNode {
  return new Binary(grouped(left, operator), operator, operand(left, operator, value), type);
}

/** LIKE in its forms. `escape` is one character. */
export function like(left: ExpressionNode, operator: Operator, value: unknown, escape: string | null): ExpressionNode {
  if (escape !== null && [...escape].length !== 1) throw new ArgumentError(`escape must be one character, got '${escape}'.`);
  return new Binary(
    grouped(left, operator),
    operator,
    operand(left, operator, value, nodeOf(value) ? undefined : stringTypeLike(left)),
    booleanType,
    escape,
  );
}

function stringTypeLike(left: ExpressionNode): SqlType<unknown> {
  return ["varchar", "char", "text", "enum"].includes(left.type.kind) ? left.type : stringType;
}

/** LIKE with a per cent sign at one side or both; `autoescape` makes the value stand for itself. */
export function likePart(
  left: ExpressionNode,
  operator: Operator,
  value: unknown,
  options: { readonly autoescape?: boolean; readonly escape?: string },
): ExpressionNode {
  if (!options.autoescape) return like(left, operator, value, options.escape ?? null);
  if (typeof value !== "string") throw new ArgumentError(`autoescape needs a string value, got ${described(value)}.`);
  const escape = options.escape ?? "/";
  const safe = value
    .replaceAll(escape, escape + escape)
    .replaceAll("%", `${escape}%`)
    .replaceAll("_", `${escape}_`);
  return like(left, operator, safe, escape);
}

/** `left BETWEEN low AND high`. */
export function between(left: ExpressionNode, operator: Operator, low: unknown, high: unknown): ExpressionNode {
  const bounds = new ClauseList(operators.and, [operand(left, operators.and, low), operand(left, operators.and, high)], left.type);
  return new Binary(grouped(left, operator), operator, bounds, booleanType);
}

function isQuery(node: Node | null): node is SelectNode | CompoundNode | TextSelectNode {
  return node instanceof SelectNode || node instanceof CompoundNode || node instanceof TextSelectNode;
}

/** `left IN (…)`: of a list, which is spread when the statement is executed, of a query, or of an expanding bind parameter. */
export function inList(left: ExpressionNode, operator: Operator, value: unknown): ExpressionNode {
  const subject = grouped(left, operator);
  const node = nodeOf(value);
  if (isQuery(node)) return new Binary(subject, operator, new Grouping(node, left.type), booleanType);
  if (node instanceof Bind) {
    const type = node.type.kind === "null" ? left.type : node.type;
    return new Binary(subject, operator, new Bind(node.form.with({ type, expanding: true }), node.value), booleanType);
  }
  if (node instanceof ExpressionNode) return new Binary(subject, operator, grouped(node, operator), booleanType);
  if (!Array.isArray(value) && !(value instanceof Set))
    throw new ArgumentError(`IN expression list, SELECT construct, or bound parameter object expected, got ${described(value)}.`);
  const items: readonly unknown[] = [...value];
  if (items.includes(undefined))
    throw new ArgumentError(`IN list has undefined at index ${items.indexOf(undefined)}: undefined is no value.`);
  if (items.some((item) => nodeOf(item) !== null)) {
    const clauses = items.map((item) => operand(left, operators.comma, item));
    return new Binary(subject, operator, new Grouping(new ClauseList(operators.comma, clauses, left.type), left.type), booleanType);
  }
  const first = items.find((item) => item !== null);
  const type = left instanceof TupleNode || first === undefined ? left.type : coerceTo(left.type, first);
  const form = new BindForm(null, bindBase(left), type, bindFacts({ expanding: true }));
  return new Binary(subject, operator, new Bind(form, items), booleanType);
}

/** An operator after the operand: DESC, NULLS LAST. A label stays one: ORDER BY writes its name. */
export function postfix(node: ExpressionNode, operator: Operator): ExpressionNode {
  return new Unary(operator, node instanceof Label ? node : grouped(node, operator), node.type, true);
}

/** A tuple's elements. */
export function tupleOf(values: readonly unknown[]): TupleNode {
  const elements = values.map((value) => expressionOf(value) ?? boundValue(value, "param", inferType(value)));
  const first = elements[0];
  if (!first) throw new ArgumentError("tuple() needs at least one element.");
  return new TupleNode(elements, first.type);
}
