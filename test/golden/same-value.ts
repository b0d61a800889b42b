import { required } from "../../src/compiler/compiled-statement.js";
import { jsonNull, parseDuration } from "../../src/sqltypes/index.js";

// Values in the golden files are JSON with marks for what JSON does not have; here they meet athanor's values.

function mark(expected: unknown): readonly [string, unknown] | null {
  if (typeof expected !== "object" || expected === null || Array.isArray(expected)) return null;
  const entries = Object.entries(expected);
  return entries.length === 1 ? (entries[0] ?? null) : null;
}

function hex(bytes: Uint8Array): string {
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

function sameMark([name, value]: readonly [string, unknown], actual: unknown): boolean | null {
  if (name === "symbol") return (value === "REQUIRED" && actual === required) || (value === "JSON_NULL" && actual === jsonNull);
  if (name === "hex") return actual instanceof Uint8Array && hex(actual) === value;
  if (name === "enum" && typeof value === "string") return actual === value;
  if (name === "seconds" && typeof actual === "string") {
    const { months, microseconds } = parseDuration(actual);
    return months === 0 && microseconds === BigInt(Math.round(Number(value) * 1e6));
  }
  return null;
}

/** Whether a value of athanor is the one that the golden file shows. */
export function sameValue(expected: unknown, actual: unknown): boolean {
  const marked = mark(expected);
  const byMark = marked === null ? null : sameMark(marked, actual);
  if (byMark !== null) return byMark;
  if (Array.isArray(expected))
    return Array.isArray(actual) && expected.length === actual.length && expected.every((item, i) => sameValue(item, actual[i]));
  if (typeof expected === "number" && typeof actual === "bigint") return BigInt(expected) === actual;
  if (typeof expected === "string" && actual instanceof Date)
    return Date.parse(/[Z+]/.test(expected) ? expected : `${expected}Z`) === actual.getTime();
  if (typeof expected === "object" && expected !== null) {
    if (typeof actual !== "object" || actual === null || Array.isArray(actual)) return false;
    const left = Object.entries(expected);
    return (
      left.length === Object.keys(actual).length &&
      left.every(([key, value]) => key in actual && sameValue(value, Reflect.get(actual, key)))
    );
  }
  return Object.is(expected, actual);
}

/** A value as a mismatch shows it. */
export function shownValue(value: unknown): string {
  if (value === undefined) return "nothing";
  const text = JSON.stringify(value, (_key, inner: unknown) => {
    if (typeof inner === "bigint") return `${inner}n`;
    if (typeof inner === "symbol") return inner.toString();
    return inner instanceof Uint8Array ? { hex: hex(inner) } : inner;
  });
  return text ?? String(value);
}
