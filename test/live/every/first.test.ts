import { func, insert, integer, MetaData, select, sql, text, update } from "athanor";
import { expect, test } from "vitest";
import { onEveryDatabase } from "../support/databases.js";

const metadata = new MetaData();
const notes = metadata.table("note", { id: integer().primaryKey(), body: text().notNull().unique() });

onEveryDatabase(({ engine }) => {
  test("executes", async () => {
    const conn = await engine({ echo: process.env.SHOW ? console.log : false }).connect();
    await metadata.createAll(conn);
    const one = await conn.execute(insert(notes).values({ body: "a" }));
    expect(one.insertedPrimaryKey).toEqual({ id: 1 });
    const many = await conn.execute(
      insert(notes).returning(notes.c.id, notes.c.body).sortByParameterOrder(),
      Array.from({ length: 250 }, (_, n) => ({ body: `n${n}` })),
    );
    expect(many.all().map((row) => row.id)).toEqual(Array.from({ length: 250 }, (_, n) => n + 2));
    expect((await conn.execute(update(notes).where(notes.c.id.eq(1)).values({ body: "x" }))).rowCount).toBe(1);
    await conn.commit();
    expect(await conn.scalar(select(func.count()).selectFrom(notes))).toBe(251);
    let count = 0;
    for await (const each of conn.stream(select(notes.c.id))) count += each.id > 0 ? 1 : 0;
    expect(count).toBe(251);
    expect(await conn.scalars(sql.text("SELECT 9007199254740993"))).toEqual([9007199254740993n]);
    await conn.close();
  });
});
