import { boolean, DataError, date, double, enumOf, insert, integer, json, MetaData, select, sql, text, timestamp, uuid } from "athanor";
import { expect, test } from "vitest";
import { onEveryDatabase } from "../support/databases.js";
import { eventsOf, rejectedWith } from "../support/recorded.js";

const metadata = new MetaData();
const things = metadata.table("thing", {
  id: integer().primaryKey(),
  name: text("full_name"),
  count: integer(),
  real: double(),
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
  ["real", Number.NaN],
  ["name", "a\0b"],
  ["name", "\ud800"],
  ["name", "\udc00x"],
  ["yes", 1],
  ["moment", new Date(Number.NaN)],
  ["day", "2031-13-01"],
  ["document", Number.NaN],
  ["document", { text: "a\0b", n: 5n }],
  ["key", "not a uuid"],
  ["mood", "angry"],
];

onEveryDatabase(({ engine }) => {
  test("what no column of the type can hold is refused by the type, on every backend alike, and nothing is sent", async () => {
    const database = engine();
    const conn = await database.connect();
    await metadata.createAll(conn);
    const sent = eventsOf(database, "physical");
    const execute = (...args: readonly unknown[]): Promise<unknown> => Reflect.apply(conn.execute, conn, args);
    for (const [key, value] of refused) {
      const one = await rejectedWith(DataError, execute(insert(things), { [key]: value }));
      expect([key, one.row, one.message]).toEqual([key, undefined, expect.stringContaining(`column '${key}': `)]);
      const many = await rejectedWith(DataError, execute(insert(things), [{ [key]: null }, { [key]: value }]));
      expect([key, many.row, many.message]).toEqual([key, 1, expect.stringContaining(`column '${key}': `)]);
    }
    await rejectedWith(DataError, conn.execute(select(things.c.id).where(things.c.real.eq(Number.NaN))));
    expect(sent.filter(({ sql: text }) => !text.includes("SAVEPOINT"))).toEqual([]);
    expect((await conn.execute(insert(things), { name: "after" })).rowCount).toBe(1);
    await conn.close();
  });

  test("a number that the language can't hold is an error that names its column, and is never rounded", async () => {
    const conn = await engine().connect();
    const large = sql.text("SELECT 9007199254740993 AS it").columns({ it: integer() });
    const result = await conn.execute(large);
    expect(() => result.all()).toThrow("column 'it' of the result: ");
    await conn.close();
  });
});
