import fc from "fast-check";
import { expect, test } from "vitest";
import { ValueRefusedError } from "../../../src/errors/index.js";
import { JsonType, jsonNull, reader, writer } from "../../../src/sqltypes/index.js";

const json = new JsonType();
const write = writer(json);
const read = reader(json);

test("null is SQL's NULL, jsonNull the JSON value, and both are read as null", () => {
  expect(write(null)).toBeNull();
  expect(write(jsonNull)).toBe("null");
  expect(write({ a: jsonNull })).toBe('{"a":null}');
  expect(read("null")).toBeNull();
  expect(read(null)).toBeNull();
});

test.each([
  [5, "5"],
  ["str", '"str"'],
  [false, "false"],
  [[], "[]"],
  [{ a: undefined, b: 1 }, '{"b":1}'],
  [Object.assign(Object.create(null), { a: 1 }), '{"a":1}'],
  [new URL("http://localhost/x"), '"http://localhost/x"'],
])("%j is stored as %s", (value, text) => {
  expect(write(value)).toBe(text);
});

const circular: { self?: unknown } = {};
circular.self = circular;
const deep = JSON.parse("[".repeat(5000) + "]".repeat(5000)) as unknown;

test.each<readonly [string, unknown, RegExp]>([
  ["NaN", { a: [1, Number.NaN] }, /^json refuses NaN at a\[1\]: JSON has no such number/],
  ["a bigint", { a: { b: 5n } }, /refuses 5n at a\.b: JSON has no bigint/],
  ["a function", [() => 1], /refuses a function at \[0\]/],
  ["a symbol", Symbol("x"), /refuses a symbol/],
  ["undefined in an array", [1, undefined], /refuses undefined at \[1\]/],
  ["a hole", Object.assign([1], { 2: 3 }), /refuses undefined at \[1\]/],
  ["a Date", { at: new Date(0) }, /refuses a Date .* at at: it would be read back as a string/],
  ["a Map", { m: new Map() }, /refuses an object \(Map\) at m/],
  ["bytes", Uint8Array.of(1), /refuses 1 bytes/],
  ["a value inside itself", circular, /contains itself, or is nested more than 1000 levels deep/],
  ["an abyss", deep, /nested more than 1000 levels deep/],
])("%s is refused", (_, value, message) => {
  expect(() => write(value)).toThrow(ValueRefusedError);
  expect(() => write(value)).toThrow(message);
});

test("any JSON value comes back as it was", () => {
  const finite = fc.jsonValue().filter((value) => value !== null);
  fc.assert(
    fc.property(finite, (value) => {
      expect(read(write(value))).toStrictEqual(JSON.parse(JSON.stringify(value)));
    }),
  );
});
