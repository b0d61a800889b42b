import { ArgumentError } from "../errors/index.js";
import { SqlType, type WireValue } from "./base.js";
import { refused } from "./refuse.js";

/**
 * A value of a floating-point type, checked.
 *
 * @param type the type's name, for the message
 * @throws ValueRefusedError for NaN, infinities and everything that is no number
 * @since 0.1.0
 */
export function checkedFloat(type: string, value: unknown): number {
  if (typeof value === "number" && Number.isFinite(value)) return value;
  throw refused(type, value, "give a finite number, or null");
}

const NUMBER = /^([+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?|-?Infinity|NaN)$/i;

/** A float that a driver gave, in any of the forms that drivers use; NaN and infinities that the database holds are read as such. */
export function readFloat(type: string, wire: unknown): number {
  if (typeof wire === "number") return wire;
  if (typeof wire === "bigint" || (typeof wire === "string" && NUMBER.test(wire))) return Number(wire);
  throw refused(type, wire, "the column holds something that is no number");
}

/** SQL text that is a float even where it is whole, so that `7 / 2.0` does not become integer division. */
function floatLiteral(type: string, value: unknown): string {
  const text = String(checkedFloat(type, value));
  return /^-?\d+$/.test(text) ? `${text}.0` : text;
}

/** Options of `float()`. */
export interface FloatOptions {
  /** Binary digits; used by the databases whose FLOAT takes them. */
  readonly precision?: number | undefined;
}

/**
 * FLOAT: a number.
 *
 * @example `cast(x, float())` gives `CAST(x AS FLOAT)`
 * @since 0.1.0
 */
export class FloatType extends SqlType<number> {
  readonly kind = "float";
  readonly precision: number | undefined;

  /** @throws ArgumentError for a precision that is no positive whole number */
  constructor(options: FloatOptions = {}) {
    super();
    const { precision } = options;
    if (precision !== undefined && !(Number.isInteger(precision) && precision > 0)) {
      throw new ArgumentError(`float() needs a positive whole number as precision, got ${precision}.`);
    }
    this.precision = precision;
  }

  get structure(): string {
    return `float(${this.precision ?? ""})`;
  }

  ddl(): string {
    return "FLOAT";
  }

  toWire(value: number): WireValue {
    return checkedFloat("float", value);
  }

  fromWire(wire: unknown): number {
    return readFloat("float", wire);
  }

  override literal(value: number): string {
    return floatLiteral("float", value);
  }
}

/**
 * DOUBLE: a number in double precision, as JavaScript has it.
 *
 * @example `cast(x, double())` gives `CAST(x AS DOUBLE)`
 * @since 0.1.0
 */
export class DoubleType extends SqlType<number> {
  readonly kind = "double";

  get structure(): string {
    return "double";
  }

  ddl(): string {
    return "DOUBLE";
  }

  toWire(value: number): WireValue {
    return checkedFloat("double", value);
  }

  fromWire(wire: unknown): number {
    return readFloat("double", wire);
  }

  override literal(value: number): string {
    return floatLiteral("double", value);
  }
}
