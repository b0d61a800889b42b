import { setTimeout as wait } from "node:timers/promises";
import { type Connection, createEngine, func, insert, OperationalError, select, sql } from "athanor";
import { pg, postgresql } from "athanor/postgresql";
import { Client } from "pg";
import { expect, test } from "vitest";
import { onEveryDatabase } from "../support/databases.js";
import { addNote, bodies, committed, notes, withNotes } from "../support/notes.js";
import { proxyTo } from "../support/proxy.js";
import { rejectedWith, rejection } from "../support/recorded.js";

const sleep = (seconds: number) => select(func("pg_sleep")(seconds));
const pid = (conn: Connection) => conn.scalar(sql.text("SELECT pg_backend_pid()"));

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
  test("what runs is cancelled on the server; the connection lives on, the transaction needs a rollback", async () => {
    const database = await withNotes(engine());
    const conn = await database.connect();
    const process = await pid(conn);
    await addNote(conn, "lost with its transaction");
    const { isReason, took } = await aborted(conn, 20, 30);
    expect(isReason).toBe(true);
    expect(took).toBeLessThan(5000);
    expect(await rejection(bodies(conn))).toMatchObject({ name: "InternalError" });
    await conn.rollback();
    expect(await pid(conn)).toBe(process);
    await addNote(conn, "kept");
    await conn.commit();
    await conn.close();
    expect(await committed(database)).toEqual(["kept"]);
    expect(database.pool.statistics.invalidated).toBe(0);
  });

  test("a cancel never hits the next statement, however late it comes", async () => {
    const conn = await engine({ isolationLevel: "AUTOCOMMIT" }).connect();
    let stopped = 0;
    // how long a cancel takes depends on driver and machine: some must come in time, and some just too late
    for (let round = 0; round < 40; round += 1) {
      const { isReason, error } = await aborted(conn, 0.012 * (1 + (round % 8)), 6 + (round % 10)).catch(() => ({
        isReason: false,
        error: null,
      }));
      if (isReason) stopped += 1;
      else expect(error).toBeNull();
      // a neighbour that was hit would fail here
      expect((await conn.execute(sleep(0.002))).all()).toHaveLength(1);
    }
    expect(stopped).toBeGreaterThan(0);
    await conn.close();
  });

  test("a bulk INSERT that is stopped leaves nothing behind, and the transaction around it goes on", async () => {
    const database = await withNotes(engine());
    const conn = await database.connect();
    await addNote(conn, "before");
    const controller = new AbortController();
    database.on("physical", ({ sets }) => {
      if ((sets?.length ?? 0) >= 1 && JSON.stringify(sets).includes("n29999")) controller.abort(new Error("enough"));
    });
    const rows = Array.from({ length: 60_000 }, (_, index) => ({ body: `n${index}` }));
    const error = await rejection(conn.execute(insert(notes).executionOptions({ signal: controller.signal }), rows));
    expect(error).toHaveProperty("message", "enough");
    if (conn.inTransaction && (await rejection(bodies(conn)).catch(() => null)) !== null) await conn.rollback();
    await conn.close();
    expect((await committed(database)).filter((body) => body.startsWith("n"))).toEqual([]);
  });

  test("the server's timeout: in a transaction and outside of one, for that statement only", async () => {
    for (const options of [{}, { isolationLevel: "AUTOCOMMIT" }]) {
      const conn = await engine(options).connect();
      expect(await conn.scalar(select(func("current_setting")("statement_timeout")).executionOptions({ timeout: 12_000 }))).toBe("12s");
      const error = await rejectedWith(OperationalError, conn.execute(sleep(20).executionOptions({ timeout: 20 })));
      expect(error).toMatchObject({ condition: "statementTimeout", connectionInvalidated: false, code: "57014" });
      await conn.rollback();
      expect(await conn.scalar(sql.text("SHOW statement_timeout"))).toBe("0");
      await conn.close();
    }
  });

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

  test("a client that was handed in can't be cancelled: what runs is waited for", async () => {
    const client = new Client({ connectionString: url().replace("+pg", "") });
    await client.connect();
    const database = createEngine({ dialect: postgresql(), driver: pg(client) });
    const conn = await database.connect();
    await aborted(conn, 0.1, 10).catch(() => {});
    await conn.close();
    await wait(1);
    expect((await client.query("SELECT 1 AS n")).rows).toEqual([{ n: 1 }]);
    await database.close();
    await client.end();
  });
}, "postgresql");
