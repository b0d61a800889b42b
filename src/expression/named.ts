import { ArgumentError } from "../errors/index.js";
import { BindForm } from "../nodes/bind-form.js";
import { Bind, Constant, LiteralColumn, noValue } from "../nodes/expressions.js";
import { inferType, type TypeLike } from "../sqltypes/index.js";
import { boundValue } from "./coerce.js";
import { ColumnElement } from "./column-element.js";
import { nullType } from "./common-types.js";
import type { NamedBind, OptionalBind } from "./types.js";

/** Options of `bindParam()`. */
export interface BindOptions<T> {
  /** The value, where the execution gives none. */
  readonly value?: T;
  /** Called for the value at each execution that gives none. */
  readonly callable?: () => T;
  /** Whether a missing value is an error; by default it is, where neither `value` nor `callable` is given. */
  readonly required?: boolean;
  /** Write the value into the text when the statement is executed. */
  readonly literalExecute?: boolean;
  /** Number the name, so that it can't clash with another. */
  readonly unique?: boolean;
}

/** Whether its value may be left out at execution; a numbered name can't be given any. */
type BindOf<N extends string, T, O> = O extends { readonly unique: true }
  ? never
  : O extends { readonly value: unknown } | { readonly callable: unknown } | { readonly required: false }
    ? OptionalBind<N, T>
    : NamedBind<N, T>;

function bindNode(name: string, type: TypeLike<unknown> | undefined, options: BindOptions<unknown>, expanding: boolean): Bind {
  if (typeof name !== "string" || name === "") throw new ArgumentError("bindParam() needs a name that is not empty.");
  const hasValue = "value" in options && options.value !== undefined;
  const value = options.callable ?? (hasValue ? options.value : noValue);
  const required = options.required ?? (!hasValue && options.callable === undefined);
  const sqlType = type?.sqlType ?? (hasValue && !expanding ? inferType(options.value) : nullType);
  const facts = { required, expanding, literalExecute: options.literalExecute ?? false, callable: options.callable !== undefined };
  return new Bind(new BindForm(options.unique ? null : name, name, sqlType, facts), value);
}

/**
 * A named bind parameter: `users.c.id.eq(bindParam("uid", integer()))` gives `user_account.id = :uid`, and the
 * statement can only be executed with `{ uid: number }`.
 * @param name the name in the parameters
 * @param type its SQL type; left out, it takes that of the column it is given to
 * @throws ArgumentError for an empty name
 * @since 0.1.0
 */
export function bindParam<N extends string, T = unknown, const O extends BindOptions<T> = Record<never, never>>(
  name: N,
  type?: TypeLike<T>,
  options?: O,
): ColumnElement<T, BindOf<N, T, O>> {
  return new ColumnElement(bindNode(name, type, options ?? {}, false));
}

/**
 * A bind parameter that takes a list, for `in()`: `users.c.id.in(bindList("ids", integer()))` gives `IN (:ids_1, :ids_2)`.
 * @since 0.1.0
 */
export function bindList<N extends string, T, const O extends BindOptions<readonly T[]> = Record<never, never>>(
  name: N,
  type: TypeLike<T>,
  options?: O,
): ColumnElement<readonly T[], BindOf<N, readonly T[], O>> {
  return new ColumnElement(bindNode(name, type, options ?? {}, true));
}

type Widened<T> = T extends number ? number : T extends string ? string : T extends bigint ? bigint : T extends boolean ? boolean : T;

/**
 * A plain value as an expression: `literal(5)` gives `:param_1`. 5 is an integer, 5.5 a float, 5n a bigint, unless a type says otherwise.
 * @since 0.1.0
 */
export function literal<T>(value: T): ColumnElement<Widened<T>>;
export function literal<T, const V extends T | null>(value: V, type: TypeLike<T>): ColumnElement<T | Extract<V, null>>;
export function literal(value: unknown, type?: TypeLike<unknown>): ColumnElement<unknown> {
  if (value === undefined) throw new ArgumentError("literal(undefined): undefined is no SQL value; give null.");
  return new ColumnElement(
    value === null && !type ? new Constant("null", nullType) : boundValue(value, "param", type?.sqlType ?? inferType(value)),
  );
}

/**
 * Text of your own where a column may stand; it is not quoted: `literalColumn("rowid", integer())`.
 * @since 0.1.0
 */
export function literalColumn<N extends string, T = unknown>(text: N, type?: TypeLike<T>): ColumnElement<T> {
  return new ColumnElement(new LiteralColumn(text, type?.sqlType ?? nullType));
}
