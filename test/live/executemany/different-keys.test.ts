import { InvalidRequestError, insert, integer, MetaData, select, text, update } from "athanor";
import { expect, test } from "vitest";
import { onEveryDoor } from "../support/databases.js";
import { rejection } from "../support/recorded.js";

let made = 0;
const metadata = new MetaData();
const things = metadata.table("thing", {
  id: integer().primaryKey(),
  name: text().notNull(),
  kind: text().notNull().default("client"),
  number: integer().default(() => ++made),
  place: text().serverDefault("server"),
});

onEveryDoor(({ engine }) => {
  const open = async () => {
    made = 0;
    const conn = await engine().connect();
    await metadata.createAll(conn);
    return conn;
  };

  test("a key that is absent means the column's default, and the order of the sets is kept", async () => {
    const conn = await open();
    await conn.execute(insert(things), [
      { name: "a" },
      { name: "b", kind: "given" },
      { name: "c", place: "given", number: 70 },
      { name: "d" },
      { name: "e", place: null, kind: "given" },
    ]);
    expect((await conn.execute(select(things).orderBy(things.c.id))).tuples()).toEqual([
      [1, "a", "client", 1, "server"],
      [2, "b", "given", 2, "server"],
      [3, "c", "client", 70, "given"],
      [4, "d", "client", 3, "server"],
      [5, "e", "given", 4, null],
    ]);
    await conn.close();
  });

  test("undefined is absent, null is not", async () => {
    const conn = await open();
    await conn.execute(insert(things), [
      { name: "a", kind: undefined, place: undefined },
      { name: "b", kind: "given", place: null },
    ]);
    expect(await conn.scalars(select(things.c.kind).orderBy(things.c.id))).toEqual(["client", "given"]);
    expect(await conn.scalars(select(things.c.place).orderBy(things.c.id))).toEqual(["server", null]);
    await conn.close();
  });

  test("rows that come back are in the order of the sets all the same", async () => {
    const conn = await open();
    const sets = Array.from({ length: 150 }, (_, n) => (n % 3 === 0 ? { name: `n${n}` } : { name: `n${n}`, kind: "given" }));
    const rows = await conn.execute(insert(things).returning(things.c.id, things.c.name, things.c.kind).sortByParameterOrder(), sets);
    const given = rows.all();
    expect(given.map(({ name, kind }) => ({ name, kind }))).toEqual(sets.map((set) => ({ kind: "client", ...set })));
    // keys ascend; that none is left out is no database's promise
    const ids = given.map(({ id }) => id);
    expect(ids).toEqual([...new Set(ids)].sort((a, b) => a - b));
    await conn.close();
  });

  test("an UPDATE sets what each set names", async () => {
    const conn = await open();
    await conn.execute(insert(things), [
      { id: 1, name: "a" },
      { id: 2, name: "b" },
    ]);
    await conn.execute(update(things).where(things.c.id.le(2)), [{ kind: "all" }, { place: "moved", kind: "all" }]);
    expect((await conn.execute(select(things.c.kind, things.c.place))).tuples()).toEqual([
      ["all", "moved"],
      ["all", "moved"],
    ]);
    await conn.close();
  });

  test("a key that is no column is refused, and says in which set", async () => {
    const conn = await open();
    const error = await rejection(
      Reflect.apply(conn.execute, conn, [insert(things), [{ name: "a" }, { name: "b" }, { name: "c", colour: 1 }]]),
    );
    expect(error).toBeInstanceOf(InvalidRequestError);
    expect(error).toMatchObject({ message: expect.stringMatching(/'colour'.*parameter group 2/) });
    await conn.close();
  });
});
