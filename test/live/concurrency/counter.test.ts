import { setTimeout as wait } from "node:timers/promises";
import { type Connection, type Engine, insert, integer, MetaData, select, update } from "athanor";
import { expect, test } from "vitest";
import { onEveryDatabase, onEveryDriver } from "../support/backends.js";

const metadata = new MetaData();
const counters = metadata.table("counter", { id: integer().primaryKey(), value: integer().notNull() });

async function withCounter(database: Engine): Promise<Engine> {
  await database.begin(async (conn) => {
    await metadata.createAll(conn);
    await conn.execute(insert(counters), { id: 1, value: 0 });
  });
  return database;
}

const value = (conn: Connection) => conn.scalar(select(counters.c.value));

/** Reads, does something else for a while, and writes what it has read plus one. */
async function increment(conn: Connection): Promise<void> {
  const before = await value(conn);
  await wait(Math.random() * 3);
  await conn.execute(update(counters).values({ value: (before ?? 0) + 1 }));
  await wait(Math.random() * 2);
}

onEveryDatabase(({ engine }) => {
  test("20 asynchronous transactions never interleave, and none is lost", async () => {
    const database = await withCounter(engine());
    let inside = 0;
    await Promise.all(
      Array.from({ length: 20 }, () =>
        database.begin(async (conn) => {
          inside += 1;
          expect(inside).toBe(1);
          await increment(conn);
          inside -= 1;
        }),
      ),
    );
    expect(await database.begin(value)).toBe(20);
  });

  test("those that fail leave no trace among those that don't", async () => {
    const database = await withCounter(engine());
    const all = Array.from({ length: 20 }, (_, n) =>
      database.begin(async (conn) => {
        await increment(conn);
        if (n % 2 === 0) throw new Error("changed my mind");
      }),
    );
    const outcomes = await Promise.allSettled(all);
    expect(outcomes.filter((each) => each.status === "fulfilled")).toHaveLength(10);
    expect(await database.begin(value)).toBe(10);
  });
});

onEveryDriver(({ freshFile, engineOn, walFile }) => {
  test("nor do those of two engines on one file, however it is written", async () => {
    const file = freshFile();
    const engines = [await withCounter(engineOn(file)), engineOn(file.replace(/\/([^/]*)$/, "/./$1"))];
    await Promise.all(Array.from({ length: 20 }, (_, n) => engines[n % 2]?.begin(increment)));
    expect(await engines[0]?.begin(value)).toBe(20);
  });

  test("commit as you go that writes first doesn't either", async () => {
    const database = await withCounter(engineOn(await walFile()));
    await Promise.all(
      Array.from({ length: 20 }, async () => {
        const conn = await database.connect();
        await conn.execute(update(counters).values({ value: counters.c.value.add(1) }));
        await increment(conn);
        await conn.commit();
        await conn.close();
      }),
    );
    expect(await database.begin(value)).toBe(40);
  });

  test("commit as you go that reads first either holds what it has read, or is told that it doesn't", async () => {
    const database = await withCounter(engineOn(await walFile()));
    const outcomes = await Promise.all(
      Array.from({ length: 20 }, async () => {
        const conn = await database.connect();
        try {
          await increment(conn);
          await conn.commit();
          return "committed";
        } catch (error) {
          expect(error).toMatchObject({ name: "OperationalError", serializationFailure: true });
          return "told";
        } finally {
          await conn.close();
        }
      }),
    );
    expect(outcomes).toContain("told");
    expect(await database.begin(value)).toBe(outcomes.filter((each) => each === "committed").length);
  });
});
