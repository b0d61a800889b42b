import { describe, expect, test } from "vitest";
import { ValueRefusedError } from "../../../src/errors/index.js";
import {
  BigIntegerType,
  BinaryType,
  BooleanType,
  CharType,
  DateType,
  DoubleType,
  EnumType,
  FloatType,
  IntegerType,
  IntervalType,
  JsonType,
  NumericType,
  SmallIntegerType,
  type SqlType,
  TextType,
  TimestampType,
  TimeType,
  UuidType,
  VarcharType,
} from "../../../src/sqltypes/index.js";

const level = new EnumType(["low", "mid", "high"]);
const exact = new NumericType({ precision: 10, scale: 2 });
const bytes = Uint8Array.of(0, 255);

/** Type, value, its default wire form, and what is read back where that differs from the value. */
const kept: readonly (readonly [SqlType<unknown>, unknown, unknown, unknown?])[] = [
  [new IntegerType(), 5, 5],
  [new IntegerType(), Number.MIN_SAFE_INTEGER, Number.MIN_SAFE_INTEGER],
  [new IntegerType(), -0, 0, 0],
  [new IntegerType(), 7n, 7, 7],
  [new SmallIntegerType(), -3, -3],
  [new BigIntegerType(), 2n ** 63n - 1n, 2n ** 63n - 1n],
  [new BigIntegerType(), 5, 5n, 5n],
  [new BigIntegerType({ mode: "number" }), 2 ** 40, 2 ** 40],
  [exact, "19.99", "19.99"],
  [exact, "+007.50", "7.50", "7.50"],
  [exact, "-.5", "-0.5", "-0.5"],
  [exact, "-0.00", "0.00", "0.00"],
  [exact, 3, "3", "3"],
  [exact, "123456789012345678901234567890.123456789", "123456789012345678901234567890.123456789"],
  [new NumericType({ mode: "number" }), 1e-7, "0.0000001", 1e-7],
  [new NumericType({ mode: "number" }), 1.5e21, "1500000000000000000000", 1.5e21],
  [new FloatType(), 0.1, 0.1],
  [new DoubleType(), Number.MAX_VALUE, Number.MAX_VALUE],
  [new BooleanType(), true, 1],
  [new BooleanType(), false, 0],
  [new VarcharType(2), "longer than two", "longer than two"],
  [new CharType(2), "NO", "NO"],
  [new TextType(), "fjørd ☃ 👩‍🚀", "fjørd ☃ 👩‍🚀"],
  [new TextType(), "", ""],
  [new DateType(), "2028-02-29", "2028-02-29"],
  [new DateType(), "0001-01-01", "0001-01-01"],
  [new TimeType(), "04:05:06.000700", "04:05:06.0007", "04:05:06.0007"],
  [new TimeType(), "23:59:01.000000", "23:59:01", "23:59:01"],
  [new TimestampType(), new Date("2031-05-06T07:08:09.123Z"), "2031-05-06 07:08:09.123000"],
  [new TimestampType({ timezone: true }), new Date("2031-05-06T07:08:09Z"), "2031-05-06 07:08:09.000000+00:00"],
  [new TimestampType({ mode: "string" }), "2031-05-06T07:08:09.000001", "2031-05-06 07:08:09.000001"],
  [new TimestampType({ mode: "string" }), "2031-05-06", "2031-05-06", "2031-05-06T00:00:00"],
  [new TimestampType({ mode: "string" }), "2031-05-06 07:08", "2031-05-06 07:08:00", "2031-05-06T07:08:00"],
  [
    new TimestampType({ mode: "string", timezone: true }),
    "2031-01-01T01:08:09.123456+02:00",
    "2030-12-31 23:08:09.123456+00:00",
    "2030-12-31T23:08:09.123456Z",
  ],
  [new TimestampType({ mode: "string", timezone: true }), "2031-01-01", "2031-01-01 00:00:00.000000+00:00", "2031-01-01T00:00:00Z"],
  [new IntervalType(), "PT3H0.000005S", "1970-01-01 03:00:00.000005"],
  [new IntervalType(), "PT26H", "1970-01-02 02:00:00.000000", "P1DT2H"],
  [new JsonType(), { a: [1, 2.5, null, true], b: "é" }, '{"a":[1,2.5,null,true],"b":"é"}'],
  [new UuidType(), "00112233-4455-6677-8899-AABBCCDDEEFF", "00112233445566778899aabbccddeeff", "00112233-4455-6677-8899-aabbccddeeff"],
  [new UuidType(), "00112233445566778899aabbccddeeff", "00112233445566778899aabbccddeeff", "00112233-4455-6677-8899-aabbccddeeff"],
  [level, "mid", "mid"],
  [new BinaryType(), bytes, bytes],
];

