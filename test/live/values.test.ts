import {
  bigInteger,
  binary,
  boolean,
  char,
  date,
  double,
  enumOf,
  float,
  insert,
  integer,
  interval,
  json,
  literal,
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
import { describe, expect, test } from "vitest";
import { onEveryDatabase } from "./support/backends.js";

const metadata = new MetaData();
const all = metadata.table("everything", {
  id: integer().primaryKey(),
  small: smallInteger(),
  big: bigInteger(),
  exact: numeric({ precision: 15, scale: 2 }),
  plain: numeric(),
  counted: numeric({ mode: "number" }),
  digits: numeric({ sqlite: "text" }),
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
  counted: 0.1,
  digits: "123456789012345678901234567890.123456789",
  real: -2.5,
  twice: Number.MAX_VALUE,
  yes: true,
  short: "Ünïcödé",
  fixed: "abc",
  long: "line\nline\t'quoted' \"double\" \u{1f525} \u0001",
  day: "2031-04-05",
  hour: "10:20:30.123456",
  moment: new Date("2031-04-05T06:07:08.009Z"),
  exactMoment: "2031-04-05T06:07:08.000009",
  zonedMoment: "2031-04-05T06:07:08.123456Z",
  span: "P1DT2H",
  document: { list: [1, null, "x"], nested: { yes: true } },
  key: "f47ac10b-58cc-4372-a567-0e02b2c3d479",
  mood: "happy",
  bytes: new Uint8Array([0, 1, 255]),
} as const;
const second = {
  small: 0,
  big: -9223372036854775808n,
  exact: "0.00",
  plain: "5",
  counted: 2,
  digits: "0",
  real: 0,
  twice: 5e-324,
  yes: false,
  short: "",
  fixed: "",
  long: "",
  day: "0001-01-01",
  hour: "00:00:00",
  moment: new Date(0),
  exactMoment: "0001-01-01T00:00:00",
  zonedMoment: "9999-12-31T23:59:59.999999Z",
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

  test("every type comes back as it was given: by SELECT", async () => {
    const conn = await open();
    await conn.execute(insert(all), first);
    await conn.execute(insert(all), [second, { long: null }]);
    const [one, two, three] = (await conn.execute(select(all).orderBy(all.c.id))).all();
    expect(one).toEqual({ id: 1, ...first });
    expect(two).toEqual({ id: 2, ...second });
    expect(three).toEqual({ id: 3, ...nothing });
    await conn.close();
  });

  test("by RETURNING, of one row and of many", async () => {
    const conn = await open();
    const [one, two] = (await conn.execute(insert(all).returning(all).sortByParameterOrder(), [first, second])).all();
    expect([one, two]).toEqual([
      { id: 1, ...first },
      { id: 2, ...second },
    ]);
    await conn.close();
  });

  test("by returnDefaults()", async () => {
    const conn = await open();
    await conn.execute(
      sql.text(
        "CREATE TABLE made (id INTEGER PRIMARY KEY, big BIGINT DEFAULT 9007199254740993, moment TIMESTAMP DEFAULT '2031-04-05 06:07:08', yes BOOLEAN DEFAULT 1)",
      ),
    );
    const made = new MetaData().table("made", {
      id: integer().primaryKey(),
      big: bigInteger().serverDefault("9007199254740993"),
      moment: timestamp().serverDefault("2031-04-05 06:07:08"),
      yes: boolean().serverDefault("1"),
    });
    const done = await conn.execute(insert(made).returnDefaults());
    expect(done.returnedDefaults).toEqual({ id: 1, big: 9007199254740993n, moment: new Date("2031-04-05T06:07:08Z"), yes: true });
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
      c.key.eq(first.key),
      c.mood.eq("happy"),
      c.bytes.eq(first.bytes),
      c.big.in([first.big, 5n]),
    ])
      expect(await conn.scalars(select(c.id).where(criterion))).toEqual([1]);
    await conn.close();
  });

  test("integers are integers: division cuts, and text that holds one has no decimal point", async () => {
    const conn = await open();
    expect(await conn.scalar(select(literal(7).div(literal(2)).label("n")))).toBe(3.5);
    expect(await conn.scalar(sql.text("SELECT :a / :b AS n").bindParams({ a: 7, b: 2 }))).toBe(3);
    await conn.execute(sql.text("CREATE TABLE loose (anything)"));
    await conn.execute(sql.text("INSERT INTO loose VALUES (:n), (:n || '')").bindParams({ n: 5 }));
    expect((await conn.execute(sql.text("SELECT typeof(anything) AS kind, anything || '' AS shown FROM loose"))).tuples()).toEqual([
      ["integer", "5"],
      ["text", "5"],
    ]);
    await conn.close();
  });

  test("bigints beyond 2^53, from text without types too", async () => {
    const conn = await open();
    const row = (await conn.execute(sql.text("SELECT 9007199254740993 AS big, 5 AS small, -9223372036854775807 AS low"))).one();
    expect(row).toEqual({ big: 9007199254740993n, small: 5, low: -9223372036854775807n });
    expect(await conn.scalar(sql.text("SELECT :n AS n").bindParams({ n: 2n ** 62n }))).toBe(2n ** 62n);
    await conn.close();
  });

  describe("json", () => {
    test("null is SQL's NULL, json.null the JSON value, and both are read as null", async () => {
      const conn = await open();
      await conn.execute(insert(all), [{ document: null }, { document: json.null }, {}, { document: { a: null } }]);
      const { c } = all;
      expect(await conn.scalars(select(c.document).orderBy(c.id))).toEqual([null, null, null, { a: null }]);
      expect(await conn.scalars(select(c.id).where(c.document.isNull()))).toEqual([1, 3]);
      const stored = sql.text("SELECT document FROM everything WHERE id = 2");
      expect((await conn.execute(stored)).one()).toEqual({ document: "null" });
      await conn.close();
    });

    test.each([[0], ["0"], ["text"], [""], [true], [false], [[]], [{}], [[[1, [2]]]], ["null"], [{ "a b": "\u{1f525}" }], [1.5], [-1e300]])(
      "%j",
      async (document) => {
        const conn = await open();
        const rows = await conn.execute(insert(all).returning(all.c.document), { document });
        expect([rows.scalarOne(), await conn.scalar(select(all.c.document))]).toEqual([document, document]);
        await conn.close();
      },
    );
  });
});
