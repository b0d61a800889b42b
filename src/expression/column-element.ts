import { ArgumentError } from "../errors/index.js";
import { Binary, Identifier, Label as LabelNode, Unary } from "../nodes/expressions.js";
import type { ExpressionNode } from "../nodes/node.js";
import { customOperator, operators } from "../nodes/operator.js";
import { givenType, type TypeLike } from "../sqltypes/index.js";
import { withBindValues } from "./bind-values.js";
import { arithmetic, between, compare, compareIs, custom, inList, keepingType, like, likePart, operand, postfix } from "./build.js";
import { booleanType, nullType } from "./common-types.js";
import { type CompiledText, type CompileOptions, compileNode, type StatementCompiler } from "./compile-hook.js";
import { grouped } from "./grouping.js";
import { inspect } from "./inspect.js";
import { regexpMatch, regexpReplace, textMatch } from "./text-search.js";
import type { Expr, Operand, ParamsOf, Subselect, UnknownParameter } from "./types.js";

/** What an ordering comparison takes: a value that is not null, or an expression, which may be. */
export type Bound<T, B> = NonNullable<T> | Expr<T | null, B, unknown>;

/** What `add()` takes besides expressions: beside a Date a duration, `"P1D"`. */
type Addend<T> = NonNullable<T> | (T extends Date ? string : never);

/** null, where U has it. Not `null extends U ? null`: TypeScript would infer U from the type that is expected of the result. */
type NullOf<U> = [U] extends [NonNullable<unknown>] ? never : null;
/** Exact decimals, which are strings, win over numbers; what is null on either side is null. */
type Sum<T, U> = (T extends number | bigint ? ([U] extends [string | null] ? string : T) : T) | NullOf<U>;
/** Of two dates the difference is a duration; a date less a duration is a date. */
type Difference<T, U> = (T extends Date ? ([U] extends [Date | null] ? string : T) : Sum<T, U>) | NullOf<U>;
/** Bigints divide into exact decimals. */
type Quotient<T, U> = Sum<T extends bigint ? string : T, U>;

/**
 * What `in()` takes: a list or a set of values and expressions, a query of one column (of as many as a tuple has), or an
 * expanding bind parameter.
 */
export type InOperand<T, B> =
  | readonly (NonNullable<T> | Expr<T | null, B, unknown>)[]
  | ReadonlySet<NonNullable<T>>
  | Subselect<readonly [T | null] | Extract<T, readonly unknown[]>, B>
  | Expr<readonly NonNullable<T>[], B, unknown>;

/** Options of `startsWith`, `endsWith`, `contains` and their forms without regard to case. */
export interface LikeOptions {
  /** Take `%`, `_` and the escape character in the value as they are. */
  readonly autoescape?: boolean;
  /** The escape character; `/` where `autoescape` needs one. */
  readonly escape?: string;
}

/** Options of `regexpMatch` and `regexpReplace`. */
export interface RegexpOptions {
  /** The database's own letters: `i` for either case. They are part of the text. */
  readonly flags?: string;
}

/** Options of `between`. */
export interface BetweenOptions {
  /** The ends may be given in either order, where the database has that. */
  readonly symmetric?: boolean;
}

/** A truth value; NULL where an operand is. */
export type Truth<B> = ColumnElement<boolean | null, B>;

/**
 * The comparisons. They know nothing of F: what they give is `boolean | null` anyway, as SQL has it; so one instance
 * per T serves all tables.
 */
abstract class Comparisons<out T, out B> {
  abstract readonly node: ExpressionNode;

