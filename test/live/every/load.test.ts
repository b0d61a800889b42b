import {
  ArgumentError,
  binary,
  DataError,
  func,
  IntegrityError,
  InvalidRequestError,
  insert,
  integer,
  json,
  MetaData,
  select,
  sql,
  text,
  unique,
  update,
  varchar,
} from "athanor";
import { expect, test } from "vitest";
import { onEveryDatabase } from "../support/databases.js";
import { eventsOf, rejectedWith, rejection } from "../support/recorded.js";

let made = 0;
const metadata = new MetaData();
const places = metadata.table("place", { id: integer().primaryKey().autoincrement(false) });
const readings = metadata.table(
  "a reading",
  {
    id: integer().primaryKey(),
    name: varchar('its "name"', 20).notNull(),
    note: text().serverDefault("none"),
    number: integer().default(() => ++made),
    doc: json(),
    raw: binary(),
    placeId: integer("place_id").references(() => places.c.id),
  },
  (c) => [unique(c.name)],
);

/** Text that has a meaning of its own wherever rows travel as text. */
const HOSTILE = [
  "",
  " ",
  "\\N",
  "\\.",
  "\\",
  "a\tb",
  "a\nb",
  "a\r\nb",
  "\\n",
  "NULL",
  "null",
  "'; --",
  '"',
  "{}",
  "\b\f\v",
  "é💩",
  "\\x00",
  ",",
];

const many = <T>(length: number, make: (n: number) => T): T[] => Array.from({ length }, (_, n) => make(n));
const named = (n: number) => ({ name: `n ${n}` });
async function* later<T>(rows: Iterable<T>): AsyncGenerator<T> {
  for (const row of rows) yield row;
}

