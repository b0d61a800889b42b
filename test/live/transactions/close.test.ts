import { InvalidRequestError, select, sql } from "athanor";
import { expect, test } from "vitest";
import { onEveryDatabase } from "../support/databases.js";
import { testOnlyOn } from "../support/differences.js";
import { addNote, bodies, committed, notes, withNotes } from "../support/notes.js";
import { eventsOf, rejection } from "../support/recorded.js";

onEveryDatabase(({ engine, target }) => {
  const sqliteTest = testOnlyOn(target, "sqlite", "what closing leaves, and a rollback that fails");

  test("a closed connection refuses everything, and says that it is closed", async () => {
    const conn = await (await withNotes(engine())).connect();
    await conn.close();
    for (const refused of [
      addNote(conn, "x"),
      conn.scalar(select(notes.c.id)),
      conn.scalars(select(notes.c.id)),
      conn.commit(),
      conn.rollback(),
      conn.begin(),
      conn.begin(() => {}),
      conn.beginNested(),
      conn.beginNested(() => {}),
      conn.hasTable("note"),
      conn.stream(select(notes.c.id))[Symbol.asyncIterator]().next(),
    ]) {
      const error = await rejection(refused);
      expect(error).toBeInstanceOf(InvalidRequestError);
      expect(error).toMatchObject({ message: "This Connection is closed" });
    }
  });

  test("closing twice, or at once, does it once", async () => {
    const database = await withNotes(engine());
    const back = eventsOf(database, "checkin");
    const conn = await database.connect();
    await Promise.all([conn.close(), conn.close()]);
    await conn.close();
    await conn[Symbol.asyncDispose]();
    expect(back).toHaveLength(1);
  });

  sqliteTest("a closed engine gives no connections, and those in use live on", async () => {
    const database = await withNotes(engine(), "there");
    const conn = await database.connect();
    await database.close();
    await database.close();
    await expect(database.connect()).rejects.toThrow("This engine is closed.");
    await expect(database.begin(() => {})).rejects.toThrow(InvalidRequestError);
    expect(await bodies(conn)).toEqual(["there"]);
    await conn.close();
    expect(conn.driverConnection.transactionState()).toBe("none");
    expect(() => conn.driverConnection.query("SELECT 1", [])).toThrow("closed");
  });

  test("`await using` closes the engine", async () => {
    let outer: Awaited<ReturnType<typeof withNotes>> | undefined;
    {
      await using database = await withNotes(engine());
      outer = database;
    }
    await expect(outer.connect()).rejects.toThrow(InvalidRequestError);
  });

  sqliteTest("disposal never throws: a rollback that fails is told by an event, and the connection is given up", async () => {
    const database = await withNotes(engine());
    const failed = eventsOf(database, "disposalFailed");
    const conn = await database.connect();
    await addNote(conn, "lost");
    const { driverConnection } = conn;
    const query = driverConnection.query.bind(driverConnection);
    driverConnection.query = (text, values) => {
      if (text === "ROLLBACK") throw new Error("no rollback today");
      return query(text, values);
    };
    const close = driverConnection.close.bind(driverConnection);
    let closed = 0;
    driverConnection.close = () => {
      closed += 1;
      return close();
    };
    await conn[Symbol.asyncDispose]();
    expect(failed).toEqual([{ error: expect.objectContaining({ message: "no rollback today" }) }]);
    expect(closed).toBe(1);
    const other = await database.connect();
    expect(other.driverConnection).not.toBe(driverConnection);
    await other.close();
  });

  test("a listener that throws keeps neither the connection nor the transaction", async () => {
    const database = await withNotes(engine());
    const off = [
      database.on("rollback", () => {
        throw new Error("from the listener");
      }),
      database.on("checkin", () => {
        throw new Error("from the other");
      }),
      database.on("disposalFailed", () => {
        throw new Error("even here");
      }),
    ];
    const conn = await database.connect();
    await addNote(conn, "lost");
    await conn.close();
    for (const each of off) each();
    await database.begin((other) => addNote(other, "after"));
    expect(await committed(database)).toEqual(["after"]);
  });

  test("a connection whose database was closed beneath it is not given out again", async () => {
    const database = await withNotes(engine());
    const conn = await database.connect();
    await conn.driverConnection.close();
    const error = await rejection(conn.execute(sql.text("SELECT 1")));
    expect(error).toMatchObject({ connectionInvalidated: true });
    await conn.close();
    const other = await database.connect();
    expect((await other.execute(sql.text("SELECT 1 AS one"))).all()).toEqual([{ one: 1 }]);
    await other.close();
  });
});
