import { check, DataError, IntegrityError, insert, integer, MetaData, StatementError, select, sql, text, update } from "athanor";
import { describe, expect, test } from "vitest";
import { onEveryDatabase } from "../support/backends.js";
import { eventsOf, rejectedWith, rejection } from "../support/recorded.js";

const metadata = new MetaData();
const places = metadata.table("place", { id: integer().primaryKey(), name: text().notNull() });
const things = metadata.table(
  "thing",
  {
    id: integer().primaryKey(),
    name: text().notNull().unique(),
    size: integer(),
    placeId: integer("place_id").references(() => places.c.id),
  },
  (c) => [check(c.size.ge(0))],
);
const tree = metadata.table("tree", {
  id: integer().primaryKey(),
  parent: integer().references(() => tree.c.id),
  name: text().notNull().unique(),
});

const sets = (count: number) =>
  Array.from({ length: count }, (_, n): { name: string; size?: number | null; placeId?: number } => ({ name: `n${n}`, size: n }));

onEveryDatabase(({ engine }) => {
  const open = async (options = {}) => {
    const database = engine(options);
    const conn = await database.connect();
    await metadata.createAll(conn);
    await conn.execute(insert(places), { id: 1, name: "here" });
    await conn.commit();
    return { database, conn };
  };

  describe.each([1, 2, 60, 150, 349])("set %d of 350", (bad) => {
    test.each([
      ["UNIQUE", { name: "n0" }],
      ["CHECK", { name: "bad", size: -1 }],
      ["NOT NULL", { name: null, size: 1 }],
      ["FOREIGN KEY", { name: "bad", size: 1, placeId: 5 }],
    ] as const)("%s: nothing stays, and the error names the set", async (word, change) => {
      const { conn } = await open();
      await conn.execute(insert(things), { name: "before", size: 0 });
      const many = sets(350).map((set, n) => ({ placeId: 1, ...set, ...(n === bad ? change : {}) }));
      const error = await rejectedWith(IntegrityError, Reflect.apply(conn.execute, conn, [insert(things), many]));
      expect(error.row).toBe(bad);
      expect(error.message).toContain(`${word} constraint failed`);
      expect(error.message).toContain(`(parameter set ${bad})`);
      expect(error.statement).toBe("INSERT INTO thing (name, size, place_id) VALUES (?, ?, ?)");
      expect(await conn.scalars(select(things.c.name))).toEqual(["before"]);
      await conn.close();
    });
  });

  test("rows that come back, in whatever order, have it too", async () => {
    const { conn } = await open();
    const many = sets(350).map((set, n) => (n === 222 ? { ...set, name: "n3" } : set));
    for (const statement of [insert(things).returning(things.c.id), insert(things).returning(things.c.id).sortByParameterOrder()])
      expect((await rejectedWith(IntegrityError, conn.execute(statement, many))).row).toBe(222);
    expect((await rejectedWith(IntegrityError, conn.execute(insert(things).returnDefaults(), many))).row).toBe(222);
    expect(await conn.scalars(select(things.c.name))).toEqual([]);
    await conn.close();
  });

  test("sets of different keys are counted through", async () => {
    const { conn } = await open();
    const many = sets(250).map(({ name, size = 0 }, n) => (n % 90 === 0 ? { name } : { name, size: n === 170 ? -5 : size }));
    expect((await rejectedWith(IntegrityError, conn.execute(insert(things), many))).row).toBe(170);
    await conn.close();
  });

  test("so are those of UPDATE and of text", async () => {
    const { conn } = await open();
    await conn.execute(insert(things), sets(3));
    const resized = update(things);
    expect((await rejectedWith(IntegrityError, conn.execute(resized, [{ size: 4 }, { size: 5 }, { size: -1 }]))).row).toBe(2);
    const inText = sql.text("INSERT INTO thing (name, size) VALUES (:name, :size)");
    const many = [
      { name: "x", size: 1 },
      { name: "y", size: 2 },
      { name: "n1", size: 3 },
    ];
    expect((await rejectedWith(IntegrityError, conn.execute(inText, many))).row).toBe(2);
    expect(await conn.scalars(select(things.c.size).orderBy(things.c.id))).toEqual([0, 1, 2]);
    await conn.close();
  });

  test("INSERT OR FAIL leaves nothing either, and its set is found all the same", async () => {
    const { conn } = await open();
    const many = sets(60).map((set, n) => (n === 40 ? { ...set, name: "n3" } : set));
    const error = await rejectedWith(IntegrityError, conn.execute(insert(things).prefixWith("OR FAIL"), many));
    expect(error.row).toBe(40);
    expect(await conn.scalars(select(things.c.name))).toEqual([]);
    await conn.close();
  });

  test("a row that refers to a later one is never blamed for what another did", async () => {
    const { conn } = await open();
    const fine = [
      { id: 1, parent: 2, name: "child" },
      { id: 2, parent: null, name: "parent" },
      { id: 3, parent: 2, name: "other" },
    ];
    const error = await rejectedWith(IntegrityError, conn.execute(insert(tree), [...fine, { id: 4, parent: 2, name: "other" }]));
    expect([error.row, error.message.includes("UNIQUE")]).toEqual([undefined, true]);
    await conn.execute(insert(tree), fine);
    const plain = await rejectedWith(
      IntegrityError,
      conn.execute(insert(tree), [
        { id: 7, parent: 1, name: "a" },
        { id: 8, parent: 1, name: "a" },
      ]),
    );
    expect(plain.row).toBe(1);
    await conn.close();
  });

  test("triggers are not fired again where that is turned off", async () => {
    const { database, conn } = await open({ findFailedRow: false });
    const many = sets(60).map((set, n) => (n === 40 ? { ...set, name: "n3" } : set));
    const sent = eventsOf(database, "physical");
    const error = await rejectedWith(IntegrityError, conn.execute(insert(things), many));
    expect([error.row, sent.length]).toEqual([undefined, 1]);
    expect(error.params).toHaveLength(60);
    conn.executionOptions({ findFailedRow: true });
    expect((await rejectedWith(IntegrityError, conn.execute(insert(things), many))).row).toBe(40);
    await conn.close();
  });

  test("what is no single row's fault is not looked for", async () => {
    const { database, conn } = await open();
    await conn.execute(sql.text("DROP TABLE thing"));
    const sent = eventsOf(database, "physical");
    const error = await rejectedWith(StatementError, conn.execute(insert(things), sets(150)));
    expect([error.row, sent.length]).toEqual([undefined, 1]);
    await conn.close();
  });

  test("inside of begin() the transaction goes on, and keeps what was there", async () => {
    const { database, conn: first } = await open();
    await first.close();
    await database.begin(async (conn) => {
      await conn.execute(insert(things), { name: "before" });
      await rejection(conn.execute(insert(things), [...sets(150), { name: "before" }]));
      await conn.beginNested(async () => {
        await rejection(conn.execute(insert(things), [{ name: "x" }, { name: "before" }]));
        await conn.execute(insert(things), [{ name: "after" }, { name: "later" }]);
      });
    });
    expect(await database.begin((conn) => conn.scalars(select(things.c.name).orderBy(things.c.id)))).toEqual(["before", "after", "later"]);
  });

  test("a value that its type refuses is found before the database sees it, and what went before is undone", async () => {
    const { conn } = await open();
    const many = sets(350).map((set, n) => (n === 222 ? { ...set, size: 0.5 } : set));
    const error = await rejectedWith(DataError, conn.execute(insert(things), many));
    expect([error.row, error.message]).toEqual([222, expect.stringContaining("column 'size'")]);
    expect(await conn.scalars(select(things.c.name))).toEqual([]);
    await conn.close();
  });
});
