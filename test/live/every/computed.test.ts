import { insert, integer, MetaData, select, update, varchar } from "athanor";
import { expect, test } from "vitest";
import { onEveryDatabase } from "../support/databases.js";

const metadata = new MetaData();
const boxes = metadata.table("box", {
  id: integer().primaryKey().identity({ start: 10 }),
  name: varchar(20).notNull(),
  width: integer().notNull(),
  height: integer().notNull().serverDefault("2"),
  area: integer().computed("width * height", { persisted: true }),
  edge: integer().computed("2 * (width + height)", { persisted: false }),
});

onEveryDatabase(({ engine, target }) => {
  const open = async () => {
    const conn = await engine().connect();
    await metadata.createAll(conn);
    return conn;
  };
  // only PostgreSQL has identities that start where they are told; elsewhere the key counts up from 1
  const start = target.backend === "postgresql" ? 10 : 1;

  test("stored and virtual columns are computed by the database and come back: of one row and of many, in RETURNING and as defaults", async () => {
    const conn = await open();
    const one = await conn.execute(insert(boxes).values({ name: "a", width: 3, height: 4 }).returning(boxes));
    expect(one.one()).toEqual({ id: start, name: "a", width: 3, height: 4, area: 12, edge: 14 });
    const sets = [
      { name: "b", width: 1, height: 1 },
      { name: "c", width: 5 },
      { name: "d", width: 6 },
    ];
    const many = await conn.execute(insert(boxes).returning(boxes.c.name, boxes.c.area, boxes.c.edge).sortByParameterOrder(), sets);
    expect(many.tuples()).toEqual([
      ["b", 1, 4],
      ["c", 10, 14],
      ["d", 12, 16],
    ]);
    const made = await conn.execute(insert(boxes).values({ name: "e", width: 7 }).returnDefaults());
    expect(made.returnedDefaults).toMatchObject({ height: 2, area: 14, edge: 18 });
    // not always one more than the last: MariaDB leaves gaps behind many rows
    expect(made.insertedPrimaryKey).toEqual({ id: await conn.scalar(select(boxes.c.id).where(boxes.c.name.eq("e"))) });
    const each = await conn.execute(insert(boxes).returnDefaults().sortByParameterOrder(), [
      { name: "f", width: 8 },
      { name: "g", width: 9 },
    ]);
    expect(each.returnedDefaultsRows).toMatchObject([
      { height: 2, area: 16, edge: 20 },
      { height: 2, area: 18, edge: 22 },
    ]);
    await conn.close();
  });

  test("they follow what an UPDATE changes, and can be looked for", async () => {
    const conn = await open();
    await conn.execute(insert(boxes), [
      { name: "a", width: 3 },
      { name: "b", width: 4 },
    ]);
    await conn.execute(
      update(boxes)
        .where(boxes.c.area.gt(6))
        .values({ width: boxes.c.width.add(5) }),
    );
    const rows = select(boxes.c.name, boxes.c.area, boxes.c.edge).orderBy(boxes.c.edge.desc());
    expect((await conn.execute(rows)).tuples()).toEqual([
      ["b", 18, 22],
      ["a", 6, 10],
    ]);
    await conn.close();
  });
});
