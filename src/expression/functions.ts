import { ArgumentError } from "../errors/index.js";
import { DateType, TimeType } from "../sqltypes/index.js";
import { aggregates } from "./aggregates.js";
import { integerType, nullType, stringType, timestampType } from "./common-types.js";
import { call, Func } from "./function-call.js";
import type { CommonFunction } from "./function-names.js";
import { type OtherFunction, otherFunction } from "./other-functions.js";
import type { AnyExpr, BindsIn, Expr, Operand } from "./types.js";
import { windowFunctions } from "./window-functions.js";

const dateType = new DateType();
const timeType = new TimeType();

type Kept<T> = T extends string ? string : T extends number ? number : T extends bigint ? bigint : T extends boolean ? boolean : T;

/** Functions of one row's values. */
const scalarFunctions = {
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
  /** `CURRENT_TIMESTAMP`. */
  currentTimestamp(): Func<"current_timestamp", Date> {
    return new Func(call("current_timestamp", [], timestampType));
  },
  /** `CURRENT_DATE`, an ISO string. */
  currentDate(): Func<"current_date", string> {
    return new Func(call("current_date", [], dateType));
  },
  /** `CURRENT_TIME`, an ISO string. */
  currentTime(): Func<"current_time", string> {
    return new Func(call("current_time", [], timeType));
  },
  /** `LOCALTIMESTAMP`. */
  localTimestamp(): Func<"localtimestamp", Date> {
    return new Func(call("localtimestamp", [], timestampType));
  },
  /** `CURRENT_USER`. */
  currentUser(): Func<"current_user", string> {
    return new Func(call("current_user", [], stringType));
  },
  /** `SESSION_USER`. */
  sessionUser(): Func<"session_user", string> {
    return new Func(call("session_user", [], stringType));
  },
  /** `random()`: from 0 to 1, on SQLite any integer of 64 bits. */
  random(): Func<"random", number | bigint> {
    return new Func(call("random", [], nullType));
  },
  /** `char_length(x)`: characters. */
  charLength<T extends string | null, B = never, F = never>(text: Operand<T, B, F>): Func<"char_length", number | Extract<T, null>, B, F> {
    return new Func(call("char_length", [text], integerType));
  },
  /** `concat(a, b)`: strings put together. Most databases leave NULL out; MySQL gives NULL. */
  concat<A extends readonly Operand<string | null, unknown>[]>(...texts: A): Func<"concat", string | null, BindsIn<A[number]>> {
    return new Func(call("concat", texts, stringType));
  },
  /** `nullif(a, b)`: NULL where they are equal, else a. */
  nullif<T, B, F, B2 = never>(value: Expr<T, B, F>, other: Operand<T | null, B2>): Func<"nullif", T | null, B | B2, F> {
    return new Func(call("nullif", [value, other], null));
  },
  /** `replace(x, from, to)`. */
  replace<T extends string | null, B = never, F = never, B2 = never, B3 = never>(
    text: Operand<T, B, F>,
    from: Operand<string, B2>,
    to: Operand<string, B3>,
  ): Func<"replace", Kept<T>, B | B2 | B3, F> {
    return new Func(call("replace", [text, from, to], stringType));
  },
  /** `round(x, digits)`. */
  round<T, B, F>(value: Expr<T, B, F>, digits?: number): Func<"round", T, B, F> {
    return new Func(call("round", digits === undefined ? [value] : [value, digits], null));
  },
  /** `floor(x)`. */
  floor<T, B, F>(value: Expr<T, B, F>): Func<"floor", T, B, F> {
    return new Func(call("floor", [value], null));
  },
  /** `ceil(x)`. */
  ceil<T, B, F>(value: Expr<T, B, F>): Func<"ceil", T, B, F> {
    return new Func(call("ceil", [value], null));
  },
} as const;

/** The functions that nearly all databases have, typed. */
const known = { ...scalarFunctions, ...aggregates, ...windowFunctions };

/** A function by its name, where that is none that TypeScript knows: `func("soundex")`, `func("stats", "median")`. */
type NamedFunction = <N extends string>(...path: readonly [...packages: string[], name: N]) => OtherFunction<N>;

function named(...path: readonly string[]): OtherFunction {
  const name = path.at(-1);
  if (name === undefined) throw new ArgumentError('func() takes the name of a function: func("soundex").');
  return otherFunction(name, path.slice(0, -1));
}

/**
 * SQL functions by name: `func.lower(users.c.name)`, `func.count()`. Those that every database has are typed; any other takes
 * its type last: `func.soundex(users.c.name, text())`. Those whose name TypeScript does not know are called as
 * `func("soundex")(users.c.name, text())`, with schema or package before the name: `func("stats", "median")`.
 * @throws ArgumentError for a name that no function has
 * @since 0.1.0
 */
// the marked place: a Proxy's members can't be seen by the compiler
export const func = new Proxy(named, {
  get: (_target, name) =>
    typeof name === "symbol" ? undefined : Object.hasOwn(known, name) ? Reflect.get(known, name) : otherFunction(name),
}) as unknown as NamedFunction &
  typeof known & { readonly [N in CommonFunction]: OtherFunction<N> } & { readonly [name: string]: OtherFunction };
