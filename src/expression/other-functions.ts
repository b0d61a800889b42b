import { ArgumentError } from "../errors/index.js";
import { isTypeLike, type TypeLike } from "../sqltypes/index.js";
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

/** A type by itself: a column has one as well, but is an argument. */
function isType(value: unknown): value is TypeLike<unknown> {
  return isTypeLike(value) && !("node" in value);
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