  /** `a = b`; with null `a IS NULL`. @throws ArgumentError for undefined. @since 0.1.0 */
  eq<B2 = never>(other: Operand<T | null, B2>): Truth<B | B2> {
    return new ColumnElement(compare(this.node, operators.eq, other));
  }
  /** `a != b`; with null `a IS NOT NULL`. @since 0.1.0 */
  ne<B2 = never>(other: Operand<T | null, B2>): Truth<B | B2> {
    return new ColumnElement(compare(this.node, operators.ne, other));
  }
  /** `a < b`. @since 0.1.0 */
  lt<B2 = never>(other: Bound<T, B2>): Truth<B | B2> {
    return new ColumnElement(compare(this.node, operators.lt, other));
  }
  /** `a <= b`. @since 0.1.0 */
  le<B2 = never>(other: Bound<T, B2>): Truth<B | B2> {
    return new ColumnElement(compare(this.node, operators.le, other));
  }
  /** `a > b`. @since 0.1.0 */
  gt<B2 = never>(other: Bound<T, B2>): Truth<B | B2> {
    return new ColumnElement(compare(this.node, operators.gt, other));
  }
  /** `a >= b`. @since 0.1.0 */
  ge<B2 = never>(other: Bound<T, B2>): Truth<B | B2> {
    return new ColumnElement(compare(this.node, operators.ge, other));
  }
  /** `a BETWEEN low AND high`, both ends included; SYMMETRIC takes the ends in either order. @since 0.1.0 */
  between<B2 = never, B3 = never>(low: Bound<T, B2>, high: Bound<T, B3>, options: BetweenOptions = {}): Truth<B | B2 | B3> {
    return new ColumnElement(between(this.node, options.symmetric ? operators.betweenSymmetric : operators.between, low, high));
  }
  /** `a NOT BETWEEN low AND high`. @since 0.1.0 */
  notBetween<B2 = never, B3 = never>(low: Bound<T, B2>, high: Bound<T, B3>, options: BetweenOptions = {}): Truth<B | B2 | B3> {
    return new ColumnElement(between(this.node, options.symmetric ? operators.notBetweenSymmetric : operators.notBetween, low, high));
  }
  /** `a IN (…)`. An empty list matches nothing. @throws ArgumentError for what is no list, query or expanding bind. @since 0.1.0 */
  in<B2 = never>(other: InOperand<T, B2>): Truth<B | B2> {
    return new ColumnElement(inList(this.node, operators.in, other));
  }
  /** `a NOT IN (…)`. An empty list matches every row. @since 0.1.0 */
  notIn<B2 = never>(other: InOperand<T, B2>): Truth<B | B2> {
    return new ColumnElement(inList(this.node, operators.notIn, other));
  }
  /** `a LIKE pattern`. @since 0.1.0 */
  like<B2 = never>(pattern: Bound<string, B2>, options: { readonly escape?: string } = {}): Truth<B | B2> {
    return new ColumnElement(like(this.node, operators.like, pattern, options.escape ?? null));
  }
  /** `a NOT LIKE pattern`. @since 0.1.0 */
  notLike<B2 = never>(pattern: Bound<string, B2>, options: { readonly escape?: string } = {}): Truth<B | B2> {
    return new ColumnElement(like(this.node, operators.notLike, pattern, options.escape ?? null));
  }
  /** LIKE without regard to case: ILIKE, or `lower(a) LIKE lower(b)`. @since 0.1.0 */
  ilike<B2 = never>(pattern: Bound<string, B2>, options: { readonly escape?: string } = {}): Truth<B | B2> {
    return new ColumnElement(like(this.node, operators.ilike, pattern, options.escape ?? null));
  }
  /** NOT ILIKE. @since 0.1.0 */
  notIlike<B2 = never>(pattern: Bound<string, B2>, options: { readonly escape?: string } = {}): Truth<B | B2> {
    return new ColumnElement(like(this.node, operators.notIlike, pattern, options.escape ?? null));
  }
  /**
   * A regular expression, in the database's own dialect of them: `a ~ pattern`, `a REGEXP pattern`.
   * @throws ArgumentError for flags that are no letters @since 0.1.0
   */
  regexpMatch<B2 = never>(pattern: Bound<string, B2>, options: RegexpOptions = {}): Truth<B | B2> {
    return new ColumnElement(regexpMatch(this.node, pattern, options.flags));
  }
  /**
   * What the regular expression finds, replaced: `REGEXP_REPLACE(a, pattern, replacement)`.
   * @throws ArgumentError for flags that are no letters @since 0.1.0
   */
  regexpReplace<B2 = never, B3 = never>(
    pattern: Bound<string, B2>,
    replacement: Bound<string, B3>,
    options: RegexpOptions = {},
  ): ColumnElement<T, B | B2 | B3> {
    return new ColumnElement(regexpReplace(this.node, pattern, replacement, options.flags));
  }
  /**
   * Full-text search: `a MATCH b`; on MySQL `MATCH (a) AGAINST (b IN BOOLEAN MODE)`, on PostgreSQL `a @@ plainto_tsquery(b)`, with
   * `regconfig` in that configuration. @since 0.1.0
   */
  match<B2 = never>(text: Bound<string, B2>, options: { readonly regconfig?: string } = {}): Truth<B | B2> {
    return new ColumnElement(textMatch(this.node, text, options.regconfig ?? null));
  }
  /** `a LIKE b || '%'`. @since 0.1.0 */
  startsWith<B2 = never>(other: Bound<string, B2>, options: LikeOptions = {}): Truth<B | B2> {
    return new ColumnElement(likePart(this.node, operators.startsWith, other, options));
  }
  /** `a LIKE '%' || b`. @since 0.1.0 */
  endsWith<B2 = never>(other: Bound<string, B2>, options: LikeOptions = {}): Truth<B | B2> {
    return new ColumnElement(likePart(this.node, operators.endsWith, other, options));
  }
  /** `a LIKE '%' || b || '%'`. @since 0.1.0 */
  contains<B2 = never>(other: Bound<string, B2>, options: LikeOptions = {}): Truth<B | B2> {
    return new ColumnElement(likePart(this.node, operators.contains, other, options));
  }
  /** `startsWith()` without regard to case: `lower(a) LIKE lower(b) || '%'`; on PostgreSQL ILIKE. @since 0.1.0 */
  istartsWith<B2 = never>(other: Bound<string, B2>, options: LikeOptions = {}): Truth<B | B2> {
    return new ColumnElement(likePart(this.node, operators.istartsWith, other, options));
  }
  /** `endsWith()` without regard to case: `lower(a) LIKE '%' || lower(b)`; on PostgreSQL ILIKE. @since 0.1.0 */
  iendsWith<B2 = never>(other: Bound<string, B2>, options: LikeOptions = {}): Truth<B | B2> {
    return new ColumnElement(likePart(this.node, operators.iendsWith, other, options));
  }
  /** `contains()` without regard to case: `lower(a) LIKE '%' || lower(b) || '%'`; on PostgreSQL ILIKE. @since 0.1.0 */
  icontains<B2 = never>(other: Bound<string, B2>, options: LikeOptions = {}): Truth<B | B2> {
    return new ColumnElement(likePart(this.node, operators.icontains, other, options));
  }
  /** `a IS b`. @since 0.1.0 */
  is<B2 = never>(other: Operand<T | boolean | null, B2>): ColumnElement<boolean, B | B2> {
    return new ColumnElement(compareIs(this.node, operators.is, other));
  }
  /** `a IS NOT b`. @since 0.1.0 */
  isNot<B2 = never>(other: Operand<T | boolean | null, B2>): ColumnElement<boolean, B | B2> {
    return new ColumnElement(compareIs(this.node, operators.isNot, other));
  }
  /** `a IS NULL`. @since 0.1.0 */
  isNull(): ColumnElement<boolean, B> {
    return new ColumnElement(compareIs(this.node, operators.is, null));
  }
  /** `a IS NOT NULL`. @since 0.1.0 */
  isNotNull(): ColumnElement<boolean, B> {
    return new ColumnElement(compareIs(this.node, operators.isNot, null));
  }
  /** `a IS DISTINCT FROM b`: unequal, with NULL as a value like others. @since 0.1.0 */
  isDistinctFrom<B2 = never>(other: Operand<T | null, B2>): ColumnElement<boolean, B | B2> {
    return new ColumnElement(compareIs(this.node, operators.isDistinctFrom, other));
  }
  /** `a IS NOT DISTINCT FROM b`. @since 0.1.0 */
  isNotDistinctFrom<B2 = never>(other: Operand<T | null, B2>): ColumnElement<boolean, B | B2> {
    return new ColumnElement(compareIs(this.node, operators.isNotDistinctFrom, other));
  }
  /** An operator of your own: `a.op("&&", boolean())(b)` gives `a && b`. @since 0.1.0 */
  op<R>(
    symbol: string,
    type: TypeLike<R>,
    options: { readonly precedence?: number; readonly comparison?: boolean } = {},
  ): <B2 = never>(other: Operand<unknown, B2>) => ColumnElement<R | null, B | B2> {
    const operator = customOperator(symbol, options);
    const result = givenType(type, "op()");
    return (other) => new ColumnElement(custom(this.node, operator, other, result));
  }
  /** The same for an operator that gives a truth value: `a.boolOp("&&")(b)`. @since 0.1.0 */
  boolOp(symbol: string, options: { readonly precedence?: number } = {}): <B2 = never>(other: Operand<unknown, B2>) => Truth<B | B2> {
    const operator = customOperator(symbol, { ...options, comparison: true });
    return (other) => new ColumnElement(custom(this.node, operator, other, booleanType));
  }
  /** `a NULLS FIRST`, for ORDER BY. @since 0.1.0 */
  nullsFirst(): Ordering<T, B> {
    return new Ordering(postfix(this.node, operators.nullsFirst));
  }
  /** `a NULLS LAST`, for ORDER BY. @since 0.1.0 */
  nullsLast(): Ordering<T, B> {
    return new Ordering(postfix(this.node, operators.nullsLast));
  }
  /** `a DESC`, for ORDER BY. @since 0.1.0 */
  desc(): Ordering<T, B> {
    return new Ordering(postfix(this.node, operators.desc));
  }
  /** `a ASC`, for ORDER BY. @since 0.1.0 */
  asc(): Ordering<T, B> {
    return new Ordering(postfix(this.node, operators.asc));
  }
}

