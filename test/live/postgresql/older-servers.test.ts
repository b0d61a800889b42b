import { insert, integer, MetaData, sql, text, uuid } from "athanor";
import { expect, test } from "vitest";
import { onEveryDatabase } from "../support/databases.js";
import { eventsOf } from "../support/recorded.js";

const metadata = new MetaData();
const ours = metadata.table("ours", {
  id: uuid()
    .primaryKey()
    .default(() => crypto.randomUUID()),
  name: text().notNull(),
});
const theirs = metadata.table("theirs", { id: uuid().primaryKey().serverDefault(sql.text("gen_random_uuid()")), name: text().notNull() });
const counted = metadata.table("counted", { id: integer().primaryKey(), name: text().notNull() });
const names = Array.from({ length: 50 }, (_, n) => ({ name: `x${(n * 37) % 50}` }));

onEveryDatabase(({ engine }) => {
  test("before 17 a MERGE returns nothing: rows are put in order by keys of the client's or of a sequence, else they go one by one", async () => {
    const database = engine();
    const conn = await database.connect();
    await metadata.createAll(conn);
    Object.defineProperty(conn.driverConnection, "serverVersion", { value: 160_004 });
    const sent = eventsOf(database, "physical");
    const texts = () => sent.splice(0).map((each) => each.sql.replace(/ .*/s, ""));
    const ordered = async (done: Promise<{ all(): readonly unknown[] }>) => {
      expect((await done).all()).toEqual(names);
      return texts();
    };
    const ofOurs = insert(ours).returning(ours.c.name).sortByParameterOrder();
    expect(await ordered(conn.execute(ofOurs, names))).toEqual(["INSERT"]);
    const ofCounted = insert(counted).returning(counted.c.name).sortByParameterOrder();
    expect(await ordered(conn.execute(ofCounted, names))).toEqual(["INSERT"]);
    const ofTheirs = insert(theirs).returning(theirs.c.name).sortByParameterOrder();
    expect(await ordered(conn.execute(ofTheirs, names))).toEqual(names.map(() => "INSERT"));
    // in any order they go at once
    expect((await conn.execute(insert(theirs).returning(theirs.c.name), names)).rowCount).toBe(names.length);
    expect(texts()).toEqual(["INSERT"]);
    await conn.close();
  });
}, "postgresql");
