import {
  bindParam,
  boolean,
  deleteFrom,
  func,
  insert,
  integer,
  MetaData,
  merge,
  mergeAction,
  select,
  text,
  timestamp,
  update,
  values,
} from "athanor";
import { insert as upsert } from "athanor/postgresql";
import { beforeEach, describe, expect, test } from "vitest";
import { onEveryDatabase } from "../support/databases.js";

const metadata = new MetaData();
const stock = metadata.table("stock", {
  id: integer().primaryKey().autoincrement(false),
  name: text().notNull(),
  pieces: integer("n").notNull().default(7),
  changed: timestamp().onUpdate(() => new Date(0)),
});
const delivery = metadata.table("delivery", {
  id: integer().primaryKey().autoincrement(false),
  name: text().notNull(),
  pieces: integer("n"),
  gone: boolean().notNull(),
});
const started = merge(stock).using(delivery, stock.c.id.eq(delivery.c.id));
const full = started
  .whenMatched(delivery.c.gone.eq(true))
  .thenDelete()
  .whenMatched()
  .thenUpdate({ name: delivery.c.name, pieces: stock.c.pieces.add(delivery.c.pieces.$notNull()) })
  .whenNotMatched()
  .thenInsert({ id: delivery.c.id, name: delivery.c.name })
  .whenNotMatchedBySource(stock.c.pieces.gt(3))
  .thenUpdate({ name: "left" })
  .whenNotMatchedBySource()
  .thenDelete();

