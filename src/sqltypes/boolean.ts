import { SqlType, type WireValue } from "./base.js";
import { refused } from "./refuse.js";

/**
 * A boolean, checked: 0, "" and other values that count as false in JavaScript are not taken for one.
 *
 * @throws ValueRefusedError for anything but true and false
 * @since 0.1.0
 */
export function checkedBoolean(value: unknown): boolean {
  if (typeof value === "boolean") return value;
  throw refused("boolean", value, "give true or false");
}

/**
 * A boolean as the word that a database with booleans of its own reads: no boolean is ever handed to a driver.
 *
 * @throws ValueRefusedError for anything but true and false
 * @since 0.1.0
 */
export function booleanText(value: unknown): string {
  return String(checkedBoolean(value));
}

/** A boolean that a driver gave: a boolean, 0 or 1, or PostgreSQL's `t` and `f`. */
export function readBoolean(wire: unknown): boolean {
  switch (wire) {
    case true:
    case 1:
    case 1n:
    case "1":
    case "t":
    case "true":
      return true;
    case false:
    case 0:
    case 0n:
    case "0":
    case "f":
    case "false":
      return false;
    default:
      throw refused("boolean", wire, "the column holds something that is neither true nor false");
  }
}

/**
 * BOOLEAN: true or false. On the wire it is 1 or 0, and a word for a database with booleans of its own.
 *
 * @example `cast(x, boolean())` gives `CAST(x AS BOOLEAN)`
 * @since 0.1.0
 */
export class BooleanType extends SqlType<boolean> {
  readonly kind = "boolean";

  get structure(): string {
    return "boolean";
  }

  ddl(): string {
    return "BOOLEAN";
  }

  toWire(value: boolean): WireValue {
    return checkedBoolean(value) ? 1 : 0;
  }

  fromWire(wire: unknown): boolean {
    return readBoolean(wire);
  }

  override literal(value: boolean): string {
    return checkedBoolean(value) ? "true" : "false";
  }
}
