import fc from "fast-check";
import { expect, test } from "vitest";
import { ValueRefusedError } from "../../../src/errors/index.js";
import { ArrayType, BinaryType, BooleanType, IntegerType, reader, TextType, writer } from "../../../src/sqltypes/index.js";

test.each<readonly [unknown[], string]>([
  [[], "{}"],
  [["a", "b"], '{"a","b"}'],
  [["", "NULL", null, 'q"uo\\te', "{,}"], '{"","NULL",NULL,"q\\"uo\\\\te","{,}"}'],
])("%j is %s", (value, text) => {
  expect(writer(new ArrayType(new TextType()))(value)).toBe(text);
  expect(reader(new ArrayType(new TextType()))(text)).toStrictEqual(value);
});

test.each<readonly [string, unknown[]]>([
  ["{1,2,NULL}", [1, 2, null]],
  [" { 1 , 2 } ", [1, 2]],
  ["[2:3]={8,9}", [8, 9]],
])("%s is read as PostgreSQL means it", (text, value) => {
  expect(reader(new ArrayType(new IntegerType()))(text)).toStrictEqual(value);
});

test("unquoted text may have blanks inside", () => {
  expect(reader(new ArrayType(new TextType()))("{a b,c}")).toStrictEqual(["a b", "c"]);
});

test.each(["", "{", "{1", "1,2", "{1}}", "{1}{2}", "{{1}", '{"a}', "{1}x"])("%j is no array", (text) => {
  expect(() => reader(new ArrayType(new TextType()))(text)).toThrow(ValueRefusedError);
});

test("elements go through their own type", () => {
  expect(writer(new ArrayType(new BooleanType()))([true, null])).toBe("{1,NULL}");
  expect(writer(new ArrayType(new BinaryType()))([Uint8Array.of(0, 255)])).toBe('{"\\\\x00ff"}');
  expect(() => writer(new ArrayType(new IntegerType()))([1, 1.5])).toThrow(/integer refuses 1\.5/);
  expect(() => writer(new ArrayType(new IntegerType()))("{1}")).toThrow(/array refuses "\{1\}": give an array/);
  expect(() => writer(new ArrayType(new IntegerType()))([1, undefined])).toThrow(/undefined at index 1/);
});

test("any nested list of strings comes back as it was", () => {
  const text = fc.string({ unit: "grapheme" }).filter((each) => !each.includes("\0"));
  const type = new ArrayType(new ArrayType(new TextType()));
  fc.assert(
    fc.property(fc.array(fc.array(fc.option(text))), (value) => {
      expect(reader(type)(writer(type)(value))).toStrictEqual(value);
    }),
  );
});
