import {
  bindList,
  bindParam,
  deleteFrom,
  IntegrityError,
  InvalidRequestError,
  insert,
  integer,
  MetaData,
  select,
  text,
  update,
} from "athanor";
import { expect, test } from "vitest";
import { onEveryDoor } from "../support/databases.js";
import { testExcept } from "../support/differences.js";
import { eventsOf } from "../support/recorded.js";

const metadata = new MetaData();
const things = metadata.table("thing", {
  id: integer().primaryKey(),
  name: text().notNull(),
  changes: integer()
    .notNull()
    .default(0)
    .onUpdate(({ currentParameters }) => String(currentParameters.name).length),
});
const byId = things.c.id.eq(bindParam("which", integer()));

onEveryDoor(({ engine, target }) => {
  const open = async () => {
    const database = engine();
    const conn = await database.connect();
    await metadata.createAll(conn);
    await conn.execute(
      insert(things),
      ["a", "b", "c", "d"].map((name) => ({ name })),
    );
    await conn.commit();
    return { database, conn };
  };

  test("an UPDATE for each set, in order, with onUpdate for each row", async () => {
    const { conn } = await open();
    const done = await conn.execute(update(things).where(byId), [
      { which: 1, name: "first" },
      { which: 3, name: "third" },
      { which: 1, name: "first again" },
      { which: 99, name: "nobody" },
    ]);
    expect(done.rowCount).toBe(3);
    expect(done.rowCounts).toEqual([1, 1, 1, 0]);
    expect((await conn.execute(select(things).orderBy(things.c.id))).tuples()).toEqual([
      [1, "first again", 11],
      [2, "b", 0],
      [3, "third", 5],
      [4, "d", 0],
    ]);
    expect(done.lastUpdatedParams()).toHaveLength(4);
    await conn.close();
  });

  test("the rows of each set, whatever names it has; not of sets that come one by one", async () => {
    const { conn } = await open();
    const upTo = things.c.id.le(bindParam("upTo", integer()));
    const done = await conn.execute(deleteFrom(things).where(upTo), [{ upTo: 1 }, { upTo: 1 }, { upTo: 3 }]);
    expect(done.rowCounts).toEqual([1, 0, 2]);
    const renamed = await conn.execute(update(things).where(upTo).values({ changes: 1 }), [
      { upTo: 9, name: "x" },
      { upTo: 0 },
      { upTo: 4, name: "y" },
    ]);
    expect(renamed.rowCounts).toEqual([1, 0, 1]);
    expect((await conn.execute(update(things).values({ name: "z" }).where(upTo), { upTo: 9 })).rowCounts).toEqual([1]);
    const paged = await conn.execute(deleteFrom(things).where(upTo), new Set([{ upTo: 1 }, { upTo: 9 }]));
    expect([paged.rowCount, paged.rowCounts]).toEqual([1, null]);
    await conn.close();
  });

  testExcept(target, { mariadb: "UPDATE..RETURNING" })("rows that an UPDATE returns come set by set", async () => {
    const { conn } = await open();
    const statement = update(things)
      .where(things.c.id.le(bindParam("upTo", integer())))
      .returning(things.c.id, things.c.name);
    const rows = await conn.execute(statement, [
      { upTo: 2, name: "x" },
      { upTo: 0, name: "y" },
      { upTo: 1, name: "z" },
    ]);
    expect(rows.rowCounts).toEqual([2, 0, 1]);
    expect(rows.tuples()).toEqual([
      [1, "x"],
      [2, "x"],
      [1, "z"],
    ]);
    await conn.close();
  });

  test("a DELETE for each set", async () => {
    const { conn } = await open();
    const done = await conn.execute(deleteFrom(things).where(byId), [{ which: 4 }, { which: 2 }, { which: 2 }]);
    expect(done.rowCount).toBe(2);
    expect(done.rowCounts).toEqual([1, 1, 0]);
    const rows = await conn.execute(deleteFrom(things).where(byId).returning(things.c.name), [{ which: 3 }, { which: 1 }]);
    expect(rows.scalars()).toEqual(["c", "a"]);
    expect(await conn.scalars(select(things.c.name))).toEqual([]);
    await conn.close();
  });

  test("all or nothing", async () => {
    const { conn } = await open();
    const sets = [
      { which: 1, name: "gone" },
      { which: 2, name: null },
    ];
    await expect(Reflect.apply(conn.execute, conn, [update(things).where(byId), sets])).rejects.toThrow(IntegrityError);
    expect(await conn.scalars(select(things.c.name).orderBy(things.c.id))).toEqual(["a", "b", "c", "d"]);
    await conn.close();
  });

  test("a parameter that one set leaves out is missed by number and name, and nothing is executed", async () => {
    const { database, conn } = await open();
    const sent = eventsOf(database, "physical");
    const sets = [{ which: 1, name: "x" }, { which: 2, name: "y" }, { name: "z" }];
    await expect(Reflect.apply(conn.execute, conn, [update(things).where(byId), sets])).rejects.toThrow(
      "A value is required for bind parameter 'which', in parameter group 2",
    );
    expect(sent).toEqual([]);
    await conn.close();
  });

  test("a query takes one set, and a list can't differ from set to set", async () => {
    const { conn } = await open();
    await expect(Reflect.apply(conn.execute, conn, [select(things).where(byId), [{ which: 1 }, { which: 2 }]])).rejects.toThrow(
      InvalidRequestError,
    );
    const among = deleteFrom(things).where(things.c.id.in(bindList("ids", integer())));
    await expect(conn.execute(among, [{ ids: [1] }, { ids: [2] }])).rejects.toThrow(InvalidRequestError);
    await conn.close();
  });

  test("an empty list executes nothing", async () => {
    const { database, conn } = await open();
    const sent = eventsOf(database, "physical");
    expect((await conn.execute(update(things).where(byId), [])).rowCounts).toEqual([]);
    expect((await conn.execute(update(things).where(byId), [])).rowCount).toBe(0);
    expect((await conn.execute(deleteFrom(things).where(byId), [])).rowCount).toBe(0);
    expect((await conn.execute(deleteFrom(things).where(byId).returning(things), [])).all()).toEqual([]);
    expect(sent).toEqual([]);
    await conn.close();
  });
});
