// Which type an operator gives, and which type a plain value takes beside a column: SQLAlchemy's rules, except where
// JavaScript's values say more (a numeric's value is a string there, so a string beside a numeric is a numeric).
import type { SqlType } from "./base.js";
import { DateType, TimestampType, TimeType } from "./datetime.js";
import { EnumType } from "./enum.js";
import { inferType } from "./infer.js";
import { IntegerType } from "./integer.js";
import { IntervalType } from "./interval.js";
import { NumericType } from "./numeric.js";

/** The arithmetic operators: `/`, which never cuts off, is `div`; `floorDiv` is the one that does. */
export type ArithmeticOperator = "add" | "sub" | "mul" | "div" | "floorDiv" | "mod";

/** What a plain value stands beside. */
export type OperatorFamily = ArithmeticOperator | "comparison" | "concat" | "match";

const integerType = new IntegerType();
const exactType = new NumericType();
const quotientType = new NumericType({ mode: "number" });
const intervalType = new IntervalType();
const timestampType = new TimestampType();
const timeType = new TimeType();
const dateType = new DateType();

type Family = "integer" | "numeric" | "float" | "date" | "time" | "timestamp" | "interval" | "string" | "other";

const FAMILIES: Readonly<Record<string, Family>> = {
  integer: "integer",
  smallInteger: "integer",
  bigInteger: "integer",
  numeric: "numeric",
  float: "float",
  double: "float",
  date: "date",
  time: "time",
  timestamp: "timestamp",
  interval: "interval",
  varchar: "string",
  char: "string",
  text: "string",
};

function familyOf(type: SqlType<unknown>): Family {
  return FAMILIES[type.kind] ?? "other";
}

const isNumber = (family: Family): boolean => family === "integer" || family === "numeric" || family === "float";

/** `left operator right`, for dates, times and intervals; undefined where nothing special is known. */
const TEMPORAL: Readonly<Record<string, SqlType<unknown>>> = {
  "timestamp add interval": timestampType,
  "timestamp sub interval": timestampType,
  "timestamp sub timestamp": intervalType,
  "timestamp sub date": intervalType,
  "date add interval": timestampType,
  "date sub interval": timestampType,
  "date add time": timestampType,
  "date sub timestamp": intervalType,
  "date sub date": integerType,
  "time add interval": timeType,
  "time sub interval": timeType,
  "time sub time": intervalType,
  "time add date": timestampType,
  "interval add timestamp": timestampType,
  "interval add date": timestampType,
  "interval add time": timeType,
  "integer add date": dateType,
  "integer mul interval": intervalType,
  "numeric mul interval": intervalType,
  "float mul interval": intervalType,
};

/**
 * The type of `left operator right`.
 *
 * An integer with an integer is an integer, except that true division gives a numeric, read as a number where the
 * operands are numbers and as a string where they are bigints; a float makes the result a float, else a numeric a numeric.
 *
 * @example `timestamp - timestamp` is an interval
 * @since 0.1.0
 */
export function arithmeticType(left: SqlType<unknown>, operator: ArithmeticOperator, right: SqlType<unknown>): SqlType<unknown> {
  const [a, b] = [familyOf(left), familyOf(right)];
  if (left.kind === "null") return operator === "add" || operator === "mul" ? right : left;
  if (!isNumber(a) || !isNumber(b)) return temporalType(left, right, TEMPORAL[`${a} ${operator} ${b}`] ?? left);
  if (a === "float" || b === "float") return a === "float" ? left : right;
  if (a === "numeric" || b === "numeric") return a === "numeric" ? left : right;
  if (operator !== "div") return left;
  return readsBigInt(left) || readsBigInt(right) ? exactType : quotientType;
}

/** A point in time that another was made of has its time zone, and its form in JavaScript. */
function temporalType(left: SqlType<unknown>, right: SqlType<unknown>, result: SqlType<unknown>): SqlType<unknown> {
  return result === timestampType ? ([left, right].find(({ kind }) => kind === "timestamp") ?? result) : result;
}

function readsBigInt(type: SqlType<unknown>): boolean {
  return type.kind === "bigInteger" && "mode" in type && type.mode === "bigint";
}

const isDurationText = (value: unknown): boolean => typeof value === "string" && /^[+-]?P/.test(value);

/** Whether it is plain that a type holds the value: most comparisons are of a number or a text, and need not be looked at further. */
function holdsPlainly(kind: string, value: unknown): boolean {
  switch (kind) {
    case "integer":
    case "smallInteger":
      return Number.isInteger(value);
    case "varchar":
    case "char":
    case "text":
    case "uuid":
      return typeof value === "string";
    default:
      return false;
  }
}

/** Whether a value is one that the type holds, by its JavaScript type alone. */
function holds(type: SqlType<unknown>, value: unknown): boolean {
  switch (type.kind) {
    case "integer":
    case "smallInteger":
      return Number.isInteger(value);
    case "bigInteger":
      return Number.isInteger(value) || typeof value === "bigint";
    case "numeric":
      return typeof value === "string" || (typeof value === "number" && "mode" in type && type.mode === "number");
    case "float":
    case "double":
      return typeof value === "number";
    case "boolean":
      return typeof value === "boolean";
    case "varchar":
    case "char":
    case "text":
    case "date":
    case "time":
    case "interval":
    case "uuid":
    case "enum":
      return typeof value === "string";
    case "timestamp":
      return type instanceof TimestampType && type.mode === "string" ? typeof value === "string" : value instanceof Date;
    case "binary":
      return value instanceof Uint8Array;
    case "array":
      return Array.isArray(value);
    case "null":
      return false;
    default:
      // json, type decorators and a dialect's own types: what they hold is theirs to say.
      return true;
  }
}

/**
 * The type that a plain value takes beside an expression: that of the expression where it holds such values, else the
 * one that the value shows.
 *
 * @param left the expression's type
 * @param value the plain value; null takes the expression's type
 * @param operator what stands between them; by default a comparison
 * @throws ArgumentError for a value that neither the type holds nor a type can be told from
 * @example beside a BIGINT column, 5 is a BIGINT; beside a timestamp, `"P1D"` is an interval
 * @since 0.1.0
 */
export function coerceTo(left: SqlType<unknown>, value: unknown, operator: OperatorFamily = "comparison"): SqlType<unknown> {
  if (value === null || (operator === "comparison" && holdsPlainly(left.kind, value))) return left;
  const family = familyOf(left);
  if ((family === "timestamp" || family === "date" || family === "time") && isDurationText(value)) return intervalType;
  // A pattern or a piece of text need not be a member, a uuid or a date itself.
  const isText = operator === "concat" || operator === "match" || (left instanceof EnumType && operator !== "comparison");
  if (isText && typeof value === "string" && family !== "string" && left.kind !== "decorator") return inferType(value);
  return holds(left, value) ? left : inferType(value);
}
