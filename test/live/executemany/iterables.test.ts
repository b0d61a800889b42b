import {
  ArgumentError,
  bindParam,
  type Connection,
  DataError,
  deleteFrom,
  IntegrityError,
  InvalidRequestError,
  insert,
  integer,
  literalColumn,
  MetaData,
  select,
  text,
  update,
} from "athanor";
import { expect, test } from "vitest";
import { onEveryDatabase } from "../support/databases.js";
import { eventsOf, rejectedWith, rejection } from "../support/recorded.js";

const metadata = new MetaData();
const items = metadata.table("item", {
  id: integer().primaryKey(),
  name: text().notNull().unique(),
  size: integer(),
});
/** A few sets for each page, but where the usual size is what the test is about. */
const paged = { insertPageSize: 100 };
const inOrder = insert(items).returning(items.c.id, items.c.name).sortByParameterOrder();

type Set = { name: string; size?: number | null };

/** Sets that come one by one, and what has been asked of their source. */
function counted(count: number, of: (n: number) => Set = (n) => ({ name: `item ${n}`, size: n % 7 === 0 ? null : n })) {
  const seen = { taken: 0, closed: false };
  function* made() {
    try {
      for (let n = 0; n < count; n += 1) {
        seen.taken += 1;
        yield of(n);
      }
    } finally {
      seen.closed = true;
    }
  }
  async function* later() {
    yield* made();
  }
  return { seen, sets: made(), later: later() };
}

async function all<R>(rows: AsyncIterable<R>): Promise<R[]> {
  const list: R[] = [];
  for await (const row of rows) list.push(row);
  return list;
}

