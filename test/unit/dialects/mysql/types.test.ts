import {
  boolean,
  cast,
  char,
  double,
  enumOf,
  float,
  json,
  numeric,
  select,
  text,
  time,
  timestamp,
  uuid,
  ValueRefusedError,
  varchar,
} from "athanor";
import { bit, longText, mariadb, mysql, tinyInteger, unsigned, unsignedBigInteger } from "athanor/mysql";
import { describe, expect, test } from "vitest";
import { ddlName, literalWriter, reader, TimestampType, type TypeLike, writer } from "../../../../src/sqltypes/index.js";

const { types } = mysql();

const named: readonly (readonly [TypeLike<unknown>, string, string | null])[] = [
  [varchar(30), "VARCHAR(30)", "CHAR(30)"],
  [char(2), "CHAR(2)", "CHAR(2)"],
  [text(), "TEXT", "CHAR"],
  [longText(), "LONGTEXT", "CHAR"],
  [tinyInteger(), "TINYINT", "SIGNED INTEGER"],
  [bit(), "BIT(1)", null],
  [bit("flags", 8), "BIT(8)", null],
  [unsigned(), "INTEGER UNSIGNED", "UNSIGNED INTEGER"],
  [unsignedBigInteger(), "BIGINT UNSIGNED", "UNSIGNED INTEGER"],
  [numeric({ precision: 10, scale: 2 }), "NUMERIC(10, 2)", "DECIMAL(10, 2)"],
  [float(), "FLOAT(53)", "FLOAT"],
  [double(), "DOUBLE", "DOUBLE"],
  [boolean(), "BOOL", null],
  [timestamp(), "DATETIME(6)", "DATETIME"],
  [time(), "TIME(6)", "TIME"],
  [json(), "JSON", "JSON"],
  [uuid(), "CHAR(32)", "CHAR(32)"],
  [enumOf("it's", "b\\"), "ENUM('it''s','b\\\\')", null],
];

describe.each(named)("%#", (type, ddl, castTo) => {
  test(`${ddl}, and in CAST ${castTo ?? "not at all"}`, () => {
    expect(ddlName(type.sqlType, types)).toBe(ddl);
    const { sql, warnings } = select(cast("1", type).label("x")).compile({ dialect: mysql() });
    expect(sql).toBe(castTo === null ? "SELECT ? AS x" : `SELECT CAST(? AS ${castTo}) AS x`);
    expect(warnings).toHaveLength(castTo === null ? 1 : 0);
  });
});

test("VARCHAR without a length is refused", () => {
  expect(() => ddlName(varchar().sqlType, types)).toThrow("VARCHAR needs a length on MySQL and MariaDB: give varchar(80), or take text().");
});

test("a backslash is doubled, unless it escapes nothing", () => {
  expect(literalWriter(text().sqlType, types)("a\\' OR 1")).toBe("'a\\\\'' OR 1'");
  expect(literalWriter(text().sqlType, mysql({ backslashEscapes: false }).types)("a\\' OR 1")).toBe("'a\\'' OR 1'");
});

test("a point in time travels in UTC, whether the column has a time zone or not", () => {
  const when = new Date("2030-01-02T03:04:05.006Z");
  for (const type of [new TimestampType(), new TimestampType({ timezone: true })]) {
    expect(writer(type, types)(when)).toBe("2030-01-02 03:04:05.006000");
    expect(literalWriter(type, types)(when)).toBe("'2030-01-02 03:04:05.006000'");
  }
});

test("MariaDB has a type for UUIDs", () => {
  const { types: own } = mariadb();
  expect(ddlName(uuid().sqlType, own)).toBe("UUID");
  expect(writer(uuid().sqlType, own)("00112233445566778899aabbccddeeff")).toBe("00112233-4455-6677-8899-aabbccddeeff");
});

test("a number that is out of range is refused", () => {
  expect(() => writer(unsigned().sqlType, types)(-1)).toThrow("integer unsigned refuses -1: give a whole number between 0 and 4294967295");
  expect(() => writer(tinyInteger().sqlType, types)(128)).toThrow("tinyint refuses 128");
  expect(() => writer(unsignedBigInteger().sqlType, types)(2n ** 64n)).toThrow("bigint unsigned refuses");
  expect(writer(unsignedBigInteger().sqlType, types)(2n ** 63n - 1n)).toBe(2n ** 63n - 1n);
  expect(writer(unsignedBigInteger().sqlType, types)(2n ** 64n - 1n)).toBe("18446744073709551615");
});

test("bits are whole numbers of their length, and are read from bytes", () => {
  const { sqlType } = bit(12);
  expect([writer(sqlType, types)(4095), literalWriter(sqlType, types)(5n), reader(sqlType, types)(new Uint8Array([15, 254]))]).toEqual([
    4095n,
    "5",
    4094n,
  ]);
  for (const wrong of [4096n, -1, 1.5, "101"]) expect(() => writer(sqlType, types)(wrong)).toThrow(ValueRefusedError);
  expect(() => writer(bit(64).sqlType, types)(2n ** 63n)).toThrow("give a bigint between 0n and 9223372036854775807n");
  for (const length of [0, 65, 1.5]) expect(() => bit(length)).toThrow(`bit() takes a length from 1 to 64, got ${length}.`);
});
