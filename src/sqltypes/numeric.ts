import { ArgumentError } from "../errors/index.js";
import { SqlType, type WireValue } from "./base.js";
import { canonicalDecimal, decimalOfNumber, withoutExponent } from "./decimal-text.js";
import { refused } from "./refuse.js";

/** What a NUMERIC column keeps, and how its values look in JavaScript. */
export interface NumericOptions<M extends "string" | "number" = "string" | "number"> {
  /** Digits in all. */
  readonly precision?: number | undefined;
  /** Digits after the point. */
  readonly scale?: number | undefined;
  /** `"string"`, the default, is exact; `"number"` is for convenience where a float's precision is enough. */
  readonly mode?: M | undefined;
  /**
   * What SQLite, which has no exact decimal, stores: `"real"`, the default, refuses what it would round;
   * `"text"` stores every digit, and then SQLite can neither compare nor calculate.
   */
  readonly sqlite?: "real" | "text" | undefined;
}

function checkedDigits(what: string, value: number | undefined, least: number): void {
  if (value !== undefined && !(Number.isInteger(value) && value >= least)) {
    throw new ArgumentError(`numeric() needs a whole number of at least ${least} as ${what}, got ${value}.`);
  }
}

/**
 * NUMERIC: an exact decimal, a string such as `"12.50"`; with `{ mode: "number" }` a number.
 *
 * @example `cast(x, numeric({ precision: 10, scale: 2 }))` gives `CAST(x AS NUMERIC(10, 2))`
 * @since 0.1.0
 */
export class NumericType<M extends "string" | "number" = "string"> extends SqlType<M extends "number" ? number : string> {
  readonly kind = "numeric";
  readonly precision: number | undefined;
  readonly scale: number | undefined;
  readonly mode: "string" | "number";
  readonly sqlite: "real" | "text";

  /** @throws ArgumentError for a scale without a precision, or a precision or scale that is no whole number */
  constructor(options: NumericOptions<M> = {}) {
    super();
    checkedDigits("precision", options.precision, 1);
    checkedDigits("scale", options.scale, 0);
    if (options.scale !== undefined && options.precision === undefined)
      throw new ArgumentError("numeric() has a scale but no precision: give both.");
    this.precision = options.precision;
    this.scale = options.scale;
    this.mode = options.mode === "number" ? "number" : "string";
    this.sqlite = options.sqlite ?? "real";
  }

  get structure(): string {
    return `numeric(${this.precision ?? ""},${this.scale ?? ""},${this.mode},${this.sqlite})`;
  }

  ddl(): string {
    if (this.precision === undefined) return "NUMERIC";
    return this.scale === undefined ? `NUMERIC(${this.precision})` : `NUMERIC(${this.precision}, ${this.scale})`;
  }

  /** The value as exact decimal text, with the digits that were given. Throws ValueRefusedError for what is no decimal. */
  decimal(value: unknown): string {
    if (typeof value === "string") {
      const text = canonicalDecimal(value);
      if (text !== null) return text;
      throw refused(this.#name, value, 'give digits with an optional sign and decimal point, such as "-12.50"');
    }
    if (typeof value === "bigint" || Number.isSafeInteger(value)) return String(value);
    if (typeof value !== "number" || !Number.isFinite(value))
      throw refused(this.#name, value, 'give a decimal as a string, such as "12.50"');
    if (this.mode === "number") return decimalOfNumber(value);
    throw refused(
      this.#name,
      value,
      `a number is not exact: give "${value}" as a string, or declare the column as numeric({ mode: "number" })`,
    );
  }

  toWire(value: string | number): WireValue {
    return this.decimal(value);
  }

  fromWire(wire: unknown): M extends "number" ? number : string {
    return this.fromDecimal(typeof wire === "number" ? decimalOfNumber(wire) : typeof wire === "bigint" ? String(wire) : wire);
  }

  /** Decimal text from a database as a value of this type. Throws ValueRefusedError for NaN, infinities and what is no decimal. */
  fromDecimal(text: unknown): M extends "number" ? number : string {
    const decimal = typeof text === "string" ? canonicalDecimal(withoutExponent(text)) : null;
    if (decimal === null) throw refused(this.#name, text, "the column holds something that is no decimal number");
    const value = this.mode === "number" ? Number(decimal) : decimal;
    // the marked place: `mode` decides both the value and M, which the compiler can't see together
    return value as M extends "number" ? number : string;
  }

  override literal(value: string | number): string {
    return this.decimal(value);
  }

  get #name(): string {
    return this.ddl().toLowerCase();
  }
}
