import { type Connection, IntegrityError, insert, integer, MetaData, select, text } from "athanor";
import { describe, expect, test } from "vitest";
import { onEveryDoor } from "../support/databases.js";
import { rejectedWith } from "../support/recorded.js";

const metadata = new MetaData();
const items = metadata.table("item", { id: integer().primaryKey(), name: text().notNull().unique(), size: integer() });

/** How many sets, and which one is refused: in the middle of the only page, and in the third of several. */
const cases = [
  ["in the middle of a page", 80, 41],
  ["in the third page", 350, 222],
] as const;

onEveryDoor(({ engine }) => {
  const open = async () => {
    const conn = await engine({ insertPageSize: 100 }).connect();
    await metadata.createAll(conn);
    await conn.execute(insert(items), { name: "before" });
    await conn.commit();
    return conn;
  };
  const names = (conn: Connection) => conn.scalars(select(items.c.name).orderBy(items.c.id));
  const sets = (count: number, bad: number) =>
    Array.from({ length: count }, (_, n) => ({ name: n === bad ? "item 3" : `item ${n}`, size: n % 7 === 0 ? null : n }));
  type Sets = ReturnType<typeof sets>;
  const returning = insert(items).returning(items.c.id);
  const ways: [string, (conn: Connection, sets: Sets) => Promise<unknown>][] = [
    ["without rows", (conn, given) => conn.execute(insert(items), given)],
    ["with rows", (conn, given) => conn.execute(returning, given)],
    ["with rows in order", (conn, given) => conn.execute(returning.sortByParameterOrder(), given)],
  ];

  describe.each(cases)("a set that is refused %s", (_, count, bad) => {
    test.each(ways)("%s: it is named, and nothing stays", async (_how, add) => {
      const conn = await open();
      const error = await rejectedWith(IntegrityError, add(conn, sets(count, bad)));
      expect(error.row).toBe(bad);
      await conn.rollback();
      expect(await names(conn)).toEqual(["before"]);
      await conn.close();
    });

    test.each(ways)("%s, inside of a transaction: what was done before stays", async (_how, add) => {
      const conn = await open();
      await conn.begin(async () => {
        await conn.execute(insert(items), { name: "mine" });
        const error = await rejectedWith(IntegrityError, add(conn, sets(count, bad)));
        expect(error.row).toBe(bad);
        await conn.execute(insert(items), { name: "after" });
      });
      expect(await names(conn)).toEqual(["before", "mine", "after"]);
      await conn.close();
    });
  });
});
