import { expect, test } from "vitest";
import { ValueRefusedError } from "../../../src/errors/index.js";
import {
  ArrayType,
  BigIntegerType,
  BinaryType,
  BooleanType,
  DateType,
  EnumType,
  FloatType,
  IntegerType,
  IntervalType,
  JsonType,
  literalWriter,
  NumericType,
  nullType,
  type SqlType,
  TextType,
  TimestampType,
  TimeType,
  UuidType,
  VarcharType,
} from "../../../src/sqltypes/index.js";

test.each<readonly [SqlType<unknown>, unknown, string]>([
  [new VarcharType(40), "O'Hara", "'O''Hara'"],
  [new TextType(), "50% \\ off :x", "'50% \\ off :x'"],
  [new TextType(), "line\nbreak", "'line\nbreak'"],
  [new IntegerType(), -5, "-5"],
  [new BigIntegerType(), 9007199254740993n, "9007199254740993"],
  [new NumericType(), "12.50", "12.50"],
  [new FloatType(), 0.25, "0.25"],
  [new FloatType(), 5, "5.0"],
  [new FloatType(), 1e21, "1e+21"],
  [new BooleanType(), true, "true"],
  [new DateType(), "2031-05-06", "'2031-05-06'"],
  [new TimeType(), "23:59:01", "'23:59:01'"],
  [new TimestampType(), new Date("2031-05-06T07:08:09.123Z"), "'2031-05-06 07:08:09.123000'"],
  [new TimestampType(), new Date("2031-05-06T07:08:09Z"), "'2031-05-06 07:08:09'"],
  [new UuidType(), "12345678-1234-5678-1234-567812345678", "'12345678123456781234567812345678'"],
  [new EnumType(["mid", "it's"]), "it's", "'it''s'"],
  [new ArrayType(new TextType()), ["a", "b'c", null], "ARRAY['a', 'b''c', NULL]"],
  [new ArrayType(new ArrayType(new IntegerType())), [[1], [2]], "ARRAY[[1], [2]]"],
  [new JsonType(), { k: [1, null, "it's"] }, `'{"k":[1,null,"it''s"]}'`],
  [new BinaryType(), Uint8Array.of(0, 255), "X'00ff'"],
  [new IntervalType(), "P1DT5S", "'1970-01-02 00:00:05.000000'"],
  [nullType, "x", "'x'"],
  [nullType, 5, "5"],
  [new TextType(), null, "NULL"],
  [nullType, null, "NULL"],
])("%o writes %o as %s", (type, value, sql) => {
  expect(literalWriter(type)(value)).toBe(sql);
});

test("a value that the type refuses is not written either", () => {
  expect(() => literalWriter(new IntegerType())("1; DROP TABLE crew")).toThrow(ValueRefusedError);
  expect(() => literalWriter(new NumericType())("1; DROP TABLE crew")).toThrow(ValueRefusedError);
  expect(() => literalWriter(new FloatType())(Number.NaN)).toThrow(ValueRefusedError);
});
