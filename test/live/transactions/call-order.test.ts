import { setTimeout as wait } from "node:timers/promises";
import { func, InvalidRequestError, insert, integer, MetaData, select, text } from "athanor";
import { describe, expect, test } from "vitest";
import { onEveryDatabase } from "../support/databases.js";
import { testExcept } from "../support/differences.js";
import { addNote, bodies, committed, withNotes } from "../support/notes.js";
import { eventsOf, rejection } from "../support/recorded.js";

onEveryDatabase(({ engine, target, alone }) => {
  test("calls that are not awaited run in the order of the calls", async () => {
    const database = await withNotes(engine());
    const conn = await database.connect();
    const calls = [addNote(conn, "a"), addNote(conn, "b"), conn.rollback(), addNote(conn, "c"), conn.commit(), addNote(conn, "d")];
    const found = bodies(conn);
    await Promise.all(calls);
    expect(await found).toEqual(["c", "d"]);
    await conn.close();
    expect(await committed(database)).toEqual(["c"]);
  });

  test("a call that waits holds up those after it", async () => {
    const order: string[] = [];
    const delayed = new MetaData().table("note", {
      id: integer().primaryKey(),
      body: text()
        .notNull()
        .default(async () => {
          await wait(20);
          return "slow";
        }),
    });
    const database = await withNotes(engine());
    const conn = await database.connect();
    const first = conn.execute(insert(delayed)).then(() => order.push("slow"));
    const second = addNote(conn, "quick").then(() => order.push("quick"));
    await Promise.all([first, second]);
    expect(order).toEqual(["slow", "quick"]);
    expect(await bodies(conn)).toEqual(["slow", "quick"]);
    await conn.close();
  });

  test("a call that fails does not hold up those after it", async () => {
    // in a transaction of PostgreSQL's those after it would fail too
    const conn = await (await withNotes(engine({ isolationLevel: "AUTOCOMMIT" }), "there")).connect();
    const failing = rejection(addNote(conn, "there"));
    const next = addNote(conn, "next");
    await failing;
    await next;
    expect(await bodies(conn)).toEqual(["there", "next"]);
    await conn.close();
  });

  test("close() waits for the calls before it, and refuses those after it", async () => {
    const database = await withNotes(engine());
    const conn = await database.connect();
    const calls = [addNote(conn, "a"), conn.commit(), addNote(conn, "b")];
    const closing = conn.close();
    await expect(addNote(conn, "late")).rejects.toThrow("This Connection is closed");
    await Promise.all(calls);
    await closing;
    expect(await committed(database)).toEqual(["a"]);
  });

  describe("while a begin() callback runs", () => {
    test("statements from outside of it are refused", async () => {
      const database = await withNotes(engine());
      const conn = await database.connect();
      let letGo = () => {};
      const held = new Promise<void>((resolve) => {
        letGo = resolve;
      });
      const running = conn.begin(async () => {
        await addNote(conn, "inside");
        await held;
        await addNote(conn, "still inside");
      });
      await wait(5);
      for (const outside of [
        addNote(conn, "outside"),
        conn.scalar(select(func.count())),
        conn.commit(),
        conn.rollback(),
        conn.begin(() => {}),
        conn.beginNested(),
        conn.stream(select(func.count()))[Symbol.asyncIterator]().next(),
      ])
        await expect(outside).rejects.toThrow(InvalidRequestError);
      letGo();
      await running;
      await conn.close();
      expect(await committed(database)).toEqual(["inside", "still inside"]);
    });

    test("also those that are made in the same breath as begin()", async () => {
      const database = await withNotes(engine());
      const conn = await database.connect();
      const running = conn.begin(() => addNote(conn, "inside"));
      const outside = rejection(addNote(conn, "outside"));
      await running;
      expect(await outside).toBeInstanceOf(InvalidRequestError);
      await conn.close();
      expect(await committed(database)).toEqual(["inside"]);
    });

    test("two savepoints side by side are two tasks: the second is refused", async () => {
      const database = await withNotes(engine());
      await database.begin(async (conn) => {
        const first = conn.beginNested(() => addNote(conn, "first"));
        const second = rejection(conn.beginNested(() => addNote(conn, "second")));
        await first;
        expect(await second).toBeInstanceOf(InvalidRequestError);
      });
      expect(await committed(database)).toEqual(["first"]);
    });

    test("what was called before it still runs before it", async () => {
      const database = await withNotes(engine());
      const conn = await database.connect();
      const calls = [addNote(conn, "before"), conn.commit(), conn.begin(() => addNote(conn, "inside"))];
      await Promise.all(calls);
      await conn.close();
      expect(await committed(database)).toEqual(["before", "inside"]);
    });

    test("a begin() that fails lets the connection go on", async () => {
      const database = await withNotes(engine());
      const conn = await database.connect();
      await bodies(conn);
      const refused = rejection(conn.begin(() => addNote(conn, "never")));
      expect(await refused).toBeInstanceOf(InvalidRequestError);
      await addNote(conn, "after");
      await conn.commit();
      await conn.close();
      expect(await committed(database)).toEqual(["after"]);
    });

    test("work that the callback started and did not await can't use the connection afterwards by accident", async () => {
      const database = await withNotes(engine());
      const conn = await database.connect();
      let late: Promise<unknown> = Promise.resolve();
      let beginAnother = (): void => {};
      const another = new Promise<void>((resolve) => {
        beginAnother = resolve;
      });
      await conn.begin(async () => {
        await addNote(conn, "inside");
        late = rejection(another.then(() => conn.beginNested(() => addNote(conn, "late"))));
      });
      await conn.begin(async () => {
        beginAnother();
        expect(await late).toBeInstanceOf(InvalidRequestError);
      });
      await conn.close();
      expect(await committed(database)).toEqual(["inside"]);
    });
  });

  const waits = testExcept(target, alone ? {} : { sqlite: "waiting for a connection, which costs nothing to open there" });
  waits("a default that asks for the only connection, which waits for it, is told so at once", async () => {
    const database = await withNotes(engine({ pool: { size: 1, overflow: 0 } }), "one");
    const conn = await database.connect();
    const counting = new MetaData().table("note", {
      id: integer().primaryKey(),
      body: text()
        .notNull()
        .default(async () => (await database.begin(bodies)).join()),
    });
    await expect(conn.execute(insert(counting))).rejects.toThrow(
      alone ? "This database has one connection only" : "the running callback holds all of them",
    );
    await conn.close();
  });

  waits("so is who asks for it inside of the callback that holds it", async () => {
    const database = await withNotes(engine({ pool: { size: 1, overflow: 0 } }));
    const started = performance.now();
    await database.begin(async (conn) => {
      await addNote(conn, "kept");
      expect(await rejection(database.connect())).toBeInstanceOf(InvalidRequestError);
      expect(await rejection(database.begin((other) => addNote(other, "never")))).toBeInstanceOf(InvalidRequestError);
    });
    expect(performance.now() - started).toBeLessThan(5000);
    expect(await committed(database)).toEqual(["kept"]);
  });

  test("a default that uses its own connection is told so instead of waiting for itself", async () => {
    const database = await withNotes(engine(), "one");
    const conn = await database.connect();
    const counting = new MetaData().table("note", {
      id: integer().primaryKey(),
      body: text()
        .notNull()
        .default(async () => (await bodies(conn)).join()),
    });
    await expect(conn.execute(insert(counting))).rejects.toThrow(InvalidRequestError);
    await addNote(conn, "two");
    expect(await bodies(conn)).toEqual(["one", "two"]);
    await conn.close();
    expect(eventsOf(database, "disposalFailed")).toEqual([]);
  });
});
