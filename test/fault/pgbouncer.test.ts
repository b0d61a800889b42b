import { insert, select } from "athanor";
import { expect, test } from "vitest";
import { hasPgbouncer, startPgbouncer } from "../servers/pgbouncer.js";
import { add, entries, ids, numbered, range, withEntries } from "./support/entries.js";
import { fault, type Scope } from "./support/fault.js";

const behindPgbouncer: Scope = {
  on: ["postgresql"],
  elsewhere: "pgbouncer speaks PostgreSQL's protocol only",
  lacks: () => (hasPgbouncer ? null : "pgbouncer is not installed: apt-get install pgbouncer"),
};

fault("pgbouncer gives each transaction another connection", behindPgbouncer, (place) => {
  test("600 of 600 statements are good, without prepared statements", async () => {
    await withEntries(place.engine());
    if (place.address === null) throw new Error("There is no server behind the proxy.");
    const proxy = await startPgbouncer(place.address, 5);
    const engine = place.engine({ preparedStatements: false }, proxy.address);
    const client = async (first: number): Promise<number> => {
      const conn = await engine.connect();
      let good = 0;
      for (let id = first; id < first + 25; id += 1) {
        if ((await add(conn, id)).rowCount === 1) good += 1;
        if ((await conn.scalar(select(entries.c.body).where(entries.c.id.eq(id)))) === `entry ${id}`) good += 1;
        await conn.commit();
      }
      await conn.close();
      return good;
    };
    const good = await Promise.all(range(0, 11).map((n) => client(1 + n * 25)));
    expect(good.reduce((sum, each) => sum + each, 0)).toBe(600);
    // one of the pool's connections is in the hands of a transaction that fails; the others see nothing of it
    const conn = await engine.connect();
    await conn.execute(insert(entries), numbered(range(1001, 3000)));
    await conn.rollback();
    expect(await ids(conn)).toEqual(range(1, 300));
    await conn.close();
    await engine.close();
    await proxy.end();
    await place.survived(place.engine(), range(1, 300));
  });
});
