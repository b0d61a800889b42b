import { type Connection, type createEngine, DataError, insert, integer, literal, MetaData, select, text, update, varchar } from "athanor";
import fc from "fast-check";
import { expect, test } from "vitest";
import { add, entries, ids, withEntries } from "./support/entries.js";
import { everywhere, fault } from "./support/fault.js";

/** What has broken others: quotes of every kind, comments, statements' ends, placeholders of every driver, escapes. */
const INJECTIONS = [
  "'; DROP TABLE entry; --",
  "'; DELETE FROM entry; --",
  "' OR '1'='1",
  '" OR ""="',
  "`; DROP TABLE entry; --",
  "]; DROP TABLE entry; --",
  "\\'; DROP TABLE entry; --",
  "\\",
  "\\\\'",
  "'",
  "''",
  '"',
  '""',
  "`",
  "--",
  "/* */",
  "/*! DROP TABLE entry */",
  "#",
  "; SELECT 1",
  "$1",
  "?",
  ":id",
  "%s %(id)s %%",
  "@@version",
  "{fn now()}",
  "E'\\x41'",
  "$$ x $$",
  "$tag$ x $tag$",
  "\u00bf'; DROP TABLE entry; --",
  "\ubf27 OR 1=1",
  "Ω≈ç√∫˜µ≤≥÷",
  "𝕏 😀 👩‍👩‍👧",
  "\u202e gnirts",
  "\ufeff",
  "tab\tnew\nline\r",
  " leading and trailing ",
  "\u0001\u0002\u007f",
  "NULL",
  "null",
  "undefined",
  "__proto__",
  "constructor",
  "toString",
  "(SELECT max(id) FROM entry)",
  "1; SELECT pg_sleep(1)",
  "x".repeat(5000),
];

const values = new MetaData();
const stored = values.table("stored", { id: integer().primaryKey().autoincrement(false), body: text().notNull() });

/** Creates tables outside of `begin()`: MariaDB commits by itself there. */
async function created(conn: Connection, metadata: MetaData): Promise<void> {
  await metadata.createAll(conn);
  await conn.commit();
}

/** Text that every database can hold: no NUL; whole characters are what fast-check makes. */
const anyText = fc.string({ unit: "grapheme", maxLength: 60 }).filter((each) => !each.includes("\0"));

/** As a name: not empty, and within what PostgreSQL and MariaDB allow in bytes and characters. */
const isName = (each: string) => each !== "" && !/[\0\u{10000}-\u{10ffff}]|\s$/u.test(each) && Buffer.byteLength(each) <= 60;

fault("hostile values and names", everywhere, (place) => {
  test("values are stored and read back unchanged, one by one, in bulk, in lists, conditions and literals", async () => {
    const engine = place.engine();
    await withEntries(engine, 1, 2);
    const conn = await engine.connect();
    await created(conn, values);
    const sets = INJECTIONS.map((body, id) => ({ id, body }));
    await conn.execute(insert(stored), sets);
    for (const { id, body } of sets) {
      await conn.execute(insert(stored), { id: id + 1000, body });
      await conn.execute(update(stored).values({ body }).where(stored.c.id.eq(id)));
      expect(await conn.scalar(select(stored.c.body).where(stored.c.id.eq(id)).where(stored.c.body.eq(body)))).toBe(body);
      expect(await conn.scalar(select(literal(body)))).toBe(body);
    }
    expect(await conn.scalars(select(stored.c.body).where(stored.c.id.lt(1000)).orderBy(stored.c.id))).toEqual(INJECTIONS);
    expect(await conn.scalars(select(stored.c.body).where(stored.c.id.ge(1000)).orderBy(stored.c.id))).toEqual(INJECTIONS);
    expect(new Set(await conn.scalars(select(stored.c.body).where(stored.c.body.in(INJECTIONS))))).toEqual(new Set(INJECTIONS));
    await conn.close();
    await place.survived(engine, [1, 2]);
  });

  test("so is any other text", async () => {
    const engine = place.engine();
    await withEntries(engine, 1, 2);
    const conn = await engine.connect();
    await created(conn, values);
    let id = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(anyText, { minLength: 1, maxLength: 20 }), async (bodies) => {
        const first = id;
        await conn.execute(
          insert(stored),
          bodies.map((body) => ({ id: id++, body })),
        );
        expect(await conn.scalars(select(stored.c.body).where(stored.c.id.ge(first)).orderBy(stored.c.id))).toEqual(bodies);
      }),
      { numRuns: 60 },
    );
    await conn.close();
    await place.survived(engine, [1, 2]);
  });

  test("what no database can hold is refused, and the transaction goes on", async () => {
    const engine = place.engine();
    await withEntries(engine, 1, 2);
    const conn = await engine.connect();
    for (const body of ["a\0b", "\ud800", "\udc00 x"]) {
      await expect(conn.execute(insert(entries), { id: 9, body })).rejects.toThrow(DataError);
      await expect(
        conn.execute(insert(entries), [
          { id: 8, body: "good" },
          { id: 9, body },
        ]),
      ).rejects.toThrow(DataError);
    }
    await add(conn, 3);
    await conn.commit();
    expect(await ids(conn)).toEqual([1, 2, 3]);
    await conn.close();
    await place.survived(engine, [1, 2, 3]);
  });

  const roundTrip = async (engine: ReturnType<typeof createEngine>, name: string, column: string) => {
    const metadata = new MetaData();
    const table = metadata.table(name, { id: integer().primaryKey().autoincrement(false), [column]: varchar(50) });
    const [id, named] = [table.c.id, table.c[column]];
    if (id === undefined || named === undefined) throw new Error("The table has lost a column.");
    const ddl = await engine.connect();
    await created(ddl, metadata);
    await engine.begin(async (conn) => {
      await conn.execute(insert(table), [
        { id: 1, [column]: "one" },
        { id: 2, [column]: "two" },
      ]);
      await conn.execute(
        update(table)
          .values({ [column]: "three" })
          .where(named.eq("two")),
      );
      const rows = (await conn.execute(select(table).orderBy(id))).all();
      expect(rows).toEqual([
        { id: 1, [column]: "one" },
        { id: 2, [column]: "three" },
      ]);
    });
    expect(await ddl.hasTable(name)).toBe(true);
    await metadata.dropAll(ddl);
    await ddl.commit();
    expect(await ddl.hasTable(name)).toBe(false);
    await ddl.close();
  };

  test("names of tables and columns are names and nothing else", async () => {
    const engine = place.engine();
    await withEntries(engine, 1, 2);
    for (const [index, name] of INJECTIONS.filter(isName).entries()) await roundTrip(engine, `${index} ${name}`, `c ${name}`);
    await place.survived(engine, [1, 2]);
  });

  test("so is any other name", async () => {
    const engine = place.engine();
    await withEntries(engine, 1, 2);
    const anyName = fc.string({ unit: "grapheme", minLength: 1, maxLength: 20 }).filter(isName);
    await fc.assert(
      fc.asyncProperty(anyName, anyName, (name, column) => roundTrip(engine, `t${name}`, `c${column}`)),
      { numRuns: 40 },
    );
    await place.survived(engine, [1, 2]);
  });
});
