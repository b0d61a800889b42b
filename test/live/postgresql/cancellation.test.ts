import { type Connection, createEngine, func, integer, select, sql } from "athanor";
import { pg, postgresql } from "athanor/postgresql";
import { Client } from "pg";
import { expect, test } from "vitest";
import { onEveryDatabase } from "../support/databases.js";
import { committed, notes, withNotes } from "../support/notes.js";
import { rejection } from "../support/recorded.js";

const sleep = (seconds: number) => select(func("pg_sleep")(seconds));

/** Executes until the signal is aborted after so many milliseconds; gives the error and the milliseconds. */
async function aborted(conn: Connection, seconds: number, after: number) {
  const reason = new Error("enough");
  const controller = new AbortController();
  setTimeout(() => controller.abort(reason), after);
  const started = performance.now();
  const error = await rejection(conn.execute(sleep(seconds).executionOptions({ signal: controller.signal })));
  return { isReason: error === reason, error, took: performance.now() - started };
}

onEveryDatabase(({ engine, url }) => {
  test("a stream that is open and not read is hit by no cancel: the connection lives on, and without a transaction so does the stream", async () => {
    for (const options of [{}, { isolationLevel: "AUTOCOMMIT" }]) {
      const database = await withNotes(engine(options), ...Array.from({ length: 1200 }, (_, index) => `n${index}`));
      const conn = await database.connect();
      let stopped: Awaited<ReturnType<typeof aborted>> | null = null;
      let seen = 0;
      const read = async () => {
        for await (const _ of conn.stream(select(notes.c.body))) {
          seen += 1;
          stopped ??= await aborted(conn, 20, 20);
        }
      };
      const started = performance.now();
      const failure = await read().catch((error) => error);
      expect(stopped).toMatchObject({ isReason: true });
      expect(performance.now() - started).toBeLessThan(5000);
      if (options.isolationLevel) expect(seen).toBe(1200);
      else expect(failure).toMatchObject({ code: "25P02" });
      await conn.close();
      expect(database.pool.statistics).toMatchObject({ checkedOut: 0, idle: 1, invalidated: 0 });
      expect(await committed(database)).toHaveLength(1200);
      const drop = await database.connect();
      await drop.execute(sql.text("DROP TABLE note"));
      await drop.commit();
      await drop.close();
    }
  });

  test("a timeout is that of each page of a stream", async () => {
    const conn = await engine().connect();
    const slow = sql
      .text("SELECT n, pg_sleep(CASE WHEN n > 600 THEN 20 ELSE 0 END)::text FROM generate_series(1, 2000) AS n")
      .columns({ n: integer() });
    const seen: unknown[] = [];
    const read = async () => {
      for await (const row of conn.stream(slow.executionOptions({ timeout: 300 }))) seen.push(row);
    };
    expect(await rejection(read())).toMatchObject({ condition: "statementTimeout" });
    expect(seen).toHaveLength(500);
    await conn.rollback();
    expect(await conn.scalar(sql.text("SELECT current_setting('statement_timeout')"))).toBe("0");
    await conn.close();
  });

  test("a client that was handed in is cancelled too, and stays what it was", async () => {
    const client = new Client({ connectionString: url().replace("+pg", "") });
    await client.connect();
    const database = createEngine({ dialect: postgresql(), driver: pg(client) });
    const conn = await database.connect();
    const { isReason, took } = await aborted(conn, 20, 10);
    expect(isReason).toBe(true);
    expect(took).toBeLessThan(5000);
    await conn.close();
    expect((await client.query("SELECT 1 AS n")).rows).toEqual([{ n: 1 }]);
    await database.close();
    await client.end();
  });
}, "postgresql");
