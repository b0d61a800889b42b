import type { ExpressionNode, Node } from "../nodes/node.js";

/** Shows an intersection as one object type. */
export type Simplify<T> = { [K in keyof T]: T[K] } & {};

/** A named bind parameter inside an expression. Expressions carry them as a union, so that combining is `|` and none is `never`. */
export interface NamedBind<out N extends string, out T> {
  readonly name: N;
  readonly type: T;
}
/** One that has a value of its own: the execution may give another. */
export interface OptionalBind<out N extends string, out T> {
  readonly optional: N;
  readonly type: T;
}
type AnyBind = NamedBind<string, unknown>;
type AnyOptional = OptionalBind<string, unknown>;
/** The parameter object that a union of binds asks for. */
// biome-ignore lint/complexity/noBannedTypes: no parameters
export type ParamsOf<B> = [B] extends [never] ? {} : Parameters<B>[[B] extends [AnyBind] ? "required" : "mixed"];
/** Both forms as properties, since of a conditional type TypeScript computes both branches whenever it infers through it. */
interface Parameters<B> {
  required: { [X in B & AnyBind as X["name"]]: X["type"] };
  mixed: Simplify<
    { [X in Extract<B, AnyBind> as X["name"]]: X["type"] } & { [X in Extract<B, AnyOptional> as X["optional"]]?: X["type"] | undefined }
  >;
}
/** The message for a name that none of the binds has. */
export interface UnknownParameter<Name> {
  readonly "there is no such parameter": Name;
}
/** The binds inside an expression, or in any of a union of expressions and plain values. */
export type BindsIn<V> = V extends { readonly $binds: infer B } ? B : never;

/**
 * What operands and criteria are typed as: the value type T, the named binds B, and the names F of the FROM
 * elements that make it null when they are outer-joined.
 */
export interface Expr<out T, out B = never, out F = never> {
  readonly $key: unknown;
  readonly $type: T;
  readonly $binds: B;
  readonly $from: F;
  readonly node: ExpressionNode;
}
export type AnyExpr = Expr<unknown, unknown, unknown>;
/** What WHERE, HAVING and ON take. */
export type Criterion = Expr<boolean | null, unknown, unknown>;
/** A plain value, which is bound, or an expression. */
export type Operand<T, B, F = unknown> = T | Expr<T, B, F>;

/**
 * A value in `values()`, or an expression for one. It says nothing of binds and FROM on purpose: as the type that is
 * expected it would have TypeScript infer `unknown` for them in `x.concat("y")`.
 */
export type Assignable<T> = T | { readonly $type: T; readonly node: ExpressionNode };

/** What `in()` and `exists()` take of a statement. */
export interface Subselect<out Tup, out B> {
  readonly $tuple: Tup;
  readonly $binds: B;
  readonly node: Node;
}

/** A key that the library numbers: lower_1, anon_2. */
export interface Auto<out N extends string> {
  readonly auto: N;
}

/** Whatever stands in FROM: C its columns, Ty its row, N its name, B the binds inside. */
export interface FromClause<out C, out Ty, out N, out B = never> {
  readonly c: C;
  readonly $type: Ty;
  readonly $from: N;
  readonly $binds: B;
  readonly node: Node;
}
