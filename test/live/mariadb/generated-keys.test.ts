import {
  type Connection,
  createEngine,
  type Engine,
  InvalidRequestError,
  integer,
  MetaData,
  insert as plainInsert,
  select,
  sql,
  varchar,
} from "athanor";
import { insert, mariadb, mariadbDriver, mysql, mysql2 } from "athanor/mysql";
import { describe, expect, test } from "vitest";
import { onEveryDatabase } from "../support/databases.js";

const metadata = new MetaData();
const crew = metadata.table("crew", { id: integer().primaryKey(), name: varchar(50).notNull().unique(), rating: integer() });
const archive = metadata.table("archive", { id: integer().primaryKey(), name: varchar(50) });

/** With RETURNING, without it, and as MySQL is spoken to, in what both servers know. */
const dialects = {
  "with RETURNING": () => mariadb(),
  "without RETURNING": () => mariadb({ implicitReturning: false }),
  "as MySQL": () => mysql({ version: "8.0.19" }),
};

/** The keys that a result tells; null where it refuses, since it does not know. */
function keysOf(result: { readonly insertedPrimaryKeyRows: readonly { readonly id: number }[] }): number[] | null {
  try {
    return result.insertedPrimaryKeyRows.map(({ id }) => id);
  } catch (error) {
    if (error instanceof InvalidRequestError) return null;
    throw error;
  }
}

onEveryDatabase(({ url, target }) => {
  describe.each(Object.entries(dialects))("%s", (way, dialect) => {
    const returns = way === "with RETURNING";
    const open = async (): Promise<{ database: Engine; conn: Connection }> => {
      const { hostname: host, port, username: user, pathname } = new URL(url().replace(/^[^:]+/, "http"));
      const config = { host, port: Number(port), user, database: pathname.slice(1) };
      const driver = target.name.endsWith("mysql2") ? mysql2(config) : mariadbDriver(config);
      const database = createEngine({ dialect: dialect(), driver });
      const conn = await database.connect();
      await metadata.createAll(conn);
      await conn.execute(sql.text("SET auto_increment_increment = 3, auto_increment_offset = 2"));
      return { database, conn };
    };
    const stored = async (conn: Connection) => [...(await conn.execute(select(crew.c.name, crew.c.id).orderBy(crew.c.id))).tuples()];
    const ended = async ({ database, conn }: { database: Engine; conn: Connection }) => {
      await conn.close();
      await database.close();
    };

    test("one row: the key that the server made, steps of three included, or that was given", async () => {
      const { database, conn } = await open();
      const keys = [];
      for (const row of [{ name: "a" }, { name: "b" }, { id: 50, name: "c" }, { name: "d" }, { id: 0, name: "zero" }])
        keys.push((await conn.execute(plainInsert(crew).values(row), {})).insertedPrimaryKey?.id);
      expect(keys).toEqual([2, 5, 50, 53, 0]);
      expect(new Map((await stored(conn)).map(([name, id]) => [name, id]))).toEqual(
        new Map([
          ["zero", 0],
          ["a", 2],
          ["b", 5],
          ["c", 50],
          ["d", 53],
        ]),
      );
      await ended({ database, conn });
    });

    test("an upsert tells the key of the row that is there where RETURNING brings it, and else none", async () => {
      const { database, conn } = await open();
      await conn.execute(plainInsert(crew), { id: 7, name: "a", rating: 1 });
      const upsert = (row: { id?: number; name: string; rating: number }) => {
        const statement = insert(crew).values(row);
        const upsert = statement.onDuplicateKeyUpdate({ rating: statement.inserted.rating });
        return conn.execute(returns ? upsert.returnDefaults() : upsert);
      };
      // by the other unique key, with another id, with the same, and a new row
      const keys = [
        await upsert({ name: "a", rating: 2 }),
        await upsert({ id: 9, name: "a", rating: 3 }),
        await upsert({ id: 7, name: "a", rating: 4 }),
        await upsert({ name: "new", rating: 5 }),
      ].map((result) => keysOf(result)?.[0] ?? null);
      const [, made] = (await stored(conn)).find(([name]) => name === "new") ?? [];
      // a key that was given comes back with no RETURNING, and may not be that of the row that is there
      expect(keys).toEqual(returns ? [7, null, null, made] : [null, null, null, null]);
      await ended({ database, conn });
    });

    test("INSERT IGNORE of a row that is there already has no key", async () => {
      const { database, conn } = await open();
      await conn.execute(plainInsert(crew), { id: 7, name: "a" });
      const ignored = [
        await conn.execute(plainInsert(crew).prefixWith("IGNORE").values({ name: "a" })),
        await conn.execute(plainInsert(crew).prefixWith("IGNORE").values({ id: 8, name: "a" })),
      ];
      for (const result of ignored) expect([keysOf(result), result.rowCount]).toEqual([null, 0]);
      await ended({ database, conn });
    });

    test("many rows: keys by returnDefaults() or given, else none; they are never counted from the first", async () => {
      const { database, conn } = await open();
      const rows = ["a", "b", "c"].map((name) => ({ name }));
      const made = await conn.execute(plainInsert(crew).returnDefaults(), rows);
      const there = new Map((await stored(conn)).map(([name, id]) => [name, id]));
      if (returns) expect(keysOf(made)).toEqual(rows.map(({ name }) => there.get(name)));
      else expect(keysOf(made)).toBeNull();
      const given = await conn.execute(
        plainInsert(crew),
        [70, 60, 65].map((id) => ({ id, name: `n${id}` })),
      );
      expect(given.insertedPrimaryKeyRows).toEqual([{ id: 70 }, { id: 60 }, { id: 65 }]);
      const mixed = await conn.execute(plainInsert(crew), [{ id: 80, name: "x" }, { name: "y" }]);
      expect(keysOf(mixed)).toBeNull();
      await ended({ database, conn });
    });

    test("INSERT..SELECT and a list of values tell no key that they don't know", async () => {
      const { database, conn } = await open();
      const list = await conn.execute(
        plainInsert(crew).values([
          { name: "a", rating: 1 },
          { name: "b", rating: 2 },
        ]),
      );
      expect(keysOf(list)).toBeNull();
      const copied = await conn.execute(plainInsert(archive).fromSelect(["name"], select(crew.c.name)));
      expect([copied.rowCount, keysOf(copied)]).toEqual([2, null]);
      await ended({ database, conn });
    });
  });
}, "mariadb");
