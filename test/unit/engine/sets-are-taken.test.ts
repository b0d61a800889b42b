import { createEngine, insert, integer, MetaData, select, text } from "athanor";
import { expect, test } from "vitest";

const metadata = new MetaData();
const boats = metadata.table("boat", {
  id: integer().primaryKey(),
  name: text(),
  port: text(),
  pier: text().default(async () => "north"),
});

test("what the sets hold is taken before a default is waited for, of sets with other names too", async () => {
  const engine = createEngine("sqlite://");
  const conn = await engine.connect();
  await metadata.createAll(conn);
  const sets: { name?: string; port?: string }[] = [{ name: "Alk" }, { name: "Ull" }, { port: "BGO" }];
  const inserting = conn.execute(insert(boats), sets);
  for (const set of sets) set.name = "changed";
  sets.length = 0;
  await inserting;
  const stored = await conn.execute(select(boats.c.name, boats.c.port, boats.c.pier).orderBy(boats.c.id));
  expect(stored.tuples()).toEqual([
    ["Alk", null, "north"],
    ["Ull", null, "north"],
    [null, "BGO", "north"],
  ]);
  await conn.close();
  await engine.close();
});
