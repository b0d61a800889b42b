import { ArgumentError } from "../errors/index.js";
import type { TypeLike } from "../sqltypes/index.js";
import { nullType } from "./common-types.js";
import { call, Func } from "./function-call.js";
import type { AnyExpr, BindsIn } from "./types.js";

type FromOf<E> = E extends AnyExpr ? E["$from"] : never;
type TypeOfLast<A> = A extends readonly [...unknown[], TypeLike<infer T>] ? T | null : unknown;

/**
 * A function that the library does not know takes its SQL type as the last argument: `func.soundex(users.c.name, text())`.
 * It may also be the schema or package of others: `func.stats.median(t.c.n, float())`.
 */
export interface OtherFunction<N extends string = string> {
  <const A extends readonly unknown[]>(...args: A): Func<N, TypeOfLast<A>, BindsIn<A[number]>, FromOf<A[number]>>;
  readonly [name: string]: OtherFunction;
}

/**
 * Names of functions that many databases have: editors know them, and under `noUncheckedIndexedAccess` they need no
 * `!`, as any other name does there.
 */
export type CommonFunction =
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

/** A function by its name, and by that of what holds it. @throws ArgumentError for a name that no function has */
export function otherFunction(name: string, path: readonly string[] = []): OtherFunction {
  if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(name))
    throw new ArgumentError(`func.${[...path, name].join(".")}: a function's name is letters, digits and underscores.`);
  const made = (...args: readonly unknown[]) => {
    const last = args.at(-1);
    return isType(last) ? new Func(call(name, args.slice(0, -1), last.sqlType, path)) : new Func(call(name, args, nullType, path));
  };
  // what every JavaScript function has keeps its meaning
  const get = (target: typeof made, member: string | symbol): unknown =>
    typeof member === "symbol" || member in target ? Reflect.get(target, member) : otherFunction(member, [...path, name]);
  // the marked place: a Proxy's members can't be seen by the compiler
  return new Proxy(made, { get }) as unknown as OtherFunction;
}
