import { type Connection, type Engine, insert, integer, MetaData, OperationalError, select, update } from "athanor";
import { expect } from "vitest";
import { onEveryDatabase } from "../support/databases.js";
import { testExcept, withoutSecondConnection } from "../support/differences.js";
import { rejectedWith, rejection } from "../support/recorded.js";

const metadata = new MetaData();
const counters = metadata.table("counter", { id: integer().primaryKey(), n: integer().notNull() });

onEveryDatabase(({ engine, target, alone }) => {
  const two = withoutSecondConnection({ target, alone });
  const serverTest = testExcept(target, { ...two, sqlite: "isolation levels besides SERIALIZABLE" });

  const withCounters = async (): Promise<Engine> => {
    const database = engine();
    const conn = await database.connect();
    await metadata.createAll(conn);
    await conn.execute(insert(counters), [
      { id: 1, n: 0 },
      { id: 2, n: 0 },
    ]);
    await conn.commit();
    await conn.close();
    return database;
  };
  const read = (conn: Connection, id: number) => conn.scalar(select(counters.c.n).where(counters.c.id.eq(id)));
  const write = (conn: Connection, id: number, n: number) => conn.execute(update(counters).where(counters.c.id.eq(id)).values({ n }));

  serverTest.each([
    ["READ COMMITTED", 5],
    ["REPEATABLE READ", 0],
  ] as const)("%s decides whether a transaction sees what others commit meanwhile, and is gone with it", async (isolationLevel, seen) => {
    const database = await withCounters();
    const reader = await database.connect();
    reader.executionOptions({ isolationLevel });
    expect(await read(reader, 1)).toBe(0);
    await database.begin((conn) => write(conn, 1, 5));
    expect(await read(reader, 1)).toBe(seen);
    await reader.commit();
    expect(await read(reader, 1)).toBe(5);
    await reader.close();
  });

  serverTest("a transaction that only reads is refused writing by the server, and the next one is not", async () => {
    const database = await withCounters();
    for (const isolationLevel of ["REPEATABLE READ", "AUTOCOMMIT"]) {
      const conn = await database.connect();
      conn.executionOptions({ isolationLevel, readOnly: true });
      expect(await read(conn, 1)).toBe(0);
      expect(await rejection(write(conn, 1, 5))).toMatchObject({ connectionInvalidated: false });
      await conn.close();
    }
    await database.begin((conn) => write(conn, 1, 7));
    const conn = await database.connect();
    expect(await read(conn, 1)).toBe(7);
    await conn.close();
  });

  serverTest("of two that wait for each other one fails, which retry repeats", async () => {
    const database = await withCounters();
    let arrived = 0;
    const attempts: number[] = [];
    const done: Promise<void>[] = [];
    const lock = (own: number, other: number) =>
      database.transaction(
        async (tx) => {
          // who is repeated could be quicker than the other wakes up, and take its row again: then they would meet once more
          if (attempts.includes(own)) await done[other - 1];
          attempts.push(own);
          await write(tx, own, own);
          arrived += 1;
          while (arrived < 2) await new Promise((resolve) => setTimeout(resolve, 5));
          await write(tx, other, own);
        },
        { retry: 5 },
      );
    done.push(lock(1, 2), lock(2, 1));
    await Promise.all(done);
    const last = attempts.at(-1);
    expect(attempts.toSorted()).toEqual(last === 1 ? [1, 1, 2] : [1, 2, 2]);
    const conn = await database.connect();
    expect([await read(conn, 1), await read(conn, 2)]).toEqual([last, last]);
    await conn.close();
  });

  serverTest("a lock that is not to be waited for is told as such", async () => {
    const database = await withCounters();
    const [one, two] = [await database.connect(), await database.connect()];
    await write(one, 1, 1);
    const locked = select(counters.c.id).where(counters.c.id.eq(1)).withForUpdate({ nowait: true });
    expect(await rejectedWith(OperationalError, two.execute(locked))).toMatchObject({ condition: "lockTimeout" });
    await two.rollback();
    await one.commit();
    expect((await two.execute(locked)).all()).toEqual([{ id: 1 }]);
    await two.close();
    await one.close();
  });
});
