import { ArgumentError } from "../errors/index.js";
import { JsonAccess } from "../nodes/json.js";
import { operators } from "../nodes/operator.js";
import {
  BooleanType,
  FloatType,
  IntegerType,
  type JsonKey,
  JsonPathType,
  JsonType,
  NumericType,
  type SqlType,
  VarcharType,
} from "../sqltypes/index.js";
import { bindBase, boundValue, described } from "./coerce.js";
import { ColumnElement } from "./column-element.js";
import { grouped } from "./grouping.js";
import type { Expr } from "./types.js";

const keyType = new JsonPathType("key");
const indexType = new JsonPathType("index");
const pathType = new JsonPathType("path");
const jsonType = new JsonType();

/** What a document of type T holds at the path P; unknown where the document's form is. */
export type JsonAt<T, P extends readonly unknown[]> = P extends readonly [infer K, ...infer R]
  ? [keyof NonNullable<T>] extends [never]
    ? unknown
    : K extends keyof NonNullable<T>
      ? JsonAt<NonNullable<T>[K], R>
      : never
  : T;

/** The keys of an object, and any index of a list. */
type KeysOf<T> = T extends readonly unknown[] ? number : keyof T & JsonKey;
/** The path, as far as the document has it; behind that, the keys that there are. */
type Known<T, P extends readonly unknown[]> = P extends readonly [infer K, ...infer R]
  ? [keyof NonNullable<T>] extends [never]
    ? P
    : K extends KeysOf<NonNullable<T>>
      ? readonly [K, ...Known<NonNullable<T>[K & keyof NonNullable<T>], R>]
      : readonly [KeysOf<NonNullable<T>>, ...R]
  : P;

function accessOf(document: JsonAccess["document"], path: readonly JsonKey[]): JsonAccess {
  const [first] = path;
  if (first === undefined) throw new ArgumentError("jsonPath() needs at least one key or index.");
  for (const key of path) {
    if (typeof key !== "string" && !Number.isSafeInteger(key))
      throw new ArgumentError(`jsonPath() takes keys, which are strings, and indexes, which are whole numbers; got ${described(key)}.`);
  }
  const isPath = path.length > 1;
  const type = isPath ? pathType : typeof first === "string" ? keyType : indexType;
  const bind = boundValue(isPath ? path : first, bindBase(document), type);
  // what stands in JSONB is JSONB
  const held = document.type instanceof JsonType ? document.type : jsonType;
  return new JsonAccess(grouped(document, operators.jsonAccess), bind, isPath, true, held);
}

/** What a JSON document holds at a path: JSON itself, and with `asString()` and the like a value. */
export class JsonElement<out T, out B, out F> extends ColumnElement<T | null, B, F> {
  constructor(override readonly node: JsonAccess) {
    super(node);
  }

  #as<V>(type: SqlType<V>): ColumnElement<V | null, B, F> {
    const { document, path, isPath } = this.node;
    return new ColumnElement(new JsonAccess(document, path, isPath, false, type));
  }

  /** As text, without the quotes of JSON. @since 0.1.0 */
  asString(): ColumnElement<string | null, B, F> {
    return this.#as(new VarcharType());
  }
  /** As an integer. @since 0.1.0 */
  asInteger(): ColumnElement<number | null, B, F> {
    return this.#as(new IntegerType());
  }
  /** As a floating point number. @since 0.1.0 */
  asFloat(): ColumnElement<number | null, B, F> {
    return this.#as(new FloatType());
  }
  /** As an exact decimal of so many digits. @since 0.1.0 */
  asNumeric(precision: number, scale: number): ColumnElement<string | null, B, F> {
    return this.#as<string>(new NumericType({ precision, scale, mode: "string" }));
  }
  /** As a boolean. @since 0.1.0 */
  asBoolean(): ColumnElement<boolean | null, B, F> {
    return this.#as(new BooleanType());
  }
  /** As JSON, which it is: to be read as a parsed value. @since 0.1.0 */
  asJson(): this {
    return this;
  }
}

/**
 * What a JSON document holds at a key, an index or a path of them; NULL where there is nothing. A negative index counts from
 * the end. With `asString()`, `asInteger()` and the like it is a value that can be compared.
 *
 * @param document a JSON column or expression; where its type says what it holds, the keys are checked
 * @example `jsonPath(users.c.profile, "theme").asString()` gives `CAST((profile ->> 'theme') AS VARCHAR)` on PostgreSQL, and
 * `CAST(JSON_EXTRACT(profile, '$."theme"') AS VARCHAR)` on SQLite
 * @throws ArgumentError without keys, and for what is neither a key nor an index
 * @since 0.1.0
 */
export function jsonPath<T, B, F, const P extends readonly JsonKey[]>(
  document: Expr<T, B, F>,
  ...path: P & Known<T, P>
): JsonElement<JsonAt<T, P>, B, F> {
  return new JsonElement(accessOf(document.node, path));
}
