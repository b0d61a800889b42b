import { ArgumentError } from "../../errors/index.js";
import { operand } from "../../expression/build.js";
import { described } from "../../expression/coerce.js";
import { ColumnElement, type Truth } from "../../expression/column-element.js";
import { booleanType, stringType } from "../../expression/common-types.js";
import { grouped } from "../../expression/grouping.js";
import type { Expr, Operand } from "../../expression/types.js";
import { Binary } from "../../nodes/expressions.js";
import type { ExpressionNode } from "../../nodes/node.js";
import { customOperator, type Operator, operators } from "../../nodes/operator.js";
import { ArrayType, type SqlType, TextType } from "../../sqltypes/index.js";
import { JsonbType, TextualType } from "./own-types.js";

/** A JSONB column or expression. */
type Document<B> = Expr<unknown, B, unknown>;

const comparing = (symbol: string): Operator => customOperator(symbol, { precedence: operators.eq.precedence, comparison: true });
const contains = comparing("@>");
const containedBy = comparing("<@");
const hasKey = comparing("?");
const hasAny = comparing("?|");
const hasAll = comparing("?&");
const pathExists = comparing("@?");
const pathMatch = comparing("@@");
const deletePath = customOperator("#-", { precedence: operators.eq.precedence });

const documentType = new JsonbType();
const keysType = new ArrayType(new TextType());
const pathType = new TextualType("JSONPATH");

function joined(left: ExpressionNode, operator: Operator, right: unknown, rightType: SqlType<unknown>, type: SqlType<unknown>): Binary {
  return new Binary(grouped(left, operator), operator, operand(left, operator, right, rightType), type);
}

function comparison<B>({ node }: Document<unknown>, operator: Operator, right: unknown, rightType: SqlType<unknown>): Truth<B> {
  return new ColumnElement(joined(node, operator, right, rightType, booleanType));
}

/** `a @> b`: a has all that b has, at the same places. @example `jsonbContains(t.c.profile, { theme: "dark" })` gives `profile @> $1::JSONB` @since 0.1.0 */
export function jsonbContains<B, B2 = never>(a: Document<B>, b: Operand<unknown, B2>): Truth<B | B2> {
  return comparison(a, contains, b, documentType);
}

/** `a <@ b`: b has all that a has, at the same places. @since 0.1.0 */
export function jsonbContainedBy<B, B2 = never>(a: Document<B>, b: Operand<unknown, B2>): Truth<B | B2> {
  return comparison(a, containedBy, b, documentType);
}

/** `document ? key`: it has that key, or as a list that string. @since 0.1.0 */
export function jsonbHasKey<B, B2 = never>(document: Document<B>, key: Operand<string | null, B2>): Truth<B | B2> {
  return comparison(document, hasKey, key, stringType);
}

/** `document ?| keys`: it has one of them. @since 0.1.0 */
export function jsonbHasAny<B, B2 = never>(document: Document<B>, keys: Operand<readonly string[] | null, B2>): Truth<B | B2> {
  return comparison(document, hasAny, keys, keysType);
}

/** `document ?& keys`: it has all of them. @since 0.1.0 */
export function jsonbHasAll<B, B2 = never>(document: Document<B>, keys: Operand<readonly string[] | null, B2>): Truth<B | B2> {
  return comparison(document, hasAll, keys, keysType);
}

/** `a || b`: the keys of both, and where both have one, that of b; lists are put together. @since 0.1.0 */
export function jsonbConcat<T, B, B2 = never>(a: Expr<T, B, unknown>, b: Operand<unknown, B2>): ColumnElement<T, B | B2> {
  return new ColumnElement(joined(a.node, operators.concat, b, documentType, documentType));
}

/**
 * `document #- path`: the document without what it holds there.
 * @example `jsonbDeletePath(t.c.profile, ["colours", 0])` gives `profile #- $1::TEXT[]`
 * @throws ArgumentError for a path without keys, and for what is neither a key nor an index
 * @since 0.1.0
 */
export function jsonbDeletePath<T, B>(document: Expr<T, B, unknown>, path: readonly (string | number)[]): ColumnElement<T, B> {
  if (path.length === 0) throw new ArgumentError("jsonbDeletePath() needs at least one key or index.");
  const keys = path.map((key) => {
    if (typeof key === "string" || Number.isSafeInteger(key)) return String(key);
    throw new ArgumentError(
      `jsonbDeletePath() takes keys, which are strings, and indexes, which are whole numbers; got ${described(key)}.`,
    );
  });
  return new ColumnElement(joined(document.node, deletePath, keys, keysType, documentType));
}

/** `document @? path`: the SQL/JSON path finds something. @example `jsonbPathExists(t.c.profile, "$.colours[*] ? (@ == \"red\")")` @since 0.1.0 */
export function jsonbPathExists<B, B2 = never>(document: Document<B>, path: Operand<string | null, B2>): Truth<B | B2> {
  return comparison(document, pathExists, path, pathType);
}

/** `document @@ path`: the SQL/JSON path, which is a criterion, is true of it. @example `jsonbPathMatch(t.c.profile, "$.size > 3")` @since 0.1.0 */
export function jsonbPathMatch<B, B2 = never>(document: Document<B>, path: Operand<string | null, B2>): Truth<B | B2> {
  return comparison(document, pathMatch, path, pathType);
}
