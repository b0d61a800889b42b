import { ArgumentError } from "../errors/index.js";
import { Filtered, FunctionCall, LiteralColumn, Over, Unary } from "../nodes/expressions.js";
import type { ExpressionNode } from "../nodes/node.js";
import { operators } from "../nodes/operator.js";
import type { SqlType, TypeLike } from "../sqltypes/index.js";
import { criterionNode, valueNode } from "./coerce.js";
import { ColumnElement } from "./column-element.js";
import { integerType, nullType, stringType, timestampType } from "./common-types.js";
import { grouped, joined } from "./grouping.js";
import type { AnyExpr, Auto, BindsIn, Criterion, Expr, Operand } from "./types.js";

/** The window of `over()`. */
export interface Window {
  readonly partitionBy?: AnyExpr | readonly AnyExpr[];
  readonly orderBy?: AnyExpr | readonly AnyExpr[];
  /** The frame, such as `ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW`. */
  readonly frame?: string;
}

function nodes(given: AnyExpr | readonly AnyExpr[] | undefined): readonly ExpressionNode[] {
  if (given === undefined) return [];
  return "node" in given ? [given.node] : given.map((expression) => expression.node);
}

/** A function's call. */
export class Func<out N extends string, out T, out B = never, out F = never> extends ColumnElement<T, B, F> {
  declare readonly $key: Auto<N>;

  /** Only the rows for which the criteria hold: `count(*) FILTER (WHERE …)`. @since 0.1.0 */
  filter<E extends readonly Criterion[]>(...criteria: E): Func<N, T, B | E[number]["$binds"], F> {
    const criterion = joined(operators.and, criteria.map(criterionNode));
    if (criterion === null) throw new ArgumentError("filter() needs at least one criterion.");
    return new Func(new Filtered(this.node, grouped(criterion, operators.asBoolean), this.node.type));
  }

  /** As a window function: `row_number() OVER (PARTITION BY … ORDER BY …)`. @since 0.1.0 */
  over(window: Window = {}): Func<N, T, B, F> {
    const frame = window.frame ?? null;
    if (frame !== null && !/^(ROWS|RANGE|GROUPS)\b[A-Z0-9 ]+$/i.test(frame))
      throw new ArgumentError(`frame must be like 'ROWS BETWEEN 1 PRECEDING AND CURRENT ROW', got '${frame}'.`);
    return new Func(new Over(this.node, nodes(window.partitionBy), nodes(window.orderBy), frame, this.node.type));
  }
}

function call(name: string, args: readonly unknown[], type: SqlType<unknown> | null, distinct = false): FunctionCall {
  const given = args.map((arg) => grouped(valueNode(arg, name), operators.comma));
  return new FunctionCall(name, given, type ?? given[0]?.type ?? nullType, [], distinct);
}

type Kept<T> = T extends string ? string : T extends number ? number : T extends bigint ? bigint : T extends boolean ? boolean : T;

/** The functions that are the same everywhere, typed. */
const known = {
  /** `count(*)`, or `count(x)`. A number on every driver. */
  count<B = never>(expression?: Expr<unknown, B, unknown>): Func<"count", number, B> {
    return new Func(call("count", [expression ?? new ColumnElement(new LiteralColumn("*", nullType))], integerType));
  },
  /** `count(DISTINCT x)`. */
  countDistinct<B = never>(expression: Expr<unknown, B, unknown>): Func<"count", number, B> {
    return new Func(call("count", [new ColumnElement(new Unary(operators.distinct, expression.node, expression.node.type))], integerType));
  },
  /** `lower(x)`. */
  lower<T extends string | null, B = never, F = never>(text: Operand<T, B, F>): Func<"lower", Kept<T>, B, F> {
    return new Func(call("lower", [text], stringType));
  },
  /** `upper(x)`. */
  upper<T extends string | null, B = never, F = never>(text: Operand<T, B, F>): Func<"upper", Kept<T>, B, F> {
    return new Func(call("upper", [text], stringType));
  },
  /** `trim(x)`. */
  trim<T extends string | null, B = never, F = never>(text: Operand<T, B, F>): Func<"trim", Kept<T>, B, F> {
    return new Func(call("trim", [text], stringType));
  },
  /** `length(x)`: characters. */
  length<T extends string | null, B = never, F = never>(text: Operand<T, B, F>): Func<"length", number | Extract<T, null>, B, F> {
    return new Func(call("length", [text], integerType));
  },
  /** `abs(x)`. */
  abs<T, B = never, F = never>(value: Operand<T, B, F>): Func<"abs", Kept<T>, B, F> {
    return new Func(call("abs", [value], null));
  },
  /** `max(x)`: NULL without rows. */
  max<T, B>(expression: Expr<T, B, unknown>): Func<"max", T | null, B> {
    return new Func(call("max", [expression], null));
  },
  /** `min(x)`: NULL without rows. */
  min<T, B>(expression: Expr<T, B, unknown>): Func<"min", T | null, B> {
    return new Func(call("min", [expression], null));
  },
  /** `sum(x)`: NULL without rows. */
  sum<T, B>(expression: Expr<T, B, unknown>): Func<"sum", T | null, B> {
    return new Func(call("sum", [expression], null));
  },
  /** `coalesce(x, y)`: the first that is not NULL; the last decides whether there is always one. */
  coalesce<T, B, F, U, B2 = never, F2 = never, M extends AnyExpr = never>(
    expression: Expr<T, B, F>,
    ...others: readonly [...between: M[], last: Operand<U, B2, F2>]
  ): Func<"coalesce", NonNullable<T> | NonNullable<M["$type"]> | Kept<U>, B | B2 | M["$binds"], F2> {
    return new Func(call("coalesce", [expression, ...others], expression.node.type));
  },
  /** The time on the server: `CURRENT_TIMESTAMP`. */
  now(): Func<"now", Date> {
    return new Func(call("now", [], timestampType));
  },
  /** `row_number()`, for `over()`. */
  rowNumber(): Func<"row_number", number> {
    return new Func(call("row_number", [], integerType));
  },
} as const;

