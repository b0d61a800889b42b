import { createEngine, InvalidRequestError, sql } from "athanor";
import { pg, postgresql } from "athanor/postgresql";
import { Client, Pool } from "pg";
import { expect, test } from "vitest";
import { onEveryDatabase } from "../support/databases.js";

onEveryDatabase(({ url }) => {
  const connectionString = () => url().replace("+pg", "");

  test("a pool of the user's: its clients come and go, and it stays open", async () => {
    const pool = new Pool({ connectionString: connectionString(), max: 2 });
    const engine = createEngine({ dialect: postgresql(), driver: pg(pool) });
    for (let n = 0; n < 20; n += 1) {
      const conn = await engine.connect();
      expect(await conn.scalar(sql.text("SELECT 1 + 1"))).toBe(2);
      await conn.close();
      expect(pool.totalCount).toBe(1);
    }
    await engine.close();
    expect([pool.totalCount, pool.idleCount]).toEqual([1, 1]);
    expect((await pool.query("SELECT 3 AS n")).rows).toEqual([{ n: 3 }]);
    await pool.end();
  });

  test("a client of the user's, pipelined or not: it is the only connection, and stays open", async () => {
    for (const pipeline of [false, true]) {
      const client = new Client({ connectionString: connectionString(), pipeline });
      await client.connect();
      const engine = createEngine({ dialect: postgresql(), driver: pg(client) });
      await engine.begin(async (conn) => {
        expect(await conn.scalars(sql.text("SELECT generate_series(1, 3)"))).toEqual([1, 2, 3]);
        await expect(engine.connect()).rejects.toThrow(InvalidRequestError);
      });
      await engine.close();
      expect((await client.query("SELECT 3 AS n")).rows).toEqual([{ n: 3 }]);
      await client.end();
    }
  });
}, "postgresql");
