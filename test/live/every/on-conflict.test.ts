import { func, integer, MetaData, select, text, timestamp, unique, varchar } from "athanor";
// SQLite's clause is the same
import { insert } from "athanor/postgresql";
import { expect } from "vitest";
import { onEveryDatabase } from "../support/databases.js";
import { testExcept, testOnlyOn } from "../support/differences.js";

const metadata = new MetaData();
const pages = metadata.table(
  "page",
  {
    id: integer().primaryKey(),
    path: varchar(40).notNull(),
    title: text(),
    visits: integer().notNull().default(1),
    edition: integer().notNull().serverDefault("7"),
    changed: timestamp().onUpdate(() => new Date(0)),
  },
  (c) => [unique(c.path, { name: "uq_page" })],
);

onEveryDatabase(({ engine, target }) => {
  const conflictTest = testExcept(target, { mariadb: "ON CONFLICT (it has ON DUPLICATE KEY UPDATE)" });
  const open = async () => {
    const conn = await engine().connect();
    await metadata.createAll(conn);
    await conn.execute(insert(pages), [
      { path: "/", title: "home" },
      { path: "/a", title: "a" },
    ]);
    return conn;
  };
  const rows = select(pages.c.path, pages.c.title, pages.c.visits, pages.c.edition).orderBy(pages.c.path);

  conflictTest("DO NOTHING leaves the row that is there: alone, among many, and in what comes back", async () => {
    const conn = await open();
    const kept = insert(pages).onConflictDoNothing({ indexElements: ["path"] });
    expect((await conn.execute(kept, { path: "/", title: "other" })).rowCount).toBe(0);
    expect((await conn.execute(kept.returning(pages.c.path), { path: "/" })).all()).toEqual([]);
    const many = ["/z", "/", "/y", "/a", "/x"].map((path) => ({ path }));
    const told = await conn.execute(kept.returning(pages.c.path, pages.c.edition).sortByParameterOrder(), many);
    expect(told.tuples()).toEqual([
      ["/z", 7],
      ["/y", 7],
      ["/x", 7],
    ]);
    expect((await conn.execute(kept, many)).rowCount).toBe(0);
    // without a target any conflict counts
    expect((await conn.execute(insert(pages).onConflictDoNothing(), [{ id: 1, path: "/new" }, { path: "/" }])).rowCount).toBe(0);
    expect((await conn.execute(rows)).all()).toHaveLength(5);
    await conn.close();
  });

  conflictTest("DO UPDATE by the row that was to be inserted and the one that is there, where a criterion holds", async () => {
    const conn = await open();
    const statement = insert(pages);
    const visit = statement
      .onConflictDoUpdate({
        indexElements: ["path"],
        set: { title: func.coalesce(statement.excluded.title, pages.c.title), visits: pages.c.visits.add(statement.excluded.visits) },
        where: pages.c.visits.lt(3),
      })
      .returning(pages.c.title, pages.c.visits);
    const seen: unknown[] = [];
    for (let time = 0; time < 3; time += 1) seen.push(...(await conn.execute(visit, { path: "/" })).tuples());
    expect(seen).toEqual([
      ["home", 2],
      ["home", 3],
    ]);
    // what onUpdate() says is for UPDATE alone, as in SQLAlchemy
    expect(await conn.scalars(select(pages.c.changed))).toEqual([null, null]);
    await conn.close();
  });

  conflictTest("many rows, new ones and old ones: in order, with what was left out as the column's default", async () => {
    const conn = await open();
    const statement = insert(pages);
    const upsert = statement.onConflictDoUpdate({
      indexElements: ["path"],
      set: { title: statement.excluded.title, visits: pages.c.visits.add(statement.excluded.visits), edition: statement.excluded.edition },
    });
    const sets = [{ path: "/b", visits: 5 }, { path: "/", title: "root", edition: 9 }, { path: "/c" }, { path: "/a", visits: 10 }];
    const given = await conn.execute(
      upsert.returning(pages.c.path, pages.c.title, pages.c.visits, pages.c.edition).sortByParameterOrder(),
      sets,
    );
    const expected = [
      ["/b", null, 5, 7],
      ["/", "root", 2, 9],
      ["/c", null, 1, 7],
      ["/a", null, 11, 7],
    ];
    expect(given.tuples()).toEqual(expected);
    expect((await conn.execute(rows)).tuples()).toEqual(expected.toSorted(([left], [right]) => (String(left) < String(right) ? -1 : 1)));
    const alike = ["/d", "/b", "/e", "/", "/f"].map((path) => ({ path, title: `again ${path}` }));
    const again = await conn.execute(upsert.returning(pages.c.path, pages.c.title).sortByParameterOrder(), alike);
    expect(again.all()).toEqual(alike);
    const thousands = Array.from({ length: 2500 }, (_, n) => ({ path: `/${n % 2 ? "n" : "o"}${n}`, visits: n, title: "x" }));
    expect((await conn.execute(upsert, thousands)).rowCount).toBe(2500);
    expect((await conn.execute(upsert, thousands.toReversed())).rowCount).toBe(2500);
    expect(await conn.scalar(select(pages.c.visits).where(pages.c.path.eq("/n2499")))).toBe(2 * 2499);
    expect(await conn.scalar(select(func.count()).selectFrom(pages))).toBe(2507);
    await conn.close();
  });

  conflictTest("a row of INSERT..SELECT, and of a list of values", async () => {
    const conn = await open();
    const again = select(pages.c.path, pages.c.title).where(pages.c.id.gt(0));
    const copied = insert(pages).fromSelect(["path", "title"], again);
    await conn.execute(copied.onConflictDoUpdate({ indexElements: ["path"], set: ({ title }) => ({ title: title.concat("!") }) }));
    const listed = insert(pages).values([
      { path: "/", title: "list" },
      { path: "/n", title: "new" },
    ]);
    await conn.execute(listed.onConflictDoUpdate({ indexElements: ["path"], set: { title: listed.excluded.title } }));
    expect((await conn.execute(select(pages.c.path, pages.c.title).orderBy(pages.c.path))).tuples()).toEqual([
      ["/", "list"],
      ["/a", "a!"],
      ["/n", "new"],
    ]);
    await conn.close();
  });

  testOnlyOn(
    target,
    "postgresql",
    "a conflict with a constraint by its name",
  )("a constraint, by its name or itself", async () => {
    const conn = await open();
    const statement = insert(pages);
    await conn.execute(statement.onConflictDoUpdate({ constraint: "uq_page", set: { title: statement.excluded.title } }), [
      { path: "/", title: "by name" },
      { path: "/n", title: "new" },
    ]);
    expect((await conn.execute(statement.onConflictDoNothing({ constraint: "uq_page" }), { path: "/" })).rowCount).toBe(0);
    expect(await conn.scalars(select(pages.c.title).orderBy(pages.c.path))).toEqual(["by name", "a", "new"]);
    await conn.close();
  });
});
