import { type Engine, func, insert, integer, MetaData, OperationalError, select, text } from "athanor";
import { describe, expect, test } from "vitest";
import { onEveryDatabase, onEveryDoor } from "../support/backends.js";
import { eventsOf, rejection } from "../support/recorded.js";

const metadata = new MetaData();
const items = metadata.table("item", { id: integer().primaryKey(), name: text().notNull(), size: integer() });
/** As wide as it takes to fill a statement's parameters with few rows. */
const wide = metadata.table("wide", Object.fromEntries(Array.from({ length: 400 }, (_, n) => [`c${n}`, integer()])));

const sets = (count: number) => Array.from({ length: count }, (_, n) => ({ name: `item ${n}`, size: n % 7 === 0 ? null : n }));

async function openOn(database: Engine) {
  const conn = await database.connect();
  await metadata.createAll(conn);
  await conn.commit();
  return { database, conn };
}

onEveryDatabase(({ engine }) => {
  const open = () => openOn(engine());

  test.each([1, 2, 99, 100, 101, 250])("%d sets", async (count) => {
    const { conn } = await open();
    const done = await conn.execute(insert(items), sets(count));
    expect(done.rowCount).toBe(count);
    expect((await conn.execute(select(items).orderBy(items.c.id))).all()).toEqual(sets(count).map((set, n) => ({ id: n + 1, ...set })));
    await conn.close();
  });

  test("an empty list executes nothing, and begins nothing of its own", async () => {
    const { database, conn } = await open();
    const sent = eventsOf(database, "physical");
    const done = await conn.execute(insert(items), []);
    expect([done.rowCount, done.returnsRows, done.isInsert, sent.length]).toEqual([0, false, true, 0]);
    const rows = await conn.execute(insert(items).returning(items.c.id).sortByParameterOrder(), []);
    expect([rows.all(), rows.rowCount, rows.keys()]).toEqual([[], 0, ["id"]]);
    expect(await conn.scalar(select(func.count()).selectFrom(items))).toBe(0);
    await conn.close();
  });

  test("pages: at most 100 rows and as many parameters as the database takes, each text prepared once", async () => {
    const { database, conn } = await open();
    const sent = eventsOf(database, "physical");
    await conn.execute(insert(items), sets(350));
    expect(sent.map(({ sql }) => sql.split("(?, ?)").length - 1)).toEqual([100, 100, 100, 50]);
    expect(new Set(sent.map(({ sql }) => sql)).size).toBe(2);
    sent.length = 0;
    const row = Object.fromEntries(Array.from({ length: 400 }, (_, n) => [`c${n}`, n]));
    await conn.execute(
      insert(wide),
      Array.from({ length: 170 }, () => row),
    );
    // 68,000 parameters; SQLite takes 32,766 in a statement
    expect(sent.map(({ sets: values }) => values?.[0]?.length)).toEqual([32_400, 32_400, 3_200]);
    expect(await conn.scalar(select(func.count()).selectFrom(wide))).toBe(170);
    await conn.close();
  });

  test("long texts and bytes make pages shorter", async () => {
    const { database, conn } = await open();
    const sent = eventsOf(database, "physical");
    const long = "x".repeat(3_000_000);
    const names = [long, "a", long, "b", long, "c", long.repeat(4), "d", "e"];
    const result = await conn.execute(
      insert(items).returning(items.c.id).sortByParameterOrder(),
      names.map((name) => ({ name })),
    );
    expect(result.scalars()).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(sent.map(({ sets: values }) => values?.[0]?.length)).toEqual([4, 2, 1, 2]);
    await conn.close();
  });

  test("the size of a page is an option, of the engine, the connection and the statement", async () => {
    const { database, conn } = await open();
    const sent = eventsOf(database, "physical");
    conn.executionOptions({ insertPageSize: 3 });
    await conn.execute(insert(items), sets(7));
    await conn.execute(insert(items).executionOptions({ insertPageSize: 5 }), sets(7));
    expect(sent.map(({ sets: values }) => values?.[0]?.length)).toEqual([6, 6, 2, 10, 4]);
    for (const insertPageSize of [0, -1, 2.5, Number.NaN])
      expect(() => conn.executionOptions({ insertPageSize })).toThrow("insertPageSize");
    await conn.close();
  });
});

onEveryDoor(({ memory }) => {
  test("one statement of more values than the database takes is the database's error, and not cut", async () => {
    const { conn } = await openOn(memory());
    const rows = Array.from({ length: 17_000 }, (_, n) => ({ name: "x", size: n }));
    expect(await rejection(conn.execute(insert(items).values(rows)))).toBeInstanceOf(OperationalError);
    expect(await conn.scalar(select(func.count()).selectFrom(items))).toBe(0);
    await conn.execute(insert(items).values(rows.slice(0, 16_000)));
    expect(await conn.scalar(select(func.count()).selectFrom(items))).toBe(16_000);
    await conn.close();
  });

  describe("100,000 rows", () => {
    const many = sets(100_000);

    test("without and with rows that come back, in order", async () => {
      const { conn } = await openOn(memory());
      const done = await conn.execute(insert(items), many);
      expect(done.rowCount).toBe(100_000);
      const rows = await conn.execute(insert(items).returning(items.c.id, items.c.name).sortByParameterOrder(), many);
      let at = 0;
      for (const { id, name } of rows) {
        if (id !== 100_001 + at || name !== `item ${at}`) throw new Error(`row ${at} is ${id}, ${name}`);
        at += 1;
      }
      expect(at).toBe(100_000);
      await conn.commit();
      expect(await conn.scalar(select(func.count()).selectFrom(items))).toBe(200_000);
      await conn.close();
    });
  });
});
