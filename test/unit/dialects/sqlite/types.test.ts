import fc from "fast-check";
import { afterAll, describe, expect, test } from "vitest";
import type { DriverConnection } from "../../../../src/dialects/driver.js";
import { nodeSqlite } from "../../../../src/dialects/sqlite/drivers/node-sqlite.js";
import { sqliteTypes } from "../../../../src/dialects/sqlite/types.js";
import { UnsupportedError, ValueRefusedError } from "../../../../src/errors/index.js";
import {
  ArrayType,
  BigIntegerType,
  BinaryType,
  BooleanType,
  CharType,
  DateType,
  DoubleType,
  ddlName,
  durationText,
  EnumType,
  FloatType,
  IntegerType,
  IntervalType,
  JsonType,
  jsonNull,
  literalWriter,
  NumericType,
  nullType,
  reader,
  SmallIntegerType,
  type SqlType,
  TextType,
  TimestampType,
  TimeType,
  UuidType,
  VarcharType,
  type WireValue,
  writer,
} from "../../../../src/sqltypes/index.js";

const opened = nodeSqlite(":memory:").connect();
if (opened instanceof Promise) throw new Error("node:sqlite answers at once");
const connection: DriverConnection = opened;
afterAll(() => connection.close());

async function rowsOf(sql: string, values: readonly WireValue[] = []): Promise<readonly (readonly unknown[])[]> {
  return (await connection.query(sql, values)).rows ?? [];
}

/** Stores a value in a column of the type, and gives the storage class that SQLite chose, the raw value and the value read. */
async function stored(type: SqlType<unknown>, value: unknown): Promise<{ storage: unknown; raw: unknown; read: unknown }> {
  await connection.query("DROP TABLE IF EXISTS t", []);
  await connection.query(`CREATE TABLE t (v ${ddlName(type, sqliteTypes)})`, []);
  await connection.query("INSERT INTO t (v) VALUES (?)", [writer(type, sqliteTypes)(value)]);
  const [row] = await rowsOf("SELECT typeof(v), v FROM t");
  return { storage: row?.[0], raw: row?.[1], read: reader(type, sqliteTypes)(row?.[1]) };
}

const exact = new NumericType({ precision: 10, scale: 2 });
const free = new NumericType();
const asText = new NumericType({ precision: 30, scale: 2, sqlite: "text" });
const asNumber = new NumericType({ mode: "number" });

/** Type, value, storage class, raw value, and what is read back where that differs from the value. */
const round: readonly (readonly [SqlType<unknown>, unknown, string, unknown, unknown?])[] = [
  [new IntegerType(), 5, "integer", 5n],
  [new IntegerType(), Number.MAX_SAFE_INTEGER, "integer", 9007199254740991n],
  [new SmallIntegerType(), -3, "integer", -3n],
  [new BigIntegerType(), 2n ** 63n - 1n, "integer", 9223372036854775807n],
  [new BigIntegerType(), -(2n ** 63n), "integer", -9223372036854775808n],
  [new BigIntegerType({ mode: "number" }), 2 ** 40, "integer", 1099511627776n],
  [exact, "19.99", "real", 19.99],
  [exact, "9.90", "real", 9.9],
  [exact, "12.00", "integer", 12n],
  [exact, "1.239", "real", 1.239],
  [free, "12345678901234567", "integer", 12345678901234567n],
  [free, "0.00000012345", "real", 1.2345e-7],
  [free, "123456789012.345", "real", 123456789012.345],
  [free, "100000000000000000000", "real", 1e20],
  [asText, "12345678901234567890.12", "text", "12345678901234567890.12"],
  [asText, "12.5", "text", "12.5", "12.50"],
  [asNumber, 0.1 + 0.2, "real", 0.1 + 0.2],
  [asNumber, 5, "integer", 5n],
  [new FloatType(), 0.5, "real", 0.5],
  [new FloatType(), 1, "real", 1],
  [new DoubleType(), 1e300, "real", 1e300],
  [new BooleanType(), true, "integer", 1n],
  [new BooleanType(), false, "integer", 0n],
  [new VarcharType(40), "5", "text", "5"],
  [new CharType(2), "NO", "text", "NO"],
  [new TextType(), "fjørd ☃", "text", "fjørd ☃"],
  [new DateType(), "2029-02-03", "text", "2029-02-03"],
  [new TimeType(), "04:05:06.0007", "text", "04:05:06.000700"],
  [new TimeType(), "06:07:00", "text", "06:07:00.000000"],
  [new TimestampType(), new Date("2029-02-03T04:05:06Z"), "text", "2029-02-03 04:05:06.000000"],
  [new TimestampType({ timezone: true }), new Date("2029-02-03T04:05:06.789Z"), "text", "2029-02-03 04:05:06.789000"],
  [new IntervalType(), "PT3H0.000005S", "text", "1970-01-01 03:00:00.000005"],
  [new IntervalType(), "PT3M", "text", "1970-01-01 00:03:00.000000"],
  [new IntervalType(), "-P1DT2H", "text", "1969-12-30 22:00:00.000000"],
  [new JsonType(), { k: [1] }, "text", '{"k":[1]}'],
  [new JsonType(), "5", "text", '"5"'],
  [new JsonType(), 5, "integer", 5n],
  [new JsonType(), 0.5, "real", 0.5],
  [new JsonType(), 1e21, "real", 1e21],
  [new JsonType(), true, "text", "true"],
  [new JsonType(), jsonNull, "text", "null", null],
  [new UuidType(), "00112233-4455-6677-8899-aabbccddeeff", "text", "00112233445566778899aabbccddeeff"],
  [new EnumType(["low", "high"]), "high", "text", "high"],
  [new BinaryType(), Uint8Array.of(1, 2), "blob", Uint8Array.of(1, 2)],
  [new BinaryType(), new Uint8Array(), "blob", new Uint8Array()],
];

