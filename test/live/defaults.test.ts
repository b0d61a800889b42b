import { setTimeout as wait } from "node:timers/promises";
import { func, InvalidRequestError, insert, integer, json, MetaData, select, sql, text, update, varchar } from "athanor";
import { beforeEach, describe, expect, test } from "vitest";
import { onEveryDatabase } from "./support/databases.js";
import { rejection } from "./support/recorded.js";

const calls: string[] = [];
const noted = <T>(name: string, value: T): T => {
  calls.push(name);
  return value;
};

const metadata = new MetaData();
const things = metadata.table("thing", {
  id: integer().primaryKey(),
  name: text().notNull(),
  scalar: text().default("scalar"),
  callable: integer().default(() => noted("callable", calls.length)),
  later: text().default(async () => {
    await wait(1);
    return noted("later", "later");
  }),
  aware: text().default(({ currentParameters }) => noted("aware", `${currentParameters.name} ${currentParameters.scalar}`)),
  shouted: text("shouted_name").default(func.upper("expression")),
  server: text().serverDefault("server"),
  changed: integer().onUpdate(() => noted("changed", calls.length)),
  touched: text().onUpdate(sql.text("concat('by ', upper('sql'))")),
  lastly: text().onUpdate(({ currentParameters }) => noted("lastly", Object.keys(currentParameters).join())),
});
/** Keys that are made before the row. */
const keyed = metadata.table("keyed", {
  id: varchar(20).primaryKey().default(sql.text("concat('k', (SELECT count(*) FROM keyed))")),
  name: text().notNull(),
});

