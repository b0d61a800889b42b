import { type Connection, deleteFrom, type Engine, insert, integer, MetaData, select, sql, update, varchar } from "athanor";
import { expect } from "vitest";
import { onEveryDatabase } from "../support/databases.js";
import { testExcept, withoutSecondConnection } from "../support/differences.js";

const metadata = new MetaData();
const jobs = metadata.table("job", { id: integer().primaryKey(), state: varchar(10).notNull(), worker: integer() });

onEveryDatabase(({ engine, target, alone }) => {
  const two = withoutSecondConnection({ target, alone });
  const serverTest = testExcept(target, { ...two, sqlite: "SKIP LOCKED (a file has one writer, and locks no rows)" });

  const withJobs = async (count: number): Promise<Engine> => {
    const database = engine();
    const conn = await database.connect();
    await metadata.createAll(conn);
    await conn.execute(
      insert(jobs),
      Array.from({ length: count }, (_, index) => ({ id: index + 1, state: "ready" })),
    );
    await conn.commit();
    await conn.close();
    return database;
  };

  /** The oldest job that is ready and that nobody else holds. */
  const next = (conn: Connection) =>
    conn.scalar(select(jobs.c.id).where(jobs.c.state.eq("ready")).orderBy(jobs.c.id).limit(1).withForUpdate({ skipLocked: true }));

  serverTest("workers that skip what others hold take each job once", async () => {
    const database = await withJobs(40);
    const taken: number[][] = await Promise.all(
      Array.from({ length: 6 }, async (_, worker) => {
        const own: number[] = [];
        for (;;) {
          const id = await database.transaction(
            async (tx) => {
              const found = await next(tx);
              if (found !== null) await tx.execute(update(jobs).where(jobs.c.id.eq(found)).values({ state: "done", worker }));
              return found;
            },
            { isolationLevel: "READ COMMITTED", retry: 20 },
          );
          if (id === null) return own;
          own.push(id);
        }
      }),
    );
    expect(taken.flat().sort((left, right) => left - right)).toEqual(Array.from({ length: 40 }, (_, index) => index + 1));
    const conn = await database.connect();
    for (const [worker, own] of taken.entries())
      expect(await conn.scalars(select(jobs.c.id).where(jobs.c.worker.eq(worker)).orderBy(jobs.c.id))).toEqual(own);
    await conn.close();
  });

  serverTest("a job whose worker has failed is ready again, and a held one is passed over", async () => {
    const database = await withJobs(2);
    const [one, two] = [await database.connect(), await database.connect()];
    for (const conn of [one, two]) conn.executionOptions({ isolationLevel: "READ COMMITTED" });
    expect([await next(one), await next(two)]).toEqual([1, 2]);
    await one.rollback();
    expect(await next(one)).toBe(1);
    await one.execute(deleteFrom(jobs).where(jobs.c.id.eq(1)));
    await one.commit();
    expect(await next(one)).toBeNull();
    await two.rollback();
    expect(await next(one)).toBe(2);
    await one.close();
    await two.close();
    expect(await (await database.connect()).scalar(sql.text("SELECT 1"))).toBe(1);
  });
});
