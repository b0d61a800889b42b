// As which of the package's types values are bound, and parameters filled.
import { BinaryType, boundType, parseDuration, type SqlType, TimestampType, VarcharType } from "../../../../sqltypes/index.js";
import type { WireValue } from "../../../driver.js";
import { Nvarchar2Type } from "../../own-types.js";
import type { IntervalParts, TypeName } from "./package.js";

/** The values of one parameter, of one set or of many, all of one type. */
export interface BoundColumn {
  readonly type: TypeName;
  readonly values: readonly unknown[];
  /** The most bytes of a value, where the type has no size of its own. */
  readonly maxSize?: number;
}

/** What the database puts into a parameter. */
export interface OutType {
  readonly type: TypeName;
  readonly maxSize?: number;
}

/** Makes lengths of time of the package's own class. */
export type IntervalMaker = (parts: IntervalParts) => unknown;

/** More bytes travel as a LOB. */
const LONGEST_BIND = 32_767;
/** The most bytes of a VARCHAR2, and of a RAW, in every database. */
const LONGEST_VARCHAR = 4000;
const LONGEST_RAW = 2000;
/** A number as text has less. */
const NUMBER_TEXT = 64;
/** The most bytes of a character. */
const CHARACTER = 4;

/** A whole number, be it with zeros behind its point. */
const WHOLE = /^(-?\d{1,38})(?:\.0+)?$/;
const TIMESTAMP = /^(\d{4})-(\d\d)-(\d\d)(?: (\d\d):(\d\d):(\d\d)(?:\.(\d{1,6}))?)?(?: \+00:00)?$/;

function mapped(values: readonly WireValue[], write: (value: NonNullable<WireValue>) => unknown): readonly unknown[] {
  return values.map((value) => (value === null ? null : write(value)));
}

const every = (values: readonly WireValue[], is: (value: NonNullable<WireValue>) => boolean): boolean =>
  values.every((value) => value === null || is(value));

const isNumber = (value: WireValue): boolean => typeof value === "number" || typeof value === "bigint";

function texts(values: readonly WireValue[], type: "VARCHAR" | "NVARCHAR" = "VARCHAR"): BoundColumn {
  const list = mapped(values, String);
  const maxSize = list.reduce<number>((most, text) => Math.max(most, typeof text === "string" ? Buffer.byteLength(text) : 0), 1);
  return maxSize > LONGEST_BIND ? { type: type === "NVARCHAR" ? "NCLOB" : "CLOB", values: list } : { type, values: list, maxSize };
}

/** The package takes bytes as a Buffer only. */
function bytes(values: readonly WireValue[]): BoundColumn {
  const list = mapped(values, (value) =>
    value instanceof Uint8Array ? Buffer.from(value.buffer, value.byteOffset, value.byteLength) : Buffer.from(String(value)),
  );
  const maxSize = list.reduce<number>((most, buffer) => Math.max(most, buffer instanceof Uint8Array ? buffer.length : 0), 1);
  return maxSize > LONGEST_BIND ? { type: "BLOB", values: list } : { type: "RAW", values: list, maxSize };
}

const doubles = (values: readonly WireValue[]): BoundColumn => ({ type: "BINARY_DOUBLE", values: mapped(values, Number) });

/** Whole numbers as such; others as text, of which the server makes decimals: the package would make doubles of them. */
function decimals(values: readonly WireValue[]): BoundColumn {
  const whole = every(values, (value) => WHOLE.test(String(value)));
  return whole ? { type: "NUMBER", values: mapped(values, (value) => BigInt(String(value).replace(WHOLE, "$1"))) } : texts(values);
}

function booleans(values: readonly WireValue[]): BoundColumn {
  const words = values.some((value) => typeof value === "string");
  return words ? { type: "BOOLEAN", values: mapped(values, (value) => value === "true") } : { type: "NUMBER", values };
}

/** Of no type: what the values show. */
function untyped(values: readonly WireValue[]): BoundColumn {
  if (every(values, (value) => value instanceof Uint8Array) && values.some((value) => value !== null)) return bytes(values);
  if (!every(values, isNumber) || values.every((value) => value === null)) return texts(values);
  return every(values, (value) => typeof value === "bigint" || Number.isSafeInteger(value)) ? { type: "NUMBER", values } : doubles(values);
}

/**
 * A Date of the package's, which writes a time without zone by the process's own clock, and one with a zone in UTC; null where a
 * Date can't say the same: of microseconds, and of an hour that the process's clock leaves out.
 */
