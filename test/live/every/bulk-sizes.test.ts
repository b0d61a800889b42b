import { type Connection, func, insert, integer, MetaData, OperationalError, select, sql, text, varchar } from "athanor";
import { expect, test } from "vitest";
import { onEveryDatabase } from "../support/databases.js";
import { testExcept } from "../support/differences.js";
import { eventsOf, rejectedWith } from "../support/recorded.js";

const metadata = new MetaData();
/** Five values a row. */
const readings = metadata.table("reading", {
  id: integer().primaryKey(),
  place: varchar(20).notNull(),
  a: integer(),
  b: integer(),
  c: integer(),
  d: varchar(10),
});
/** As many rows as a statement has parameters for: 65,535 on a server, 32,766 in SQLite. */
const FULL = { sqlite: 6_553, postgresql: 13_107, mariadb: 13_107 };

const sets = (count: number) =>
  Array.from({ length: count }, (_, n) => ({ place: `p${(n * 7919) % count}`, a: n, b: -n, c: n % 3 === 0 ? null : n, d: `d${n % 10}` }));

const stored = (conn: Connection) => conn.scalar(select(func.count()).selectFrom(readings));

onEveryDatabase(({ target, engine }) => {
  const full = FULL[target.backend];
  const open = async () => {
    const conn = await engine().connect();
    await metadata.createAll(conn);
    await conn.commit();
    return conn;
  };

  test("no rows, one, a page's, and as many as a statement has parameters for, one less and one more: all are there, those that come back in order", async () => {
    const conn = await open();
    for (const count of [0, 1, 2, 99, 100, 101, full, full + 1]) {
      const given = sets(count);
      const done = await conn.execute(insert(readings), given);
      expect([count, done.rowCount]).toEqual([count, count]);
      const rows = await conn.execute(insert(readings).returning(readings.c.a, readings.c.place).sortByParameterOrder(), given);
      expect(rows.tuples()).toEqual(given.map(({ a, place }) => [a, place]));
      expect([count, await stored(conn)]).toEqual([count, 2 * count]);
      await conn.rollback();
    }
    await conn.close();
  });

  test.each([1, 99, 100, 101])("pages of %d rows", async (insertPageSize) => {
    const conn = await open();
    conn.executionOptions({ insertPageSize });
    for (const count of [insertPageSize - 1, insertPageSize, insertPageSize + 1, 2 * insertPageSize + 1]) {
      const rows = await conn.execute(insert(readings).returning(readings.c.a).sortByParameterOrder(), sets(count));
      expect(rows.scalars()).toEqual(sets(count).map(({ a }) => a));
      expect((await conn.execute(insert(readings).returning(readings.c.a), sets(count))).scalars().sort()).toEqual(
        sets(count)
          .map(({ a }) => a)
          .sort(),
      );
    }
    await conn.close();
  });

  test("a page has no more than 8 MB of text", async () => {
    const database = engine();
    const conn = await database.connect();
    const texts = new MetaData();
    const long = texts.table("long_text", { id: integer().primaryKey(), body: text().notNull() });
    await texts.createAll(conn);
    if (target.backend === "mariadb") await conn.execute(sql.text("ALTER TABLE long_text MODIFY body LONGTEXT"));
    const sent = eventsOf(database, "physical");
    // three of them fit, four do not
    const given = Array.from({ length: 8 }, (_, n) => ({ body: String(n).repeat(2_100_000) }));
    const rows = await conn.execute(insert(long).returning(long.c.body).sortByParameterOrder(), given);
    expect(rows.all().map(({ body }) => [body.length, body[0]])).toEqual(given.map(({ body }) => [body.length, body[0]]));
    const sizes = sent.filter(({ sql }) => sql.includes("INSERT")).map(({ sets }) => JSON.stringify(sets).length);
    expect(sizes.length).toBeGreaterThanOrEqual(3);
    expect(Math.max(...sizes)).toBeLessThan(8_100_000);
    await conn.close();
  });

  const limited = testExcept(target, { mariadb: "values that are written into the text by the driver have no limit of their own" });
  limited("one VALUES list of more parameters than the database takes is an error, and the connection goes on", async () => {
    const conn = await open();
    await rejectedWith(OperationalError, conn.execute(insert(readings).values(sets(full + 1))));
    await conn.rollback();
    expect(await stored(conn)).toBe(0);
    expect((await conn.execute(insert(readings).values(sets(100)))).rowCount).toBe(100);
    await conn.close();
  });
});
