import { describe, expect, test } from "vitest";
import { ArgumentError, CompileError } from "../../../src/errors/index.js";
import {
  ArrayType,
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
  nullType,
  SmallIntegerType,
  type SqlType,
  TextType,
  TimestampType,
  TimeType,
  UuidType,
  VarcharType,
} from "../../../src/sqltypes/index.js";

test.each<readonly [SqlType<unknown>, string]>([
  [new IntegerType(), "INTEGER"],
  [new SmallIntegerType(), "SMALLINT"],
  [new BigIntegerType(), "BIGINT"],
  [new NumericType(), "NUMERIC"],
  [new NumericType({ precision: 10 }), "NUMERIC(10)"],
  [new NumericType({ precision: 8, scale: 3 }), "NUMERIC(8, 3)"],
  [new FloatType({ precision: 24 }), "FLOAT"],
  [new DoubleType(), "DOUBLE"],
  [new BooleanType(), "BOOLEAN"],
  [new VarcharType(), "VARCHAR"],
  [new VarcharType(40), "VARCHAR(40)"],
  [new CharType(), "CHAR"],
  [new CharType(10), "CHAR(10)"],
  [new TextType(), "TEXT"],
  [new DateType(), "DATE"],
  [new TimeType(), "TIME"],
  [new TimestampType(), "DATETIME"],
  [new IntervalType(), "DATETIME"],
  [new JsonType(), "JSON"],
  [new UuidType(), "CHAR(32)"],
  [new EnumType(["low", "mid", "high"]), "VARCHAR(4)"],
  [new EnumType(["👩‍🚀"]), "VARCHAR(3)"],
  [new BinaryType(16), "BLOB"],
  [new ArrayType(new ArrayType(new VarcharType(5))), "VARCHAR(5)[][]"],
])("%o is %s in DDL", (type, name) => {
  expect(type.ddl()).toBe(name);
});

test("a type that is unknown has no name in DDL", () => {
  expect(() => nullType.ddl()).toThrow(CompileError);
  expect(() => nullType.ddl()).toThrow("Can't generate DDL for NullType(); did you forget to specify a type on this Column?");
});

describe("identity", () => {
  test("types of one structure have one id", () => {
    expect(new VarcharType(30).id).toBe(new VarcharType(30).id);
    expect(new EnumType(["a", "b"]).id).toBe(new EnumType(["a", "b"]).id);
    expect(new ArrayType(new IntegerType()).id).toBe(new ArrayType(new IntegerType()).id);
  });

  test("types that differ in anything have ids of their own", () => {
    const types: SqlType<unknown>[] = [
      new IntegerType(),
      new SmallIntegerType(),
      new BigIntegerType(),
      new BigIntegerType({ mode: "number" }),
      new NumericType(),
      new NumericType({ precision: 10 }),
      new NumericType({ precision: 10, scale: 0 }),
      new NumericType({ mode: "number" }),
      new NumericType({ sqlite: "text" }),
      new FloatType(),
      new FloatType({ precision: 24 }),
      new VarcharType(),
      new VarcharType(1),
      new CharType(1),
      new TimestampType(),
      new TimestampType({ timezone: true }),
      new EnumType(["a", "b"]),
      new EnumType(["a,b"]),
      new EnumType(["a", "b"], { name: "letter" }),
      new ArrayType(new IntegerType()),
      new ArrayType(new ArrayType(new IntegerType())),
      nullType,
    ];
    expect(new Set(types.map((type) => type.id)).size).toBe(types.length);
    expect(new Set(types.map((type) => type.structure)).size).toBe(types.length);
  });

  test("a type is its own SQL type", () => {
    const type = new TextType();
    expect(type.sqlType).toBe(type);
  });
});

describe("definitions that make no sense", () => {
  test.each<readonly [string, () => unknown]>([
    ["a length of 0", () => new VarcharType(0)],
    ["a length with a fraction", () => new CharType(1.5)],
    ["a precision of 0", () => new NumericType({ precision: 0 })],
    ["a negative scale", () => new NumericType({ precision: 5, scale: -1 })],
    ["a scale without a precision", () => new NumericType({ scale: 2 })],
    ["a float of no digits", () => new FloatType({ precision: 0 })],
    ["no byte", () => new BinaryType(0)],
    ["an empty enumeration", () => new EnumType([])],
    ["a member given twice", () => new EnumType(["a", "a"])],
    ["a member with NUL", () => new EnumType(["a\0"])],
  ])("%s", (_, make) => {
    expect(make).toThrow(ArgumentError);
  });
});
