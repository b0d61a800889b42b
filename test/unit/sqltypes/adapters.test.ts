import { describe, expect, test } from "vitest";
import { ArgumentError, ValueRefusedError } from "../../../src/errors/index.js";
import {
  ArrayType,
  adapterFor,
  BooleanType,
  ddlName,
  IntegerType,
  JsonType,
  literalWriter,
  nullType,
  reader,
  TextType,
  type TypeAdapters,
  TypeDecorator,
  VarcharType,
  writer,
} from "../../../src/sqltypes/index.js";

const adapters = {
  boolean: adapterFor(BooleanType, {
    ddl: () => "BIT",
    toWire: (value) => (value ? "Y" : "N"),
    fromWire: (wire) => wire === "Y",
    literal: (value) => (value ? "'Y'" : "'N'"),
  }),
  varchar: adapterFor(VarcharType, { ddl: (type) => `VARCHAR2(${type.length ?? 4000} CHAR)` }),
} satisfies TypeAdapters;

describe("a dialect's adapters", () => {
  test("take the place of the default where they say something", () => {
    expect(writer(new BooleanType(), adapters)(true)).toBe("Y");
    expect(reader(new BooleanType(), adapters)("N")).toBe(false);
    expect(literalWriter(new BooleanType(), adapters)(false)).toBe("'N'");
    expect(ddlName(new BooleanType(), adapters)).toBe("BIT");
    expect(ddlName(new VarcharType(10), adapters)).toBe("VARCHAR2(10 CHAR)");
    expect(writer(new VarcharType(10), adapters)("x")).toBe("x");
    expect(ddlName(new IntegerType(), adapters)).toBe("INTEGER");
  });

  test("are never given null", () => {
    expect(writer(new BooleanType(), adapters)(null)).toBeNull();
    expect(reader(new BooleanType(), adapters)(null)).toBeNull();
    expect(literalWriter(new BooleanType(), adapters)(null)).toBe("NULL");
  });

  test("reach what is inside an array or has no type", () => {
    const flags = new ArrayType(new BooleanType());
    expect(writer(flags, adapters)([true, null])).toBe('{"Y",NULL}');
    expect(reader(flags, adapters)('{"Y",NULL}')).toStrictEqual([true, null]);
    expect(literalWriter(flags, adapters)([true])).toBe("ARRAY['Y']");
    expect(ddlName(flags, adapters)).toBe("BIT[]");
    expect(writer(nullType, adapters)(true)).toBe("Y");
    expect(literalWriter(nullType, adapters)(true)).toBe("'Y'");
  });

  test("under a kind that no object inherits by accident", () => {
    expect(writer(new IntegerType(), Object.create({ integer: adapters.boolean }))(5)).toBe(5);
  });
});

describe("a value without a type", () => {
  test.each<readonly [unknown, unknown]>([
    [5, 5],
    [5.5, 5.5],
    [5n, 5n],
    ["a", "a"],
    [true, 1],
    [new Date(0), "1970-01-01 00:00:00.000000"],
    [null, null],
  ])("%o goes as %o", (value, wire) => {
    expect(writer(nullType)(value)).toStrictEqual(wire);
  });

  test.each([[undefined], [{}], [[1]], [new Map()]])("%o is refused", (value) => {
    expect(() => writer(nullType)(value)).toThrow(ValueRefusedError);
    expect(() => writer(nullType)(value)).toThrow(/say what type it is/);
  });
});

describe("a type of one's own", () => {
  const loud = new TypeDecorator<string, string>({
    name: "loud",
    impl: new VarcharType(10),
    toDatabase: (value) => value.toUpperCase(),
    fromDatabase: (value) => `${value}!`,
  });

  test("passes values through its functions and its impl", () => {
    expect(writer(loud)("quiet")).toBe("QUIET");
    expect(reader(loud)("QUIET")).toBe("QUIET!");
    expect(literalWriter(loud)("it's")).toBe("'IT''S'");
    expect(loud.toWire("quiet")).toBe("QUIET");
    expect(loud.fromWire("QUIET")).toBe("QUIET!");
    expect(() => writer(loud)("a\0")).toThrow(/^varchar refuses a NUL/);
  });

  test("has its impl's name, in the dialect's words, or one of its own", () => {
    expect(ddlName(loud)).toBe("VARCHAR(10)");
    expect(ddlName(loud, adapters)).toBe("VARCHAR2(10 CHAR)");
    expect(ddlName(new TypeDecorator({ name: "folded", impl: new TextType(), ddl: "FOLDED" }), adapters)).toBe("FOLDED");
  });

  test("passes null over unless it asks for it", () => {
    const seen: unknown[] = [];
    const spy = (value: string | null) => {
      seen.push(value);
      return value ?? "none";
    };
    expect(writer(loud)(null)).toBeNull();
    expect(reader(loud)(null)).toBeNull();
    const asking = new TypeDecorator<string | null, string>({
      name: "asking",
      impl: new TextType(),
      toDatabase: spy,
      fromDatabase: (value) => value ?? "was null",
      nulls: true,
    });
    expect(writer(asking)(null)).toBe("none");
    expect(literalWriter(asking)(null)).toBe("'none'");
    expect(reader(asking)(null)).toBe("was null");
    expect(seen).toStrictEqual([null, null]);
  });

  test("may turn a value into null", () => {
    const blankIsNull = new TypeDecorator<string, string | null>({
      name: "blank",
      impl: new TextType() as never,
      toDatabase: (value) => (value === "" ? null : value),
    });
    expect(writer(blankIsNull)("")).toBeNull();
    expect(blankIsNull.toWire("")).toBeNull();
    expect(blankIsNull.literal("")).toBe("NULL");
  });

  test("is like no other, since no name tells what its functions do", () => {
    const other = new TypeDecorator<string, string>({
      name: "loud",
      impl: new VarcharType(10),
      toDatabase: (value) => value.toLowerCase(),
    });
    expect(other.id).not.toBe(loud.id);
    expect(other.structure).not.toBe(loud.structure);
    expect(loud.id).toBe(loud.id);
  });

  test("may stand over another, and over json", () => {
    const twice = new TypeDecorator<string, string>({ name: "twice", impl: loud, toDatabase: (value) => value + value });
    expect(writer(twice)("ab")).toBe("ABAB");
    expect(reader(twice)("X")).toBe("X!");
    const set = new TypeDecorator<Set<number>, unknown>({
      name: "set",
      impl: new JsonType(),
      toDatabase: (value) => [...value],
      fromDatabase: (value) => new Set(value as number[]),
    });
    expect(writer(set)(new Set([1, 2]))).toBe("[1,2]");
    expect(reader(set)("[1,2]")).toStrictEqual(new Set([1, 2]));
  });

  test("needs a name", () => {
    expect(() => new TypeDecorator({ name: "", impl: new TextType() })).toThrow(ArgumentError);
  });
});
