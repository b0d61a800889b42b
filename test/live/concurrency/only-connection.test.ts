import { setTimeout as wait } from "node:timers/promises";
import { InvalidRequestError, OperationalError, sql } from "athanor";
import { expect, test } from "vitest";
import { onEveryDriver } from "../support/backends.js";
import { addNote, bodies, committed, withNotes } from "../support/notes.js";
import { rejection } from "../support/recorded.js";

onEveryDriver(({ memory }) => {
  test("a database in memory is one and the same for all who connect", async () => {
    const database = await withNotes(memory(), "there");
    expect(await committed(database)).toEqual(["there"]);
    expect(await committed(await withNotes(memory()))).toEqual([]);
  });

  test("a second connect() waits until the first connection is closed, in the order of asking", async () => {
    const database = await withNotes(memory());
    const first = await database.connect();
    await addNote(first, "first");
    const order: string[] = [];
    const others = ["second", "third"].map(async (name) => {
      const conn = await database.connect();
      order.push(name);
      await addNote(conn, name);
      await conn.commit();
      await conn.close();
    });
    await wait(10);
    expect(order).toEqual([]);
    await first.commit();
    await first.close();
    await Promise.all(others);
    expect(order).toEqual(["second", "third"]);
    expect(await committed(database)).toEqual(["first", "second", "third"]);
  });

  test("it does not wait for ever", async () => {
    const database = await withNotes(memory({ pool: { timeout: 20 } }));
    const first = await database.connect();
    const error = await rejection(database.connect());
    expect(error).toBeInstanceOf(OperationalError);
    expect(error).toMatchObject({ message: "The database's only connection has been in use for 20 ms: close() the one that holds it." });
    await first.close();
    const second = await database.connect();
    await second.close();
  });

  test("inside of a begin() callback, where it would wait for itself, it is refused at once", async () => {
    const database = await withNotes(memory());
    await database.begin(async (conn) => {
      await addNote(conn, "kept");
      await expect(database.connect()).rejects.toThrow(InvalidRequestError);
      await conn.beginNested(async () => {
        await expect(database.begin(bodies)).rejects.toThrow("This database has one connection only");
      });
    });
    expect(await committed(database)).toEqual(["kept"]);
  });

  test("somebody else's callback is waited for", async () => {
    const database = await withNotes(memory());
    const running = database.begin(async (conn) => {
      await wait(10);
      await addNote(conn, "a");
    });
    const other = database.begin((conn) => addNote(conn, "b"));
    await Promise.all([running, other]);
    expect(await committed(database)).toEqual(["a", "b"]);
  });

  test("closing the engine leaves nobody waiting", async () => {
    const database = await withNotes(memory());
    const first = await database.connect();
    const waiting = rejection(database.connect());
    await database.close();
    expect(await waiting).toBeInstanceOf(InvalidRequestError);
    await first.close();
  });

  test("who waits for a connection that turns out to be broken gets another", async () => {
    const database = await withNotes(memory());
    const first = await database.connect();
    const waiting = database.connect();
    await first.driverConnection.close();
    await rejection(first.execute(sql.text("SELECT 1")));
    await first.close();
    const second = await waiting;
    expect((await second.execute(sql.text("SELECT 1 AS one"))).all()).toEqual([{ one: 1 }]);
    await second.close();
  });

  test.each([Number.NaN, -1])("a time of %d is refused when the engine is made", (time) => {
    expect(() => memory({ pool: { timeout: time } })).toThrow("pool.timeout is a time in milliseconds");
    expect(() => memory({ busyTimeout: time })).toThrow("busyTimeout is a time in milliseconds");
  });
});
