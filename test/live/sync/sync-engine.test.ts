import { tracingChannel } from "node:diagnostics_channel";
import { setTimeout as wait } from "node:timers/promises";
import {
  ArgumentError,
  createEngine,
  createSyncEngine,
  deleteFrom,
  IntegrityError,
  InvalidRequestError,
  insert,
  integer,
  MetaData,
  OperationalError,
  type SyncConnection,
  select,
  sql,
  text,
  update,
} from "athanor";
import { nodeSqlite, sqlite } from "athanor/sqlite";
import { afterEach, describe, expect, test } from "vitest";
import { onEveryDriver } from "../support/backends.js";
import { endOthers, lockedByOther } from "../support/other-process.js";

const metadata = new MetaData();
const notes = metadata.table("note", { id: integer().primaryKey(), body: text().notNull().unique() });
const bodies = select(notes.c.body).orderBy(notes.c.id);

afterEach(endOthers);

onEveryDriver(({ driver, freshFile }) => {
  const urlOf = (file: string) => `sqlite+${driver}:///${encodeURI(file)}` as const;
  const opened = (file = freshFile(), options = {}) => {
    const engine = createSyncEngine(urlOf(file), options);
    engine.begin((conn) => metadata.createAll(conn));
    return engine;
  };
  const add = (conn: SyncConnection, body: string) => conn.execute(insert(notes).values({ body }));

  test("gives results, and no promises", () => {
    const engine = opened();
    const ids = engine.begin((conn) =>
      conn.execute(insert(notes).returning(notes.c.id).sortByParameterOrder(), [{ body: "a" }, { body: "b" }]).all(),
    );
    expect(ids).toEqual([{ id: 1 }, { id: 2 }]);
    const conn = engine.connect();
    expect(conn.execute(bodies).scalars()).toEqual(["a", "b"]);
    expect(conn.scalar(bodies)).toBe("a");
    expect(conn.scalars(bodies)).toEqual(["a", "b"]);
    expect(add(conn, "c").insertedPrimaryKey).toEqual({ id: 3 });
    expect(conn.execute(update(notes).values({ body: "d" }).where(notes.c.id.eq(3))).rowCount).toBe(1);
    conn.commit();
    expect(conn.execute(deleteFrom(notes).where(notes.c.id.gt(1))).rowCount).toBe(2);
    conn.rollback();
    expect(conn.scalars(bodies)).toEqual(["a", "b", "d"]);
    conn.close();
    engine.close();
    expect(() => engine.connect()).toThrow(InvalidRequestError);
  });

  test("begin() commits when its callback returns, and rolls back when it throws", () => {
    const engine = opened();
    engine.begin((conn) => add(conn, "kept"));
    const failing = () =>
      engine.begin((conn) => {
        add(conn, "undone");
        throw new RangeError("enough");
      });
    expect(failing).toThrow(RangeError);
    expect(engine.begin((conn) => conn.scalars(bodies))).toEqual(["kept"]);
    engine.close();
  });

  test("a callback that gives a promise is refused, and what it did is undone", async () => {
    const engine = opened();
    // @ts-expect-error of such a callback nobody could wait for the end
    expect(() => engine.begin(async (conn) => void add(conn, "undone"))).toThrow(ArgumentError);
    // @ts-expect-error the same
    expect(() => engine.transaction(async (conn) => void add(conn, "undone"))).toThrow("no async function");
    await wait(1);
    expect(engine.begin((conn) => conn.scalars(bodies))).toEqual([]);
    engine.close();
  });

  test("savepoints, by callback and by hand", () => {
    const engine = opened();
    engine.begin((conn) => {
      add(conn, "first");
      expect(() => conn.beginNested(() => [add(conn, "second"), add(conn, "first")])).toThrow(IntegrityError);
      conn.beginNested(() => add(conn, "third"));
      const tx = conn.beginNested();
      add(conn, "fourth");
      tx.rollback();
      expect(tx.isActive).toBe(false);
      expect(() => tx.commit()).toThrow("This transaction is inactive");
      expect(() => conn.commit()).toThrow("Can't commit inside of a begin() callback");
    });
    expect(engine.begin((conn) => conn.scalars(bodies))).toEqual(["first", "third"]);
    const conn = engine.connect();
    const tx = conn.begin();
    add(conn, "fifth");
    tx[Symbol.dispose]();
    expect(conn.inTransaction).toBe(false);
    conn[Symbol.dispose]();
    expect(() => conn.execute(bodies)).toThrow("This Connection is closed");
    engine.close();
  });

  test("streams are iterables, and end with their loop", () => {
    const engine = opened();
    const conn = engine.connect();
    conn.execute(
      insert(notes),
      Array.from({ length: 1200 }, (_, index) => ({ body: `note ${index}` })),
    );
    let count = 0;
    for (const { body } of conn.stream(bodies)) {
      expect(body).toBe(`note ${count}`);
      if (count === 0) expect(() => conn.execute(bodies)).toThrow("A stream is open");
      count += 1;
      if (count === 600) break;
    }
    expect(count).toBe(600);
    expect([...conn.stream(bodies)]).toHaveLength(1200);
    conn.close();
    engine.close();
  });

  test("a default may be a function, but not one that gives a promise", () => {
    const drafts = new MetaData().table("note", {
      id: integer().primaryKey(),
      body: text()
        .notNull()
        .default(() => "made"),
    });
    const late = new MetaData().table("note", {
      id: integer().primaryKey(),
      body: text()
        .notNull()
        .default(async () => "too late"),
    });
    const engine = opened();
    engine.begin((conn) => conn.execute(insert(drafts)));
    expect(() => engine.begin((conn) => conn.execute(insert(late)))).toThrow("The default of column 'body' gave a promise");
    expect(() => engine.begin((conn) => conn.execute(insert(late)))).toThrow(ArgumentError);
    expect(engine.begin((conn) => conn.scalars(bodies))).toEqual(["made"]);
    engine.close();
  });

  test("a default can't use the connection that is asking for it", () => {
    const engine = opened();
    const conn = engine.connect();
    const asking = new MetaData().table("note", {
      id: integer().primaryKey(),
      body: text()
        .notNull()
        .default(() => String(conn.scalar(bodies))),
    });
    expect(() => conn.execute(insert(asking))).toThrow("in the middle of a call");
    add(conn, "goes on");
    expect(conn.scalars(bodies)).toEqual(["goes on"]);
    conn.close();
    engine.close();
  });

  test("errors are the same, and the failing row is found", () => {
    const engine = opened();
    const caught = (work: () => unknown): unknown => {
      try {
        work();
      } catch (error) {
        return error;
      }
      return null;
    };
    const error = caught(() => engine.begin((conn) => conn.execute(insert(notes), [{ body: "a" }, { body: "b" }, { body: "a" }])));
    expect(error).toBeInstanceOf(IntegrityError);
    expect(error).toMatchObject({ row: 2 });
    const conn = engine.connect();
    expect(caught(() => conn.execute(sql.text("SELEC 1")))).toBeInstanceOf(OperationalError);
    expect(conn.execute(bodies).all()).toEqual([]);
    conn.close();
    engine.close();
  });

  test("another connection of this process that has the writer is an error at once", () => {
    const engine = opened();
    const first = engine.connect();
    const second = engine.connect();
    add(first, "first");
    const started = performance.now();
    expect(() => add(second, "second")).toThrow("Another connection of this process has the database's only writer");
    expect(() => add(second, "second")).toThrow(OperationalError);
    expect(performance.now() - started).toBeLessThan(1000);
    first.commit();
    add(second, "second");
    second.commit();
    expect(engine.begin((conn) => conn.scalars(bodies))).toEqual(["first", "second"]);
    first.close();
    second.close();
    engine.close();
  });

  test("another process's lock is waited for, no longer than busyTimeout", async () => {
    const file = freshFile();
    const engine = opened(file);
    await lockedByOther(file, 150);
    engine.begin((conn) => add(conn, "ours"));
    expect(engine.begin((conn) => conn.scalars(bodies))).toEqual(["from the other process", "ours"]);
    engine.close();
    const hasty = createSyncEngine(urlOf(file), { busyTimeout: 30 });
    const other = await lockedByOther(file, 0);
    expect(() => hasty.begin((conn) => add(conn, "too late"))).toThrow(OperationalError);
    await other.letGo();
    hasty.close();
  });

  test("a serialization failure is repeated", () => {
    const engine = opened();
    let attempts = 0;
    engine.transaction((conn) => {
      attempts += 1;
      add(conn, `attempt ${attempts}`);
      if (attempts === 1) throw new OperationalError("stale", { statement: "", params: [], cause: null, serializationFailure: true });
    });
    expect(engine.begin((conn) => conn.scalars(bodies))).toEqual(["attempt 2"]);
    engine.close();
  });

  test("AUTOCOMMIT, read-only transactions and the catalog", () => {
    const engine = opened();
    const conn = engine.connect().executionOptions({ isolationLevel: "AUTOCOMMIT" });
    add(conn, "stands");
    expect(conn.inTransaction).toBe(false);
    expect(conn.hasTable("note")).toBe(true);
    conn.close();
    const reader = engine.connect().executionOptions({ readOnly: true });
    expect(() => add(reader, "refused")).toThrow(OperationalError);
    reader.close();
    engine.begin((each) => metadata.dropAll(each));
    expect(engine.begin((each) => each.hasTable("note"))).toBe(false);
    engine.close();
  });

  test("listeners and tracers hear of it", () => {
    const engine = opened();
    const seen: unknown[] = [];
    engine.on("executed", ({ rowCount }) => void seen.push(rowCount));
    const traced: string[] = [];
    const listening = { end: () => void traced.push("end"), error: () => void traced.push("error") };
    const channel = tracingChannel("athanor:execute");
    channel.subscribe({ ...listening, start: () => {}, asyncStart: () => {}, asyncEnd: () => {} });
    engine.begin((conn) => add(conn, "heard"));
    expect(seen).toEqual([1]);
    expect(traced).toEqual(["end"]);
    engine.close();
  });
});

describe("what it is made for", () => {
  test("has to answer at once", () => {
    expect(() => createSyncEngine(String("postgresql://localhost/shop"))).toThrow(ArgumentError);
    // @ts-expect-error such a database is known not to
    expect(() => createSyncEngine("postgresql://localhost/shop")).toThrow("The driver 'pg' does not answer at once");
  });

  test("may be a driver of the user's making, or memory", () => {
    const engine = createSyncEngine({ dialect: sqlite(), driver: nodeSqlite(":memory:") });
    expect(engine.begin((conn) => conn.scalar(sql.text("SELECT 1")))).toBe(1);
    engine.close();
    const memory = createSyncEngine(":memory:");
    const conn = memory.connect();
    expect(() => memory.connect()).toThrow("This database has one connection only, which is in use");
    conn.close();
    memory.close();
  });

  test("an asynchronous engine takes the same drivers", async () => {
    const engine = createEngine({ dialect: sqlite(), driver: nodeSqlite(":memory:") });
    expect(await engine.begin((conn) => conn.scalar(sql.text("SELECT 1")))).toBe(1);
    await engine.close();
  });
});
