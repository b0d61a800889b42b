import { ArgumentError } from "../errors/index.js";
import { ArrayNode, Subscript } from "../nodes/arrays.js";
import { Binary } from "../nodes/expressions.js";
import type { ExpressionNode } from "../nodes/node.js";
import { type Operator, operators } from "../nodes/operator.js";
import { ArrayType, inferType, type TypeLike } from "../sqltypes/index.js";
import { bindBase, boundValue, expressionOf, valueNode } from "./coerce.js";
import { ColumnElement, type Truth } from "./column-element.js";
import { booleanType, integerType, nullType } from "./common-types.js";
import { grouped } from "./grouping.js";
import type { BindsIn, Expr, Operand } from "./types.js";

type Lists<T> = readonly T[] | null;

/** `boats.c.tags[1]` has the type of one element. */
function itemType({ type }: ExpressionNode) {
  return type instanceof ArrayType ? type.item : nullType;
}

function indexNode(array: ExpressionNode, index: unknown): ExpressionNode {
  const expression = expressionOf(index);
  if (expression) return grouped(expression, operators.comma);
  if (!Number.isSafeInteger(index))
    throw new ArgumentError(`An index of an array is a whole number or an expression, got ${String(index)}.`);
  return boundValue(index, bindBase(array), integerType);
}

/**
 * `ARRAY[a, b]`: an array of values and expressions.
 * @param type the type of the items; needed where there are none, else that of the first
 * @example `array([1, 2])` gives `ARRAY[:param_1, :param_2]`
 * @throws ArgumentError for an empty list without a type
 * @since 0.1.0
 */
export function array<T, const I extends readonly Operand<T | null, unknown>[]>(
  items: I,
  type: TypeLike<T>,
): ColumnElement<T[], BindsIn<I[number]>>;
export function array<T, B = never>(items: readonly Operand<T, B>[]): ColumnElement<T[], B>;
export function array(items: readonly unknown[], type?: TypeLike<unknown>): ColumnElement<unknown[], unknown> {
  const nodes = items.map((item) => expressionOf(item) ?? (type ? boundValue(item, "param", type.sqlType) : valueNode(item)));
  const given = type?.sqlType ?? nodes.find((node) => node.type.kind !== "null")?.type;
  if (given === undefined) throw new ArgumentError("array() needs the type of its items where none of them says it: array([], integer()).");
  return new ColumnElement(
    new ArrayNode(
      nodes.map((node) => grouped(node, operators.comma)),
      new ArrayType(given),
    ),
  );
}

/** `array[index]`: one element; the first has the index 1. NULL where there is none. @throws ArgumentError for what is no index @since 0.1.0 */
export function arrayElement<T, B, F, B2 = never>(
  of: Expr<Lists<T>, B, F>,
  index: Operand<number | null, B2>,
): ColumnElement<T | null, B | B2, F> {
  const { node } = of;
  return new ColumnElement(new Subscript(grouped(node, operators.subscript), indexNode(node, index), null, false, itemType(node)));
}

/**
 * `array[from:to]`: the elements from one index to another, both included; null is the array's own end.
 * @throws ArgumentError for what is no index
 * @since 0.1.0
 */
export function arraySlice<T extends Lists<unknown>, B, F, B2 = never, B3 = never>(
  of: Expr<T, B, F>,
  from: Operand<number | null, B2>,
  to: Operand<number | null, B3>,
): ColumnElement<T, B | B2 | B3, F> {
  const { node } = of;
  const [first, last] = [from, to].map((index) => (index === null ? null : indexNode(node, index)));
  return new ColumnElement(new Subscript(grouped(node, operators.subscript), first ?? null, last ?? null, true, node.type));
}

function comparison<B>(left: ExpressionNode, operator: Operator, right: unknown): Truth<B> {
  const expression = expressionOf(right);
  const other = expression ?? boundValue(right, bindBase(left), left.type instanceof ArrayType ? left.type : arrayOfFirst(right));
  return new ColumnElement(new Binary(grouped(left, operator), operator, grouped(other, operator), booleanType));
}

function arrayOfFirst(list: unknown): ArrayType<unknown> {
  if (!Array.isArray(list) || list.length === 0) throw new ArgumentError(`A list with at least one element expected, got ${String(list)}.`);
  return new ArrayType(inferType(list[0]));
}

/** `a @> b`: a has all elements of b. @since 0.1.0 */
export function arrayContains<T, B, B2 = never>(a: Expr<Lists<T>, B, unknown>, b: Operand<Lists<T>, B2>): Truth<B | B2> {
  return comparison(a.node, operators.arrayContains, b);
}

/** `a <@ b`: b has all elements of a. @since 0.1.0 */
export function arrayContainedBy<T, B, B2 = never>(a: Expr<Lists<T>, B, unknown>, b: Operand<Lists<T>, B2>): Truth<B | B2> {
  return comparison(a.node, operators.arrayContainedBy, b);
}

/** `a && b`: they have an element in common. @since 0.1.0 */
export function arrayOverlaps<T, B, B2 = never>(a: Expr<Lists<T>, B, unknown>, b: Operand<Lists<T>, B2>): Truth<B | B2> {
  return comparison(a.node, operators.arrayOverlaps, b);
}