type FromOf<E> = E extends AnyExpr ? E["$from"] : never;
type TypeOfLast<A> = A extends readonly [...unknown[], TypeLike<infer T>] ? T | null : unknown;

/** A function that the library does not know takes its SQL type as the last argument: `func.soundex(users.c.name, text())`. */
type OtherFunction<N extends string = string> = <const A extends readonly unknown[]>(
  ...args: A
) => Func<N, TypeOfLast<A>, BindsIn<A[number]>, FromOf<A[number]>>;

/**
 * Names of functions that many databases have: editors know them, and under `noUncheckedIndexedAccess` they need no
 * `!`, as any other name does there.
 */
type CommonFunction =
  | "array_agg"
  | "array_length"
  | "avg"
  | "cardinality"
  | "ceil"
  | "char_length"
  | "chr"
  | "concat"
  | "concat_ws"
  | "cume_dist"
  | "current_date"
  | "current_time"
  | "current_timestamp"
  | "current_user"
  | "date"
  | "date_part"
  | "date_trunc"
  | "datetime"
  | "dense_rank"
  | "exp"
  | "first_value"
  | "floor"
  | "gen_random_uuid"
  | "generate_series"
  | "greatest"
  | "group_concat"
  | "hex"
  | "ifnull"
  | "instr"
  | "json_array"
  | "json_array_length"
  | "json_each"
  | "json_extract"
  | "json_group_array"
  | "json_group_object"
  | "json_object"
  | "json_set"
  | "json_valid"
  | "jsonb_agg"
  | "jsonb_build_object"
  | "jsonb_set"
  | "lag"
  | "last_insert_rowid"
  | "last_value"
  | "lead"
  | "least"
  | "left"
  | "ln"
  | "localtime"
  | "localtimestamp"
  | "log"
  | "lpad"
  | "ltrim"
  | "md5"
  | "mod"
  | "nth_value"
  | "ntile"
  | "nullif"
  | "octet_length"
  | "percent_rank"
  | "percentile_cont"
  | "pi"
  | "position"
  | "pow"
  | "power"
  | "printf"
  | "random"
  | "rank"
  | "regexp_replace"
  | "repeat"
  | "replace"
  | "reverse"
  | "right"
  | "round"
  | "row_number"
  | "row_to_json"
  | "rpad"
  | "rtrim"
  | "session_user"
  | "sign"
  | "soundex"
  | "split_part"
  | "sqrt"
  | "stddev"
  | "strftime"
  | "string_agg"
  | "substr"
  | "substring"
  | "time"
  | "to_char"
  | "to_date"
  | "to_tsquery"
  | "to_tsvector"
  | "total"
  | "total_changes"
  | "typeof"
  | "unhex"
  | "unicode"
  | "unixepoch"
  | "unnest"
  | "user"
  | "uuid"
  | "variance";

function isType(value: unknown): value is TypeLike<unknown> {
  return typeof value === "object" && value !== null && "sqlType" in value && !("node" in value);
}

function otherFunction(name: string): OtherFunction {
  if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(name))
    throw new ArgumentError(`func.${name}: a function's name is letters, digits and underscores.`);
  return (...args) => {
    const last = args.at(-1);
    return isType(last) ? new Func(call(name, args.slice(0, -1), last.sqlType)) : new Func(call(name, args, nullType));
  };
}

/**
 * SQL functions by name: `func.lower(users.c.name)`, `func.count()`. Those that every database has are typed; any
 * other takes its type last: `func.soundex(users.c.name, text())`.
 * @since 0.1.0
 */
// the marked place: a Proxy's members can't be seen by the compiler
export const func = new Proxy(known, {
  get: (target, name) =>
    typeof name === "symbol" ? undefined : Object.hasOwn(target, name) ? Reflect.get(target, name) : otherFunction(name),
}) as typeof known & { readonly [N in CommonFunction]: OtherFunction<N> } & { readonly [name: string]: OtherFunction };
