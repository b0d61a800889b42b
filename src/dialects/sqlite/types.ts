// How SQLite stores and gives back what it has no type for, in SQLAlchemy's forms. What is not here is as the types have it.
import { UnsupportedError, ValueRefusedError } from "../../errors/index.js";
import {
  ArrayType,
  adapterFor,
  BigIntegerType,
  BooleanType,
  checkedBigInt,
  checkedBoolean,
  checkedInteger,
  checkedTime,
  decimalOfNumber,
  doubleOfDecimal,
  EXACT_DIGITS,
  IntegerType,
  JsonPathType,
  JsonType,
  jsonPathText,
  longTime,
  NumericType,
  paddedDecimal,
  parseJsonText,
  quotedText,
  refused,
  SmallIntegerType,
  type SqlType,
  TimestampType,
  TimeType,
  type TypeAdapter,
  trimmedDecimal,
  type WireValue,
} from "../../sqltypes/index.js";

const fitsInteger = (value: bigint): boolean => BigInt.asIntN(64, value) === value;

/** Numbers below this are made into a BigInt once: a new one takes twenty times as long as a look at the old one. */
const SMALL = 4096;
const small: bigint[] = [];

function bigintOf(whole: number): bigint {
  return whole >= 0 && whole < SMALL ? (small[whole] ??= BigInt(whole)) : BigInt(whole);
}

/** A plain number would be bound as REAL: `7 / 2` would be 3.5, and 5 in a TEXT column `5.0`. */
const wholeNumbers = (name: string) => () => (value: unknown) => (value === null ? null : bigintOf(checkedInteger(name, value)));

function bigInteger(value: unknown, type: SqlType<unknown> & { readonly mode: string }): bigint {
  const whole = type.mode === "number" ? bigintOf(checkedInteger("bigInteger", value)) : checkedBigInt("bigInteger", value);
  if (fitsInteger(whole)) return whole;
  throw refused("bigInteger", value, "SQLite's integers have 64 bits: give a bigint between -(2n ** 63n) and 2n ** 63n - 1n");
}

function decimal(value: unknown, type: NumericType<"string" | "number">): WireValue {
  const given = type.decimal(value);
  if (type.sqlite === "text") return given;
  const text = trimmedDecimal(given);
  if (!text.includes(".") && fitsInteger(BigInt(text))) return BigInt(text);
  // Asked for as a number, it is a double already: nothing is left to be rounded.
  if (typeof value === "number") return value;
  const real = doubleOfDecimal(text);
  if (real !== null) return real;
  throw refused(
    type.ddl().toLowerCase(),
    value,
    `SQLite has no exact decimal and would round it: give at most ${EXACT_DIGITS} significant digits, or declare the column as numeric({ sqlite: "text" })`,
  );
}

function readDecimal(wire: unknown, type: NumericType<"string" | "number">): string | number {
  if (type.mode === "number" && typeof wire === "number") return wire;
  const value = type.fromDecimal(typeof wire === "bigint" ? String(wire) : typeof wire === "number" ? realText(wire) : wire);
  return typeof value === "string" && type.scale !== undefined ? paddedDecimal(value, type.scale) : value;
}

/** A REAL as SQLite itself prints it, with 15 digits: stored decimals come back whole, and sums lose what binary fractions added. */
function realText(real: number): string {
  return decimalOfNumber(Math.abs(real) < 10 ** EXACT_DIGITS ? Number(real.toPrecision(EXACT_DIGITS)) : real);
}

function readBit(wire: unknown): boolean {
  if (wire === 1n || wire === 1) return true;
  if (wire === 0n || wire === 0) return false;
  throw refused("boolean", wire, "the column holds something that is neither 1 nor 0");
}

/** What stands alone in a JSON column and looks like a number was made one by the column's affinity. */
function readJson(wire: unknown): unknown {
  return typeof wire === "bigint" || typeof wire === "number" ? Number(wire) : parseJsonText(wire);
}

/** SQLite counts from an array's end by `[#-1]`. */
function jsonPath(value: unknown): string {
  return jsonPathText(value, (index) => `#${index}`);
}

const NO_ARRAYS = "SQLite has no arrays: use json() for the column";
const noArrayValue = (): never => {
  throw new ValueRefusedError(`array refuses every value here: ${NO_ARRAYS}`);
};

/**
 * SQLite's way with the types, by kind: integers as BigInt, booleans as 1 and 0, times as text with six digits, numeric
 * as INTEGER or REAL and only where that is exact.
 *
 * @example `writer(new BooleanType(), sqliteTypes)(true)` is `1n`
 * @since 0.1.0
 */
export const sqliteTypes: Readonly<Record<string, TypeAdapter>> = {
  integer: adapterFor(IntegerType, { writer: wholeNumbers("integer") }),
  smallInteger: adapterFor(SmallIntegerType, { writer: wholeNumbers("smallInteger") }),
  bigInteger: adapterFor(BigIntegerType, { toWire: bigInteger }),
  numeric: adapterFor(NumericType, {
    ddl: (type) => (type.sqlite === "text" ? "TEXT" : type.ddl()),
    toWire: decimal,
    fromWire: readDecimal,
    literal: (value, type) => {
      const wire = decimal(value, type);
      return typeof wire === "string" ? quotedText(wire) : type.decimal(value);
    },
  }),
  boolean: adapterFor(BooleanType, {
    toWire: (value) => (checkedBoolean(value) ? 1n : 0n),
    fromWire: readBit,
    literal: (value) => (checkedBoolean(value) ? "1" : "0"),
  }),
  timestamp: adapterFor(TimestampType, {
    toWire: (value, type) => type.text(value),
    literal: (value, type) => `'${type.text(value)}'`,
  }),
  time: adapterFor(TimeType, {
    toWire: (value) => longTime(checkedTime(value)),
    literal: (value) => `'${longTime(checkedTime(value))}'`,
  }),
  json: adapterFor(JsonType, { fromWire: readJson }),
  jsonPath: adapterFor(JsonPathType, { toWire: jsonPath, literal: (value) => quotedText(jsonPath(value)) }),
  array: adapterFor(ArrayType, {
    ddl: () => {
      throw new UnsupportedError(`${NO_ARRAYS}.`);
    },
    toWire: noArrayValue,
    fromWire: noArrayValue,
  }),
};
