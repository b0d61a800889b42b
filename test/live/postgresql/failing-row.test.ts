import { type Connection, IntegrityError, insert, integer, MetaData, select, text, unique, varchar } from "athanor";
import { expect, test } from "vitest";
import { onEveryDatabase } from "../support/databases.js";
import { eventsOf, rejectedWith } from "../support/recorded.js";

const metadata = new MetaData();
const places = metadata.table("place", { id: integer().primaryKey() });
const things = metadata.table(
  "thing",
  {
    id: integer().primaryKey(),
    name: varchar("a name", 20).notNull(),
    size: integer().notNull(),
    placeId: integer("place_id").references(() => places.c.id),
    body: text(),
  },
  (c) => [unique(c.name, c.size)],
);
const sets = (count: number) => Array.from({ length: count }, (_, n) => ({ name: `n, ${n}`, size: n, placeId: 1 }));

onEveryDatabase(({ engine }) => {
  const open = async () => {
    const database = engine();
    const conn = await database.connect();
    await metadata.createAll(conn);
    await conn.execute(insert(places), { id: 1 });
    await conn.execute(insert(things), { name: "n, 3", size: -3 });
    await conn.commit();
    return { database, conn };
  };
  const failed = async (conn: Connection, many: readonly object[]) => {
    const error = await rejectedWith(IntegrityError, Reflect.apply(conn.execute, conn, [insert(things), many]));
    await conn.rollback();
    return error;
  };

  test("the server names the key: its set is known in a transaction that has failed, and nothing is sent again", async () => {
    const { database, conn } = await open();
    const sent = eventsOf(database, "physical");
    const taken = await failed(
      conn,
      sets(350).map((set, n) => (n === 222 ? { ...set, name: "n, 3", size: -3 } : set)),
    );
    expect([taken.row, taken.params, sent.length]).toEqual([222, ["n, 3", -3, 1], 1]);
    expect(taken.message).toContain("(parameter set 222)");
    const nowhere = await failed(
      conn,
      sets(350).map((set, n) => (n === 17 ? { ...set, placeId: 5 } : set)),
    );
    expect([nowhere.row, nowhere.condition]).toEqual([17, "foreignKeyViolation"]);
    expect(await conn.scalars(select(things.c.name))).toEqual(["n, 3"]);
    await conn.close();
  });

  test("where two sets have the key, the one that came too late is found by trying, and else nobody is blamed", async () => {
    const { conn } = await open();
    const twice = [...sets(5), { name: "n, 3", size: 3, placeId: 1 }];
    expect((await failed(conn, twice)).row).toBe(5);
    conn.executionOptions({ findFailedRow: false });
    expect((await failed(conn, twice)).row).toBeUndefined();
    await conn.close();
  });

  test("of another violation it is looked for where that can be undone", async () => {
    const { conn } = await open();
    conn.executionOptions({ isolationLevel: "AUTOCOMMIT" });
    expect((await failed(conn, [...sets(5), { name: null, size: 3 }, { name: "later", size: 9 }])).row).toBe(5);
    await conn.close();
  });
}, "postgresql");
