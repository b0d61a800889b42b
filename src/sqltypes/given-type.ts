import { ArgumentError } from "../errors/index.js";
import type { SqlType, TypeLike } from "./base.js";
import { shown } from "./refuse.js";

/** Whether a value is a type, or what shows one: `integer()`, a column. */
export function isTypeLike(value: unknown): value is TypeLike<unknown> {
  return typeof value === "object" && value !== null && "sqlType" in value;
}

/**
 * The type that a user gave. TypeScript sees to it that there is one; plain JavaScript does not.
 *
 * @param taker what was called, for the message
 * @throws ArgumentError for anything but a type
 */
export function givenType<T>(type: TypeLike<T>, taker: string): SqlType<T> {
  const given: unknown = type;
  if (!isTypeLike(given)) throw new ArgumentError(`${taker} takes a type, such as integer(); got ${shown(given)}.`);
  return type.sqlType;
}
