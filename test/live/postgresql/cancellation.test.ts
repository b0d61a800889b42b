import { type Connection, createEngine, func, select, sql } from "athanor";
import { pg, postgresql } from "athanor/postgresql";
import { Client } from "pg";
import { expect, test } from "vitest";
import { onEveryDatabase } from "../support/databases.js";
import { committed, notes, withNotes } from "../support/notes.js";
import { proxyTo } from "../support/proxy.js";
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
  test("with another stream open, a cancel could hit that: the connection is given up", async () => {
    const database = await withNotes(engine(), ...Array.from({ length: 600 }, (_, index) => `n${index}`));
    const conn = await database.connect();
    const read = async () => {
      let stopped: Awaited<ReturnType<typeof aborted>> | null = null;
      for await (const _ of conn.stream(select(notes.c.body))) stopped ??= await aborted(conn, 20, 20);
      return stopped;
    };
    const started = performance.now();
    await rejection(read());
    await conn.close();
    expect(performance.now() - started).toBeLessThan(5000);
    expect(database.pool.statistics).toMatchObject({ checkedOut: 0, idle: 0 });
    expect(await committed(database)).toHaveLength(600);
  });

  test("a server that does not take the cancel: the connection is given up, and the caller is free", async () => {
    const server = new URL(url().replace(/^postgresql[^:]*/, "http"));
    const proxy = await proxyTo(server.hostname, Number(server.port));
    const database = createEngine(url().replace(/:\d+\//, `:${proxy.port}/`));
    const conn = await database.connect();
    await conn.execute(sql.text("SELECT 1"));
    proxy.onRequest = () => "stall";
    const { isReason, took } = await aborted(conn, 20, 10);
    expect(isReason).toBe(true);
    expect(took).toBeLessThan(10_000);
    proxy.onRequest = () => "pass";
    await conn.close();
    expect(database.pool.statistics).toMatchObject({ checkedOut: 0, idle: 0 });
    await database.close();
    await proxy.close();
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
