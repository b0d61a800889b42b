import { insert, integer, MetaData, select, sql, text, uuid } from "athanor";
import { describe, expect, test } from "vitest";
import { onEveryDatabase } from "../support/backends.js";
import { eventsOf } from "../support/recorded.js";

const metadata = new MetaData();
const counted = metadata.table("counted", { id: integer().primaryKey(), name: text().notNull().unique() });
const keyed = metadata.table("keyed", {
  id: uuid()
    .primaryKey()
    .default(() => crypto.randomUUID()),
  name: text().notNull(),
});
const composite = metadata.table("composite", { a: integer().primaryKey(), b: text().primaryKey(), name: text().notNull() });
const marked = metadata.table("marked", {
  id: text().primaryKey().serverDefault(sql.text("(hex(randomblob(8)))")),
  name: text().notNull(),
  mark: integer().insertSentinel(),
});
const keyless = metadata.table("keyless", { name: text().notNull() });

const names = Array.from({ length: 230 }, (_, n) => ({ name: `n${(n * 7919) % 230}` }));
const inOrder = names.map((set) => set.name);

onEveryDatabase(({ engine }) => {
  const open = async () => {
    const database = engine();
    const conn = await database.connect();
    await metadata.createAll(conn);
    return { conn, sent: eventsOf(database, "physical") };
  };

  test("an integer key that is left out", async () => {
    const { conn, sent } = await open();
    const rows = (await conn.execute(insert(counted).returning(counted).sortByParameterOrder(), names)).all();
    expect(rows).toEqual(inOrder.map((name, n) => ({ id: n + 1, name })));
    expect(sent).toHaveLength(3);
    await conn.close();
  });

  test("its rows don't show the key where nobody has asked for it", async () => {
    const { conn } = await open();
    const result = await conn.execute(insert(counted).returning(counted.c.name).sortByParameterOrder(), names);
    expect(result.keys()).toEqual(["name"]);
    expect(result.tuples()).toEqual(inOrder.map((name) => [name]));
    await conn.close();
  });

  test("a key that the client makes", async () => {
    const { conn, sent } = await open();
    const rows = (await conn.execute(insert(keyed).returning(keyed.c.name).sortByParameterOrder(), names)).scalars();
    expect([rows, sent.length]).toEqual([inOrder, 3]);
    await conn.close();
  });

  test("a key of several columns, in odd order", async () => {
    const { conn, sent } = await open();
    const sets = names.map(({ name }, n) => ({ a: (n * 31) % 5, b: `b${n}`, name }));
    const rows = (await conn.execute(insert(composite).returning(composite).sortByParameterOrder(), sets)).all();
    expect([rows, sent.length]).toEqual([sets, 3]);
    await conn.close();
  });

  test("a sentinel column", async () => {
    const { conn, sent } = await open();
    const rows = (await conn.execute(insert(marked).returning(marked.c.name).sortByParameterOrder(), names)).scalars();
    expect([rows, sent.length]).toEqual([inOrder, 3]);
    await conn.close();
  });

  test("keys that are given, in odd order", async () => {
    const { conn, sent } = await open();
    const sets = names.map(({ name }, n) => ({ id: ((n * 7919) % 230) * 10 - 500, name }));
    const rows = (await conn.execute(insert(counted).returning(counted).sortByParameterOrder(), sets)).all();
    expect([rows, sent.length]).toEqual([sets, 3]);
    await conn.close();
  });

  test("keys of which some are given and some left out", async () => {
    const { conn } = await open();
    const sets: { id?: number; name: string }[] = [
      { name: "a" },
      { id: 50, name: "b" },
      { name: "c" },
      { name: "d" },
      { id: 7, name: "e" },
    ];
    const rows = (await conn.execute(insert(counted).returning(counted).sortByParameterOrder(), sets)).all();
    expect(rows).toEqual([
      { id: 1, name: "a" },
      { id: 50, name: "b" },
      { id: 51, name: "c" },
      { id: 52, name: "d" },
      { id: 7, name: "e" },
    ]);
    await conn.close();
  });

  test("keys of null count up", async () => {
    const { conn } = await open();
    const sets = names.map(({ name }, n) => ({ id: n % 2 === 0 ? null : 1000 + n * 2, name }));
    const insertLoosely = insert(counted).returning(counted).sortByParameterOrder();
    const result: { all(): { id: number; name: string }[] } = await Reflect.apply(conn.execute, conn, [insertLoosely, sets]);
    const rows = result.all();
    expect(rows.map((row) => row.name)).toEqual(inOrder);
    expect(rows.map((row) => row.id)).toEqual(
      await Promise.all(inOrder.map((name) => conn.scalar(select(counted.c.id).where(counted.c.name.eq(name))))),
    );
    await conn.close();
  });

  test("no key at all: row by row", async () => {
    const { conn, sent } = await open();
    const rows = (await conn.execute(insert(keyless).returning(keyless.c.name).sortByParameterOrder(), names)).scalars();
    expect([rows, sent.length]).toEqual([inOrder, names.length]);
    await conn.close();
  });

  describe("where the ids have gaps, the page is done again row by row, and is still right", () => {
    const check = async (conn: Awaited<ReturnType<typeof open>>["conn"], rows: readonly { id: number; name: string }[]) => {
      const stored = new Map((await conn.execute(select(counted))).all().map((row) => [row.name, row.id]));
      for (const { id, name } of rows) expect([name, stored.get(name)]).toEqual([name, id]);
    };

    test("since a trigger takes ids for itself", async () => {
      const { conn } = await open();
      await conn.execute(
        sql.text(
          "CREATE TRIGGER shadow AFTER INSERT ON counted WHEN new.name GLOB 'n*5' BEGIN INSERT INTO counted (name) VALUES (new.name || ' shadow'); END",
        ),
      );
      const rows = (await conn.execute(insert(counted).returning(counted).sortByParameterOrder(), names)).all();
      expect(rows.map((row) => row.name)).toEqual(inOrder);
      await check(conn, rows);
      await conn.close();
    });

    test("since INSERT OR IGNORE passes over rows", async () => {
      const { conn } = await open();
      await conn.execute(insert(counted), [{ name: "n7" }, { name: "n200" }]);
      const ignoring = insert(counted).prefixWith("OR IGNORE").returning(counted).sortByParameterOrder();
      const rows = (await conn.execute(ignoring, names)).all();
      expect(rows.map((row) => row.name)).toEqual(inOrder.filter((name) => name !== "n7" && name !== "n200"));
      await check(conn, rows);
      await conn.close();
    });

    test("since the last id is taken, and SQLite picks others", async () => {
      const { conn } = await open();
      await conn.execute(sql.text("INSERT INTO counted VALUES (9223372036854775807, 'the last')"));
      const few = names.slice(0, 5);
      const rows = (await conn.execute(insert(counted).returning(counted.c.name).sortByParameterOrder(), few)).scalars();
      expect(rows).toEqual(few.map((set) => set.name));
      await conn.close();
    });

    test("or the key comes back otherwise than it was sent", async () => {
      const { conn } = await open();
      await conn.execute(sql.text("CREATE TABLE loose (id TEXT PRIMARY KEY, name TEXT)"));
      const loose = new MetaData().table("loose", { id: integer().primaryKey().autoincrement(false), name: text().notNull() });
      const sets = names.slice(0, 120).map(({ name }, n) => ({ id: 500 - n, name }));
      const rows = (await conn.execute(insert(loose).returning(loose.c.name).sortByParameterOrder(), sets)).scalars();
      expect(rows).toEqual(sets.map((set) => set.name));
      await conn.close();
    });
  });
});
