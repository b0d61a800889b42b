import { func, integer, MetaData, select, text, timestamp, varchar } from "athanor";
import { insert } from "athanor/mysql";
import { expect, test } from "vitest";
import { onEveryDatabase } from "../support/databases.js";

const metadata = new MetaData();
const pages = metadata.table("page", {
  id: integer().primaryKey(),
  path: varchar(40).notNull().unique(),
  title: text(),
  visits: integer().notNull().default(1),
  edition: integer().notNull().serverDefault("7"),
  changed: timestamp().onUpdate(() => new Date(0)),
});

onEveryDatabase(({ engine }) => {
  const open = async () => {
    const conn = await engine().connect();
    await metadata.createAll(conn);
    await conn.execute(insert(pages), [
      { path: "/", title: "home" },
      { path: "/a", title: "a" },
    ]);
    return conn;
  };
  const statement = insert(pages);
  const upsert = statement.onDuplicateKeyUpdate({
    title: func.coalesce(statement.inserted.title, pages.c.title),
    visits: pages.c.visits.add(statement.inserted.visits),
    edition: statement.inserted.edition,
  });

  test("one row: new or there, by what was to be inserted and what is there; it comes back", async () => {
    const conn = await open();
    const told = upsert.returning(pages.c.path, pages.c.title, pages.c.visits, pages.c.edition);
    expect((await conn.execute(told, { path: "/", edition: 8 })).tuples()).toEqual([["/", "home", 2, 8]]);
    expect((await conn.execute(told, { path: "/n", visits: 5 })).tuples()).toEqual([["/n", null, 5, 7]]);
    // what onUpdate() says is for UPDATE alone, as in SQLAlchemy
    expect(await conn.scalars(select(pages.c.changed))).toEqual([null, null, null]);
    await conn.close();
  });

  test("many rows, with what was left out as the column's default; all come back", async () => {
    const conn = await open();
    const sets = [{ path: "/b", visits: 5 }, { path: "/", title: "root", edition: 9 }, { path: "/c" }, { path: "/a", visits: 10 }];
    const told = await conn.execute(upsert.returning(pages.c.path, pages.c.title, pages.c.visits, pages.c.edition), sets);
    expect(told.tuples().toSorted(([left], [right]) => (left < right ? -1 : 1))).toEqual([
      ["/", "root", 2, 9],
      ["/a", "a", 11, 7],
      ["/b", null, 5, 7],
      ["/c", null, 1, 7],
    ]);
    const thousands = Array.from({ length: 2500 }, (_, n) => ({ path: `/o${n}`, visits: n, title: "x" }));
    await conn.execute(upsert, thousands);
    await conn.execute(upsert, thousands.toReversed());
    expect(await conn.scalar(select(pages.c.visits).where(pages.c.path.eq("/o2499")))).toBe(2 * 2499);
    expect(await conn.scalar(select(func.count()).selectFrom(pages))).toBe(2504);
    await conn.close();
  });

  test("a row of a list of values", async () => {
    const conn = await open();
    const listed = insert(pages).values([
      { path: "/", title: "list" },
      { path: "/n", title: "new" },
    ]);
    await conn.execute(listed.onDuplicateKeyUpdate({ title: listed.inserted.title }));
    expect(await conn.scalars(select(pages.c.title).orderBy(pages.c.path))).toEqual(["list", "a", "new"]);
    await conn.close();
  });
}, "mariadb");
