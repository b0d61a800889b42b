import { describe, expect, test } from "vitest";
import { ArgumentError } from "../../../src/errors/index.js";
import {
  type ArithmeticOperator,
  ArrayType,
  arithmeticType,
  BigIntegerType,
  BinaryType,
  BooleanType,
  coerceTo,
  DateType,
  DoubleType,
  EnumType,
  FloatType,
  IntegerType,
  IntervalType,
  inferType,
  JsonType,
  NumericType,
  nullType,
  type OperatorFamily,
  SmallIntegerType,
  type SqlType,
  TextType,
  TimestampType,
  TimeType,
  TypeDecorator,
  UuidType,
  VarcharType,
} from "../../../src/sqltypes/index.js";

const int = new IntegerType();
const small = new SmallIntegerType();
const big = new BigIntegerType();
const exact = new NumericType({ precision: 10, scale: 2 });
const inexact = new NumericType({ mode: "number" });
const float = new FloatType();
const date = new DateType();
const time = new TimeType();
const instant = new TimestampType();
const span = new IntervalType();
const text = new VarcharType(40);
const uuid = new UuidType();
const json = new JsonType();
const level = new EnumType(["low", "high"]);
const own = new TypeDecorator({ name: "own", impl: text });

describe("the type of a plain value", () => {
  test.each<readonly [unknown, string]>([
    [5, "integer"],
    [-(2 ** 31), "integer"],
    [2 ** 31, "bigInteger(number)"],
    [5.5, "float()"],
    [Number.NaN, "float()"],
    [5n, "bigInteger(bigint)"],
    ["x", "varchar()"],
    [true, "boolean"],
    [new Date(0), "timestamp"],
    [Uint8Array.of(1), "binary()"],
    [null, "null"],
  ])("%o is %s", (value, structure) => {
    expect(inferType(value).structure).toBe(structure);
  });

  test.each<readonly [unknown, RegExp]>([
    [undefined, /^undefined has no SQL type of its own: say which it is, as in literal\(value, json\(\)\)\.$/],
    [{ a: 1 }, /^an object has no SQL type/],
    [[1, 2], /^an array of 2 has no SQL type/],
    [new Map(), /^an object \(Map\) has no SQL type/],
    [() => 1, /^a function has no SQL type/],
    [Symbol("x"), /^a symbol has no SQL type/],
  ])("%o has none", (value, message) => {
    expect(() => inferType(value)).toThrow(ArgumentError);
    expect(() => inferType(value)).toThrow(message);
  });
});

test.each<readonly [SqlType<unknown>, ArithmeticOperator, SqlType<unknown>, string]>([
  [int, "add", int, "integer"],
  [small, "mul", int, "smallInteger"],
  [int, "floorDiv", int, "integer"],
  [int, "mod", int, "integer"],
  [int, "div", int, "numeric(,,number,real)"],
  [big, "div", big, "numeric(,,string,real)"],
  [int, "add", exact, exact.structure],
  [exact, "sub", int, exact.structure],
  [exact, "div", int, exact.structure],
  [int, "mul", float, "float()"],
  [exact, "add", float, "float()"],
  [float, "div", exact, "float()"],
  [int, "add", new DoubleType(), "double"],
  [inexact, "add", int, inexact.structure],
  [instant, "add", span, "timestamp"],
  [instant, "sub", span, "timestamp"],
  [instant, "sub", instant, "interval"],
  [date, "add", span, "timestamp"],
  [date, "sub", date, "integer"],
  [date, "add", int, "date"],
  [int, "add", date, "date"],
  [date, "add", time, "timestamp"],
  [time, "sub", time, "interval"],
  [time, "add", span, "time"],
  [span, "add", span, "interval"],
  [span, "add", instant, "timestamp"],
  [span, "mul", int, "interval"],
  [int, "mul", span, "interval"],
  [span, "div", int, "interval"],
  [nullType, "add", int, "integer"],
  [nullType, "sub", int, "null"],
  [int, "add", nullType, "integer"],
  [text, "add", text, text.structure],
  [own, "add", int, own.structure],
])("%o %s %o", (left, operator, right, structure) => {
  expect(arithmeticType(left, operator, right).structure).toBe(structure);
});

const self = "that of the left side";

const coerced: readonly (readonly [left: SqlType<unknown>, value: unknown, structure: string, operator?: OperatorFamily])[] = [
  [int, 5, self],
  [int, 5.5, "float()"],
  [int, 5n, "bigInteger(bigint)"],
  [int, "5", "varchar()"],
  [big, 5, self],
  [big, 5n, self],
  [exact, "5.50", self],
  [exact, 5, "integer"],
  [exact, 5.5, "float()"],
  [inexact, 5.5, self],
  [float, 5, self],
  [new BooleanType(), true, self],
  [new BooleanType(), 1, "integer"],
  [text, "x", self],
  [text, 5, "integer"],
  [new TextType(), "x", self, "concat"],
  [date, "2031-01-01", self],
  [date, "P1D", "interval", "add"],
  [date, new Date(0), "timestamp"],
  [time, "12:00:00", self],
  [instant, new Date(0), self],
  [instant, "P1DT2H", "interval", "add"],
  [instant, "-PT1S", "interval", "sub"],
  [span, "P1D", self],
  [span, 2, "integer", "mul"],
  [uuid, "00112233445566778899aabbccddeeff", self],
  [uuid, "0011%", "varchar()", "match"],
  [level, "low", self],
  [level, "l%", "varchar()", "match"],
  [level, "!", "varchar()", "concat"],
  [json, { a: 1 }, self],
  [json, "x", self],
  [new ArrayType(int), [1], self],
  [new ArrayType(int), 1, "integer"],
  [new BinaryType(), Uint8Array.of(1), self],
  [own, { anything: 1 }, self],
  [own, "x", self, "match"],
  [nullType, "x", "varchar()"],
  [nullType, null, self],
  [int, null, self],
];

test.each(coerced.map(([left, value, structure, operator = "comparison"]) => [left, value, structure, operator] as const))(
  "beside %o, %o takes %s in a %s",
  (left, value, structure, operator) => {
    expect(coerceTo(left, value, operator).structure).toBe(structure === self ? left.structure : structure);
  },
);

test("a value that says nothing, beside a type that can't hold it, is refused", () => {
  expect(() => coerceTo(int, { a: 1 })).toThrow(ArgumentError);
  expect(() => coerceTo(nullType, [1])).toThrow(ArgumentError);
});
