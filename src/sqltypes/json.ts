import { SqlType, type WireValue } from "./base.js";
import { refused, refusedFor, shown } from "./refuse.js";
import { quotedText } from "./string.js";

/** What `jsonNull` is: the JSON value null, where a plain null would be SQL's NULL. */
export class JsonNull {
  /** Inside a document it is an ordinary null. */
  toJSON(): null {
    return null;
  }
}

/**
 * The JSON value `null`, stored as such; a plain `null` is SQL's NULL. Both are read back as `null`.
 *
 * @example `insert(t).values({ payload: jsonNull })` stores the text `null`
 * @since 0.1.0
 */
export const jsonNull: JsonNull = Object.freeze(new JsonNull());

/** Deeper documents, and those that contain themselves, are refused before they exhaust the stack. */
const DEEPEST = 1000;

const ADVICE = "give null, booleans, finite numbers, strings, arrays and plain objects";

/** Refuses what JSON.stringify would drop, change or turn into null without a word. */
function check(value: unknown, path: string, depth: number): void {
  const where = path === "" ? "" : ` at ${path}`;
  switch (typeof value) {
    case "string":
    case "boolean":
      return;
    case "number":
      if (Number.isFinite(value)) return;
      throw refusedFor("json", `${value}${where}`, "JSON has no such number: give a finite number, or null");
    case "bigint":
      throw refusedFor("json", `${value}n${where}`, "JSON has no bigint: give a number, or the digits as a string");
    case "object":
      if (value === null) return;
      if (depth > DEEPEST) throw refusedFor("json", `a value that contains itself, or is nested more than ${DEEPEST} levels deep`, ADVICE);
      if (Array.isArray(value)) {
        for (let i = 0; i < value.length; i += 1) check(value[i], `${path}[${i}]`, depth + 1);
        return;
      }
      checkObject(value, path, depth);
      return;
    default:
      throw refusedFor("json", `${shown(value)}${where}`, ADVICE);
  }
}

function checkObject(value: object, path: string, depth: number): void {
  const where = path === "" ? "" : ` at ${path}`;
  if (value instanceof Date)
    throw refusedFor("json", `${shown(value)}${where}`, "it would be read back as a string: give value.toISOString() to say so");
  if ("toJSON" in value && typeof value.toJSON === "function") {
    check(value.toJSON(""), path, depth + 1);
    return;
  }
  // A Map, a Set or a typed array would be stored as an object without its elements, or with numbered keys.
  if (Object.prototype.toString.call(value) !== "[object Object]") throw refusedFor("json", `${shown(value)}${where}`, ADVICE);
  for (const [key, inner] of Object.entries(value)) {
    // As everywhere in TypeScript, a property that is undefined is one that is not there.
    if (inner !== undefined) check(inner, path === "" ? key : `${path}.${key}`, depth + 1);
  }
}

/**
 * A value as JSON text.
 *
 * @throws ValueRefusedError for what JSON does not have: undefined, NaN, bigints, functions, Date, Map, a value inside itself
 * @since 0.1.0
 */
export function jsonText(value: unknown): string {
  check(value, "", 0);
  return JSON.stringify(value);
}

/** JSON text as a value. Throws ValueRefusedError for text that is no JSON. */
export function parseJsonText(wire: unknown): unknown {
  if (typeof wire !== "string") throw refused("json", wire, "the column holds something that is no JSON text");
  try {
    return JSON.parse(wire);
  } catch {
    throw refused("json", wire, "the column holds text that is no JSON");
  }
}

/**
 * JSON: any value that JSON has. null stands for SQL's NULL; {@link jsonNull} is the JSON value.
 *
 * @example `insert(t).values({ payload: { k: [1] } })` stores `{"k":[1]}`
 * @since 0.1.0
 */
export class JsonType<T = unknown> extends SqlType<T> {
  readonly kind = "json";

  get structure(): string {
    return "json";
  }

  ddl(): string {
    return "JSON";
  }

  toWire(value: T): WireValue {
    return jsonText(value);
  }

  fromWire(wire: unknown): T {
    // the marked place: the document's shape is what the column's declaration says, and is not checked
    return parseJsonText(wire) as T;
  }

  override literal(value: T): string {
    return quotedText(jsonText(value));
  }
}
