import { ArgumentError, type Connection, IntegrityError, InvalidRequestError, integer, sql } from "athanor";
import { describe, expect, test } from "vitest";
import { onEveryDatabase } from "../support/databases.js";
import { testExcept, testOnlyOn } from "../support/differences.js";
import { addNote, bodies, committed, withNotes } from "../support/notes.js";
import { eventsOf, rejectedWith, rejection, transactionEvents } from "../support/recorded.js";

onEveryDatabase(({ engine, target }) => {
  const sqliteTest = testOnlyOn(target, "sqlite", "COMMIT and ROLLBACK that fail");

  test("commits when the callback returns, and gives what it returned", async () => {
    const database = await withNotes(engine());
    const seen = transactionEvents(database);
    const given = await database.begin(async (conn) => {
      await addNote(conn, "a");
      return "done";
    });
    expect(given).toBe("done");
    expect(seen).toEqual(["begin", "commit"]);
    expect(await committed(database)).toEqual(["a"]);
  });

  test("rolls back when the callback throws, and rethrows the very error", async () => {
    const database = await withNotes(engine());
    const seen = transactionEvents(database);
    const reason = new Error("changed my mind");
    const error = await rejection(
      database.begin(async (conn) => {
        await addNote(conn, "a");
        throw reason;
      }),
    );
    expect(error).toBe(reason);
    expect(seen).toEqual(["begin", "rollback"]);
    expect(await committed(database)).toEqual([]);
  });

  test("a callback that is not asynchronous does as well, and may throw at once", async () => {
    const database = await withNotes(engine());
    expect(await database.begin(() => 5)).toBe(5);
    await expect(
      database.begin(() => {
        throw new RangeError("at once");
      }),
    ).rejects.toThrow(RangeError);
    expect(await database.begin(() => 6)).toBe(6);
  });

  test("without a callback, engine.begin() is refused before anything is opened", async () => {
    const database = engine();
    const opened = eventsOf(database, "checkout");
    await expect(Reflect.apply(database.begin, database, [])).rejects.toThrow(ArgumentError);
    expect(opened).toEqual([]);
  });

  test("on an open connection it leaves the connection open", async () => {
    const database = await withNotes(engine());
    const conn = await database.connect();
    await conn.begin((same) => {
      expect(same).toBe(conn);
      return addNote(same, "first");
    });
    await expect(
      conn.begin(async () => {
        await addNote(conn, "second");
        throw new Error("no");
      }),
    ).rejects.toThrow("no");
    expect(conn.inTransaction).toBe(false);
    expect(await bodies(conn)).toEqual(["first"]);
    await conn.close();
  });

  test.each(["commit", "rollback"] as const)("%s() inside of the callback is refused, and nothing of it stays", async (how) => {
    const database = await withNotes(engine());
    await expect(
      database.begin(async (conn) => {
        await addNote(conn, "a");
        await conn[how]();
      }),
    ).rejects.toThrow(InvalidRequestError);
    expect(await committed(database)).toEqual([]);
  });

  test("begin() inside of the callback is refused, beginNested() is not", async () => {
    const database = await withNotes(engine());
    await database.begin(async (conn) => {
      await expect(conn.begin()).rejects.toThrow(InvalidRequestError);
      await conn.beginNested(() => addNote(conn, "nested"));
    });
    expect(await committed(database)).toEqual(["nested"]);
  });

  test("close() inside of the callback rolls back, and the callback's end says so", async () => {
    const database = await withNotes(engine());
    await expect(
      database.begin(async (conn) => {
        await addNote(conn, "a");
        await conn.close();
      }),
    ).rejects.toThrow("This Connection is closed");
    expect(await committed(database)).toEqual([]);
  });

  describe("a COMMIT that fails", () => {
    const deferred = async (conn: Connection) => {
      await conn.execute(sql.text("CREATE TABLE parent (id INTEGER PRIMARY KEY)"));
      await conn.execute(sql.text("CREATE TABLE child (id INTEGER REFERENCES parent (id) DEFERRABLE INITIALLY DEFERRED)"));
    };
    const orphan = sql.text("INSERT INTO child VALUES (1)");

    testExcept(target, { mariadb: "constraints that are checked at COMMIT" })("rolls back and rethrows", async () => {
      const database = engine();
      await database.begin(deferred);
      const seen = transactionEvents(database);
      const conn = await database.connect();
      await rejectedWith(
        IntegrityError,
        conn.begin(() => conn.execute(orphan)),
      );
      expect(seen).toEqual(["begin", "commit", "rollback"]);
      expect(conn.inTransaction).toBe(false);
      expect(await conn.scalar(sql.text("SELECT count(*) FROM child").columns({ n: integer() }))).toBe(0);
      await conn.close();
    });

    sqliteTest("by hand leaves the transaction open, to be mended or rolled back", async () => {
      const database = engine();
      await database.begin(deferred);
      const conn = await database.connect();
      const tx = await conn.begin();
      await conn.execute(orphan);
      await expect(tx.commit()).rejects.toThrow(IntegrityError);
      expect(tx.isActive).toBe(true);
      await conn.execute(sql.text("INSERT INTO parent VALUES (1)"));
      await tx.commit();
      expect(tx.isActive).toBe(false);
      await conn.execute(sql.text("INSERT INTO child VALUES (2)"));
      await expect(conn.commit()).rejects.toThrow(IntegrityError);
      await conn.rollback();
      expect(await conn.scalar(sql.text("SELECT count(*) FROM child").columns({ n: integer() }))).toBe(1);
      await conn.close();
    });
  });

  sqliteTest("a rollback that fails does not hide why it was needed", async () => {
    const database = await withNotes(engine());
    const failed = eventsOf(database, "disposalFailed");
    const reason = new Error("the reason");
    const error = await rejection(
      database.begin(async (conn) => {
        await addNote(conn, "a");
        const { driverConnection } = conn;
        const query = driverConnection.query.bind(driverConnection);
        driverConnection.query = (text, values) => {
          if (text === "ROLLBACK") throw new Error("the rollback failed");
          return query(text, values);
        };
        throw reason;
      }),
    );
    expect(error).toBe(reason);
    expect(failed).toEqual([{ error: new Error("the rollback failed") }]);
  });
});