/** Type, value, and what the refusal must say. */
const refusedValues: readonly (readonly [SqlType<unknown>, unknown, RegExp])[] = [
  [new IntegerType(), Number.NaN, /^integer refuses NaN: give a whole number between -9007199254740991 and 9007199254740991$/],
  [new IntegerType(), 1.5, /^integer refuses 1\.5: give a whole number/],
  [new IntegerType(), 2 ** 53, /^integer refuses 9007199254740992/],
  [new IntegerType(), 2n ** 53n, /refuses 9007199254740992n: .*bigInteger\(\)/],
  [new IntegerType(), "5", /^integer refuses "5"/],
  [new IntegerType(), undefined, /refuses undefined/],
  [new SmallIntegerType(), true, /^smallInteger refuses true/],
  [new BigIntegerType(), 2 ** 60, /^bigInteger refuses 1152921504606847000: give a bigint, such as 5n/],
  [new BigIntegerType({ mode: "number" }), 2n ** 60n, /refuses 1152921504606846976n/],
  [exact, "1e5", /^numeric\(10, 2\) refuses "1e5": give digits/],
  [exact, "NaN", /refuses "NaN"/],
  [exact, "1,5", /refuses "1,5"/],
  [exact, "", /refuses ""/],
  [exact, ".", /refuses "\."/],
  [exact, 0.1, /refuses 0\.1: a number is not exact: give "0\.1" as a string, or declare .*mode: "number"/],
  [exact, Number.POSITIVE_INFINITY, /refuses Infinity: give a decimal as a string/],
  [new FloatType(), Number.NaN, /^float refuses NaN: give a finite number, or null$/],
  [new DoubleType(), Number.NEGATIVE_INFINITY, /^double refuses -Infinity/],
  [new FloatType(), 5n, /^float refuses 5n/],
  [new BooleanType(), 0, /^boolean refuses 0: give true or false$/],
  [new BooleanType(), "true", /refuses "true"/],
  [new TextType(), "a\0b", /^text refuses a NUL character \(at index 1\): /],
  [new VarcharType(10), "ab\ud83d", /^varchar refuses half of a surrogate pair \(at index 2\)/],
  [new CharType(), "\udc00x", /^char refuses half of a surrogate pair \(at index 0\)/],
  [new TextType(), 5, /^text refuses 5: give a string$/],
  [new TextType(), "x".repeat(100).concat("\0"), /NUL character \(at index 100\)/],
  [new DateType(), "2027-02-29", /^date refuses "2027-02-29": give a day of the calendar/],
  [new DateType(), "1900-02-29", /refuses/],
  [new DateType(), "2027-13-01", /refuses/],
  [new DateType(), "0000-01-01", /refuses/],
  [new DateType(), "2027-1-1", /refuses/],
  [new DateType(), new Date(0), /^date refuses a Date \(1970-01-01T00:00:00\.000Z\): .*time zone.*toISOString\(\)/],
  [new TimeType(), "24:00:00", /^time refuses "24:00:00"/],
  [new TimeType(), "12:60:00", /refuses/],
  [new TimeType(), "12:00", /refuses/],
  [new TimeType(), "12:00:00.1234567", /refuses/],
  [new TimestampType(), new Date(Number.NaN), /^timestamp refuses an invalid Date: give a valid Date, or null$/],
  [new TimestampType(), new Date("+010000-01-01T00:00:00Z"), /years 1 to 9999/],
  [new TimestampType(), "2031-05-06", /^timestamp refuses "2031-05-06": give a Date$/],
  [new TimestampType({ mode: "string" }), new Date(0), /^timestamp refuses a Date \(.*\): give a point in time as "YYYY-MM-DDTHH:MM:SS"/],
  [new TimestampType({ mode: "string" }), "2031-05-06T24:00:00", /refuses/],
  [new TimestampType({ mode: "string" }), "2031-02-29T00:00:00", /refuses/],
  [new TimestampType({ mode: "string" }), "2031-05-06T07:08:09.1234567", /six digits/],
  [new TimestampType({ mode: "string" }), "2031-05-06T07:08:09Z", /without an offset from UTC, or declare .*timezone: true/],
  [new TimestampType({ mode: "string", timezone: true }), "0001-01-01T00:00:00+01:00", /years 1 to 9999/],
  [new IntervalType(), "3 hours", /^interval refuses "3 hours": give an ISO 8601 duration/],
  [new IntervalType(), "P1M", /^interval refuses "P1M": .*exact length of time/],
  [new IntervalType(), "P", /refuses/],
  [new IntervalType(), "PT", /refuses/],
  [new IntervalType(), "PT0.0000001S", /six digits/],
  [new IntervalType(), "P9000000D", /years 1 to 9999/],
  [new JsonType(), undefined, /^json refuses undefined/],
  [new UuidType(), "00112233-4455", /^uuid refuses "00112233-4455": give 32 hexadecimal digits/],
  [new UuidType(), "{00112233-4455-6677-8899-aabbccddeeff}", /refuses/],
  [level, "nope", /^enum refuses "nope": give one of 'low', 'mid', 'high'$/],
  [level, null, /refuses null/],
  [new BinaryType(), "text", /^binary refuses "text": give a Uint8Array/],
  [new BinaryType(), [1, 2], /refuses an array of 2/],
];

