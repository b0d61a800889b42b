import {
  ArgumentError,
  boolean,
  type Connection,
  createEngine,
  func,
  InvalidRequestError,
  insert,
  integer,
  json,
  MetaData,
  OperationalError,
  select,
  sql,
  timestamp,
} from "athanor";
import { pg, postgres as postgresDriver, postgresql } from "athanor/postgresql";
import { Client, Pool } from "pg";
import postgres from "postgres";
import { expect, test } from "vitest";
import { onEveryDatabase } from "../support/databases.js";
import { rejectedWith, rejection } from "../support/recorded.js";

const metadata = new MetaData();
const events = metadata.table("event", {
  id: integer().primaryKey(),
  body: json().$type<unknown>(),
  at: timestamp({ timezone: true }),
  yes: boolean(),
});
const event = { id: 1, body: { list: ["a", null, 'quoted "b"'] }, at: new Date("2031-10-26T01:30:00.123Z"), yes: true };

/** A long sleep that is aborted soon. */
const stopped = (conn: Connection) =>
  rejection(conn.execute(select(func("pg_sleep")(20)).executionOptions({ signal: AbortSignal.timeout(50) })));

onEveryDatabase(({ url }) => {
  const connectionString = () => url().replace(/\+\w+/, "");

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

  test("a client whose queries a tool replaces by copies that say more: what they give is read like that of others", async () => {
    const client = new Client({ connectionString: connectionString() });
    await client.connect();
    const sent: string[] = [];
    const query = client.query.bind(client);
    Reflect.set(client, "query", (given: { readonly text: string }, ...more: unknown[]) => {
      const text = `${given.text} /* traced */`;
      sent.push(text);
      return Reflect.apply(query, client, [{ ...given, text }, ...more]);
    });
    const engine = createEngine({ dialect: postgresql(), driver: pg(client) });
    await engine.begin(async (conn) => {
      await metadata.createAll(conn);
      await conn.execute(insert(events), event);
      expect((await conn.execute(select(events))).all()).toEqual([event]);
      const again = conn.beginNested(() => conn.execute(insert(events), event));
      expect(await rejection(again)).toMatchObject({ condition: "uniqueViolation" });
    });
    expect(sent.at(-1)).toContain("traced");
    await engine.close();
    await client.end();
  });

  test("a client that gives up waiting by itself: that fails, and what it reads afterwards is nobody's", async () => {
    const client = new Client({ connectionString: connectionString(), query_timeout: 60 });
    await client.connect();
    const engine = createEngine({ dialect: postgresql(), driver: pg(client) }, { isolationLevel: "AUTOCOMMIT" });
    const conn = await engine.connect();
    const error = await rejection(conn.execute(select(func("pg_sleep")(0.2))));
    expect(String(error)).toContain("Query read timeout");
    expect(await conn.scalar(sql.text("SELECT 1 + 1"))).toBe(2);
    await conn.close();
    await engine.close();
    await client.end();
  });

  test("an instance of postgres.js, whatever it does with its own values: ours pass as they are, and it stays open", async () => {
    for (const fetch_types of [true, false]) {
      const own = postgres(connectionString(), { max: 2, fetch_types });
      const engine = createEngine({ dialect: postgresql(), driver: postgresDriver(own) });
      const conn = await engine.connect();
      await metadata.createAll(conn);
      await conn.execute(insert(events), event);
      expect((await conn.execute(select(events))).all()).toEqual([event]);
      await expect(own`SELECT * FROM event`).rejects.toThrow('relation "event" does not exist');
      await conn.close();
      await engine.close();
      expect(await own`SELECT 3 AS n`).toEqual([{ n: 3 }]);
      await own.end();
    }
  });

  test("a connection of such an instance that the server has ended while nobody used it is an error, and the next works", async () => {
    const own = postgres(connectionString(), { max: 2 });
    const engine = createEngine({ dialect: postgresql(), driver: postgresDriver(own) });
    const conn = await engine.connect();
    const process = await conn.scalar(sql.text("SELECT pg_backend_pid()").columns({ n: integer() }));
    await own`SELECT pg_terminate_backend(${process})`;
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(await rejectedWith(OperationalError, conn.execute(sql.text("SELECT 1")))).toMatchObject({ condition: "disconnect" });
    await conn.close();
    const next = await engine.connect();
    expect(await next.scalar(sql.text("SELECT 1"))).toBe(1);
    await next.close();
    await engine.close();
    await own.end();
  });

  test("what runs on such an instance is cancelled, and its connection lives on", async () => {
    const own = postgres(connectionString(), { max: 1 });
    const engine = createEngine({ dialect: postgresql(), driver: postgresDriver(own) });
    const conn = await engine.connect();
    const process = await conn.scalar(sql.text("SELECT pg_backend_pid()").columns({ n: integer() }));
    expect(await stopped(conn)).toHaveProperty("name", "TimeoutError");
    await conn.close();
    await engine.close();
    expect(await own`SELECT pg_backend_pid() AS n`).toEqual([{ n: process }]);
    await own.end();
  });

  test("such a connection that is given up comes back to its instance when nothing runs on it, without our transaction", async () => {
    const own = postgres(connectionString(), { max: 1 });
    const engine = createEngine({ dialect: postgresql(), driver: postgresDriver(own) });
    const conn = await engine.connect();
    const started = performance.now();
    const read = async () => {
      for await (const _ of conn.stream(sql.text("SELECT generate_series(1, 600)"))) await stopped(conn);
    };
    await rejection(read());
    await conn.close();
    await engine.close();
    expect(await own`SELECT name FROM pg_cursors WHERE name <> ''`).toEqual([]);
    expect(performance.now() - started).toBeLessThan(5000);
    await own.end();
  });

  test("an instance that renames columns is refused", () => {
    const own = postgres(connectionString(), { transform: postgres.camel });
    expect(() => postgresDriver(own)).toThrow(ArgumentError);
  });
}, "postgresql");