onEveryDatabase(({ engine: open, target }) => {
  const ready = async () => {
    made = 0;
    const engine = open();
    const conn = await engine.connect();
    await metadata.createAll(conn);
    await conn.execute(insert(places), { id: 1 });
    await conn.commit();
    await conn.close();
    const stored = () => engine.begin(async (conn) => (await conn.execute(select(readings).orderBy(readings.c.id))).all());
    const count = () => engine.begin((conn) => conn.scalar(select(func.count()).selectFrom(readings)));
    return { engine, stored, count };
  };

  test("rows of an iterable, waited for or not, and of a list are all there, committed, and counted", async () => {
    const { engine, count } = await ready();
    expect(await engine.load(insert(readings), later(many(1234, named)))).toBe(1234);
    expect(await engine.load(insert(readings), new Set(many(70, (n) => named(2000 + n))))).toBe(70);
    expect(
      await engine.load(
        insert(readings),
        many(3, (n) => named(3000 + n)),
      ),
    ).toBe(3);
    expect(await engine.load(insert(readings), [])).toBe(0);
    expect(await count()).toBe(1307);
  });

  test("values are what execute() makes of them: NULL, empty text, and text that means something where rows are text", async () => {
    const { engine, stored } = await ready();
    const rows = many(120, (n) => {
      const note = n < HOSTILE.length ? (HOSTILE[n] ?? "") : n % 3 === 0 ? null : `${HOSTILE[n % HOSTILE.length]}${n}`;
      return {
        name: `n ${n}`,
        note,
        number: n - 60,
        doc: n % 5 === 0 ? null : { note, list: [n, null, "\t\\"] },
        raw: n % 7 === 0 ? null : Uint8Array.of(0, n, 92, 9, 10, 255),
        placeId: n % 2 === 0 ? 1 : null,
      };
    });
    expect(await engine.load(insert(readings), later(rows))).toBe(120);
    expect((await stored()).map(({ id: _, ...row }) => row)).toEqual(rows);
  });

  test("a key that is left out is the column's default, the client's or the database's, whatever keys its neighbours have", async () => {
    const { engine, stored } = await ready();
    const rows = [
      ...many(100, named),
      ...many(100, (n) => ({ name: `o ${n}`, note: null, number: 5 })),
      { name: "alone", note: "own" },
      ...many(60, (n) => ({ name: `p ${n}`, note: undefined, number: null })),
    ];
    expect(await engine.load(insert(readings), rows)).toBe(261);
    expect((await stored()).map(({ name, note, number }) => [name, note, number])).toEqual([
      ...many(100, (n) => [`n ${n}`, "none", n + 1]),
      ...many(100, (n) => [`o ${n}`, null, 5]),
      ["alone", "own", 101],
      ...many(60, (n) => [`p ${n}`, "none", null]),
    ]);
  });

  test("a statement's own values, and expressions for all rows", async () => {
    const { engine, stored } = await ready();
    await engine.load(insert(readings).values({ number: 7, note: func.lower("FROM Afar") }), later(many(80, named)));
    await engine.load(insert(readings).values({ note: "the same", placeId: 1 }), later(many(80, (n) => named(100 + n))));
    const rows = await stored();
    expect(rows.slice(0, 80).every(({ note, number }) => note === "from afar" && number === 7)).toBe(true);
    expect(rows.slice(80).every(({ note, placeId }) => note === "the same" && placeId === 1)).toBe(true);
    expect(rows).toHaveLength(160);
  });

  test("rows of RETURNING come as they are loaded, in the order of what was given", async () => {
    const { engine, count } = await ready();
    const names: string[] = [];
    const returning = insert(readings).returning(readings.c.id, readings.c.name).sortByParameterOrder();
    for await (const { id, name } of engine.load(returning, later(many(2500, named)))) {
      expect(id).toBeGreaterThan(0);
      names.push(name);
    }
    expect(names).toEqual(many(2500, (n) => `n ${n}`));
    expect(await count()).toBe(2500);
  });

  test("a loop over RETURNING that is left undoes all rows", async () => {
    const { engine, count } = await ready();
    let ended = false;
    const rows = function* () {
      try {
        for (let n = 0; ; n += 1) yield named(n);
      } finally {
        ended = true;
      }
    };
    const statement = insert(readings).returning(readings.c.id).executionOptions({ insertPageSize: 100 });
    for await (const { id } of engine.load(statement, rows())) if (id > 150) break;
    expect([ended, await count()]).toEqual([true, 0]);
  });

  test("progress is told page by page, and waited for", async () => {
    const { engine, count } = await ready();
    const seen: number[] = [];
    let taken = 0;
    const rows = function* () {
      for (; taken < 950; taken += 1) yield named(taken);
    };
    const onProgress = async (rows: number) => {
      await new Promise((resolve) => setTimeout(resolve, 1));
      // no more was asked for meanwhile
      expect(taken).toBeLessThanOrEqual(rows);
      seen.push(rows);
    };
    expect(await engine.load(insert(readings).executionOptions({ insertPageSize: 300 }), rows(), { onProgress })).toBe(950);
    expect(seen).toEqual([300, 600, 900, 950]);
    const tired = new Error("enough");
    const again = engine.load(
      insert(readings),
      many(10, (n) => named(2000 + n)),
      {
        onProgress: () => {
          throw tired;
        },
      },
    );
    expect(await rejection(again)).toBe(tired);
    expect(await count()).toBe(950);
  });

  test("what the database refuses undoes all rows, and the error names the row", async () => {
    const { engine, count } = await ready();
    const load = (at: number, row: object) => {
      const rows = many(700, (n) => (n === at ? { ...named(n), ...row } : named(n)));
      return Reflect.apply(engine.load, engine, [insert(readings).executionOptions({ insertPageSize: 250 }), later(rows)]);
    };
    const taken = await rejectedWith(IntegrityError, load(433, { name: "n 7" }));
    expect([taken.condition, taken.row]).toEqual(["uniqueViolation", 433]);
    const nowhere = await rejectedWith(IntegrityError, load(610, { placeId: 77 }));
    expect([nowhere.condition, nowhere.row]).toEqual(["foreignKeyViolation", 610]);
    const empty = await rejectedWith(IntegrityError, load(3, { name: null }));
    expect([empty.condition, empty.row]).toEqual(["notNullViolation", 3]);
    expect(await count()).toBe(0);
    expect(await engine.load(insert(readings), many(60, named))).toBe(60);
  });

  if (target.backend !== "sqlite")
    test("text that does not fit is refused, not cut", async () => {
      const { engine, count } = await ready();
      const rows = many(200, (n) => ({ name: n === 120 ? "x".repeat(21) : `n ${n}` }));
      const error = await rejectedWith(DataError, engine.load(insert(readings), rows));
      expect([error.row, await count()]).toEqual([120, 0]);
    });

  test("what a type refuses, what is no row, and what the source throws: nothing stays", async () => {
    const { engine, count } = await ready();
    const load = (rows: Iterable<unknown>) => Reflect.apply(engine.load, engine, [insert(readings), rows]);
    const refused = await rejectedWith(
      DataError,
      load(many(300, (n) => (n === 222 ? { ...named(n), number: "many" } : { ...named(n), number: n }))),
    );
    expect([refused.row, refused.message]).toEqual([222, expect.stringContaining("column 'number'")]);
    expect(await rejectedWith(ArgumentError, load(many(300, (n) => (n === 222 ? 5 : named(n)))))).toMatchObject({
      message: expect.stringContaining("element 222"),
    });
    const broken = new Error("the file ends too early");
    const file = function* () {
      yield* many(200, named);
      throw broken;
    };
    expect(await rejection(engine.load(insert(readings), file()))).toBe(broken);
    expect(await rejection(engine.load(insert(readings), later(file())))).toBe(broken);
    expect(await count()).toBe(0);
    expect(await engine.load(insert(readings), many(60, named))).toBe(60);
  });

  test("a signal stops the load, also while it waits for rows, and undoes it", async () => {
    const { engine, count } = await ready();
    const stop = new AbortController();
    const reason = new Error("stopped");
    const rows = async function* () {
      yield* many(500, named);
      stop.abort(reason);
      await new Promise(() => {});
    };
    const statement = insert(readings).executionOptions({ insertPageSize: 100 });
    expect(await rejection(engine.load(statement, rows(), { signal: stop.signal }))).toBe(reason);
    expect(await rejection(engine.load(statement, rows(), { signal: stop.signal }))).toBe(reason);
    expect(await count()).toBe(0);
  });

  test("on a connection it is part of the transaction", async () => {
    const { engine, count } = await ready();
    const conn = await engine.connect();
    await conn.execute(insert(readings), named(0));
    expect(await conn.load(insert(readings), later(many(99, (n) => named(n + 1))))).toBe(99);
    expect(await conn.scalar(select(func.count()).selectFrom(readings))).toBe(100);
    await conn.rollback();
    await rejectedWith(IntegrityError, conn.load(insert(readings), [...many(99, named), named(5)]));
    // nothing of it stays, and the transaction goes on
    await conn.execute(insert(readings), named(0));
    await conn.commit();
    expect(
      await conn.load(
        insert(readings).executionOptions({ isolationLevel: "AUTOCOMMIT" }),
        many(60, (n) => named(n + 1)),
      ),
    ).toBe(60);
    await conn.close();
    expect(await count()).toBe(61);
  });

  test("the events tell of the statement, and what brings the rows can not use the connection", async () => {
    const { engine } = await ready();
    const statements = eventsOf(engine, "statement");
    const executed = eventsOf(engine, "executed");
    const physical = eventsOf(engine, "physical");
    const conn = await engine.connect();
    const refused: unknown[] = [];
    const rows = function* () {
      refused.push(rejection(conn.execute(sql.text("SELECT 1"))));
      for (let n = 0; n < 200; n += 1) yield { name: `n ${n}`, number: n };
    };
    expect(await conn.load(insert(readings), rows())).toBe(200);
    expect(await Promise.all(refused)).toEqual([expect.any(InvalidRequestError)]);
    expect(statements.map(({ sets, executemany }) => [sets?.length, executemany])).toEqual([[200, true]]);
    expect(statements[0]?.sql).toContain("INSERT INTO");
    expect(executed.map(({ rowCount, error }) => [rowCount, error])).toEqual([[200, null]]);
    expect(physical.map(({ sets }) => String(sets)).join()).toContain("n 199");
    await conn.close();
  });

  test("what is no insert(), has returnDefaults(), or brings no rows is refused before anything is done", async () => {
    const { engine, count } = await ready();
    const load = (...given: unknown[]) => rejectedWith(ArgumentError, Reflect.apply(engine.load, engine, given));
    expect((await load(update(readings), [{}])).message).toContain("load() takes an insert()");
    expect((await load(sql.text("INSERT INTO t VALUES (1)"), [{}])).message).toContain("load() takes an insert()");
    expect((await load(insert(readings).returnDefaults(), [named(1)])).message).toContain("use returning()");
    expect((await load(insert(readings), named(1))).message).toContain("a list, or an iterable");
    expect((await load(insert(readings), new Map([["name", 1]]))).message).toContain("a list, or an iterable");
    expect(await count()).toBe(0);
  });
});
