import {
  arrayOf,
  bigInteger,
  binary,
  boolean,
  char,
  double,
  float,
  integer,
  interval,
  json,
  numeric,
  text,
  timestamp,
  uuid,
  ValueRefusedError,
  varchar,
} from "athanor";
import { bit, bitVarying, cidr, inet, int4range, jsonb, namedEnum, postgresql, tsvector } from "athanor/postgresql";
import { describe, expect, test } from "vitest";
import { bindCast, ddlName, literalWriter, reader, type TypeLike, writer } from "../../../../src/sqltypes/index.js";

const { types } = postgresql();

const named: readonly (readonly [TypeLike<unknown>, string, string])[] = [
  [varchar(30), "VARCHAR(30)", "::VARCHAR"],
  [char(2), "CHAR(2)", "::VARCHAR"],
  [text(), "TEXT", "::VARCHAR"],
  [bigInteger(), "BIGINT", "::BIGINT"],
  [numeric({ precision: 10, scale: 2 }), "NUMERIC(10, 2)", "::NUMERIC(10, 2)"],
  [float(), "FLOAT", "::FLOAT"],
  [double(), "DOUBLE PRECISION", "::DOUBLE PRECISION"],
  [timestamp(), "TIMESTAMP WITHOUT TIME ZONE", "::TIMESTAMP WITHOUT TIME ZONE"],
  [interval(), "INTERVAL", "::INTERVAL"],
  [binary(), "BYTEA", "::BYTEA"],
  [uuid(), "UUID", "::UUID"],
  [json(), "JSON", "::JSON"],
  [jsonb(), "JSONB", "::JSONB"],
  [arrayOf(varchar(3)), "VARCHAR(3)[]", "::VARCHAR[]"],
  [arrayOf(arrayOf(bigInteger())), "BIGINT[][]", "::BIGINT[]"],
  [bit(3), "BIT(3)", "::BIT VARYING"],
  [bit("flag"), "BIT", "::BIT VARYING"],
  [bitVarying("flags", 8), "BIT VARYING(8)", "::BIT VARYING"],
  [arrayOf(bit(3)), "BIT(3)[]", "::BIT VARYING[]"],
  [inet(), "INET", "::INET"],
  [namedEnum("Level", "low", "high"), '"Level"', '::"Level"'],
];

describe("names in DDL, and casts, which never have a length: a cast to VARCHAR(3) cuts in silence", () => {
  for (const [{ sqlType }, ddl, cast] of named) {
    test(ddl, () => {
      expect(ddlName(sqlType, types)).toBe(ddl);
      expect(bindCast(sqlType, types)).toBe(cast);
    });
  }
});

test("casts are written for all kinds, for some, or for none", () => {
  const casts = (bindCasts: boolean | readonly string[]) =>
    [uuid(), varchar(3)].map(({ sqlType }) => bindCast(sqlType, postgresql({ bindCasts }).types));
  expect(casts(true)).toEqual(["::UUID", "::VARCHAR"]);
  expect(casts(["uuid"])).toEqual(["::UUID", ""]);
  expect(casts(false)).toEqual(["", ""]);
});

const wires: readonly (readonly [TypeLike<unknown>, unknown, unknown])[] = [
  [boolean(), true, "true"],
  [boolean(), false, "false"],
  [uuid(), "00112233445566778899AABBCCDDEEFF", "00112233-4455-6677-8899-aabbccddeeff"],
  [interval(), "-PT26H", "P-1DT-2H"],
  [arrayOf(varchar()), ["a", null, 'b"c'], '{"a",NULL,"b\\"c"}'],
  [arrayOf(boolean()), [true], '{"true"}'],
  [jsonb(), { k: [1] }, '{"k":[1]}'],
  [inet(), "10.0.0.1/8", "10.0.0.1/8"],
  [int4range(), "[1,10)", "[1,10)"],
];

describe("values on the wire", () => {
  for (const [{ sqlType }, value, wire] of wires) {
    test(`${sqlType.structure} ${JSON.stringify(value)}`, () => expect(writer(sqlType, types)(value)).toBe(wire));
  }
});

test("values are read as they were written", () => {
  const again = ({ sqlType }: TypeLike<unknown>, wire: unknown) => reader(sqlType, types)(wire);
  expect(again(boolean(), "t")).toBe(true);
  expect(again(interval(), "P-1DT-2H")).toBe("-P1DT2H");
  expect(again(arrayOf(boolean()), "{t,f,NULL}")).toEqual([true, false, null]);
  expect(again(jsonb(), '{"k": 1}')).toEqual({ k: 1 });
  expect(again(cidr(), "10.0.0.0/8")).toBe("10.0.0.0/8");
});

test("values as text in SQL", () => {
  const literal = ({ sqlType }: TypeLike<unknown>, value: unknown) => literalWriter(sqlType, types)(value);
  expect(literal(interval(), "P1DT5S")).toBe("make_interval(secs=>86405.0)");
  expect(literal(interval(), "P1Y2MT0.25S")).toBe("make_interval(months=>14, secs=>0.25)");
  expect(literal(interval(), "-PT0.5S")).toBe("make_interval(secs=>-0.5)");
  expect(literal(binary(), new Uint8Array([0, 255]))).toBe("'\\x00ff'::BYTEA");
  expect(literal(uuid(), "00112233445566778899AABBCCDDEEFF")).toBe("'00112233-4455-6677-8899-aabbccddeeff'");
  expect(literal(tsvector(), "it's")).toBe("'it''s'::TSVECTOR");
  expect(literal(boolean(), true)).toBe("true");
});

test("a literal array has a cast where its items do not say the type", () => {
  const literal = ({ sqlType }: TypeLike<unknown>, value: unknown) => literalWriter(sqlType, postgresql().types)(value);
  const id = "12345678-1234-5678-1234-567812345678";
  expect(literal(arrayOf(text()), ["a", null])).toBe("ARRAY['a', NULL]");
  expect(literal(arrayOf(arrayOf(integer())), [[1], [2]])).toBe("ARRAY[[1], [2]]");
  expect(literal(arrayOf(integer()), [])).toBe("ARRAY[]::INTEGER[]");
  expect(literal(arrayOf(integer()), [null])).toBe("ARRAY[NULL]::INTEGER[]");
  expect(literal(arrayOf(uuid()), [id])).toBe(`ARRAY['${id}']::UUID[]`);
  expect(literal(arrayOf(namedEnum("Level", "low")), ["low"])).toBe(`ARRAY['low']::"Level"[]`);
});

test("bytes in the text of an array are read as bytes", () => {
  expect(reader(arrayOf(binary()).sqlType, types)('{"\\\\x00ff27",NULL}')).toEqual([Uint8Array.of(0, 255, 39), null]);
});

test("bits are zeros and ones", () => {
  const { sqlType } = bitVarying();
  expect([writer(sqlType, types)("0101"), literalWriter(sqlType, types)("01"), reader(sqlType, types)("1")]).toEqual([
    "0101",
    "B'01'",
    "1",
  ]);
  for (const wrong of ["102", " 1", 1, true]) expect(() => writer(sqlType, types)(wrong)).toThrow(ValueRefusedError);
  expect(() => bitVarying(0)).toThrow("bitVarying() needs a positive whole number as its length, got 0.");
});