describe("in a column of its type", () => {
  test.each(
    round.map(([type, value, storage, raw, read = value]) => [ddlName(type, sqliteTypes), value, storage, raw, read, type] as const),
  )("%s keeps %o as %s", async (_, value, storage, raw, read, type) => {
    expect(await stored(type, value)).toStrictEqual({ storage, raw, read });
  });

  test.each(round.map(([type]) => type))("%o keeps null", async (type) => {
    expect(await stored(type, null)).toStrictEqual({ storage: "null", raw: null, read: null });
  });

  test("any integer, instant, duration and double comes back as it was", async () => {
    const instant = fc.date({ min: new Date("0001-01-01T00:00:00Z"), max: new Date("9999-12-31T23:59:59.999Z"), noInvalidDate: true });
    const day = 86_400_000_000n;
    const duration = fc
      .bigInt({ min: -719_162n * day, max: 2_932_896n * day })
      .map((microseconds) => durationText({ months: 0, microseconds }));
    const double = fc.double({ noNaN: true, noDefaultInfinity: true });
    const cases = fc.oneof(
      fc.maxSafeInteger().map((value) => [new IntegerType(), value] as const),
      fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map((value) => [new BigIntegerType(), value] as const),
      instant.map((value) => [new TimestampType(), value] as const),
      duration.map((value) => [new IntervalType(), value] as const),
      double.map((value) => [new FloatType(), value] as const),
    );
    await fc.assert(
      fc.asyncProperty(cases, async ([type, value]) => {
        // SQLite has no negative zero, and integers none either.
        expect((await stored(type, value)).read).toStrictEqual(Object.is(value, -0) ? 0 : value);
      }),
    );
  });

  test("any decimal of up to 15 digits comes back with the same digits", async () => {
    const decimal = fc.tuple(fc.bigInt({ min: -(10n ** 15n) + 1n, max: 10n ** 15n - 1n }), fc.nat(20)).map(([digits, scale]) => {
      const text = String(digits < 0n ? -digits : digits).padStart(scale + 1, "0");
      const value = scale === 0 ? text : `${text.slice(0, -scale)}.${text.slice(-scale)}`.replace(/\.?0+$/, "");
      return digits < 0n ? `-${value}` : value;
    });
    await fc.assert(
      fc.asyncProperty(decimal, async (value) => {
        expect((await stored(free, value)).read).toBe(value);
      }),
    );
  });
});

