import { arrayOf, insert, integer, MetaData, Sequence, select, sql, text } from "athanor";
import { namedEnum } from "athanor/postgresql";
import { expect, test } from "vitest";
import { onEveryDatabase } from "../support/databases.js";

onEveryDatabase(({ engine }) => {
  test("enumerations, sequences and identities are made with the tables, once, and go with them", async () => {
    const metadata = new MetaData();
    const level = namedEnum("Level", "low", "it's high");
    const tickets = metadata.table("ticket", {
      id: integer().primaryKey().identity({ start: 10, increment: 5 }),
      number: integer()
        .notNull()
        .sequence(new Sequence("number_seq", { start: 7 })),
      level,
      levels: arrayOf(level),
      note: text(),
    });
    metadata.table("other", { id: integer().primaryKey(), level: namedEnum("Level", "low", "it's high") });
    const conn = await engine().connect();
    await metadata.createAll(conn);
    await metadata.createAll(conn);
    expect([await conn.hasType("Level"), await conn.hasType("level"), await conn.hasSequence("number_seq")]).toEqual([true, false, true]);
    await conn.execute(insert(tickets), [{ level: "it's high", levels: ["low", "it's high"] }, { level: "low" }]);
    expect((await conn.execute(select(tickets).orderBy(tickets.c.id))).tuples()).toEqual([
      [10, 7, "it's high", ["low", "it's high"], null],
      [15, 8, "low", null, null],
    ]);
    await metadata.dropAll(conn);
    await metadata.dropAll(conn);
    expect([await conn.hasTable("ticket"), await conn.hasType("Level"), await conn.hasSequence("number_seq")]).toEqual([
      false,
      false,
      false,
    ]);
    await conn.close();
  });

  test("tables of a schema are asked for there, and views are taken for tables", async () => {
    const conn = await engine().connect();
    await conn.execute(sql.text("CREATE SCHEMA shop"));
    await conn.execute(sql.text('CREATE TABLE shop."Item" (id INTEGER)'));
    await conn.execute(sql.text("CREATE VIEW cheap AS SELECT 1 AS n"));
    expect([
      await conn.hasTable("Item", "shop"),
      await conn.hasTable("Item"),
      await conn.hasTable("item", "shop"),
      await conn.hasTable("cheap"),
    ]).toEqual([true, false, false, true]);
    await conn.rollback();
    await conn.execute(sql.text("DROP SCHEMA IF EXISTS shop CASCADE"));
    await conn.commit();
    await conn.close();
  });
}, "postgresql");
