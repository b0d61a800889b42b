import {
  bigInteger,
  binary,
  boolean,
  char,
  date,
  double,
  enumOf,
  float,
  func,
  insert,
  integer,
  interval,
  json,
  MetaData,
  numeric,
  select,
  smallInteger,
  sql,
  text,
  time,
  timestamp,
  uuid,
  varchar,
} from "athanor";
import { expect, test } from "vitest";
import { onEveryDatabase } from "../support/databases.js";

const metadata = new MetaData();
const all = metadata.table("everything", {
  id: integer().primaryKey(),
  small: smallInteger(),
  big: bigInteger(),
  exact: numeric({ precision: 15, scale: 2 }),
  plain: numeric({ precision: 12, scale: 3 }),
  counted: numeric({ precision: 12, scale: 3, mode: "number" }),
  digits: numeric({ precision: 38, scale: 9, sqlite: "text" }),
  real: float(),
  twice: double(),
  yes: boolean(),
  short: varchar(10),
  fixed: char(3),
  long: text(),
  day: date(),
  hour: time(),
  moment: timestamp(),
  exactMoment: timestamp({ mode: "string" }),
  zonedMoment: timestamp({ mode: "string", timezone: true }),
  zoned: timestamp({ timezone: true }),
  span: interval(),
  document: json().$type<unknown>(),
  key: uuid(),
  mood: enumOf("sad", "ok", "happy"),
  bytes: binary(),
});

const first = {
  small: -32768,
  big: 9223372036854775807n,
  exact: "1234567890123.40",
  plain: "-0.125",
  counted: 0.5,
  digits: "12345678901234567890123456789.123456789",
  real: -2.5,
  twice: Number.MAX_VALUE,
  yes: true,
  short: "Ünïcödé",
  fixed: "abc",
  long: "line\nline\t'quoted' \"double\" back\\slash {brace,} NULL \u{1f525} \u0001",
  day: "2031-04-05",
  hour: "10:20:30.123456",
  moment: new Date("2031-04-05T06:07:08.009Z"),
  exactMoment: "2031-04-05T06:07:08.000009",
  zonedMoment: "2031-04-05T06:07:08.123456Z",
  zoned: new Date("2031-10-26T01:30:00.123Z"),
  span: "P1DT2H",
  document: { list: [1, null, "x"], nested: { yes: true, text: 'a "quoted" \\ part' } },
  key: "f47ac10b-58cc-4372-a567-0e02b2c3d479",
  mood: "happy",
  bytes: new Uint8Array([0, 1, 34, 39, 92, 255]),
} as const;
const second = {
  small: 0,
  big: -9223372036854775808n,
  exact: "0.00",
  plain: "5.000",
  counted: 2,
  digits: "0.000000000",
  real: 0,
  twice: 5e-324,
  yes: false,
  short: "",
  fixed: "xyz",
  long: "",
  day: "0001-01-01",
  hour: "00:00:00",
  moment: new Date(0),
  exactMoment: "0001-01-01T00:00:00",
  zonedMoment: "9999-12-31T23:59:59.999999Z",
  zoned: new Date("1999-12-31T23:59:59.999Z"),
  span: "PT0S",
  document: [],
  key: "00000000-0000-0000-0000-000000000000",
  mood: "sad",
  bytes: new Uint8Array(),
} as const;
const nothing = Object.fromEntries(Object.keys(first).map((key) => [key, null]));

onEveryDatabase(({ engine }) => {
  const open = async () => {
    const conn = await engine().connect();
    await metadata.createAll(conn);
    return conn;
  };

  test("a column's type is its value's type: after an INSERT of one row, and of many", async () => {
    const conn = await open();
    await conn.execute(insert(all), first);
    await conn.execute(insert(all), [second, { long: null }, first]);
    const rows = (await conn.execute(select(all).orderBy(all.c.id))).all();
    expect(rows).toEqual([
      { id: 1, ...first },
      { id: 2, ...second },
      { id: 3, ...nothing },
      { id: 4, ...first },
    ]);
    await conn.close();
  });

  test("written into the text of an INSERT instead of bound", async () => {
    const conn = await open();
    for (const statement of [insert(all).values(first), insert(all).values(second), insert(all).values({ long: null })]) {
      const { sql: written } = statement.compile({ dialect: conn.dialect, literalBinds: true });
      await conn.execute(sql.text(written.replaceAll(":", "\\:")));
    }
    const rows = (await conn.execute(select(all).orderBy(all.c.id))).all();
    expect(rows).toEqual([first, second, nothing].map((values, index) => ({ id: index + 1, ...values })));
    await conn.close();
  });

  test("in RETURNING of one row, and of many in order", async () => {
    const conn = await open();
    const one = (await conn.execute(insert(all).values(second).returning(all))).one();
    expect(one).toEqual({ id: 1, ...second });
    const many = (await conn.execute(insert(all).returning(all).sortByParameterOrder(), [first, second, nothing])).all();
    expect(many).toEqual([
      { id: 2, ...first },
      { id: 3, ...second },
      { id: 4, ...nothing },
    ]);
    await conn.close();
  });

  test("in returned defaults", async () => {
    const conn = await engine().connect();
    const own = new MetaData();
    const made = own.table("made", {
      id: integer().primaryKey(),
      big: bigInteger().serverDefault("9007199254740993"),
      moment: timestamp().serverDefault("2031-04-05 06:07:08"),
      amount: numeric({ precision: 10, scale: 2 }).serverDefault("1.50"),
    });
    await own.createAll(conn);
    const done = await conn.execute(insert(made).returnDefaults());
    expect(done.returnedDefaults).toEqual({
      id: 1,
      big: 9007199254740993n,
      moment: new Date("2031-04-05T06:07:08Z"),
      amount: "1.50",
    });
    await conn.close();
  });

  test("by comparison: what was stored is found by the same value", async () => {
    const conn = await open();
    await conn.execute(insert(all), [first, second]);
    const { c } = all;
    for (const criterion of [
      c.small.eq(first.small),
      c.big.eq(first.big),
      c.exact.eq(first.exact),
      c.plain.eq(first.plain),
      c.twice.eq(first.twice),
      c.yes.eq(true),
      c.short.eq(first.short),
      c.long.eq(first.long),
      c.day.eq(first.day),
      c.hour.eq(first.hour),
      c.moment.eq(first.moment),
      c.exactMoment.eq(first.exactMoment),
      c.zonedMoment.eq(first.zonedMoment),
      c.zoned.eq(first.zoned),
      c.span.eq(first.span),
      c.key.eq(first.key),
      c.mood.eq("happy"),
      c.bytes.eq(first.bytes),
      c.big.in([first.big, 5n]),
    ])
      expect(await conn.scalars(select(c.id).where(criterion))).toEqual([1]);
    await conn.close();
  });

  test("of functions and of text without types: numbers where they are exact", async () => {
    const conn = await open();
    await conn.execute(insert(all), [first, second]);
    expect(await conn.scalar(select(func.count()).selectFrom(all))).toBe(2);
    expect(await conn.scalar(select(func.max(all.c.big)))).toBe(first.big);
    expect((await conn.execute(sql.text("SELECT 9007199254740993 AS big, 5 AS small, -9223372036854775807 AS low"))).one()).toEqual({
      big: 9007199254740993n,
      small: 5,
      low: -9223372036854775807n,
    });
    await conn.close();
  });
});
