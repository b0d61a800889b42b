import {
  ArgumentError,
  type Connection,
  createEngine,
  func,
  insert,
  integer,
  MetaData,
  OperationalError,
  select,
  sql,
  UnsupportedError,
  update,
} from "athanor";
import { expect, test } from "vitest";
import { onEveryDatabase } from "../support/databases.js";
import { testExcept } from "../support/differences.js";
import { addNote, bodies, committed, notes, withNotes } from "../support/notes.js";
import { proxyTo } from "../support/proxy.js";
import { eventsOf, rejectedWith, rejection } from "../support/recorded.js";

onEveryDatabase(({ engine, target, url }) => {
  test("what was aborted before its turn is not sent, and begins no transaction", async () => {
    const database = await withNotes(engine());
    const conn = await database.connect();
    const [sent, begun] = [eventsOf(database, "physical"), eventsOf(database, "begin")];
    const reason = new Error("not wanted any more");
    expect(await rejection(conn.execute(insert(notes).executionOptions({ signal: AbortSignal.abort(reason) }), { body: "a" }))).toBe(
      reason,
    );
    expect([sent, begun]).toEqual([[], []]);
    const controller = new AbortController();
    const first = addNote(conn, "first");
    const queued = rejection(conn.execute(insert(notes).executionOptions({ signal: controller.signal }), { body: "queued" }));
    if (target.backend !== "sqlite") controller.abort(reason);
    await first;
    if (target.backend !== "sqlite") expect(await queued).toBe(reason);
    else await queued.catch(() => {});
    expect(await bodies(conn)).toEqual(target.backend === "sqlite" ? ["first", "queued"] : ["first"]);
    await conn.close();
  });

  test("a signal of the connection holds for all that follows, and leaves no listener behind", async () => {
    const database = await withNotes(engine());
    const controller = new AbortController();
    let listeners = 0;
    const { signal } = controller;
    const counted = {
      get aborted() {
        return signal.aborted;
      },
      get reason() {
        return signal.reason;
      },
      addEventListener: () => void (listeners += 1),
      removeEventListener: () => void (listeners -= 1),
    };
    const conn = await database.connect();
    conn.executionOptions({ signal: counted });
    await conn.execute(insert(notes), [{ body: "a" }, { body: "b" }]);
    expect(await bodies(conn)).toEqual(["a", "b"]);
    expect(listeners).toBe(0);
    await conn.commit();
    controller.abort();
    expect(await rejection(bodies(conn))).toHaveProperty("name", "AbortError");
    expect(
      await rejection(
        (async () => {
          for await (const _ of conn.stream(select(notes.c.id)));
        })(),
      ),
    ).toHaveProperty("name", "AbortError");
    await conn.close();
    expect(await committed(database)).toEqual(["a", "b"]);
  });

  test("a stream that is aborted gives no further row, in the middle of a page too, and leaves the connection", async () => {
    const conn = await (await withNotes(engine(), "a", "b", "c", "d")).connect();
    const controller = new AbortController();
    const reason = new Error("enough");
    const seen: string[] = [];
    const read = async () => {
      const statement = select(notes.c.body).orderBy(notes.c.id).executionOptions({ signal: controller.signal });
      for await (const { body } of conn.stream(statement)) {
        seen.push(body);
        if (body === "b") controller.abort(reason);
      }
    };
    expect(await rejection(read())).toBe(reason);
    expect(seen).toEqual(["a", "b"]);
    expect(await bodies(conn)).toEqual(["a", "b", "c", "d"]);
    await conn.close();
  });

  test("limits that can't be meant are refused", async () => {
    const conn = await (await withNotes(engine())).connect();
    for (const limits of [{ timeout: 0 }, { timeout: Number.NaN }, { signal: {} }])
      expect(() => Reflect.apply(conn.executionOptions, conn, [limits])).toThrow(ArgumentError);
    if (conn.dialect.transactions.timeout === undefined)
      expect(await rejection(conn.execute(select(notes.c.id).executionOptions({ timeout: 10 })))).toBeInstanceOf(UnsupportedError);
    await conn.close();
  });

  const blocked = "stopping what runs (nothing else can happen while a statement runs)";
  const serverTest = testExcept(target, { sqlite: blocked, ...(target.blocks && { [target.backend]: blocked }) });
  const words = target.backend === "postgresql" ? postgresqlWords : mariadbWords;
  const sleep = (seconds: number) => select(func(words.sleep)(seconds));
  const session = (conn: Connection) => conn.scalar(sql.text(words.session));

  /** Executes until the signal is aborted after so many milliseconds; gives the error and the milliseconds. */
  const aborted = async (conn: Connection, seconds: number, after: number) => {
    const reason = new Error("enough");
    const controller = new AbortController();
    setTimeout(() => controller.abort(reason), after);
    const started = performance.now();
    const error = await rejection(conn.execute(sleep(seconds).executionOptions({ signal: controller.signal })));
    return { isReason: error === reason, error, took: performance.now() - started };
  };

  serverTest("a server that does not take the cancel: the connection is given up, and the caller is free", async () => {
    const { hostname, port } = new URL(url().replace(/^[a-z0-9+]+:/, "http:"));
    const proxy = await proxyTo(hostname, Number(port));
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

  serverTest("what runs is cancelled on the server, and the connection lives on", async () => {
    const database = await withNotes(engine());
    const conn = await database.connect();
    const before = await session(conn);
    await addNote(conn, "before");
    const { isReason, took } = await aborted(conn, 20, 30);
    expect(isReason).toBe(true);
    expect(took).toBeLessThan(5000);
    // PostgreSQL's transaction needs a rollback then; MariaDB has undone the statement alone
    if (words.failsTransaction) {
      expect(await rejection(bodies(conn))).toMatchObject({ name: "InternalError" });
      await conn.rollback();
    } else expect(await bodies(conn)).toEqual(["before"]);
    expect(await session(conn)).toBe(before);
    await addNote(conn, "kept");
    await conn.commit();
    await conn.close();
    expect(await committed(database)).toEqual(words.failsTransaction ? ["kept"] : ["before", "kept"]);
    expect(database.pool.statistics.invalidated).toBe(0);
  });

  serverTest("rows of a stream that are slow to come are cancelled on the server, and the connection lives on", async () => {
    for (const options of [{}, { isolationLevel: "AUTOCOMMIT" }]) {
      const database = engine(options);
      const conn = await database.connect();
      const before = await session(conn);
      const reason = new Error("enough");
      const controller = new AbortController();
      let seen = 0;
      let started = 0;
      const stop = () => {
        started = performance.now();
        setTimeout(() => controller.abort(reason), 30);
      };
      // outside of a transaction PostgreSQL computes all rows before it gives the first
      const waitsForAll = words.failsTransaction && options.isolationLevel !== undefined;
      if (waitsForAll) stop();
      const read = async () => {
        for await (const { n } of conn.stream(
          sql.text(words.slowRows).columns({ n: integer() }).executionOptions({ signal: controller.signal }),
        )) {
          seen = n;
          if (n === 500) stop();
        }
      };
      expect(await rejection(read())).toBe(reason);
      expect([seen >= 500, performance.now() - started < 5000]).toEqual([!waitsForAll, true]);
      if (conn.inTransaction) await conn.rollback();
      expect(await session(conn)).toBe(before);
      await conn.close();
      expect(database.pool.statistics).toMatchObject({ invalidated: 0, checkedOut: 0 });
    }
  });

  serverTest("a cancel never hits the next statement, however late it comes", async () => {
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

  serverTest("a bulk INSERT that is stopped leaves nothing behind, and the engine goes on", async () => {
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

  serverTest("the server's timeout: in a transaction and outside of one, for that statement only", async () => {
    for (const options of [{}, { isolationLevel: "AUTOCOMMIT" }]) {
      const conn = await engine(options).connect();
      const limited = await engine({ ...options, timeout: 12_000 }).connect();
      expect(String(await limited.scalar(sql.text(words.timeout)))).toMatch(/^12(s|\.0+)?$/);
      await limited.close();
      const error = await rejectedWith(OperationalError, conn.execute(sleep(20).executionOptions({ timeout: 20 })));
      expect(error).toMatchObject({ condition: "statementTimeout", connectionInvalidated: false });
      await conn.rollback();
      expect(Number(await conn.scalar(sql.text(words.timeout)))).toBe(0);
      await conn.close();
    }
  });

  serverTest("a timeout that a deadlock has overtaken does not stay with the connection", async () => {
    const { metadata, table } = counterTable();
    const database = engine();
    const setup = await database.connect();
    await metadata.createAll(setup);
    await setup.execute(insert(table), [{ id: 1 }, { id: 2 }]);
    await setup.commit();
    await setup.close();
    const [one, other] = [await database.connect(), await database.connect()];
    const change = (conn: Connection, id: number) =>
      conn.execute(update(table).where(table.c.id.eq(id)).values({ n: id }).executionOptions({ timeout: 9_000 }));
    await change(one, 1);
    await change(other, 2);
    const outcomes = await Promise.allSettled([change(one, 2), change(other, 1)]);
    expect(outcomes.find(({ status }) => status === "rejected")).toMatchObject({ reason: { condition: "deadlock" } });
    for (const conn of [one, other]) {
      await conn.rollback();
      expect(Number(await conn.scalar(sql.text(words.timeout)))).toBe(0);
      await conn.close();
    }
  });
});

function counterTable() {
  const metadata = new MetaData();
  return { metadata, table: metadata.table("counter", { id: integer().primaryKey(), n: integer() }) };
}

/** How each server is asked to wait, for the session's number, and for its timeout; and whether a failure fails the transaction. */
const postgresqlWords = {
  sleep: "pg_sleep",
  session: "SELECT pg_backend_pid()",
  timeout: "SELECT current_setting('statement_timeout')",
  failsTransaction: true,
  slowRows: "SELECT n, repeat('x', 200), pg_sleep(CASE WHEN n > 600 THEN 20 ELSE 0 END)::text FROM generate_series(1, 2000) AS n",
};
const mariadbWords = {
  sleep: "sleep",
  session: "SELECT CONNECTION_ID()",
  timeout: "SELECT @@max_statement_time",
  failsTransaction: false,
  slowRows: "SELECT seq AS n, REPEAT('x', 200), SLEEP(IF(seq > 600, 20, 0)) FROM seq_1_to_2000",
};
