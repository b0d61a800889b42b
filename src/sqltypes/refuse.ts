import { ValueRefusedError } from "../errors/index.js";

const LONGEST_SHOWN = 60;

/**
 * A value as an error message shows it: short, and never a whole document.
 *
 * @since 0.1.0
 */
export function shown(value: unknown): string {
  switch (typeof value) {
    case "string":
      return value.length > LONGEST_SHOWN
        ? `${JSON.stringify(value.slice(0, LONGEST_SHOWN))}… (${value.length} characters)`
        : JSON.stringify(value);
    case "bigint":
      return `${value}n`;
    case "number":
      return Object.is(value, -0) ? "-0" : String(value);
    case "boolean":
    case "undefined":
      return String(value);
    case "symbol":
      return "a symbol";
    case "function":
      return "a function";
    case "object":
      return shownObject(value);
  }
}

function shownObject(value: object | null): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return `an array of ${value.length}`;
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? "an invalid Date" : `a Date (${value.toISOString()})`;
  if (value instanceof Uint8Array) return `${value.length} bytes`;
  const tag = Object.prototype.toString.call(value).slice(8, -1);
  return tag === "Object" ? "an object" : `an object (${tag})`;
}

/**
 * The error for a value that a type does not hold: what was given, and what to give instead.
 *
 * @param type the type's name as users know it, such as `numeric(10, 2)`
 * @param value what was given
 * @param advice what to do, as an imperative
 * @since 0.1.0
 */
export function refused(type: string, value: unknown, advice: string): ValueRefusedError {
  return refusedFor(type, shown(value), advice);
}

/** The same, where a description says more than the value. */
export function refusedFor(type: string, what: string, advice: string): ValueRefusedError {
  return new ValueRefusedError(`${type} refuses ${what}: ${advice}`);
}