onEveryDatabase(({ engine, target }) => {
  /** A connection on which one row is committed and another one is not. */
  const open = async (options = {}) => {
    const database = engine({ ...paged, ...options });
    const conn = await database.connect();
    await metadata.createAll(conn);
    await conn.execute(insert(items), { name: "before" });
    await conn.commit();
    await conn.execute(insert(items), { name: "mine" });
    return { database, conn };
  };
  const names = (conn: Connection) => conn.scalars(select(items.c.name).orderBy(items.c.id));
  const kept = ["before", "mine"];
  const numbered = (count: number) => Array.from({ length: count }, (_, n) => `item ${n}`);

  test("30,000 rows come in the order of the sets, which are asked for page by page", async () => {
    const { conn } = await open({ insertPageSize: undefined });
    const { seen, later } = counted(30_000);
    let at = 0;
    let last = 0;
    let mostAhead = 0;
    for await (const { id, name } of conn.stream(inOrder, later)) {
      mostAhead = Math.max(mostAhead, seen.taken - at);
      if (name !== `item ${at}` || id <= last) throw new Error(`row ${at} is ${id}, ${name}, after ${last}`);
      last = id;
      at += 1;
    }
    // where the database is in this process, a page saves no way there and back
    expect([at, mostAhead, seen.closed]).toEqual([30_000, target.backend === "sqlite" ? 1000 : 10_000, true]);
    await conn.rollback();
    expect(await names(conn)).toEqual(["before"]);
    await conn.close();
  });

  test("a row that can't be read: the iterable says so, and what the pages did is undone", async () => {
    const { conn } = await open();
    const { seen, sets } = counted(250);
    const unsafe = insert(items).returning(items.c.name, literalColumn("9007199254740993", integer()).label("n"));
    expect(await rejectedWith(DataError, all(conn.stream(unsafe, sets)))).toMatchObject({ message: expect.stringContaining("column 'n'") });
    expect(seen.closed).toBe(true);
    expect(await names(conn)).toEqual(kept);
    await conn.close();
  });

  test("a list, and an iterable that need not be waited for", async () => {
    const { conn } = await open();
    const { sets } = counted(250);
    expect((await all(conn.stream(inOrder, sets))).map(({ name }) => name)).toEqual(numbered(250));
    expect(await all(conn.stream(inOrder, [{ name: "x" }, { name: "y" }]))).toMatchObject([{ name: "x" }, { name: "y" }]);
    expect(await all(conn.stream(inOrder, new Set([{ name: "z" }])))).toMatchObject([{ name: "z" }]);
    expect(await all(conn.stream(inOrder, []))).toEqual([]);
    expect(await names(conn)).toEqual([...kept, ...numbered(250), "x", "y", "z"]);
    await conn.close();
  });

  test("execute() counts what it has done, and keeps no sets", async () => {
    const { conn } = await open();
    const done = await conn.execute(insert(items), counted(350).later);
    expect([done.rowCount, done.returnsRows, done.isInsert]).toEqual([350, false, true]);
    expect(() => done.lastInsertedParams()).toThrow("are not kept");
    expect(() => done.insertedPrimaryKeyRows).toThrow(InvalidRequestError);
    const none = await conn.execute(insert(items), counted(0).later);
    expect([none.rowCount, none.isInsert]).toEqual([0, true]);
    expect(await names(conn)).toEqual([...kept, ...numbered(350)]);
    await conn.close();
  });

  test("execute() keeps what the statement returns", async () => {
    const { conn } = await open();
    const rows = await conn.execute(inOrder, counted(250).later);
    expect([rows.rowCount, rows.all().map(({ name }) => name)]).toEqual([250, numbered(250)]);
    const keyed = await conn.execute(insert(items).returnDefaults(), counted(250, (n) => ({ name: `more ${n}` })).sets);
    expect(keyed.insertedPrimaryKeyRows).toHaveLength(250);
    expect((await conn.execute(inOrder, counted(0).later)).all()).toEqual([]);
    await conn.close();
  });

  test("sets of different keys", async () => {
    const { conn } = await open();
    const sets = counted(250, (n) => (n % 90 < 40 ? { name: `item ${n}` } : { name: `item ${n}`, size: n })).later;
    expect((await all(conn.stream(inOrder, sets))).map(({ name }) => name)).toEqual(numbered(250));
    await conn.close();
  });

  test("UPDATE and DELETE", async () => {
    const { conn } = await open();
    await conn.execute(insert(items), counted(250).sets);
    async function* changes() {
      for (let n = 0; n < 250; n += 1) yield { which: `item ${n}`, size: -n };
    }
    const byName = items.c.name.eq(bindParam("which", text()));
    expect((await conn.execute(update(items).where(byName), changes())).rowCount).toBe(250);
    expect(await conn.scalar(select(items.c.size).where(items.c.name.eq("item 249")))).toBe(-249);
    const gone = conn.stream(
      deleteFrom(items).where(byName).returning(items.c.name),
      numbered(250).map((which) => ({ which })),
    );
    expect((await all(gone)).map(({ name }) => name)).toEqual(numbered(250));
    expect(await names(conn)).toEqual(kept);
    await conn.close();
  });

  test("leaving the loop early undoes all of it, and tells the source", async () => {
    const { database, conn } = await open();
    const { seen, later } = counted(1000);
    for await (const { name } of conn.stream(inOrder, later)) if (name === "item 250") break;
    expect(seen).toEqual({ taken: 300, closed: true });
    await conn.execute(insert(items), { name: "after" });
    expect(await names(conn)).toEqual([...kept, "after"]);
    await conn.commit();
    await conn.close();
    expect(database.pool.statistics.checkedOut).toBe(0);
  });

  test("an error in the loop, one of the source's, and a set that is none undo all of it", async () => {
    const { conn } = await open();
    const { seen, later } = counted(1000);
    const inLoop = (async () => {
      for await (const { name } of conn.stream(inOrder, later)) if (name === "item 250") throw new RangeError("in the loop");
    })();
    await expect(inLoop).rejects.toThrow(new RangeError("in the loop"));
    expect(seen.closed).toBe(true);
    const failing = counted(1000, (n) => {
      if (n === 250) throw new RangeError("in the source");
      return { name: `item ${n}` };
    });
    await expect(all(conn.stream(inOrder, failing.later))).rejects.toThrow(new RangeError("in the source"));
    await expect(conn.execute(insert(items), failing.sets)).rejects.toThrow(new RangeError("in the source"));
    function* wrong(): Generator<Set> {
      for (let n = 0; n < 250; n += 1) yield { name: `item ${n}` };
      // as it comes from elsewhere
      yield JSON.parse("5");
    }
    const error = await rejectedWith(ArgumentError, conn.execute(insert(items), wrong()));
    expect(error.message).toBe("Parameters must be an object by name, or a list of such objects; element 250 of the list is a number.");
    expect(await names(conn)).toEqual(kept);
    await conn.close();
  });

  test.each([50, 250])("set %d that the database refuses undoes all of it, and is named", async (bad) => {
    const { database, conn } = await open();
    const refused = () => counted(1000, (n) => ({ name: n === bad ? "item 3" : `item ${n}` })).later;
    expect((await rejectedWith(IntegrityError, all(conn.stream(inOrder, refused())))).row).toBe(bad);
    expect((await rejectedWith(IntegrityError, conn.execute(insert(items), refused()))).row).toBe(bad);
    expect(await names(conn)).toEqual(kept);
    await conn.commit();
    await conn.close();
    const inBegin = database.begin(async (own) => {
      await own.execute(insert(items), { name: "with it" });
      await own.execute(insert(items), refused());
    });
    expect((await rejectedWith(IntegrityError, inBegin)).row).toBe(bad);
    const other = await database.connect();
    expect(await names(other)).toEqual(kept);
    await other.close();
  });

  test("a name that no parameter has, and a value that its type refuses, are told with the number of the set", async () => {
    const { conn } = await open();
    const named = counted(250, (n) => Object.assign({ name: `item ${n}` }, n === 130 ? { other: 1 } : {})).later;
    await expect(conn.execute(insert(items), named)).rejects.toThrow("Unknown parameter 'other' in parameter group 130");
    const valued = counted(250, (n) => ({ name: `item ${n}`, size: n === 130 ? 0.5 : n })).later;
    expect(await rejection(conn.execute(insert(items), valued))).toMatchObject({ row: 130 });
    expect(await names(conn)).toEqual(kept);
    await conn.close();
  });

  test("with AUTOCOMMIT it is a transaction of its own", async () => {
    const database = engine({ ...paged, isolationLevel: "AUTOCOMMIT" });
    const conn = await database.connect();
    await metadata.createAll(conn);
    for await (const { name } of conn.stream(inOrder, counted(1000).later)) if (name === "item 250") break;
    expect(await names(conn)).toEqual([]);
    expect(await all(conn.stream(inOrder, counted(250).later))).toHaveLength(250);
    await conn.close();
    const other = await database.connect();
    expect(await names(other)).toHaveLength(250);
    await other.close();
  });

  test("meanwhile nothing else runs on the connection", async () => {
    const { conn } = await open();
    const errors: unknown[] = [];
    for await (const { name } of conn.stream(inOrder, counted(250).later)) {
      if (name !== "item 150") continue;
      errors.push(await rejection(conn.execute(insert(items), { name: "between" })), await rejection(conn.commit()));
    }
    expect(errors.map(String)).toEqual(Array(2).fill(expect.stringContaining("A stream is open on this connection")));
    expect(await names(conn)).toEqual([...kept, ...numbered(250)]);
    await conn.close();
  });

  test.each(["rollback", "close"] as const)("%s() ends it, and its loop is told", async (how) => {
    const { database, conn } = await open();
    const { seen, later } = counted(1000);
    const loop = (async () => {
      for await (const { name } of conn.stream(inOrder, later)) if (name === "item 150") await conn[how]();
    })();
    expect((await rejectedWith(InvalidRequestError, loop)).message).toContain(how === "close" ? "closed" : "ended with its transaction");
    expect(seen.closed).toBe(true);
    await conn.close();
    const other = await database.connect();
    expect(await names(other)).toEqual(["before"]);
    await other.close();
  });

  test("a source can't use the connection that waits for it", async () => {
    const { conn } = await open();
    async function* copied() {
      for await (const { name } of conn.stream(select(items))) yield { name: `copy of ${name}` };
    }
    for (const copying of [conn.execute(insert(items), copied()), all(conn.stream(inOrder, copied()))])
      expect((await rejectedWith(InvalidRequestError, copying)).message).toContain("can't use the connection that is waiting for it");
    expect(await names(conn)).toEqual(kept);
    await conn.close();
  });

  test("a signal ends the waiting for a set, and undoes all of it", async () => {
    const { conn } = await open();
    for (const returns of [true, false]) {
      const stop = new AbortController();
      async function* slow() {
        for (let n = 0; n < 150; n += 1) yield { name: `item ${n}` };
        setTimeout(() => stop.abort(new RangeError("enough")), 20);
        await new Promise(() => {});
      }
      const options = { signal: stop.signal };
      const loaded = returns
        ? all(conn.stream(inOrder.executionOptions(options), slow()))
        : conn.execute(insert(items).executionOptions(options), slow());
      expect(await rejection(loaded)).toEqual(new RangeError("enough"));
    }
    expect(await names(conn)).toEqual(kept);
    await conn.close();
  });

  test("a statement without rows can't be streamed, and a query takes one set: nothing stays", async () => {
    const { database, conn } = await open();
    const sent = eventsOf(database, "physical");
    const withoutRows = Reflect.apply(conn.stream, conn, [insert(items), counted(5).sets]);
    expect((await rejectedWith(InvalidRequestError, withoutRows[Symbol.asyncIterator]().next())).message).toContain("no returning()");
    const query = select(items).where(items.c.name.eq(bindParam("which", text())));
    await rejectedWith(InvalidRequestError, conn.execute(query, [{ which: "a" }, { which: "b" }].values()));
    expect(sent).toEqual([]);
    expect(await names(conn)).toEqual(kept);
    await conn.close();
  });
});