describe("the default wire form", () => {
  test.each(kept.map(([type, value, wire, read = value]) => [type, value, wire, read] as const))(
    "%o keeps %o",
    (type, value, wire, read) => {
      expect(type.toWire(value)).toStrictEqual(wire);
      expect(type.fromWire(wire)).toStrictEqual(read);
    },
  );

  test.each(refusedValues)("%o refuses %o", (type, value, message) => {
    expect(() => type.toWire(value)).toThrow(ValueRefusedError);
    expect(() => type.toWire(value)).toThrow(message);
  });

  test("a refusal shows the beginning of a long value only", () => {
    expect(() => new DateType().toWire("9".repeat(10_000))).toThrow(/^date refuses "9{60}"… \(10000 characters\): /);
  });
});

describe("what drivers give", () => {
  test.each<readonly [SqlType<unknown>, unknown, unknown]>([
    [new IntegerType(), "12", 12],
    [new IntegerType(), 12n, 12],
    [new BigIntegerType(), "-9223372036854775808", -(2n ** 63n)],
    [new BigIntegerType(), 12, 12n],
    [new BigIntegerType({ mode: "number" }), "12", 12],
    [new NumericType(), 1e-7, "0.0000001"],
    [new NumericType(), 12n, "12"],
    [new NumericType(), "1.5E+3", "1500"],
    [new NumericType({ mode: "number" }), "12.50", 12.5],
    [new FloatType(), "1.5e300", 1.5e300],
    [new FloatType(), 3n, 3],
    [new FloatType(), "-Infinity", Number.NEGATIVE_INFINITY],
    [new FloatType(), "NaN", Number.NaN],
    [new BooleanType(), "t", true],
    [new BooleanType(), "0", false],
    [new BooleanType(), true, true],
    [new DateType(), "2031-05-06 00:00:00.000000", "2031-05-06"],
    [new TextType(), 12n, "12"],
    [new IntervalType(), "P-1DT-2H", "-P1DT2H"],
    [new IntervalType(), "1969-12-31 23:59:59.500000", "-PT0.5S"],
    [new BinaryType(), Buffer.from("hi"), Uint8Array.of(104, 105)],
  ])("%o reads %o as %o", (type, wire, value) => {
    expect(type.fromWire(wire)).toStrictEqual(value);
  });

  test.each<readonly [SqlType<unknown>, unknown, RegExp]>([
    [new IntegerType(), 2n ** 60n, /refuses 1152921504606846976n: .*bigInteger\(\)/],
    [new IntegerType(), "1.5", /refuses "1\.5"/],
    [new NumericType(), "NaN", /no decimal number/],
    [new FloatType(), "abc", /no number/],
    [new BooleanType(), 2, /neither true nor false/],
    [new TextType(), Uint8Array.of(1), /refuses 1 bytes: the column holds something that is no text/],
    [new DateType(), "2031-05-06 12:00:00", /refuses/],
    [new TimestampType(), "infinity", /no date and time/],
    [new TimestampType(), "2031-02-30 00:00:00", /no date and time/],
    [new TimestampType(), 1_700_000_000n, /no date and time/],
    [new IntervalType(), 5, /no point in time/],
    [new JsonType(), "{", /no JSON/],
    [new JsonType(), Uint8Array.of(1), /no JSON text/],
    [new UuidType(), 5n, /refuses 5n/],
    [level, "LOW", /none of 'low', 'mid', 'high'/],
    [new BinaryType(), "text", /no bytes/],
  ])("%o refuses to read %o", (type, wire, message) => {
    expect(() => type.fromWire(wire)).toThrow(ValueRefusedError);
    expect(() => type.fromWire(wire)).toThrow(message);
  });
});

describe("timestamps in the forms of many databases", () => {
  test.each([
    ["2031-05-06 07:08:09", "2031-05-06T07:08:09.000Z"],
    ["2031-05-06T07:08:09.123456Z", "2031-05-06T07:08:09.123Z"],
    ["2031-05-06 07:08", "2031-05-06T07:08:00.000Z"],
    ["2031-05-06", "2031-05-06T00:00:00.000Z"],
    ["2031-05-06 07:08:09+02", "2031-05-06T05:08:09.000Z"],
    ["2031-05-06 07:08:09.5-0530", "2031-05-06T12:38:09.500Z"],
    ["2031-05-06 07:08:09 +05:45", "2031-05-06T01:23:09.000Z"],
    ["0050-01-01 00:00:00", "0050-01-01T00:00:00.000Z"],
  ])("%s is %s", (text, iso) => {
    expect(new TimestampType().fromWire(text).toISOString()).toBe(iso);
  });

  test.each([
    ["2031-05-06 07:08:09.1234567", "2031-05-06T07:08:09.123456"],
    ["2031-05-06 07:08:09.100+02", "2031-05-06T05:08:09.1"],
    ["2031-05-06", "2031-05-06T00:00:00"],
  ])("%s is the text %s", (text, iso) => {
    expect(new TimestampType({ mode: "string" }).fromWire(text)).toBe(iso);
    expect(new TimestampType({ mode: "string", timezone: true }).fromWire(text)).toBe(`${iso}Z`);
  });
});