/** An element of ORDER BY with its direction. */
export class Ordering<out T, out B> implements Expr<T, B, unknown> {
  declare readonly $key: unknown;
  declare readonly $type: T;
  declare readonly $binds: B;
  declare readonly $from: unknown;
  constructor(readonly node: ExpressionNode) {}
  /** `… NULLS FIRST`. @since 0.1.0 */
  nullsFirst(): Ordering<T, B> {
    return new Ordering(postfix(this.node, operators.nullsFirst));
  }
  /** `… NULLS LAST`. @since 0.1.0 */
  nullsLast(): Ordering<T, B> {
    return new Ordering(postfix(this.node, operators.nullsLast));
  }
}

/** A column expression: a column, a function, a bind parameter, or what operators make of them. Immutable. */
export class ColumnElement<out T, out B = never, out F = never> extends Comparisons<T, B> implements Expr<T, B, F> {
  declare readonly $key: unknown;
  declare readonly $type: T;
  declare readonly $binds: B;
  declare readonly $from: F;
  constructor(override readonly node: ExpressionNode) {
    super();
  }

  /** `a + b`. @since 0.1.0 */
  add<U = T, B2 = never, F2 = never>(other: Addend<T> | Expr<U, B2, F2>): ColumnElement<Sum<T, U>, B | B2, F | F2> {
    return new ColumnElement(arithmetic(this.node, "add", other));
  }
  /** `a - b`. @since 0.1.0 */
  sub<U = T, B2 = never, F2 = never>(other: NonNullable<T> | Expr<U, B2, F2>): ColumnElement<Difference<T, U>, B | B2, F | F2> {
    return new ColumnElement(arithmetic(this.node, "sub", other));
  }
  /** `a * b`. @since 0.1.0 */
  mul<U = T, B2 = never, F2 = never>(other: NonNullable<T> | Expr<U, B2, F2>): ColumnElement<Sum<T, U>, B | B2, F | F2> {
    return new ColumnElement(arithmetic(this.node, "mul", other));
  }
  /** True division: of two integers it gives an exact number, `a / CAST(b AS NUMERIC)`. @since 0.1.0 */
  div<U = T, B2 = never, F2 = never>(other: NonNullable<T> | Expr<U, B2, F2>): ColumnElement<Quotient<T, U>, B | B2, F | F2> {
    return new ColumnElement(arithmetic(this.node, "div", other));
  }
  /** Division that drops the fraction. @since 0.1.0 */
  floorDiv<U = T, B2 = never, F2 = never>(other: NonNullable<T> | Expr<U, B2, F2>): ColumnElement<Sum<T, U>, B | B2, F | F2> {
    return new ColumnElement(arithmetic(this.node, "floorDiv", other));
  }
  /** `a % b`. @since 0.1.0 */
  mod<U = T, B2 = never, F2 = never>(other: NonNullable<T> | Expr<U, B2, F2>): ColumnElement<Sum<T, U>, B | B2, F | F2> {
    return new ColumnElement(arithmetic(this.node, "mod", other));
  }
  /** `-a`. @since 0.1.0 */
  neg(): ColumnElement<T, B, F> {
    return new ColumnElement(new Unary(operators.neg, grouped(this.node, operators.neg), this.node.type));
  }
  /** `a & b`. @since 0.1.0 */
  bitwiseAnd<U = T, B2 = never, F2 = never>(other: NonNullable<T> | Expr<U, B2, F2>): ColumnElement<T | NullOf<U>, B | B2, F | F2> {
    return new ColumnElement(keepingType(this.node, operators.bitAnd, other));
  }
  /** `a | b`. @since 0.1.0 */
  bitwiseOr<U = T, B2 = never, F2 = never>(other: NonNullable<T> | Expr<U, B2, F2>): ColumnElement<T | NullOf<U>, B | B2, F | F2> {
    return new ColumnElement(keepingType(this.node, operators.bitOr, other));
  }
  /** `a ^ b`. @since 0.1.0 */
  bitwiseXor<U = T, B2 = never, F2 = never>(other: NonNullable<T> | Expr<U, B2, F2>): ColumnElement<T | NullOf<U>, B | B2, F | F2> {
    return new ColumnElement(keepingType(this.node, operators.bitXor, other));
  }
  /** `a << b`. @since 0.1.0 */
  bitwiseLshift<U = T, B2 = never, F2 = never>(other: NonNullable<T> | Expr<U, B2, F2>): ColumnElement<T | NullOf<U>, B | B2, F | F2> {
    return new ColumnElement(keepingType(this.node, operators.shiftLeft, other));
  }
  /** `a >> b`. @since 0.1.0 */
  bitwiseRshift<U = T, B2 = never, F2 = never>(other: NonNullable<T> | Expr<U, B2, F2>): ColumnElement<T | NullOf<U>, B | B2, F | F2> {
    return new ColumnElement(keepingType(this.node, operators.shiftRight, other));
  }
  /** `~a`. @since 0.1.0 */
  bitwiseNot(): ColumnElement<T, B, F> {
    return new ColumnElement(new Unary(operators.bitNot, grouped(this.node, operators.bitNot), this.node.type));
  }
  /** `a || b`: strings put together. @since 0.1.0 */
  concat<U extends string | null = never, B2 = never, F2 = never>(
    other: string | Expr<U, B2, F2>,
  ): ColumnElement<string | NullOf<T | U>, B | B2, F | F2> {
    return new ColumnElement(keepingType(this.node, operators.concat, other));
  }
  /** `a COLLATE name`. @since 0.1.0 */
  collate(name: string): ColumnElement<T, B, F> {
    if (name === "") throw new ArgumentError("collate() needs the name of a collation.");
    const node = new Binary(
      grouped(this.node, operators.collate),
      operators.collate,
      operand(this.node, operators.collate, new ColumnElement(new Identifier(name, nullType))),
      this.node.type,
    );
    return new ColumnElement(node);
  }
  /** `a AS name`: the name in the row, and in SQL. @since 0.1.0 */
  label<N extends string>(name: N): Label<N, T, B, F> {
    return new Label(new LabelNode(name, grouped(this.node, operators.as), this.node.type));
  }
  /** Gives named bind parameters inside their values: `t.c.id.eq(bindParam("gone")).params({ gone: 9 })`. @throws ArgumentError for a name that none of them has @since 0.1.0 */
  params<const V extends Partial<ParamsOf<B>>>(
    values: V & { readonly [K in Exclude<keyof V, keyof ParamsOf<B>>]: UnknownParameter<K> },
  ): ColumnElement<T, Exclude<B, { readonly name: keyof V } | { readonly optional: keyof V }>, F> {
    return new ColumnElement(withBindValues(this.node, values));
  }
  /** For the type only: "I know that this is not null here". @since 0.1.0 */
  $notNull(): ColumnElement<NonNullable<T>, B> {
    return new ColumnElement(this.node);
  }
  /** The expression by itself as SQL text with its parameters: `sql.text("SELECT :a").compile({ dialect: sqlite() }).sql`. @throws CompileError @since 0.1.0 */
  compile(options?: CompileOptions): CompiledText;
  compile<C extends CompiledText>(options: CompileOptions & { readonly dialect: StatementCompiler<C> }): C;
  compile(options: CompileOptions & { readonly dialect?: StatementCompiler } = {}): CompiledText {
    return compileNode(this.node, options);
  }
  /** The text for the default dialect: `user_account.id = :id_1`. */
  override toString(): string {
    return compileNode(this.node).sql;
  }
  [inspect](): string {
    return this.toString();
  }
}

/** An expression with a name of its own. */
export class Label<out N extends string, out T, out B, out F> extends ColumnElement<T, B, F> {
  declare readonly $key: N;
}
