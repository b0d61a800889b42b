import { ArgumentError } from "../errors/index.js";
import { SqlType, type WireValue } from "./base.js";
import { refused } from "./refuse.js";

const WHOLE = `give a whole number between ${Number.MIN_SAFE_INTEGER} and ${Number.MAX_SAFE_INTEGER}`;

/**
 * A value of an integer type, checked. A bigint that is no larger than a safe number is taken too.
 *
 * @param type the type's name, for the message
 * @throws ValueRefusedError for anything but a safe whole number
 * @since 0.1.0
 */
export function checkedInteger(type: string, value: unknown): number {
  if (typeof value === "number" && Number.isSafeInteger(value)) return value === 0 ? 0 : value;
  if (typeof value === "bigint") {
    const narrowed = Number(value);
    if (Number.isSafeInteger(narrowed)) return narrowed;
    throw refused(type, value, `${WHOLE}, or declare the column as bigInteger()`);
  }
  throw refused(type, value, WHOLE);
}

/**
 * A value of a bigint type, checked. A safe whole number is taken too.
 *
 * @throws ValueRefusedError for anything but a bigint or a safe whole number
 * @since 0.1.0
 */
export function checkedBigInt(type: string, value: unknown): bigint {
  if (typeof value === "bigint") return value;
  if (typeof value === "number" && Number.isSafeInteger(value)) return BigInt(value);
  throw refused(type, value, `give a bigint, such as 5n, or ${WHOLE.slice("give ".length)}`);
}

/** An integer that a driver gave, in any of the forms that drivers use, as a number. */
export function readInteger(type: string, wire: unknown): number {
  if (typeof wire === "string" && /^[+-]?\d+$/.test(wire)) return checkedInteger(type, BigInt(wire));
  return checkedInteger(type, wire);
}

/** The same as a bigint. */
export function readBigInt(type: string, wire: unknown): bigint {
  if (typeof wire === "string" && /^[+-]?\d+$/.test(wire)) return BigInt(wire);
  return checkedBigInt(type, wire);
}

/**
 * INTEGER: a whole number, no larger than JavaScript holds exactly.
 *
 * @example `cast(x, integer())` gives `CAST(x AS INTEGER)`
 * @since 0.1.0
 */
export class IntegerType extends SqlType<number> {
  readonly kind = "integer";

  get structure(): string {
    return "integer";
  }

  ddl(): string {
    return "INTEGER";
  }

  toWire(value: number): WireValue {
    return checkedInteger("integer", value);
  }

  fromWire(wire: unknown): number {
    return readInteger("integer", wire);
  }

  override literal(value: number): string {
    return String(checkedInteger("integer", value));
  }
}

/**
 * SMALLINT: a whole number; how large it may be is the database's to say.
 *
 * @example `cast(x, smallInteger())` gives `CAST(x AS SMALLINT)`
 * @since 0.1.0
 */
export class SmallIntegerType extends SqlType<number> {
  readonly kind = "smallInteger";

  get structure(): string {
    return "smallInteger";
  }

  ddl(): string {
    return "SMALLINT";
  }

  toWire(value: number): WireValue {
    return checkedInteger("smallInteger", value);
  }

  fromWire(wire: unknown): number {
    return readInteger("smallInteger", wire);
  }

  override literal(value: number): string {
    return String(checkedInteger("smallInteger", value));
  }
}

/** How a BIGINT is read: as a bigint, or as a number that is refused where it would not be exact. */
export interface BigIntegerOptions<M extends "bigint" | "number" = "bigint" | "number"> {
  readonly mode?: M;
}

/**
 * BIGINT: a bigint; with `{ mode: "number" }` a number, refused where it would not be exact.
 *
 * @example `cast(x, bigInteger())` gives `CAST(x AS BIGINT)`
 * @since 0.1.0
 */
export class BigIntegerType<M extends "bigint" | "number" = "bigint"> extends SqlType<M extends "number" ? number : bigint> {
  readonly kind = "bigInteger";
  readonly mode: "bigint" | "number";

  constructor(options: BigIntegerOptions<M> = {}) {
    super();
    const mode: string = options.mode ?? "bigint";
    if (mode !== "bigint" && mode !== "number") throw new ArgumentError(`bigInteger() has no mode ${mode}: give "bigint" or "number".`);
    this.mode = mode;
  }

  get structure(): string {
    return `bigInteger(${this.mode})`;
  }

  ddl(): string {
    return "BIGINT";
  }

  toWire(value: number | bigint): WireValue {
    return this.mode === "number" ? checkedInteger("bigInteger", value) : checkedBigInt("bigInteger", value);
  }

  fromWire(wire: unknown): M extends "number" ? number : bigint {
    const value = this.mode === "number" ? readInteger("bigInteger", wire) : readBigInt("bigInteger", wire);
    // the marked place: `mode` decides both the value and M, which the compiler can't see together
    return value as M extends "number" ? number : bigint;
  }

  override literal(value: number | bigint): string {
    return String(this.toWire(value));
  }
}

/** An integer of another size, or without sign. A value that is out of its range is refused, whatever the server would do. */
export class RangedIntegerType extends IntegerType {
  constructor(
    readonly name: string,
    readonly least: number,
    readonly most: number,
  ) {
    super();
  }

  override get structure(): string {
    return `${this.name.toLowerCase()} from ${this.least} to ${this.most}`;
  }

  override ddl(): string {
    return this.name;
  }

  override toWire(value: number): WireValue {
    const wire = super.toWire(value);
    if (Number(wire) >= this.least && Number(wire) <= this.most) return wire;
    throw refused(this.name.toLowerCase(), value, `give a whole number between ${this.least} and ${this.most}`);
  }

  override literal(value: number): string {
    return String(this.toWire(value));
  }
}
