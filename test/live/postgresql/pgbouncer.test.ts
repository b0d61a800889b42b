import { createEngine, insert, integer, MetaData, select, text } from "athanor";
import { expect, inject, test } from "vitest";
import { hasPgbouncer, startPgbouncer } from "../../servers/pgbouncer.js";
import { onEveryDatabase } from "../support/databases.js";

const metadata = new MetaData();
const notes = metadata.table("note", { id: integer().primaryKey(), body: text().notNull() });

onEveryDatabase(({ engine, url }) => {
  test.runIf(hasPgbouncer)("behind a proxy in transaction mode, without prepared statements: 600 of 600 are good", async () => {
    await engine().begin((conn) => metadata.createAll(conn));
    const state = inject("backends").postgresql;
    if (state?.state !== "running") throw new Error("PostgreSQL does not run.");
    const proxy = await startPgbouncer(state.address, 5);
    const behind = createEngine(url().replace(`:${state.address.port}/`, `:${proxy.address.port}/`), { preparedStatements: false });
    const client = async (n: number): Promise<number> => {
      const conn = await behind.connect();
      let good = 0;
      for (let round = 0; round < 50; round += 1) {
        const body = `${n} ${round}`;
        const done = await conn.execute(insert(notes).values({ body }));
        const { id } = done.insertedPrimaryKey ?? {};
        if ((await conn.scalar(select(notes.c.body).where(notes.c.id.eq(Number(id))))) === body) good += 1;
        await conn.commit();
      }
      await conn.close();
      return good;
    };
    const good = await Promise.all(Array.from({ length: 12 }, (_, n) => client(n)));
    expect(good.reduce((sum, each) => sum + each, 0)).toBe(600);
    await behind.close();
    await proxy.end();
  });
}, "postgresql");
