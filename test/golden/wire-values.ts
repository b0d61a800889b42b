import { parseArrayText } from "../../src/sqltypes/array-text.js";
import { jsonNull } from "../../src/sqltypes/index.js";
import { longTime } from "../../src/sqltypes/iso-text.js";
import { sameValue } from "./same-value.js";

// What a driver is given as text where Python's driver takes an object: each kind of value is compared as what it is.

function jsonOf(text: unknown): unknown {
  try {
    return JSON.parse(String(text));
  } catch {
    return undefined;
  }
}

/** An array's text: blanks and quotes that need not be there say nothing. */
function asArrayText(expected: string, actual: string): unknown {
  const items = (text: string): unknown => parseArrayText(text, (item) => item);
  return sameValue(items(expected), items(actual)) ? expected : actual;
}

/** JSON text: blanks between its parts, and how signs are escaped, say nothing. An object is one that the driver makes text of. */
function asJson(expected: unknown, actual: string): unknown {
  const document = typeof expected === "string" ? jsonOf(expected) : expected;
  if (document === undefined && String(expected).startsWith("{")) return asArrayText(String(expected), actual);
  return typeof document === "object" && document !== null && sameValue(document, jsonOf(actual)) ? expected : actual;
}

/** A list: as the text of an array, or as JSON. */
function asList(expected: readonly unknown[], actual: string): unknown {
  if (!actual.startsWith("{")) return jsonOf(actual);
  return parseArrayText(actual, (text) => (typeof expected[0] === "number" ? Number(text) : text));
}

/** The wire value in the form that the golden file shows. */
export function asWire(expected: unknown, actual: unknown): unknown {
  if (typeof actual !== "string") return actual;
  if (typeof expected === "boolean") return actual === "true" || (actual === "false" ? false : actual);
  // a decimal travels as its digits
  if (typeof expected === "number" && String(expected) === actual) return expected;
  if (Array.isArray(expected)) return asList(expected, actual);
  if (/^[{[]/.test(actual)) return asJson(expected, actual);
  if (typeof expected !== "string") return actual;
  if (/^\d\d:\d\d:\d\d\.\d{6}$/.test(expected)) return longTime(actual);
  if (/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d/.test(expected)) return new Date(`${actual.replace(" ", "T")}Z`);
  return actual;
}

/** An element of a list, which the files show as it was given and not as the driver gets it: a uuid may be sent as its digits. */
export function asElement(expected: unknown, actual: unknown): unknown {
  return typeof expected === "string" &&
    /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/.test(expected) &&
    expected.replaceAll("-", "") === actual
    ? expected
    : actual;
}

/** Whether the text is that of the document: where Python's driver makes the text itself, the files show no more than the document. */
export function isTextOf(document: unknown, actual: unknown): boolean {
  const value = typeof actual === "string" ? jsonOf(actual) : undefined;
  return value !== undefined && sameValue(document, value === null ? jsonNull : value);
}
