import {
  createEngine,
  func,
  InterfaceError,
  InvalidRequestError,
  insert,
  integer,
  json,
  MetaData,
  numeric,
  select,
  sql,
  timestamp,
} from "athanor";
import { mariadb, mariadbDriver, mysql2 } from "athanor/mysql";
import * as mariadbPackage from "mariadb";
import mysql2Package from "mysql2";
import mysql2Promise from "mysql2/promise";
import { describe, expect, test } from "vitest";
import { onEveryDatabase } from "../support/databases.js";
import { rejectedWith, rejection } from "../support/recorded.js";

const metadata = new MetaData();
const events = metadata.table("event", {
  id: integer().primaryKey(),
  body: json().$type<unknown>(),
  at: timestamp(),
  price: numeric({ precision: 10, scale: 2 }),
});
const event = { id: 1, body: { list: ["a", null, 'quoted "b"'] }, at: new Date("2031-10-26T01:30:00.000Z"), price: "12.50" };

/** What a pool or connection of the user's must have been opened with. */
const needed = { jsonStrings: true, dateStrings: true, supportBigNumbers: true, bigNumberStrings: true, charset: "utf8mb4" };

type Config = Record<string, unknown>;

/** How each package makes a pool and a connection, and what the driver makes of them. */
const packages = {
  "mariadb+mariadb": {
    pool: (config: Config) => {
      const pool = mariadbPackage.createPool({ ...config, connectionLimit: 2 });
      return { driver: mariadbDriver(pool), ask: (text: string) => pool.query(text), end: () => pool.end() };
    },
    connection: async (config: Config) => {
      const connection = await mariadbPackage.createConnection(config);
      return { driver: mariadbDriver(connection), ask: (text: string) => connection.query(text), end: () => connection.end() };
    },
    lossy: { foundRows: false },
    lost: "FOUND_ROWS",
  },
  "mariadb+mysql2": {
    pool: (config: Config) => {
      const pool = mysql2Package.createPool({ ...needed, ...config, connectionLimit: 2 });
      const promises = pool.promise();
      return { driver: mysql2(pool), ask: async (text: string) => (await promises.query(text))[0], end: () => promises.end() };
    },
    connection: async (config: Config) => {
      const connection = await mysql2Promise.createConnection({ ...needed, ...config });
      return { driver: mysql2(connection), ask: async (text: string) => (await connection.query(text))[0], end: () => connection.end() };
    },
    lossy: { decimalNumbers: true, flags: ["-FOUND_ROWS"] },
    lost: "decimals as strings",
  },
};

onEveryDatabase(({ url, target }) => {
  const made = target.name === "mariadb+mysql2" ? packages["mariadb+mysql2"] : packages["mariadb+mariadb"];
  const config = (): Config => {
    const { hostname: host, port, username: user, pathname } = new URL(url().replace(/^[^:]+/, "http"));
    return { host, port: Number(port), user, database: pathname.slice(1) };
  };
  const opened = { "a pool": async () => made.pool(config()), "a connection": () => made.connection(config()) };

  describe.each(Object.entries(opened))("%s of the user's", (what, open) => {
    test("is used as it is, with every type as declared, and stays open", async () => {
      const own = await open();
      const engine = createEngine({ dialect: mariadb(), driver: own.driver });
      for (let n = 0; n < 5; n += 1) {
        const conn = await engine.connect();
        if (n === 0) {
          await metadata.createAll(conn);
          await conn.execute(insert(events), event);
          await conn.execute(
            insert(events),
            [2, 3].map((id) => ({ ...event, id })),
          );
          await conn.commit();
        }
        expect((await conn.execute(select(events).where(events.c.id.eq(1)))).all()).toEqual([event]);
        await conn.close();
      }
      await engine.close();
      expect(await own.ask("SELECT id FROM event WHERE id = 3")).toEqual([{ id: 3 }]);
      await own.end();
    });

    test("without a transaction left behind, whatever becomes of ours", async () => {
      const own = await open();
      const engine = createEngine({ dialect: mariadb(), driver: own.driver });
      const setup = await engine.connect();
      await metadata.createAll(setup);
      await setup.close();
      const conn = await engine.connect();
      await conn.execute(insert(events), event);
      await conn.close();
      await expect(
        engine.begin(async (tx) => {
          await tx.execute(insert(events), event);
          throw new Error("undone");
        }),
      ).rejects.toThrow("undone");
      expect(await own.ask("SELECT id FROM event")).toEqual([]);
      await engine.close();
      await own.end();
    });

    test("a signal stops what runs where there can be a second connection; else it is waited for", async () => {
      const own = await open();
      const engine = createEngine({ dialect: mariadb(), driver: own.driver });
      const conn = await engine.connect();
      const isPool = what === "a pool";
      const started = performance.now();
      const sleep = select(func("sleep")(isPool ? 20 : 0.2)).executionOptions({ signal: AbortSignal.timeout(30) });
      const error = await rejection(conn.execute(sleep)).catch(() => null);
      if (isPool) expect(error).toHaveProperty("name", "TimeoutError");
      expect(performance.now() - started).toBeLessThan(5000);
      await conn.close();
      expect(await own.ask("SELECT 1 AS n")).toEqual([{ n: 1 }]);
      await engine.close();
      await own.end();
    });
  });

  test("a connection of the user's is the only one", async () => {
    const own = await made.connection(config());
    const engine = createEngine({ dialect: mariadb(), driver: own.driver });
    await engine.begin(async () => {
      await expect(engine.connect()).rejects.toThrow(InvalidRequestError);
    });
    await engine.close();
    await own.end();
  });

  test("one that would lose something is refused at its first use, with what it must be opened with, and stays open", async () => {
    const own = await made.connection({ ...config(), ...made.lossy });
    const engine = createEngine({ dialect: mariadb(), driver: own.driver });
    expect((await rejectedWith(InterfaceError, engine.connect())).message).toContain(made.lost);
    expect(await own.ask("SELECT 1 AS n")).toEqual([{ n: 1 }]);
    await engine.close();
    await own.end();
  });

  test("one with a transaction of the user's is refused: nobody knows what is in it", async () => {
    const own = await made.connection(config());
    await own.ask("SET autocommit = 0");
    const engine = createEngine({ dialect: mariadb(), driver: own.driver });
    await expect(engine.connect()).rejects.toThrow("autocommit turned off");
    await own.ask("SET autocommit = 1");
    const conn = await engine.connect();
    expect(await conn.scalar(sql.text("SELECT 1"))).toBe(1);
    await conn.close();
    await engine.close();
    await own.end();
  });
}, "mariadb");
