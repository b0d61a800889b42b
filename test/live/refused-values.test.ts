import {
  bigInteger,
  boolean,
  DataError,
  date,
  enumOf,
  float,
  insert,
  integer,
  json,
  MetaData,
  numeric,
  StatementError,
  select,
  sql,
  text,
  timestamp,
  update,
  uuid,
} from "athanor";
import { describe, expect, test } from "vitest";
import { onEveryDoor } from "./support/backends.js";
import { eventsOf, rejectedWith } from "./support/recorded.js";

const metadata = new MetaData();
const things = metadata.table("thing", {
  id: integer().primaryKey(),
  name: text("full_name"),
  count: integer(),
  big: bigInteger(),
  exact: numeric(),
  real: float(),
  yes: boolean(),
  moment: timestamp(),
  day: date(),
  document: json(),
  key: uuid(),
  mood: enumOf("sad", "happy"),
});

const refused: readonly (readonly [string, unknown])[] = [
  ["count", Number.NaN],
  ["count", 1.5],
  ["count", 2 ** 53],
  ["count", Number.POSITIVE_INFINITY],
  ["count", "5"],
  ["count", true],
  ["big", 2n ** 63n],
  ["big", 5.5],
  ["exact", "1234567890.123456"],
  ["exact", "0.1234567890123456"],
  ["exact", 0.5],
  ["exact", "one"],
  ["real", Number.NaN],
  ["real", "1"],
  ["yes", 1],
  ["yes", "true"],
  ["name", "a\0b"],
  ["name", "\ud800"],
  ["name", "\udc00x"],
  ["name", 5],
  ["moment", new Date(Number.NaN)],
  ["moment", "2031-04-05"],
  ["day", "2031-13-01"],
  ["day", new Date()],
  ["document", Number.NaN],
  ["document", 5n],
  ["document", new Map()],
  ["key", "not a uuid"],
  ["mood", "angry"],
];

onEveryDoor(({ memory }) => {
  const open = async (options = {}) => {
    const database = memory(options);
    const conn = await database.connect();
    await metadata.createAll(conn);
    return { conn, sent: eventsOf(database, "physical") };
  };
  const execute = (conn: Awaited<ReturnType<typeof open>>["conn"], ...args: readonly unknown[]): Promise<unknown> =>
    Reflect.apply(conn.execute, conn, args);

  const listing = (rows: readonly object[]): unknown => Reflect.apply(insert(things).values, insert(things), [rows]);

  test.each(refused)("%s refuses %o: a DataError that names the column, the row and nothing sent", async (key, value) => {
    const { conn, sent } = await open();
    const one = await rejectedWith(DataError, execute(conn, insert(things), { [key]: value }));
    expect([one.row, one.message]).toEqual([undefined, expect.stringContaining(`column '${key}': `)]);
    expect(one.statement).toContain("INSERT INTO thing");
    expect(one.cause).toBeInstanceOf(Error);
    const many = await rejectedWith(DataError, execute(conn, insert(things), [{ [key]: null }, { [key]: null }, { [key]: value }]));
    expect([many.row, many.message]).toEqual([2, expect.stringMatching(new RegExp(`column '${key}': .*\\(parameter set 2\\)`, "s"))]);
    const listed = await rejectedWith(DataError, execute(conn, listing([{ [key]: null }, { [key]: value }])));
    expect(listed.message).toContain(`column '${key}' of row 1: `);
    const set = await rejectedWith(DataError, execute(conn, update(things), { [key]: value }));
    expect(set.message).toContain(`column '${key}'`);
    expect(sent).toEqual([]);
    await conn.close();
  });

  test("in a criterion it is the parameter that is named", async () => {
    const { conn, sent } = await open();
    const error = await rejectedWith(DataError, conn.execute(select(things.c.id).where(things.c.count.eq(Number.NaN))));
    expect(error.message).toContain("parameter 'count_1': ");
    const among = await rejectedWith(DataError, conn.execute(select(things.c.id).where(things.c.count.in([1, 0.5]))));
    expect(among.message).toContain("parameter 'count_1': ");
    expect(sent).toEqual([]);
    await conn.close();
  });

  test("in text it is the parameter too", async () => {
    const { conn } = await open();
    const error = await rejectedWith(StatementError, execute(conn, sql.text("SELECT :a"), { a: { an: "object" } }));
    expect(error.message).toContain("parameter 'a': ");
    await conn.close();
  });

  describe("what is read and can't be what the column says", () => {
    const reading = async (literal: string, type: Parameters<ReturnType<typeof sql.text>["columns"]>[0][string]) => {
      const { conn } = await open();
      const result = await conn.execute(sql.text(`SELECT ${literal} AS it`).columns({ it: type }));
      try {
        return result.all();
      } finally {
        await conn.close();
      }
    };

    test.each([
      ["9007199254740993", integer()],
      ["'five'", integer()],
      ["1.5", integer()],
      ["'yes'", boolean()],
      ["2", boolean()],
      ["'noon'", timestamp()],
      ["'{'", json()],
      ["'angry'", enumOf("sad", "happy")],
      ["1.5", bigInteger()],
      ["x'00'", text()],
    ] as const)("%s", async (literal, type) => {
      await expect(reading(literal, type)).rejects.toThrow(DataError);
      await expect(reading(literal, type)).rejects.toThrow("column 'it' of the result: ");
    });

    test("of a key that the database made", async () => {
      const { conn } = await open();
      await conn.execute(sql.text("INSERT INTO thing (id) VALUES (9007199254740993)"));
      const done = await conn.execute(insert(things), { name: "after" });
      expect(() => done.insertedPrimaryKey).toThrow(DataError);
      await conn.close();
    });
  });
});
