import {
  arrayOf,
  createEngine,
  DatabaseError,
  DataError,
  type Engine,
  func,
  IntegrityError,
  insert,
  integer,
  MetaData,
  ProgrammingError,
  select,
  sql,
  text,
  typeDecorator,
  varchar,
} from "athanor";
import { int4range, jsonb, namedEnum, pg, postgres as postgresDriver, postgresql, insert as postgresqlInsert } from "athanor/postgresql";
import fc from "fast-check";
import { Client, Pool } from "pg";
import postgres from "postgres";
import { expect, test } from "vitest";
import { stored, thing, metadata as thingMetadata, things } from "../../property/things.js";
import { onEveryDatabase } from "../support/databases.js";
import { eventsOf, rejectedWith, rejection } from "../support/recorded.js";

const metadata = new MetaData();
const notes = metadata.table("note", { id: integer().primaryKey(), body: varchar(20), n: integer() });
const many = <T>(length: number, make: (n: number) => T): T[] => Array.from({ length }, (_, n) => make(n));
const numbered = (n: number) => ({ n });

onEveryDatabase(({ engine: open, url }) => {
  const run = async (engine: Engine, ...texts: string[]) => {
    const conn = await engine.connect();
    for (const each of texts) await conn.execute(sql.text(each));
    await conn.commit();
    await conn.close();
  };
  /** An engine that copies as few rows as a test has. */
  const copying = (engine = open()) => {
    engine.on("connect", ({ connection }) => {
      const { copyIn } = connection;
      if (copyIn) Object.assign(connection, { copyIn: { ...copyIn, fewestRows: 50 } });
    });
    return engine;
  };
  const withNotes = async (engine = open()) => {
    copying(engine);
    await engine.begin((conn) => metadata.createAll(conn));
    const copies: string[] = [];
    engine.on("physical", ({ sql }) => void (sql.startsWith("COPY ") && copies.push(sql)));
    const count = () => engine.begin((conn) => conn.scalar(select(func.count()).selectFrom(notes)));
    return { engine, copies, count };
  };

  test("values of every type, and every text, come as execute() would have sent them", async () => {
    const engine = copying();
    await engine.begin((conn) => thingMetadata.createAll(conn));
    const conn = await engine.connect();
    const texts = eventsOf(engine, "physical");
    await fc.assert(
      fc.asyncProperty(fc.array(thing, { minLength: 50, maxLength: 60 }), async (rows) => {
        await conn.execute(sql.text("DELETE FROM things"));
        texts.length = 0;
        expect(await conn.load(insert(things), rows)).toBe(rows.length);
        expect(texts.some((event) => event.sql.startsWith("COPY things ("))).toBe(true);
        const copied = await stored(conn);
        await conn.execute(sql.text("DELETE FROM things"));
        await conn.execute(insert(things), rows);
        expect(copied).toEqual(await stored(conn));
      }),
      { numRuns: 25 },
    );
    await conn.close();
  });

  test("types of PostgreSQL's own: arrays, enumerations, ranges, jsonb", async () => {
    const own = new MetaData();
    const t = own.table("t", {
      id: integer().primaryKey().autoincrement(false),
      words: arrayOf(text()),
      grid: arrayOf(integer()),
      mood: namedEnum("mood", "happy", "so \\ so", "it's"),
      between: int4range(),
      doc: jsonb().$type<unknown>(),
    });
    const engine = copying();
    await engine.begin((conn) => own.createAll(conn));
    const rows = many(60, (id) => ({
      id,
      words: id % 4 === 0 ? null : ["a\tb", "\\N", 'say "x"', "{}", "", "\n", `${id}`],
      grid: [id, 1],
      mood: (["happy", "so \\ so", "it's"] as const)[id % 3] ?? null,
      between: id % 2 === 0 ? null : `[${id},${id + 5})`,
      doc: { text: "\t\\n\n", list: [null, id] },
    }));
    expect(await engine.load(insert(t), rows)).toBe(60);
    expect(await engine.begin(async (conn) => (await conn.execute(select(t).orderBy(t.c.id))).all())).toEqual(rows);
  });

  test("names are quoted, and a schema's table is found", async () => {
    const own = new MetaData({ schema: "a schema" });
    const t = own.table('x"; DROP TABLE note; --, line 7', { id: integer('the "key"').primaryKey(), n: integer("Ünicode\\").notNull() });
    const { engine, copies, count } = await withNotes();
    await run(engine, 'CREATE SCHEMA "a schema"');
    await engine.begin((conn) => own.createAll(conn));
    expect(await engine.load(insert(t), many(50, numbered))).toBe(50);
    expect(copies).toEqual([`COPY "a schema"."x""; DROP TABLE note; --, line 7" ("Ünicode\\") FROM STDIN WITH (ENCODING 'UTF8')`]);
    const error = await rejectedWith(
      IntegrityError,
      Reflect.apply(engine.load, engine, [insert(t), many(60, (n) => ({ n: n === 33 ? null : n }))]),
    );
    expect([error.row, error.condition, await count()]).toEqual([33, "notNullViolation", 0]);
  });

  test("where COPY would do something else, or gains nothing, it is an INSERT", async () => {
    const shouted = typeDecorator<string, string>({ name: "shouted", impl: text(), bindExpression: (value) => func.upper(value) });
    const own = new MetaData();
    const loud = own.table("loud", { id: integer().primaryKey(), body: shouted() });
    const { engine, copies } = await withNotes();
    await engine.begin((conn) => own.createAll(conn));
    await run(
      engine,
      "CREATE VIEW seen AS SELECT id, n FROM note",
      "CREATE TABLE ruled (n integer)",
      "CREATE RULE elsewhere AS ON INSERT TO ruled DO INSTEAD INSERT INTO note (n) VALUES (NEW.n)",
      "CREATE TABLE always (id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY, n integer)",
    );
    const other = new MetaData();
    const columns = () => ({ id: integer().primaryKey(), n: integer() });
    const seen = other.table("seen", columns());
    const ruled = other.table("ruled", { n: integer() });
    const always = other.table("always", columns());
    const rows = many(60, numbered);
    expect(await engine.load(insert(seen), rows)).toBe(60);
    await engine.load(insert(ruled), rows);
    expect(
      await engine.load(
        insert(loud),
        many(60, (n) => ({ body: `b${n}` })),
      ),
    ).toBe(60);
    expect(await engine.load(insert(notes).values({ body: func.lower("ABC") }), rows)).toBe(60);
    expect(await engine.load(insert(notes), many(49, numbered))).toBe(49);
    const upsert = postgresqlInsert(notes).onConflictDoNothing();
    expect(
      await engine.load(
        upsert,
        many(60, (n) => ({ id: n + 1000, n })),
      ),
    ).toBe(60);
    expect(
      await engine.load(
        upsert,
        many(60, (n) => ({ id: n + 1030, n })),
      ),
    ).toBe(30);
    const refused = await rejectedWith(
      DatabaseError,
      engine.load(
        insert(always),
        many(60, (n) => ({ id: n, n })),
      ),
    );
    expect(refused.code).toBe("428C9");
    expect(copies).toEqual([]);
    expect(await engine.load(insert(always), rows)).toBe(60);
    expect(copies).toEqual(["COPY always (n) FROM STDIN WITH (ENCODING 'UTF8')"]);
    const conn = await engine.connect();
    expect(await conn.scalar(select(func.count()).selectFrom(notes))).toBe(60 + 60 + 60 + 49 + 90);
    expect(await conn.scalar(select(loud.c.body).where(loud.c.id.eq(60)))).toBe("B59");
    await conn.close();
  });

  test("row security, which COPY refuses, is kept by an INSERT", async () => {
    const { engine, copies, count } = await withNotes();
    const role = `writer_${process.pid}_${Math.random().toString(36).slice(2)}`;
    await run(
      engine,
      `CREATE ROLE ${role}`,
      `GRANT USAGE ON SCHEMA public TO ${role}`,
      `GRANT ALL ON note, note_id_seq TO ${role}`,
      "ALTER TABLE note ENABLE ROW LEVEL SECURITY",
      `CREATE POLICY small ON note TO ${role} WITH CHECK (n < 100)`,
    );
    const conn = await engine.connect();
    await conn.execute(sql.text(`SET LOCAL ROLE ${role}`));
    expect(await conn.load(insert(notes), many(100, numbered))).toBe(100);
    expect((await rejectedWith(ProgrammingError, conn.load(insert(notes), many(101, numbered)))).code).toBe("42501");
    await conn.execute(sql.text("RESET ROLE"));
    await conn.commit();
    await conn.close();
    expect([copies, await count()]).toEqual([[], 100]);
    await run(engine, `DROP OWNED BY ${role}`, `DROP ROLE ${role}`);
  });

  test("what a trigger leaves out is not counted, and its errors name the row", async () => {
    const { engine, copies, count } = await withNotes();
    await run(
      engine,
      `CREATE FUNCTION checked() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        IF NEW.n = 400 THEN RAISE EXCEPTION 'never 400' USING ERRCODE = '23514'; END IF;
        RETURN CASE WHEN NEW.n % 2 = 0 THEN NEW END; END $$`,
      "CREATE TRIGGER checking BEFORE INSERT ON note FOR EACH ROW EXECUTE FUNCTION checked()",
    );
    expect(await engine.load(insert(notes), many(300, numbered))).toBe(150);
    const error = await rejectedWith(IntegrityError, engine.load(insert(notes), many(500, numbered)));
    expect([error.row, error.condition, error.params]).toEqual([400, "checkViolation", [400]]);
    expect([copies.length, await count()]).toEqual([2, 150]);
  });

  test("an error names the statement, the row and its values, or hides them", async () => {
    const { engine } = await withNotes();
    const rows = many(300, (n) => ({ body: n === 250 ? "COPY note, line 3, column n:\nCOPY note, line 4: " : `b${n}`, n }));
    const error = await rejectedWith(DataError, engine.load(insert(notes), rows));
    expect([error.row, error.code, error.params]).toEqual([250, "22001", [rows[250]?.body, 250]]);
    expect(error.message).toContain("(parameter set 250)");
    expect(error.message).toContain("INSERT INTO note (body, n) VALUES");
    const hiding = copying(open({ hideParameters: true }));
    const hidden = await rejectedWith(DataError, hiding.load(insert(notes), rows));
    expect([hidden.row, hidden.message.includes("line 4")]).toEqual([250, false]);
  });

  test("rows that are refused with many more behind them: the connection goes on", async () => {
    const { count } = await withNotes();
    // nobody listens: values are only looked at on their way
    const engine = copying();
    const conn = await engine.connect();
    const long = new MetaData().table("note", { id: integer().primaryKey(), body: text(), n: integer() });
    const megabytes = many(60, (n) => ({ body: "x".repeat(100_000), n }));
    expect((await rejectedWith(DataError, conn.load(insert(long), megabytes))).row).toBe(0);
    await run(engine, "ALTER TABLE note ALTER body TYPE text");
    expect(await conn.load(insert(long), megabytes)).toBe(60);
    const broken = many(3000, (n) => ({ body: "y".repeat(1000), n: n === 2999 ? "many" : n }));
    const refused = await rejectedWith(DataError, Reflect.apply(conn.load, conn, [insert(long), broken]));
    expect([refused.row, refused.message]).toEqual([2999, expect.stringContaining("column 'n'")]);
    expect(await conn.load(insert(long), many(50, numbered))).toBe(50);
    await conn.commit();
    await conn.close();
    expect(await count()).toBe(110);
  });

  test("a constraint that is checked at the end is one of COMMIT", async () => {
    const { engine, count } = await withNotes();
    await run(engine, "ALTER TABLE note ADD CONSTRAINT single UNIQUE (n) DEFERRABLE INITIALLY DEFERRED");
    const rows = many(80, (n) => ({ n: n % 79 }));
    expect((await rejectedWith(IntegrityError, engine.load(insert(notes), rows))).constraint).toBe("single");
    expect(await count()).toBe(0);
  });

  test("a table that is not there is an error of the load", async () => {
    const engine = copying();
    const error = await rejectedWith(ProgrammingError, engine.load(insert(notes), many(60, numbered)));
    expect(error.condition).toBe("undefinedTable");
  });

  test("a signal stops a COPY that waits for others", async () => {
    const { engine, count } = await withNotes();
    const other = await engine.connect();
    await other.execute(insert(notes), { id: 70, n: 1 });
    const reason = new Error("no more");
    const stop = new AbortController();
    setTimeout(() => stop.abort(reason), 100);
    const rows = many(100, (n) => ({ id: n + 1, n }));
    expect(await rejection(engine.load(insert(notes), rows, { signal: stop.signal }))).toBe(reason);
    await other.rollback();
    await other.close();
    expect(await count()).toBe(0);
    expect(await engine.load(insert(notes), rows)).toBe(100);
  });

  test("nothing else gets onto the connection while rows are on their way", async () => {
    const { engine, count } = await withNotes();
    const conn = await engine.connect();
    const { driverConnection } = conn;
    const { copyIn } = driverConnection;
    const between: Promise<unknown>[] = [];
    const send = (sql: string, pieces: Iterable<string>) => {
      const all = function* () {
        yield* pieces;
        between.push(rejection(Promise.resolve(driverConnection.query("SELECT 2", []))));
      };
      return copyIn?.send(sql, all());
    };
    Object.assign(driverConnection, { copyIn: { fewestRows: 50, send } });
    const loading = conn.load(insert(notes), many(200, numbered));
    const behind = conn.scalar(sql.text("SELECT 4"));
    expect([await loading, await behind]).toEqual([200, 4]);
    expect(await Promise.all(between)).toEqual([expect.objectContaining({ message: expect.stringContaining("COPY") })]);
    await conn.commit();
    await conn.close();
    expect(await count()).toBe(200);
  });

  test("clients, pools and instances of the user's: the rows are copied there too, and what is theirs stays as it was", async () => {
    const connectionString = url().replace(/\+\w+/, "");
    const rows = many(120, numbered);
    const pool = new Pool({ connectionString, max: 1 });
    const clients = [new Client({ connectionString }), new Client({ connectionString, pipeline: true })];
    for (const client of clients) await client.connect();
    const instance = postgres(connectionString, { max: 2, onnotice: () => {} });
    let total = 0;
    for (const driver of [pg(pool), ...clients.map((client) => pg(client)), postgresDriver(instance)]) {
      const { engine, copies, count } = await withNotes(createEngine({ dialect: postgresql(), driver }));
      expect(await engine.load(insert(notes), rows)).toBe(120);
      expect(
        (
          await rejectedWith(
            DataError,
            engine.load(
              insert(notes),
              many(60, () => ({ body: "x".repeat(30) })),
            ),
          )
        ).row,
      ).toBe(0);
      total += 120;
      expect([copies.length, await count()]).toEqual([2, total]);
      await engine.close();
    }
    for (const client of [...clients, pool]) expect((await client.query("SELECT 1 AS n")).rows).toEqual([{ n: 1 }]);
    expect(await instance`SELECT 1 AS n`).toEqual([{ n: 1 }]);
    for (const client of [...clients, pool, instance]) await client.end();
  });
}, "postgresql");
