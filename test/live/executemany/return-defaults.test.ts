import { func, InvalidRequestError, insert, integer, MetaData, select, sql, text, timestamp, uuid } from "athanor";
import { expect, test } from "vitest";
import { onEveryDatabase } from "../support/backends.js";
import { eventsOf } from "../support/recorded.js";

const metadata = new MetaData();
const counted = metadata.table("counted", {
  id: integer().primaryKey(),
  name: text().notNull(),
  shout: text().default(sql.text("'!'")),
  createdAt: timestamp("created_at").notNull().serverDefault(func.now()),
  kind: text().notNull().default("plain"),
});
const keyed = metadata.table("keyed", {
  id: uuid()
    .primaryKey()
    .default(() => crypto.randomUUID()),
  name: text().notNull().unique(),
  stamp: text().serverDefault(sql.text("(hex(randomblob(4)))")),
});

const sets = Array.from({ length: 120 }, (_, n) => ({ name: `n${n}` }));

onEveryDatabase(({ engine }) => {
  const open = async () => {
    const database = engine();
    const conn = await database.connect();
    await metadata.createAll(conn);
    return { conn, sent: eventsOf(database, "physical") };
  };

  test("keys and defaults of each row, by parameter set", async () => {
    const { conn } = await open();
    const done = await conn.execute(insert(counted).returnDefaults(), sets);
    expect(done.returnsRows).toBe(false);
    expect(done.insertedPrimaryKeyRows).toEqual(sets.map((_, n) => ({ id: n + 1 })));
    expect(done.returnedDefaultsRows?.[119]).toEqual({ id: 120, shout: "!", createdAt: expect.any(Date) });
    expect(() => done.insertedPrimaryKey).toThrow(InvalidRequestError);
    expect(() => done.returnedDefaults).toThrow(InvalidRequestError);
    expect(done.lastInsertedParams()).toHaveLength(120);
    await conn.close();
  });

  test("a key that the client makes tells the rows apart, without being asked for", async () => {
    const { conn, sent } = await open();
    const done = await conn.execute(insert(keyed).returnDefaults(keyed.c.stamp), sets);
    expect(sent).toHaveLength(2);
    const stored = new Map((await conn.execute(select(keyed))).all().map((row) => [row.name, row]));
    done.insertedPrimaryKeyRows.forEach((key, n) => {
      const row = stored.get(`n${n}`);
      expect([key, done.returnedDefaultsRows?.[n]]).toEqual([{ id: row?.id }, { stamp: row?.stamp }]);
    });
    await conn.close();
  });

  test("sets of different keys: each row's own", async () => {
    const { conn } = await open();
    const done = await conn.execute(insert(counted).returnDefaults(), [
      { name: "a" },
      { id: 40, name: "b", kind: "given" },
      { name: "c", shout: "given" },
    ]);
    expect(done.insertedPrimaryKeyRows).toEqual([{ id: 1 }, { id: 40 }, { id: 41 }]);
    const [first, second, third] = done.returnedDefaultsRows ?? [];
    expect(first).toEqual({ id: 1, shout: "!", createdAt: expect.any(Date) });
    expect(second).toMatchObject({ shout: "!", createdAt: expect.any(Date) });
    expect(third).toEqual({ id: 41, createdAt: expect.any(Date) });
    const params = done.lastInsertedParams();
    expect(params).toEqual([
      { name: "a", kind: "plain" },
      { id: 40, name: "b", kind: "given" },
      { name: "c", shout: "given", kind: "plain" },
    ]);
    await conn.close();
  });

  test("without it, the keys of many rows are known only where the parameters tell them", async () => {
    const { conn } = await open();
    const unknown = await conn.execute(insert(counted), sets);
    expect(() => unknown.insertedPrimaryKeyRows).toThrow(InvalidRequestError);
    const known = await conn.execute(insert(keyed), sets);
    expect(known.insertedPrimaryKeyRows).toHaveLength(120);
    await conn.close();
  });

  test("rows that INSERT OR IGNORE passes over have no key, and nobody else's", async () => {
    const { conn } = await open();
    await conn.execute(insert(keyed), { name: "n5" });
    const done = await conn.execute(insert(keyed).prefixWith("OR IGNORE").returnDefaults(keyed.c.stamp), sets);
    expect(done.rowCount).toBe(119);
    expect(done.returnedDefaultsRows).toHaveLength(119);
    expect(() => done.insertedPrimaryKeyRows).toThrow(InvalidRequestError);
    await conn.close();
  });
});
