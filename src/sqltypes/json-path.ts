import { ArgumentError } from "../errors/index.js";
import { SqlType, type WireValue } from "./base.js";
import { refused } from "./refuse.js";
import { quotedText } from "./string.js";

/** A key of an object, or an index of an array; a negative one counts from its end. */
export type JsonKey = string | number;

/** How a database writes an index that counts from the end of an array. */
export type FromEnd = (index: number) => string;

function step(key: unknown, fromEnd: FromEnd): string {
  if (typeof key === "string") return `.${JSON.stringify(key)}`;
  if (!Number.isSafeInteger(key)) throw refused("json path", key, "give keys as strings and indexes as whole numbers");
  return Number(key) < 0 ? `[${fromEnd(Number(key))}]` : `[${key}]`;
}

/** Keys and indexes as a JSON path: `$."a"[0]`. @throws ValueRefusedError for what is neither */
export function jsonPathText(value: unknown, fromEnd: FromEnd): string {
  const keys: readonly unknown[] = Array.isArray(value) ? value : [value];
  return `$${keys.map((key) => step(key, fromEnd)).join("")}`;
}

/** The most common form: `$[last]`, `$[last-1]`. */
function lastIndex(index: number): string {
  return index === -1 ? "last" : `last-${-index - 1}`;
}

/** Where something is in a JSON document: a key, an index, or a list of such. It is bound as the text of a path. */
export class JsonPathType extends SqlType<JsonKey | readonly JsonKey[]> {
  readonly kind = "jsonPath";

  constructor(readonly form: "key" | "index" | "path") {
    super();
  }

  get structure(): string {
    return `jsonPath(${this.form})`;
  }

  ddl(): string {
    return "JSONPATH";
  }

  toWire(value: JsonKey | readonly JsonKey[]): WireValue {
    return jsonPathText(value, lastIndex);
  }

  fromWire(): never {
    throw new ArgumentError("A JSON path is given to the database and never read from it.");
  }

  override literal(value: JsonKey | readonly JsonKey[]): string {
    return quotedText(jsonPathText(value, lastIndex));
  }
}