describe("what SQLite would round or could not hold is refused", () => {
  test.each<readonly [SqlType<unknown>, unknown, RegExp]>([
    [
      exact,
      "1234567890123.456",
      /^numeric\(10, 2\) refuses "1234567890123\.456": SQLite has no exact decimal and would round it: give at most 15 significant digits, or .*sqlite: "text"/,
    ],
    [free, "10000000000000000001", /would round it/],
    [free, `0.${"0".repeat(400)}1`, /would round it/],
    [free, "9".repeat(400), /would round it/],
    [new BigIntegerType(), 2n ** 63n, /^bigInteger refuses 9223372036854775808n: SQLite's integers have 64 bits/],
    [new IntervalType(), "P1Y", /exact length of time/],
    [new ArrayType(new IntegerType()), [1], /^array refuses every value here: SQLite has no arrays: use json\(\)/],
    [new TextType(), "a\0b", /NUL/],
    [new BooleanType(), 1, /boolean refuses 1/],
  ])("%o refuses %o", (type, value, message) => {
    expect(() => writer(type, sqliteTypes)(value)).toThrow(ValueRefusedError);
    expect(() => writer(type, sqliteTypes)(value)).toThrow(message);
  });

  test.each<readonly [SqlType<unknown>, unknown, RegExp]>([
    [new IntegerType(), 2n ** 53n, /bigInteger\(\)/],
    [new IntegerType(), 3.5, /refuses 3\.5/],
    [new BooleanType(), 2n, /neither 1 nor 0/],
    [new BooleanType(), "true", /neither 1 nor 0/],
    [new TimestampType(), 1_700_000_000n, /no date and time/],
    [free, "abc", /no decimal number/],
    [free, Number.POSITIVE_INFINITY, /no decimal number/],
    [new ArrayType(new IntegerType()), "{1}", /SQLite has no arrays/],
  ])("%o refuses to read %o", (type, wire, message) => {
    expect(() => reader(type, sqliteTypes)(wire)).toThrow(message);
  });

  test("arrays have no name in DDL", () => {
    expect(() => ddlName(new ArrayType(new IntegerType()), sqliteTypes)).toThrow(UnsupportedError);
  });
});

describe("what SQLite makes itself is read", () => {
  const read = async (type: SqlType<unknown>, sql: string) => reader(type, sqliteTypes)((await rowsOf(`SELECT ${sql}`))[0]?.[0]);

  test("CURRENT_TIMESTAMP, CURRENT_DATE, CURRENT_TIME and strftime", async () => {
    const now = await read(new TimestampType(), "CURRENT_TIMESTAMP");
    expect(Math.abs(Number(now) - Date.now())).toBeLessThan(10_000);
    expect(await read(new DateType(), "CURRENT_DATE")).toMatch(/^\d{4}-\d\d-\d\d$/);
    expect(await read(new TimeType(), "CURRENT_TIME")).toMatch(/^\d\d:\d\d:\d\d$/);
    expect(await read(new TimestampType(), "strftime('%Y-%m-%dT%H:%M:%fZ', '2031-05-06 07:08:09.25')")).toStrictEqual(
      new Date("2031-05-06T07:08:09.250Z"),
    );
  });

  test("sums of decimals without the dust of binary fractions", async () => {
    expect(await read(exact, "0.1 + 0.2")).toBe("0.30");
    expect(await read(exact, "19.99 * 3")).toBe("59.97");
    expect(await read(free, "1.0 / 3")).toBe("0.333333333333333");
    expect(await read(exact, "7")).toBe("7.00");
    expect(await read(free, "1e15 + 0.5")).toBe("1000000000000000.5");
  });

  test("integers stay integers: division cuts off, text has no .0", async () => {
    const two = writer(new IntegerType(), sqliteTypes)(2);
    expect(await rowsOf("SELECT 7 / ?, ? || ''", [two, two])).toStrictEqual([[3n, "2"]]);
  });

  test("values without a type as numbers where those are exact", async () => {
    expect(await read(nullType, "count(*) FROM (SELECT 1)")).toBe(1);
    expect(await read(nullType, "9223372036854775807")).toBe(9223372036854775807n);
    expect(await read(nullType, "'x'")).toBe("x");
    expect(await read(nullType, "x'0102'")).toStrictEqual(Uint8Array.of(1, 2));
    expect(writer(nullType, sqliteTypes)(5)).toBe(5n);
    expect(writer(nullType, sqliteTypes)(5.5)).toBe(5.5);
    expect(writer(nullType, sqliteTypes)(true)).toBe(1n);
  });
});

test.each<readonly [SqlType<unknown>, unknown, string]>([
  [new BooleanType(), true, "1"],
  [new BooleanType(), false, "0"],
  [new TimestampType(), new Date("2031-05-06T07:08:09.123Z"), "'2031-05-06 07:08:09.123000'"],
  [new TimestampType(), new Date("2031-05-06T07:08:09Z"), "'2031-05-06 07:08:09.000000'"],
  [new TimeType(), "23:59:01", "'23:59:01.000000'"],
  [new DateType(), "2031-05-06", "'2031-05-06'"],
  [exact, "12.50", "12.50"],
  [asText, "12.50", "'12.50'"],
  [new BigIntegerType(), 9007199254740993n, "9007199254740993"],
])("%o writes %o into SQL as %s", (type, value, sql) => {
  expect(literalWriter(type, sqliteTypes)(value)).toBe(sql);
});
