import { createEngine, type Engine, OperationalError, OutcomeUnknownError, sql } from "athanor";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { onEveryDatabase } from "../support/databases.js";
import { addNote, committed, withNotes } from "../support/notes.js";
import { type Proxy, proxyTo } from "../support/proxy.js";
import { eventsOf, rejectedWith, rejection } from "../support/recorded.js";

const backendOf = "SELECT pg_backend_pid()";

onEveryDatabase(({ url, engine }) => {
  const killed = async (killer: Engine, pid: unknown) => {
    await killer.begin(async (conn) => {
      // the process is told at once, but ends later: it is waited for, so that its client can know
      await conn.execute(sql.text(`SELECT pg_terminate_backend(${Number(pid)}, 5000)`));
    });
  };

  test("one that the server ends in use is replaced, with those of its age; the engine works on", async () => {
    const [database, other] = [await withNotes(engine()), engine()];
    const invalidated = eventsOf(database, "invalidate");
    const [conn, idle] = [await database.connect(), await database.connect()];
    await idle.close();
    await addNote(conn, "never committed");
    await killed(other, await conn.scalar(sql.text(backendOf)));
    const error = await rejectedWith(OperationalError, addNote(conn, "after"));
    expect(error).toMatchObject({ connectionInvalidated: true, condition: "disconnect" });
    expect(invalidated).toHaveLength(1);
    await conn.close();
    expect(await committed(database)).toEqual([]);
    expect(database.pool.statistics).toMatchObject({ checkedOut: 0, idle: 1, invalidated: 1 });
  });

  test("one that the server ends while it is idle is not given out again", async () => {
    const [database, other] = [engine(), engine()];
    const conn = await database.connect();
    const pid = await conn.scalar(sql.text(backendOf));
    await conn.close();
    await killed(other, pid);
    const next = await database.connect();
    expect(await next.scalar(sql.text(backendOf))).not.toBe(pid);
    await next.close();
  });

  test("prePing keeps a connection that answers", async () => {
    const database = engine({ pool: { prePing: true } });
    for (let n = 0; n < 3; n += 1) {
      const conn = await database.connect();
      expect(await conn.scalar(sql.text("SELECT 1"))).toBe(1);
      await conn.close();
    }
    expect(database.pool.statistics).toMatchObject({ created: 1, invalidated: 0 });
  });

  test("what a connection in text has begun is rolled back, committed or left as the option says", async () => {
    const database = await withNotes(engine());
    for (const [resetOnReturn, found] of [
      ["rollback", []],
      ["commit", ["commit"]],
    ] as const) {
      const own = engine({ pool: { resetOnReturn }, isolationLevel: "AUTOCOMMIT" });
      const conn = await own.connect();
      await conn.execute(sql.text("BEGIN"));
      await addNote(conn, resetOnReturn);
      await conn.close();
      expect(await committed(database)).toEqual(found);
    }
  });

  describe("behind a proxy", () => {
    let proxy: Proxy;
    let database: Engine;

    beforeEach(async () => {
      const server = new URL(url().replace(/^postgresql[^:]*/, "http"));
      proxy = await proxyTo(server.hostname, Number(server.port));
      database = createEngine(url().replace(/:\d+\//, `:${proxy.port}/`), { pool: { timeout: 300 } });
      await withNotes(database);
    });

    afterEach(async () => {
      await database.close();
      await proxy.close();
    });

    test("a COMMIT whose answer is lost: the outcome is unknown, and nothing is repeated", async () => {
      proxy.onRequest = (data) => (data.includes("COMMIT") ? "cut" : "pass");
      let runs = 0;
      const work = database.transaction(
        async (conn) => {
          runs += 1;
          await addNote(conn, "once");
        },
        { retry: 5 },
      );
      const error = await rejectedWith(OutcomeUnknownError, work);
      expect(error).toBeInstanceOf(OperationalError);
      expect(error.message).toContain("The connection was lost during COMMIT: the outcome of the transaction is unknown.");
      expect([error.connectionInvalidated, runs]).toEqual([true, 1]);
      proxy.onRequest = () => "pass";
      expect(await committed(database)).toEqual(["once"]);
    });

    test("a connection that was lost before COMMIT is known to have committed nothing", async () => {
      const conn = await database.connect();
      await addNote(conn, "lost");
      proxy.cutAll();
      await new Promise((resolve) => setTimeout(resolve, 30));
      const error = await rejection(conn.commit());
      expect(error).toBeInstanceOf(OperationalError);
      expect(error).not.toBeInstanceOf(OutcomeUnknownError);
      await conn.close();
      expect(await committed(database)).toEqual([]);
    });

    test("a server that does not answer at connect is given up in time", async () => {
      const fresh = createEngine(url().replace(/:\d+\//, `:${proxy.port}/`), { pool: { timeout: 1000 } });
      proxy.onRequest = () => "stall";
      expect(await rejection(fresh.connect())).toMatchObject({ name: "PoolTimeoutError" });
      proxy.onRequest = () => "pass";
      expect(await committed(fresh)).toEqual([]);
      await fresh.close();
    });
  });
}, "postgresql");
