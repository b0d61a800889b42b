import {
  arrayOf,
  bindParam,
  type Connection,
  char,
  DataError,
  deleteFrom,
  type Engine,
  func,
  IntegrityError,
  index,
  insert,
  integer,
  json,
  MetaData,
  numeric,
  select,
  sql,
  text,
  timestamp,
  unique,
  update,
  uuid,
  varchar,
} from "athanor";
import { expect, test } from "vitest";
import { onEveryDatabase } from "../support/databases.js";
import { eventsOf, rejectedWith } from "../support/recorded.js";

const metadata = new MetaData();
const things = metadata.table("thing", {
  id: integer().primaryKey(),
  name: varchar(5),
  place: integer().unique(),
  price: numeric({ precision: 4, scale: 1 }),
  tags: arrayOf(text()),
  doc: json(),
  changes: integer().onUpdate(({ currentParameters }) => String(currentParameters.name).length),
});
const byId = things.c.id.eq(bindParam("which", integer()));

onEveryDatabase(({ engine }) => {
  const open = async (database: Engine = engine()) => {
    const conn = await database.connect();
    await metadata.createAll(conn);
    await conn.execute(
      insert(things),
      [1, 2, 3, 4].map((n) => ({ id: n, name: `n${n}`, place: n, changes: 0 })),
    );
    await conn.commit();
    return { conn, sent: eventsOf(database, "physical") };
  };
  const all = async (conn: Connection) => (await conn.execute(select(things).orderBy(things.c.id))).all();

  test("an UPDATE by key is one statement for all sets, which tells the rows of each", async () => {
    const { conn, sent } = await open();
    const done = await conn.execute(update(things).where(byId), [
      { which: 3, name: "three", price: "1.25", tags: ["a", '"{,}'], doc: { a: [1] } },
      { which: 99, name: "none", price: "1", tags: [], doc: null },
      { which: 1, name: null, price: null, tags: null, doc: [null] },
    ]);
    expect(sent.map((each) => each.sql)).toEqual([
      "UPDATE thing SET name = athanor_rows.p0, price = athanor_rows.p1, tags = athanor_rows.p2::TEXT[], doc = athanor_rows.p3, changes = athanor_rows.p4 FROM unnest($1::VARCHAR[], $2::NUMERIC[], $3::TEXT[], $4::JSON[], $5::INTEGER[], $6::INTEGER[]) WITH ORDINALITY AS athanor_rows(p0, p1, p2, p3, p4, p5, n) WHERE thing.id = athanor_rows.p5 RETURNING athanor_rows.n",
    ]);
    expect(done.rowCount).toBe(2);
    expect(done.rowCounts).toEqual([1, 0, 1]);
    expect(done.returnsRows).toBe(false);
    expect(done.lastUpdatedParams()).toHaveLength(3);
    expect(await all(conn)).toMatchObject([
      { id: 1, name: null, price: null, tags: null, doc: [null], changes: 4 },
      { id: 2, name: "n2", changes: 0 },
      { id: 3, name: "three", price: "1.3", tags: ["a", '"{,}'], doc: { a: [1] }, changes: 5 },
      { id: 4, name: "n4" },
    ]);
    await conn.close();
  });

  test("a DELETE too, by any unique key; NULL is nobody's", async () => {
    const { conn, sent } = await open();
    const byPlace = deleteFrom(things).where(things.c.place.eq(bindParam("which", integer())));
    const sets = [2, null, 9, null, 4].map((which) => ({ which }));
    const done = await Reflect.apply(conn.execute, conn, [byPlace, sets]);
    expect(done.rowCounts).toEqual([1, 0, 0, 0, 1]);
    expect(sent.map((each) => each.sql)).toEqual([
      "DELETE FROM thing USING unnest($1::INTEGER[]) WITH ORDINALITY AS athanor_rows(p0, n) WHERE thing.place = athanor_rows.p0 RETURNING athanor_rows.n",
    ]);
    expect(await conn.scalars(select(things.c.id).orderBy(things.c.id))).toEqual([1, 3]);
    await conn.close();
  });

  test("thousands of sets go in pages, all or nothing", async () => {
    const { conn, sent } = await open();
    const ids = Array.from({ length: 25_000 }, (_, n) => n + 1);
    const done = await conn.execute(
      update(things).where(byId),
      ids.map((which) => ({ which, name: "x" })),
    );
    expect(sent).toHaveLength(3);
    expect(done.rowCounts).toEqual(ids.map((id) => (id <= 4 ? 1 : 0)));
    const error = await rejectedWith(
      DataError,
      conn.execute(
        update(things).where(byId),
        ids.map((which) => ({ which, name: which === 1 ? "too long" : "y" })),
      ),
    );
    expect(error.row).toBe(0);
    expect(await conn.scalars(select(things.c.name))).toEqual(["x", "x", "x", "x"]);
    await conn.close();
  });

  test("the sets come one after the other where their order may tell", async () => {
    const { conn, sent } = await open();
    const twice = await conn.execute(update(things).where(byId), [
      { which: 1, name: "a" },
      { which: 1, name: "b" },
    ]);
    expect(twice.rowCounts).toEqual([1, 1]);
    expect(await conn.scalar(select(things.c.name).where(things.c.id.eq(1)))).toBe("b");
    // what is unique: each row makes room for the next
    const moved = await conn.execute(update(things).where(byId), [
      { which: 4, place: 5, name: "x" },
      { which: 3, place: 4, name: "x" },
    ]);
    expect(moved.rowCounts).toEqual([1, 1]);
    // the key itself
    const renamed = await conn.execute(update(things).where(byId).values({ name: "x" }), [
      { which: 2, id: 20 },
      { which: 20, id: 21 },
    ]);
    expect(renamed.rowCounts).toEqual([1, 1]);
    expect(sent.map((each) => each.sql).filter((text) => text.includes("unnest"))).toEqual([]);
    await conn.close();
  });

  test("and where a criterion, a value or a type is more than the key's and the sets' own", async () => {
    const others = new MetaData();
    const words = others.table(
      "word",
      {
        word: char(3).primaryKey(),
        a: integer(),
        b: integer(),
        n: integer(),
        parent: char(3).references("word.word"),
        at: timestamp().onUpdate(func.now()),
      },
      (c) => [unique(c.a, c.b), index("some", c.n, { unique: true, where: c.n.gt(0) })],
    );
    const database = engine();
    const conn = await database.connect();
    await others.createAll(conn);
    await conn.execute(insert(words), [
      { word: "one", a: 1, b: 1 },
      { word: "two", a: 1, b: 2 },
    ]);
    const sent = eventsOf(database, "physical");
    const [a, b] = [words.c.a.eq(bindParam("forA", integer())), words.c.b.eq(bindParam("forB", integer()))];
    const of = (...pairs: [number, number][]) => pairs.map(([forA, forB]) => ({ forA, forB }));
    const counts = [
      // text may be equal and have another form
      await conn.execute(deleteFrom(words).where(words.c.word.eq(bindParam("which", text()))), [{ which: "x" }, { which: "y" }]),
      // a word's parent goes after it
      await conn.execute(deleteFrom(words).where(a, b), of([7, 7], [8, 8])),
      // `at` is an expression
      await conn.execute(update(words).where(a, b).values({ parent: null }), of([1, 1], [1, 2])),
      // a part of a key
      await conn.execute(update(words).where(a).values({ at: null }), [{ forA: 1 }, { forA: 2 }]),
      await conn.execute(update(words).where(a, b).values({ n: 0, at: null }), of([1, 1], [1, 2])),
      await conn.execute(update(words).where(a, b, words.c.n.eq(0)).values({ at: null }), of([1, 1], [1, 2])),
    ].map((done) => done.rowCounts);
    expect(counts).toEqual([
      [0, 0],
      [0, 0],
      [1, 1],
      [2, 0],
      [1, 1],
      [1, 1],
    ]);
    expect(sent.map((each) => each.sql).filter((text) => text.includes("unnest"))).toEqual([]);
    const whole = await conn.execute(update(words).where(b, a).values({ at: null }), of([1, 1], [1, 3], [1, 2], [2, 1]));
    expect(whole.rowCounts).toEqual([1, 0, 1, 0]);
    expect(sent.at(-1)?.sql).toContain("WHERE word.b = athanor_rows.p1 AND word.a = athanor_rows.p2 RETURNING");
    await conn.close();
  });

  test("keys of uuids, whatever their form", async () => {
    const others = new MetaData();
    const t = others.table("by_uuid", { id: uuid().primaryKey(), n: integer() });
    const database = engine();
    const conn = await database.connect();
    await others.createAll(conn);
    const id = "00112233-4455-6677-8899-aabbccddeeff";
    await conn.execute(insert(t).values({ id, n: 0 }));
    const sent = eventsOf(database, "physical");
    const stmt = update(t).where(t.c.id.eq(bindParam("which", uuid())));
    const sets = [id, id.toUpperCase(), id.replaceAll("-", "")].map((which, n) => ({ which, n }));
    expect((await conn.execute(stmt, sets)).rowCounts).toEqual([1, 1, 1]);
    expect(await conn.scalar(select(t.c.n))).toBe(2);
    expect(sent[0]?.sql).not.toContain("unnest");
    await conn.close();
  });

  test("what fails as one is tried one after the other: it succeeds there, or the set is named", async () => {
    const { conn, sent } = await open();
    // unknown to the schema: rows make room for each other
    await conn.execute(sql.text("CREATE UNIQUE INDEX hidden ON thing (changes) WHERE changes > 0"));
    await conn.execute(sql.text("UPDATE thing SET changes = id"));
    await conn.commit();
    const down = [4, 3, 2, 1].map((which) => ({ which, changes: which + 1 }));
    expect((await conn.execute(update(things).where(byId), down)).rowCounts).toEqual([1, 1, 1, 1]);
    const error = await rejectedWith(
      IntegrityError,
      conn.execute(update(things).where(byId), [
        { which: 1, changes: 9 },
        { which: 2, changes: 9 },
      ]),
    );
    expect(error.row).toBe(1);
    expect(await conn.scalars(select(things.c.changes).orderBy(things.c.id))).toEqual([2, 3, 4, 5]);
    expect(sent.filter((each) => each.sql.includes("unnest"))).toHaveLength(2);
    await conn.close();
  });

  test("a trigger that changes the rows of other sets before they are reached", async () => {
    const { conn, sent } = await open();
    for (const each of [
      "CREATE FUNCTION move() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN UPDATE thing SET changes = changes + 10 WHERE id = OLD.id + 1; RETURN NEW; END'",
      "CREATE TRIGGER moves BEFORE UPDATE OF name ON thing FOR EACH ROW EXECUTE FUNCTION move()",
    ])
      await conn.execute(sql.text(each));
    const done = await conn.execute(
      update(things).where(byId),
      [1, 2, 3].map((which) => ({ which, name: `m${which}`, changes: which })),
    );
    expect(done.rowCounts).toEqual([1, 1, 1]);
    expect(sent.filter((each) => each.sql.includes("unnest"))).toHaveLength(1);
    expect(await conn.scalars(select(things.c.changes).orderBy(things.c.id))).toEqual([1, 2, 3, 10]);
    await conn.close();
  });

  test("not where triggers must not fire twice", async () => {
    const { conn, sent } = await open(engine({ findFailedRow: false }));
    const done = await conn.execute(deleteFrom(things).where(byId), [{ which: 1 }, { which: 2 }]);
    expect(done.rowCounts).toEqual([1, 1]);
    expect(sent.map((each) => each.sql)).toEqual(["DELETE FROM thing WHERE thing.id = $1::INTEGER"]);
    await conn.close();
  });

  test("outside of a transaction, and in a page of sets that come one by one", async () => {
    const { conn } = await open();
    await conn.close();
    const auto = await engine({ isolationLevel: "AUTOCOMMIT" }).connect();
    expect((await auto.execute(deleteFrom(things).where(byId), [{ which: 1 }, { which: 9 }])).rowCounts).toEqual([1, 0]);
    const sets = new Set([2, 3, 9].map((which) => ({ which, name: "z" })));
    expect((await auto.execute(update(things).where(byId), sets)).rowCount).toBe(2);
    expect(await auto.scalars(select(things.c.name).orderBy(things.c.id))).toEqual(["z", "z", "n4"]);
    await auto.close();
  });
}, "postgresql");
