import {
  arrayOf,
  type Connection,
  cast,
  char,
  createEngine,
  DataError,
  func,
  InvalidRequestError,
  insert,
  integer,
  json,
  MetaData,
  numeric,
  Sequence,
  select,
  sql,
  text,
  timestamp,
  typeDecorator,
  uuid,
  varchar,
} from "athanor";
import { daterange, int4range, jsonb, namedEnum, pg, postgres, postgresql, insert as postgresqlInsert } from "athanor/postgresql";
import { expect, test } from "vitest";
import { onEveryDatabase } from "../support/databases.js";
import { eventsOf, rejectedWith } from "../support/recorded.js";

const run = (conn: Connection, ...texts: string[]) => Promise.all(texts.map((each) => conn.execute(sql.text(each))));
const many = <T>(length: number, make: (n: number) => T): T[] => Array.from({ length }, (_, n) => make(n));

onEveryDatabase(({ engine, url }) => {
  test("one text takes any number of rows; more than a page's go in pages, all or nothing", async () => {
    const metadata = new MetaData();
    const t = metadata.table("t", { id: integer().primaryKey(), name: text().notNull(), n: integer() });
    const database = engine();
    const conn = await database.connect();
    await metadata.createAll(conn);
    const sent = eventsOf(database, "physical");
    for (const size of [2, 3, 9_999])
      await conn.execute(
        insert(t),
        many(size, (n) => ({ name: `x${n}`, n })),
      );
    expect(new Set(sent.map((each) => each.sql))).toEqual(
      new Set([
        "INSERT INTO t (name, n) SELECT athanor_rows.p0, athanor_rows.p1 FROM unnest($1::VARCHAR[], $2::INTEGER[]) AS athanor_rows(p0, p1)",
      ]),
    );
    const rows = await conn.execute(
      insert(t).returning(t.c.n).sortByParameterOrder(),
      many(25_000, (n) => ({ name: `y${n}`, n })),
    );
    expect(rows.scalars()).toEqual(many(25_000, (n) => n));
    expect(sent).toHaveLength(6);
    await conn.close();
  });

  test("all arrays of a statement have the length of its rows, by the server's count: it would fill up shorter ones with NULL", async () => {
    const metadata = new MetaData();
    const t = metadata.table("t", { id: integer().primaryKey(), name: text(), n: integer(), tags: arrayOf(text()), note: json() });
    const hostile = ["", "NULL", "null", ",", "{}", '"', "\\", "a,b", "{a,b}", " ", "\n", "'); --"];
    const database = engine();
    const conn = await database.connect();
    await metadata.createAll(conn);
    const sent = eventsOf(database, "physical");
    const rows = many(2_500, (n) => ({
      id: n,
      name: n % 3 === 0 ? null : (hostile[n % hostile.length] ?? null),
      n: n % 5 === 0 ? null : n,
      tags: n % 7 === 0 ? null : hostile.slice(0, n % 4),
      note: n % 11 === 0 ? null : { hostile: hostile[n % hostile.length] },
    }));
    await conn.execute(insert(t), rows);
    const inserts = sent.filter((each) => each.sql.startsWith("INSERT"));
    const lengths = [];
    for (const { sets } of inserts)
      for (const array of sets?.[0] ?? [])
        lengths.push((await conn.execute(select(func.cardinality(cast(String(array), arrayOf(text())))))).scalar());
    expect(lengths).toEqual(many(inserts.length * 5, () => 2_500 / inserts.length));
    expect((await conn.execute(select(t).orderBy(t.c.id))).all()).toEqual(rows);
    await conn.close();
  });

  test("lengths and precisions that don't fit are refused, not cut", async () => {
    const metadata = new MetaData();
    const t = metadata.table("t", { short: varchar(3), fixed: char(3), exact: numeric({ precision: 4, scale: 1 }) });
    const conn = await engine({ isolationLevel: "AUTOCOMMIT" }).connect();
    await metadata.createAll(conn);
    for (const bad of [{ short: "abcd" }, { fixed: "abcd" }, { exact: "12345" }]) {
      await rejectedWith(DataError, conn.execute(insert(t), bad));
      await rejectedWith(DataError, conn.execute(insert(t), [bad, bad]));
    }
    expect(await conn.scalar(select(func.count()).selectFrom(t))).toBe(0);
    await conn.close();
  });

  test("what a type writes around its values, types with names of their own, and variants", async () => {
    const shouted = typeDecorator<string, string>({ name: "shouted", impl: text(), bindExpression: (value) => func.upper(value) });
    const mood = typeDecorator<string, string>({ name: "mood", impl: text(), ddl: "mood" });
    const metadata = new MetaData();
    const t = metadata.table("t", {
      id: integer().primaryKey(),
      loud: shouted(),
      mood: mood(),
      short: text().withVariant(varchar(3), "postgresql"),
    });
    const conn = await engine({ isolationLevel: "AUTOCOMMIT" }).connect();
    await run(conn, "CREATE TYPE mood AS ENUM ('glad', 'sad')");
    await metadata.createAll(conn);
    await conn.execute(insert(t), [
      { loud: "a", short: "abc" },
      { loud: "b", short: "abc" },
    ]);
    await rejectedWith(DataError, conn.execute(insert(t), [{ short: "abcd" }, { short: "abcd" }]));
    await conn.execute(insert(t), [
      { loud: "c", mood: "glad" },
      { loud: "d", mood: "sad" },
    ]);
    expect((await conn.execute(select(t.c.loud, t.c.mood).orderBy(t.c.id))).tuples()).toEqual([
      ["A", null],
      ["B", null],
      ["C", "glad"],
      ["D", "sad"],
    ]);
    await conn.close();
  });

  test("arrays, enums, ranges, json and jsonb", async () => {
    const metadata = new MetaData();
    const t = metadata.table("t", {
      id: integer().primaryKey(),
      numbers: arrayOf(integer()),
      texts: arrayOf(text()),
      moods: namedEnum("mood", "sad", "happy"),
      span: int4range(),
      days: daterange(),
      document: json().$type<unknown>(),
      binary: jsonb(),
      at: timestamp({ timezone: true }),
    });
    const conn = await engine().connect();
    await metadata.createAll(conn);
    const sets = [
      {
        numbers: [1, 2, 3],
        texts: ['a "quoted" one', "back\\slash", "{}", "NULL", ""],
        moods: "happy" as const,
        span: "[1,5)",
        days: "[2031-01-01,2031-02-01)",
        document: { a: [1, { b: null }] },
        binary: { text: 'x"y' },
        at: new Date("2031-01-01T00:00:00.123Z"),
      },
      { numbers: [], texts: [], moods: "sad" as const, span: "empty", days: "empty", document: [], binary: {}, at: new Date(0) },
      { numbers: null, texts: null, moods: null, span: null, days: null, document: null, binary: null, at: null },
      { numbers: [4], texts: ["\n"], moods: null, span: "[2,)", days: null, document: "text", binary: 1, at: null },
    ];
    const rows = (await conn.execute(insert(t).returning(t).sortByParameterOrder(), sets)).all();
    expect(rows).toEqual(sets.map((set, n) => ({ id: n + 1, ...set })));
    await conn.close();
  });

  test("keys that don't count up: rows are numbered by MERGE, whatever order they come in", async () => {
    const metadata = new MetaData();
    const t = metadata.table("t", { id: uuid().primaryKey().serverDefault(sql.text("gen_random_uuid()")), name: text().notNull() });
    const database = engine();
    const conn = await database.connect();
    await metadata.createAll(conn);
    const sent = eventsOf(database, "physical");
    const sets = many(3000, (n) => ({ name: `x${n}` }));
    const rows = (await conn.execute(insert(t).returning(t).sortByParameterOrder(), sets)).all();
    expect(rows.map((row) => row.name)).toEqual(sets.map((set) => set.name));
    expect(sent.map((each) => each.sql)).toEqual([
      "MERGE INTO t USING unnest($1::VARCHAR[]) WITH ORDINALITY AS athanor_rows(p0, n) ON false WHEN NOT MATCHED THEN INSERT (name) VALUES (athanor_rows.p0) RETURNING athanor_rows.n, t.id, t.name",
    ]);
    await conn.close();
  });

  test("keys that count down, and rows that a trigger leaves out, are told before any row is handed out", async () => {
    const conn = await engine({ isolationLevel: "AUTOCOMMIT" }).connect();
    const metadata = new MetaData();
    const down = metadata.table("down", {
      id: integer()
        .primaryKey()
        .sequence(new Sequence("down_seq", { start: -1, increment: -1 })),
      name: text().notNull(),
    });
    const fewer = metadata.table("fewer", { id: integer().primaryKey(), name: text().notNull() });
    await metadata.createAll(conn);
    await run(
      conn,
      "CREATE FUNCTION leave_out() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN IF NEW.name = ''b'' THEN RETURN NULL; END IF; RETURN NEW; END'",
      "CREATE TRIGGER leave_out BEFORE INSERT ON fewer FOR EACH ROW EXECUTE FUNCTION leave_out()",
    );
    const sets = [{ name: "a" }, { name: "b" }, { name: "c" }];
    // tables of one form, whatever fills their keys
    for (const t of [down, fewer] as unknown as (typeof fewer)[]) {
      const statement = insert(t).returning(t.c.id, t.c.name);
      expect((await rejectedWith(InvalidRequestError, conn.execute(statement.sortByParameterOrder(), sets))).message).toMatch(
        /which row is which|which is which/,
      );
      expect(await conn.scalar(select(func.count()).selectFrom(t))).toBe(0);
      expect((await conn.execute(statement, sets)).all().length).toBe(t === fewer ? 2 : 3);
    }
    await conn.close();
  });

  test("ON CONFLICT, CTEs and expressions stay what they are", async () => {
    const metadata = new MetaData();
    const t = metadata.table("t", { id: integer().primaryKey(), name: text().notNull().unique(), n: integer().notNull(), made: text() });
    const conn = await engine().connect();
    await metadata.createAll(conn);
    const statement = postgresqlInsert(t).values({ made: func.upper("made") });
    await conn.execute(statement, [
      { name: "a", n: 1 },
      { name: "b", n: 2 },
    ]);
    const upsert = postgresqlInsert(t);
    const done = await conn.execute(
      upsert.onConflictDoUpdate({ indexElements: ["name"], set: { n: upsert.excluded.n.add(10) } }).returning(t.c.name, t.c.n),
      [
        { name: "b", n: 5 },
        { name: "c", n: 6 },
      ],
    );
    expect(done.all()).toEqual([
      { name: "b", n: 15 },
      { name: "c", n: 6 },
    ]);
    expect(await conn.scalars(select(t.c.made).orderBy(t.c.id))).toEqual(["MADE", "MADE", null]);
    await conn.close();
  });

  test("a page of VALUES has no more parameters than the driver takes, whatever its size is set to", async () => {
    const metadata = new MetaData();
    const t = metadata.table("t", { n: integer() });
    const drivers = [
      { driver: pg(url().replace(/\+\w+/, "")), most: 65_535 },
      { driver: postgres(url().replace(/\+\w+/, "")), most: 65_533 },
    ];
    for (const { driver, most } of drivers) {
      const database = createEngine({ dialect: postgresql({ insertManyValues: "values" }), driver });
      const conn = await database.connect();
      await metadata.createAll(conn);
      const sent = eventsOf(database, "physical");
      for (const count of [65_533, 65_534, 65_535]) {
        sent.length = 0;
        const rows = Array.from({ length: count }, (_, n) => ({ n }));
        await conn.execute(insert(t).executionOptions({ insertPageSize: 100_000 }), rows);
        expect(sent).toHaveLength(count <= most ? 1 : 2);
        expect(await conn.scalar(sql.text("SELECT count(*)::integer FROM t"))).toBe(count);
        await conn.execute(sql.text("DELETE FROM t"));
      }
      await conn.close();
      await database.close();
    }
  });

  test("insertManyValues: 'values' writes the rows into the text", async () => {
    const metadata = new MetaData();
    const t = metadata.table("t", { id: integer().primaryKey(), name: text().notNull() });
    const database = createEngine({ dialect: postgresql({ insertManyValues: "values" }), driver: pg(url().replace("+pg", "")) });
    const conn = await database.connect();
    await metadata.createAll(conn);
    const sent = eventsOf(database, "physical");
    const rows = await conn.execute(insert(t).returning(t).sortByParameterOrder(), [{ name: "a" }, { name: "b" }]);
    expect(rows.tuples()).toEqual([
      [1, "a"],
      [2, "b"],
    ]);
    expect(sent[0]?.sql).toBe(
      "INSERT INTO t (name) SELECT p0::VARCHAR FROM (VALUES ($1::VARCHAR, 0), ($2::VARCHAR, 1)) AS imp_sen(p0, sen_counter) ORDER BY sen_counter RETURNING t.id, t.name, t.id AS id__1",
    );
    await conn.close();
    await database.close();
  });
}, "postgresql");
