import { createEngine, insert, integer, MetaData, text } from "athanor";
import { expect, test } from "vitest";

test("a key given as NULL is counted up and fetched, whatever was compiled before", async () => {
  const metadata = new MetaData();
  const notes = metadata.table("note", { id: integer().primaryKey(), body: text() });
  const engine = createEngine("sqlite://");
  await engine.begin(async (conn) => {
    await metadata.createAll(conn);
    const given = await conn.execute(insert(notes).values({ id: 7, body: "a" }));
    expect(given.insertedPrimaryKey).toEqual({ id: 7 });
    const counted = await conn.execute(insert(notes).values(new Map<never, unknown>([[notes.c.id as never, null]])));
    expect(counted.insertedPrimaryKey).toEqual({ id: 8 });
  });
  await engine.close();
});