onEveryDatabase(({ engine }) => {
  const open = async () => {
    const conn = await engine().connect();
    await metadata.createAll(conn);
    return conn;
  };
  beforeEach(() => {
    calls.length = 0;
  });

  test("each kind of default, in an INSERT that leaves all out", async () => {
    const conn = await open();
    const done = await conn.execute(insert(things).values({ name: "a" }));
    expect((await conn.execute(select(things))).one()).toEqual({
      id: 1,
      name: "a",
      scalar: "scalar",
      callable: 0,
      later: "later",
      aware: "a scalar",
      shouted: "EXPRESSION",
      server: "server",
      changed: null,
      touched: null,
      lastly: null,
    });
    expect(done.prefetchCols()).toEqual(["scalar", "callable", "later", "aware"]);
    expect(done.postfetchCols()).toEqual(["shouted", "server"]);
    expect(done.lastInsertedParams()).toMatchObject({ name: "a", scalar: "scalar", aware: "a scalar" });
    await conn.close();
  });

  test("none of them where the value is given, be it null", async () => {
    const conn = await open();
    const given = { scalar: "x", callable: null, later: "x", aware: null, shouted: "x", server: null };
    await conn.execute(insert(things), { name: "a", ...given });
    expect((await conn.execute(select(things))).one()).toMatchObject(given);
    expect(calls).toEqual([]);
    await conn.close();
  });

  test("once a row, in the order of the columns, row after row", async () => {
    const conn = await open();
    await conn.execute(
      insert(things),
      ["a", "b", "c"].map((name) => ({ name })),
    );
    expect(calls).toEqual(["callable", "later", "aware", "callable", "later", "aware", "callable", "later", "aware"]);
    expect(await conn.scalars(select(things.c.callable).orderBy(things.c.id))).toEqual([0, 3, 6]);
    expect(await conn.scalars(select(things.c.aware).orderBy(things.c.id))).toEqual(["a scalar", "b scalar", "c scalar"]);
    await conn.close();
  });

  test("once a row of a VALUES list too, each with its own row's parameters", async () => {
    const conn = await open();
    await conn.execute(insert(things).values([{ name: "a" }, { name: "b" }]));
    expect(calls).toEqual(["callable", "later", "aware", "callable", "later", "aware"]);
    expect(await conn.scalars(select(things.c.aware).orderBy(things.c.id))).toEqual(["a scalar", "b scalar"]);
    await conn.close();
  });

  test("once for all rows of INSERT..SELECT", async () => {
    const conn = await open();
    await conn.execute(insert(keyed), [
      { id: "x", name: "a" },
      { id: "y", name: "b" },
    ]);
    const from = select(keyed.c.name).orderBy(keyed.c.id);
    await conn.execute(insert(things).fromSelect(["name"], from));
    expect(calls).toEqual(["callable", "later", "aware"]);
    expect((await conn.execute(select(things.c.name, things.c.scalar, things.c.shouted))).tuples()).toEqual([
      ["a", "scalar", "EXPRESSION"],
      ["b", "scalar", "EXPRESSION"],
    ]);
    await conn.close();
  });

  test("a key by a SQL expression, one row at a time and many at once", async () => {
    const conn = await open();
    const one = await conn.execute(insert(keyed), { name: "a" });
    expect(one.insertedPrimaryKey).toEqual({ id: "k0" });
    await conn.execute(insert(keyed), { name: "b" });
    expect(await conn.scalars(select(keyed.c.id).orderBy(keyed.c.name))).toEqual(["k0", "k1"]);
    await conn.close();
  });

  test("onUpdate: where the column is left out, in the order of the columns", async () => {
    const conn = await open();
    await conn.execute(insert(things), [{ name: "a" }, { name: "b" }]);
    calls.length = 0;
    const done = await conn.execute(update(things).where(things.c.id.eq(2)).values({ name: "c" }));
    expect(calls).toEqual(["changed", "lastly"]);
    expect((await conn.execute(select(things).where(things.c.id.eq(2)))).one()).toMatchObject({
      name: "c",
      changed: 0,
      touched: "by SQL",
      lastly: expect.stringContaining("name,changed"),
    });
    expect((await conn.execute(select(things).where(things.c.id.eq(1)))).one()).toMatchObject({
      changed: null,
      touched: null,
      lastly: null,
    });
    expect([done.prefetchCols(), done.postfetchCols()]).toEqual([["changed", "lastly"], ["touched"]]);
    await conn.execute(update(things).values({ changed: 70, touched: null, lastly: null }));
    expect(await conn.scalars(select(things.c.changed))).toEqual([70, 70]);
    await conn.close();
  });

  describe("a default that fails", () => {
    const failing = (make: () => unknown) =>
      new MetaData().table("thing", { id: integer().primaryKey(), name: text().notNull(), scalar: json().default(make) });

    test("fails the statement with its own error, and nothing is sent", async () => {
      const conn = await open();
      const reason = new Error("no default today");
      for (const make of [
        () => {
          throw reason;
        },
        async () => Promise.reject(reason),
      ])
        expect(await rejection(conn.execute(insert(failing(make)), [{ name: "a" }, { name: "b" }]))).toBe(reason);
      expect(await conn.scalar(select(func.count()).selectFrom(things))).toBe(0);
      await conn.close();
    });

    test("by giving undefined is told so", async () => {
      const conn = await open();
      const error = await rejection(conn.execute(insert(failing(() => undefined)), { name: "a" }));
      expect(error).toBeInstanceOf(InvalidRequestError);
      expect(error).toMatchObject({ message: expect.stringContaining("default of column 'scalar' gave undefined") });
      await conn.close();
    });
  });

  test("RETURNING and returnDefaults() bring what the database made", async () => {
    const conn = await open();
    const row = (
      await conn.execute(insert(things).values({ name: "a" }).returning(things.c.shouted, things.c.server, things.c.aware))
    ).one();
    expect(row).toEqual({ shouted: "EXPRESSION", server: "server", aware: "a scalar" });
    const done = await conn.execute(insert(things).values({ name: "b" }).returnDefaults());
    expect(done.returnedDefaults).toEqual({ id: 2, shouted: "EXPRESSION", server: "server", changed: null, touched: null, lastly: null });
    expect(done.insertedPrimaryKey).toEqual({ id: 2 });
    await conn.close();
  });
});
