import { func, InvalidRequestError, integer, MetaData, select, sql, text, varchar } from "athanor";
import { insert } from "athanor/sqlite";
import { expect, test } from "vitest";
import { onEveryDoor } from "./support/backends.js";

const metadata = new MetaData();
const pages = metadata.table("page", {
  id: integer().primaryKey(),
  path: varchar(40).notNull().unique(),
  title: text(),
  visits: integer().notNull().default(1),
  retired: integer(),
});

onEveryDoor(({ memory }) => {
  async function opened() {
    const conn = await memory().connect();
    await metadata.createAll(conn);
    await conn.execute(insert(pages), { path: "/", title: "home" });
    return conn;
  }
  const rows = select(pages.c.path, pages.c.title, pages.c.visits).orderBy(pages.c.id);

  test("keeps the row that is there", async () => {
    const conn = await opened();
    const kept = await conn.execute(
      insert(pages)
        .values({ path: "/", title: "other" })
        .onConflictDoNothing({ indexElements: ["path"] }),
    );
    expect(kept.rowCount).toBe(0);
    expect(await (await conn.execute(rows)).tuples()).toEqual([["/", "home", 1]]);
    await conn.close();
  });

  test("changes it, by the row that was to be inserted and by itself, where a criterion holds", async () => {
    const conn = await opened();
    const visit = insert(pages)
      .values({ path: "/", title: "renamed" })
      .onConflictDoUpdate({
        indexElements: [pages.c.path],
        set: ({ title, visits }) => ({ title, visits: pages.c.visits.add(visits) }),
        where: pages.c.visits.lt(3),
      })
      .returning(pages.c.title, pages.c.visits);
    const seen = [];
    for (let time = 0; time < 3; time += 1) seen.push(...(await conn.execute(visit)).tuples());
    expect(seen).toEqual([
      ["renamed", 2],
      ["renamed", 3],
    ]);
    await conn.close();
  });

  test("the last insert id is not believed: the row may be another one", async () => {
    const conn = await opened();
    const upsert = (path: string) =>
      conn.execute(
        insert(pages)
          .values({ path })
          .onConflictDoUpdate({ indexElements: ["path"], set: { visits: 7 } }),
      );
    for (const path of ["/new", "/"]) {
      const result = await upsert(path);
      expect(() => result.insertedPrimaryKey, path).toThrow(InvalidRequestError);
    }
    await conn.close();
  });

  test("tries several clauses in order", async () => {
    const conn = await opened();
    const statement = insert(pages)
      .onConflictDoUpdate({ indexElements: ["id"], set: { title: "same id" } })
      .onConflictDoNothing();
    await conn.execute(statement, [
      { id: 1, path: "/x" },
      { id: 2, path: "/" },
      { id: 3, path: "/y" },
    ]);
    expect((await conn.execute(rows)).tuples()).toEqual([
      ["/", "same id", 1],
      ["/y", null, 1],
    ]);
    await conn.close();
  });

  test("finds a partial index by its WHERE, values written out", async () => {
    const conn = await opened();
    await conn.execute(sql.text("CREATE UNIQUE INDEX ux_title ON page (title) WHERE retired = 0"));
    const statement = insert(pages).onConflictDoNothing({ indexElements: [pages.c.title], indexWhere: pages.c.retired.eq(0) });
    await conn.execute(statement, [
      { path: "/a", title: "t", retired: 0 },
      { path: "/b", title: "t", retired: 0 },
      { path: "/c", title: "t", retired: 1 },
    ]);
    expect((await conn.execute(rows)).tuples().map(([path]) => path)).toEqual(["/", "/a", "/c"]);
    await conn.close();
  });

  test("follows a SELECT, whatever it ends with", async () => {
    const conn = await opened();
    const again = select(pages.c.path, pages.c.title, pages.c.visits);
    const before = await conn.scalar(select(func.count()).selectFrom(pages));
    for (const query of [again, again.where(pages.c.id.gt(0)), again.orderBy(pages.c.id), again.limit(1), again.union(again)])
      await conn.execute(insert(pages).fromSelect(["path", "title", "visits"], query).onConflictDoNothing());
    expect(await conn.scalar(select(func.count()).selectFrom(pages))).toBe(before);
    await conn.close();
  });

  test("in the order of the sets, rows that were kept are left out", async () => {
    const conn = await opened();
    const statement = insert(pages).onConflictDoNothing().returning(pages.c.path).sortByParameterOrder();
    const result = await conn.execute(statement, [{ path: "/b" }, { path: "/" }, { path: "/a" }]);
    expect(result.all()).toEqual([{ path: "/b" }, { path: "/a" }]);
    const defaults = await conn.execute(insert(pages).onConflictDoNothing().returnDefaults(), [{ path: "/b" }, { path: "/c" }]);
    expect(defaults.returnedDefaultsRows).toHaveLength(1);
    expect(() => defaults.insertedPrimaryKeyRows).toThrow(InvalidRequestError);
    await conn.close();
  });
});