function exactDate(text: string, utc: boolean): Date | null {
  const [, year, month, day, hour = "0", minute = "0", second = "0", fraction = ""] = TIMESTAMP.exec(text) ?? [];
  const digits = fraction.padEnd(6, "0");
  if (year === undefined || !digits.endsWith("000")) return null;
  const days = [Number(year), Number(month) - 1, Number(day)] as const;
  const clock = [Number(hour), Number(minute), Number(second), Number(digits.slice(0, 3))] as const;
  const date = new Date(0);
  if (utc) {
    date.setUTCFullYear(...days);
    date.setUTCHours(...clock);
    return date;
  }
  // at noon no clock is changed
  date.setHours(12, 0, 0, 0);
  date.setFullYear(...days);
  date.setHours(...clock);
  return date.getDate() === days[2] && date.getHours() === clock[0] && date.getMinutes() === clock[1] ? date : null;
}

/** As Dates where they say the same, else as text in the form that the session has been told. */
function dates(type: "DATE" | "TIMESTAMP" | "TIMESTAMP_TZ", values: readonly WireValue[]): BoundColumn {
  const list = mapped(values, (value) => exactDate(String(value), type === "TIMESTAMP_TZ"));
  return list.some((date, index) => date === null && values[index] !== null) ? texts(values) : { type, values: list };
}

const MICROSECONDS = 1_000_000n;

/** The parts of an ISO 8601 duration: all of one sign. */
function intervalParts(text: string): IntervalParts {
  const { microseconds } = parseDuration(text);
  const seconds = microseconds / MICROSECONDS;
  return {
    days: Number(seconds / 86_400n),
    hours: Number((seconds / 3600n) % 24n),
    minutes: Number((seconds / 60n) % 60n),
    seconds: Number(seconds % 60n),
    fseconds: Number(microseconds % MICROSECONDS) * 1000,
  };
}

function timestampType(type: SqlType<unknown>): "TIMESTAMP" | "TIMESTAMP_TZ" {
  return type instanceof TimestampType && type.timezone ? "TIMESTAMP_TZ" : "TIMESTAMP";
}

/** The values of one parameter as the package takes them. */
export function boundColumn(declared: SqlType<unknown>, values: readonly WireValue[], interval: IntervalMaker): BoundColumn {
  const type = boundType(declared, "oracle");
  switch (type?.kind) {
    case "integer":
    case "smallInteger":
    case "bigInteger":
      return every(values, isNumber) ? { type: "NUMBER", values } : untyped(values);
    case "numeric":
      return decimals(values);
    case "float":
    case "double":
      return doubles(values);
    case "boolean":
      return booleans(values);
    case "date":
      return dates("DATE", values);
    case "timestamp":
      return dates(timestampType(type), values);
    case "interval":
      return { type: "INTERVAL_DS", values: mapped(values, (value) => interval(intervalParts(String(value)))) };
    case "binary":
      return bytes(values);
    case undefined:
      return untyped(values);
    default:
      return texts(values, type instanceof Nvarchar2Type ? "NVARCHAR" : "VARCHAR");
  }
}

/** The bytes of a string of so many characters, as far as a VARCHAR2 has them. */
function textSize(length: number | undefined): number {
  return Math.min((length ?? LONGEST_VARCHAR) * CHARACTER, LONGEST_VARCHAR);
}

/** As what the database is asked for a value of the type. @param nativeJson it has a type JSON */
export function outType(declared: SqlType<unknown>, nativeJson: boolean): OutType {
  const type = boundType(declared, "oracle");
  switch (type?.kind) {
    case "integer":
    case "smallInteger":
    case "boolean":
      return { type: "NUMBER" };
    case "bigInteger":
    case "numeric":
      // the package makes a double of a number that is handed over, but not of text
      return { type: "VARCHAR", maxSize: NUMBER_TEXT };
    case "float":
    case "double":
      return { type: "BINARY_DOUBLE" };
    case "date":
      return { type: "DATE" };
    case "timestamp":
      return { type: timestampType(type) };
    case "interval":
      return { type: "INTERVAL_DS" };
    case "text":
      return { type: "CLOB" };
    case "json":
      return { type: nativeJson ? "JSON" : "CLOB" };
    case "binary": {
      const length = type instanceof BinaryType ? type.length : undefined;
      return length === undefined || length > LONGEST_RAW ? { type: "BLOB" } : { type: "RAW", maxSize: length };
    }
    case "varchar":
      return {
        type: type instanceof Nvarchar2Type ? "NVARCHAR" : "VARCHAR",
        maxSize: textSize(type instanceof VarcharType ? type.length : undefined),
      };
    default:
      return { type: "VARCHAR", maxSize: LONGEST_VARCHAR };
  }
}