onEveryDatabase(({ engine }) => {
  const connected = async () => {
    const conn = await engine().connect();
    await metadata.createAll(conn);
    await conn.execute(insert(stock), [
      { id: 1, name: "a", pieces: 1 },
      { id: 2, name: "b", pieces: 2 },
      { id: 3, name: "c", pieces: 3 },
      { id: 4, name: "d", pieces: 4 },
    ]);
    await conn.execute(insert(delivery), [
      { id: 1, name: "A", pieces: 10, gone: false },
      { id: 2, name: "B", pieces: 20, gone: true },
      { id: 9, name: "X", pieces: 90, gone: false },
    ]);
    return conn;
  };
  const all = select(stock.c.id, stock.c.name, stock.c.pieces).orderBy(stock.c.id);
  let conn: Awaited<ReturnType<typeof connected>>;
  beforeEach(async () => {
    conn = await connected();
  });

  describe("MERGE", () => {
    test("does what its clauses say, the first that fits", async () => {
      const result = await conn.execute(full);
      expect([result.rowCount, result.returnsRows]).toEqual([5, false]);
      expect((await conn.execute(all)).tuples()).toEqual([
        [1, "A", 11],
        [4, "left", 4],
        [9, "X", 7],
      ]);
      expect(await conn.scalars(select(stock.c.changed).orderBy(stock.c.id))).toEqual([new Date(0), new Date(0), null]);
    });

    test("returns what was done, with null for a source that is not there", async () => {
      const rows = (await conn.execute(full.returning(mergeAction(), stock.c.id, delivery.c.name, stock.c.name))).all();
      rows.sort((left, right) => left.id - right.id);
      expect(rows).toEqual([
        { action: "UPDATE", id: 1, name: "A", name_1: "A" },
        { action: "DELETE", id: 2, name: "B", name_1: "b" },
        { action: "DELETE", id: 3, name: null, name_1: "c" },
        { action: "UPDATE", id: 4, name: null, name_1: "left" },
        { action: "INSERT", id: 9, name: "X", name_1: "X" },
      ]);
    });

    test("returns the rows as they were, and as they have become", async () => {
      const statement = full.returning({ id: func.coalesce(full.old.c.id, full.new.c.id), before: full.old, after: full.new });
      const rows = (await conn.execute(statement)).all();
      const told = rows.map(({ id, before, after }) => [id, before?.name ?? null, after?.name ?? null]);
      told.sort((left, right) => Number(left[0]) - Number(right[0]));
      expect(told).toEqual([
        [1, "a", "A"],
        [2, "b", null],
        [3, "c", null],
        [4, "d", "left"],
        [9, null, "X"],
      ]);
    });

    test("takes rows, subqueries, CTEs and joins for its source, and parameters", async () => {
      const rows = values("v", { id: integer(), name: text() }).data([
        { id: 1, name: "one" },
        { id: 5, name: "five" },
      ]);
      const ofRows = merge(stock)
        .using(rows, stock.c.id.eq(rows.c.id))
        .whenMatched()
        .thenUpdate(({ name }) => ({ name }))
        .whenNotMatched(rows.c.id.gt(bindParam("least", integer())))
        .thenInsert((row) => ({ ...row, pieces: 0 }))
        .returning(stock.c.id, stock.c.name);
      expect((await conn.execute(ofRows, { least: 5 })).tuples()).toEqual([[1, "one"]]);
      expect((await conn.execute(ofRows, { least: 4 })).tuples()).toEqual([
        [1, "one"],
        [5, "five"],
      ]);
      const late = select(delivery.c.id, func.lower(delivery.c.name).label("name")).where(delivery.c.id.eq(1));
      const sub = late.subquery("late");
      const ofQuery = merge(stock).using(sub, stock.c.id.eq(sub.c.id)).whenMatched().thenUpdate({ name: sub.c.name });
      expect((await conn.execute(ofQuery)).rowCount).toBe(1);
      const cte = late.cte("recent");
      const ofCte = merge(stock).using(cte, stock.c.id.eq(cte.c.id)).whenMatched().thenDelete().whenNotMatched().doNothing();
      expect((await conn.execute(ofCte)).rowCount).toBe(1);
      const other = stock.alias("other");
      const joined = delivery.join(other, delivery.c.id.eq(other.c.id));
      const ofJoin = merge(stock).using(joined, stock.c.id.eq(other.c.id)).whenMatched().thenUpdate({ name: delivery.c.name });
      expect((await conn.execute(ofJoin)).rowCount).toBe(1);
    });

    test("stands in a CTE, and is repeated for many sets of parameters", async () => {
      const gone = started.whenMatched().thenDelete().returning(mergeAction(), stock.c.id).cte("gone");
      expect((await conn.execute(select(gone.c.action, gone.c.id).orderBy(gone.c.id))).tuples()).toEqual([
        ["DELETE", 1],
        ["DELETE", 2],
      ]);
      const renamed = started.whenNotMatched().thenInsert({ id: delivery.c.id, name: "x" }).returning(stock.c.id);
      expect((await conn.execute(renamed)).scalars()).toEqual([1, 2, 9]);
      const raising = started
        .whenMatched(delivery.c.id.eq(bindParam("which", integer())))
        .thenUpdate({ pieces: bindParam("to", integer()) });
      await conn.execute(raising, [
        { which: 1, to: 100 },
        { which: 2, to: 200 },
      ]);
      expect((await conn.execute(all)).tuples().slice(0, 2)).toEqual([
        [1, "x", 100],
        [2, "x", 200],
      ]);
    });
  });

  test("UPDATE, DELETE and INSERT return the row before and after", async () => {
    const updating = update(stock).where(stock.c.id.eq(1)).values({ name: "z" });
    expect((await conn.execute(updating.returning(updating.old.c.name, updating.new.c.name))).all()).toEqual([{ name: "a", name_1: "z" }]);
    const deleting = deleteFrom(stock).where(stock.c.id.eq(2));
    expect((await conn.execute(deleting.returning({ was: deleting.old.c.name, after: deleting.new }))).all()).toEqual([
      { was: "b", after: null },
    ]);
    const inserting = upsert(stock).values([
      { id: 3, name: "again" },
      { id: 8, name: "first" },
    ]);
    const upserting = inserting
      .onConflictDoUpdate({ indexElements: ["id"], set: { name: inserting.excluded.name } })
      .returning({ id: stock.c.id, before: inserting.old.c.name, inserted: inserting.old.c.id.isNull() });
    expect((await conn.execute(upserting)).all()).toEqual([
      { id: 3, before: "c", inserted: false },
      { id: 8, before: null, inserted: true },
    ]);
    const many = insert(stock);
    const told = await conn.execute(many.returning({ id: many.new.c.id, before: many.old.c.id }).sortByParameterOrder(), [
      { id: 21, name: "p" },
      { id: 20, name: "q" },
    ]);
    expect(told.all()).toEqual([
      { id: 21, before: null },
      { id: 20, before: null },
    ]);
  });
}, "postgresql");
