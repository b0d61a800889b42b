// How Oracle names, takes and gives back what it has types of its own for. What is not here is as the types have it.
import { UnsupportedError } from "../../errors/index.js";
import {
  ArrayType,
  adapterFor,
  BigIntegerType,
  BinaryType,
  BooleanType,
  booleanText,
  CharType,
  checkedBoolean,
  checkedBytes,
  checkedDate,
  DateType,
  DoubleType,
  durationText,
  EnumType,
  FloatType,
  hexDigits,
  IntervalType,
  JsonType,
  NumericType,
  paddedDecimal,
  parseDuration,
  refused,
  secondsText,
  TextType,
  TimestampType,
  TimeType,
  type TypeAdapters,
  VarcharType,
} from "../../sqltypes/index.js";
import { BinaryFloatType, Nvarchar2Type } from "./own-types.js";

/** The most characters of a VARCHAR2 that every database takes. */
const LONGEST_VARCHAR = 4000;

/** In what the types differ between versions. */
export interface TypeSettings {
  /** There is a type BOOLEAN. */
  readonly nativeBoolean: boolean;
  /** There is a type JSON. */
  readonly nativeJson: boolean;
}

const inUtc = " +00:00";

/** A point in time: without a fraction a DATE, which keeps seconds. */
function timestampLiteral(text: string, timezone: boolean): string {
  if (timezone) return `TO_TIMESTAMP_TZ('${text}${inUtc}', 'YYYY-MM-DD HH24:MI:SS.FF TZH:TZM')`;
  if (text.endsWith(".000000")) return `TO_DATE('${text.slice(0, 19)}', 'YYYY-MM-DD HH24:MI:SS')`;
  return `TO_TIMESTAMP('${text}', 'YYYY-MM-DD HH24:MI:SS.FF')`;
}

/** An exact length of time in microseconds: months, which have none, are another type. */
function microseconds(value: unknown): bigint {
  const duration = parseDuration(value);
  if (duration.months === 0) return duration.microseconds;
  throw refused("interval", value, "INTERVAL DAY TO SECOND holds an exact length of time: give days, hours, minutes and seconds");
}

/** Oracle's way with the types, by kind. */
export function oracleTypes({ nativeBoolean, nativeJson }: TypeSettings): TypeAdapters {
  return {
    bigInteger: adapterFor(BigIntegerType, { ddl: () => "NUMBER(19)" }),
    float: adapterFor(FloatType, {
      ddl: (type) => {
        if (type instanceof BinaryFloatType) return type.ddl();
        return type.precision === undefined ? "FLOAT" : `FLOAT(${type.precision})`;
      },
    }),
    double: adapterFor(DoubleType, { ddl: () => "BINARY_DOUBLE" }),
    // a number has no digits of its own to keep: it takes those of the column
    numeric: adapterFor(NumericType, {
      toWire: (value, type) => paddedDecimal(type.decimal(value), typeof value === "string" ? 0 : (type.scale ?? 0)),
    }),
    boolean: adapterFor(BooleanType, {
      ddl: () => (nativeBoolean ? "BOOLEAN" : "NUMBER(1)"),
      ...(nativeBoolean && { toWire: booleanText }),
      literal: (value) => (checkedBoolean(value) ? "1" : "0"),
    }),
    varchar: adapterFor(VarcharType, {
      ddl: (type) => (type instanceof Nvarchar2Type ? type.ddl() : `VARCHAR2(${type.length ?? LONGEST_VARCHAR} CHAR)`),
    }),
    char: adapterFor(CharType, { ddl: ({ length }) => `CHAR(${length ?? 1} CHAR)` }),
    text: adapterFor(TextType, { ddl: () => "CLOB" }),
    enum: adapterFor(EnumType, {
      ddl: ({ values }) => `VARCHAR2(${Math.max(...values.map((value) => [...value].length), 1)} CHAR)`,
    }),
    date: adapterFor(DateType, { literal: (value) => `TO_DATE('${checkedDate(value)}', 'YYYY-MM-DD')` }),
    // there is no time of day: its text, without zeros at its end, sorts as times do
    time: adapterFor(TimeType, { ddl: () => "VARCHAR2(15 CHAR)" }),
    // a Date has milliseconds, which Oracle's DATE would lose
    timestamp: adapterFor(TimestampType, {
      ddl: ({ timezone }) => (timezone ? "TIMESTAMP(6) WITH TIME ZONE" : "TIMESTAMP(6)"),
      toWire: (value, type) => type.wireText(value) + (type.timezone ? inUtc : ""),
      literal: (value, type) => timestampLiteral(type.text(value), type.timezone),
    }),
    interval: adapterFor(IntervalType, {
      ddl: () => "INTERVAL DAY(9) TO SECOND(6)",
      toWire: (value) => durationText({ months: 0, microseconds: microseconds(value) }),
      fromWire: (wire) => durationText(parseDuration(wire)),
      literal: (value) => `NUMTODSINTERVAL(${secondsText(microseconds(value))}, 'SECOND')`,
    }),
    json: adapterFor(JsonType, { ddl: () => (nativeJson ? "JSON" : "CLOB") }),
    binary: adapterFor(BinaryType, {
      ddl: ({ length }) => (length === undefined || length > 2000 ? "BLOB" : `RAW(${length})`),
      literal: (value) => `HEXTORAW('${hexDigits(checkedBytes(value))}')`,
    }),
    array: adapterFor(ArrayType, {
      ddl: () => {
        throw new UnsupportedError("Oracle's arrays are types that must be created before: use json() for the column.");
      },
    }),
  };
}
