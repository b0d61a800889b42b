import {
  arrayOf,
  bigInteger,
  binary,
  boolean,
  cast,
  char,
  date,
  double,
  enumOf,
  float,
  integer,
  interval,
  json,
  numeric,
  select,
  text,
  time,
  timestamp,
  uuid,
  varchar,
} from "athanor";
import { binaryFloat, number, nvarchar2, oracle, raw } from "athanor/oracle";
import { expect, test } from "vitest";
import { ddlName, literalWriter, reader, TimestampType, type TypeLike, writer } from "../../../../src/sqltypes/index.js";

const { types } = oracle();
const zoned = new TimestampType({ timezone: true });

const named: readonly (readonly [TypeLike<unknown>, string])[] = [
  [integer(), "INTEGER"],
  [bigInteger(), "NUMBER(19)"],
  [numeric({ precision: 10, scale: 2 }), "NUMERIC(10, 2)"],
  [number(), "NUMBER"],
  [number({ precision: 10, scale: 2 }), "NUMBER(10, 2)"],
  [float(), "FLOAT"],
  [double(), "BINARY_DOUBLE"],
  [binaryFloat(), "BINARY_FLOAT"],
  [varchar(30), "VARCHAR2(30 CHAR)"],
  [varchar(), "VARCHAR2(4000 CHAR)"],
  [nvarchar2(30), "NVARCHAR2(30)"],
  [char(2), "CHAR(2 CHAR)"],
  [text(), "CLOB"],
  [enumOf("low", "high"), "VARCHAR2(4 CHAR)"],
  [uuid(), "CHAR(32)"],
  [date(), "DATE"],
  [time(), "VARCHAR2(15 CHAR)"],
  [timestamp(), "TIMESTAMP(6)"],
  [zoned, "TIMESTAMP(6) WITH TIME ZONE"],
  [interval(), "INTERVAL DAY(9) TO SECOND(6)"],
  [json(), "JSON"],
  [boolean(), "BOOLEAN"],
  [binary(), "BLOB"],
  [raw(16), "RAW(16)"],
];

test.each(named)("%#", (type, name) => {
  expect(ddlName(type.sqlType, types)).toBe(name);
  expect(select(cast("1", type).label("x")).compile({ dialect: oracle() }).sql).toBe(`SELECT CAST(:param_1 AS ${name}) AS x FROM DUAL`);
});

test("older versions have neither booleans nor JSON", () => {
  const { types: older } = oracle({ version: "19" });
  expect(ddlName(boolean().sqlType, older)).toBe("NUMBER(1)");
  expect(writer(boolean().sqlType, older)(true)).toBe(1);
  expect(writer(boolean().sqlType, types)(true)).toBe("true");
  expect(ddlName(json().sqlType, older)).toBe("CLOB");
});

test("what can't be a column is refused", () => {
  expect(() => raw(2001)).toThrow("raw() holds at most 2000 bytes, got 2001: take binary().");
  expect(() => nvarchar2(0)).toThrow("needs a positive whole number as its length");
  expect(() => ddlName(arrayOf(integer()).sqlType, types)).toThrow("Oracle's arrays are types that must be created before");
});

test("times travel as text with all their digits, in UTC", () => {
  const when = new Date("2030-01-02T03:04:05.006Z");
  expect(writer(timestamp().sqlType, types)(when)).toBe("2030-01-02 03:04:05.006000");
  expect(writer(zoned, types)(when)).toBe("2030-01-02 03:04:05.006000 +00:00");
  expect(reader(zoned, types)("2030-01-02 03:04:05.006000 +00:00")).toEqual(when);
  expect(writer(time().sqlType, types)("23:59:01")).toBe("23:59:01");
});

test("literals are of their types, whatever the session's formats are", () => {
  const literal = (type: TypeLike<unknown>, value: unknown) => literalWriter(type.sqlType, types)(value);
  expect(literal(date(), "2030-01-02")).toBe("TO_DATE('2030-01-02', 'YYYY-MM-DD')");
  expect(literal(timestamp(), new Date("2030-01-02T03:04:05Z"))).toBe("TO_DATE('2030-01-02 03:04:05', 'YYYY-MM-DD HH24:MI:SS')");
  expect(literal(zoned, new Date("2030-01-02T03:04:05Z"))).toBe(
    "TO_TIMESTAMP_TZ('2030-01-02 03:04:05.000000 +00:00', 'YYYY-MM-DD HH24:MI:SS.FF TZH:TZM')",
  );
  expect(literal(interval(), "-P1DT0.5S")).toBe("NUMTODSINTERVAL(-86400.5, 'SECOND')");
  expect(literal(raw(2), Uint8Array.of(0, 255))).toBe("HEXTORAW('00ff')");
});

test("an interval is an exact length of time", () => {
  expect(writer(interval().sqlType, types)("PT26H")).toBe("P1DT2H");
  expect(() => writer(interval().sqlType, types)("P1M")).toThrow("INTERVAL DAY TO SECOND holds an exact length of time");
});
