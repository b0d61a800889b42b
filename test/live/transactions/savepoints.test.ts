import { IntegrityError, InvalidRequestError } from "athanor";
import { describe, expect, test } from "vitest";
import { onEveryDatabase, onEveryDoor } from "../support/databases.js";
import { addNote, bodies, committed, withNotes } from "../support/notes.js";
import { eventsOf, rejection, transactionEvents } from "../support/recorded.js";

onEveryDoor(({ engine }) => {
  test("several levels, each kept or undone by itself", async () => {
    const database = await withNotes(engine());
    const seen = transactionEvents(database);
    await database.begin(async (conn) => {
      await addNote(conn, "1");
      await conn.beginNested(async () => {
        await addNote(conn, "1.1");
        await conn
          .beginNested(async () => {
            await addNote(conn, "1.1.1 undone");
            await conn.beginNested(() => addNote(conn, "1.1.1.1 undone with it"));
            throw new Error("undo");
          })
          .catch(() => {});
        await conn.beginNested(() => addNote(conn, "1.1.2"));
      });
      await addNote(conn, "2");
    });
    expect(await committed(database)).toEqual(["1", "1.1", "1.1.2", "2"]);
    expect(seen.slice(0, 8)).toEqual([
      "begin",
      "savepoint",
      "savepoint",
      "savepoint",
      "releaseSavepoint",
      "rollbackToSavepoint",
      "savepoint",
      "releaseSavepoint",
    ]);
  });

  test("gives what the callback returned, and rethrows what it threw", async () => {
    await (await withNotes(engine())).begin(async (conn) => {
      expect(await conn.beginNested(() => 7)).toBe(7);
      const reason = new Error("why");
      expect(
        await rejection(
          conn.beginNested(() => {
            throw reason;
          }),
        ),
      ).toBe(reason);
    });
  });

  test("a statement that fails inside leaves the rest as it was", async () => {
    const database = await withNotes(engine(), "there");
    await database.begin(async (conn) => {
      await addNote(conn, "before");
      await expect(
        conn.beginNested(async () => {
          await addNote(conn, "undone");
          await addNote(conn, "there");
        }),
      ).rejects.toThrow(IntegrityError);
      await addNote(conn, "after");
    });
    expect(await committed(database)).toEqual(["there", "before", "after"]);
  });

  test("begins the transaction where there is none, and leaves it open", async () => {
    const database = await withNotes(engine());
    const seen = transactionEvents(database);
    const conn = await database.connect();
    await conn.beginNested(() => addNote(conn, "a"));
    expect(conn.inTransaction).toBe(true);
    await conn.rollback();
    await conn.beginNested(() => addNote(conn, "b"));
    await conn.commit();
    await conn.close();
    expect(seen).toEqual(["begin", "savepoint", "releaseSavepoint", "rollback", "begin", "savepoint", "releaseSavepoint", "commit"]);
    expect(await committed(database)).toEqual(["b"]);
  });

  describe("by hand", () => {
    test("commit() keeps, rollback() undoes, disposal undoes", async () => {
      const database = await withNotes(engine());
      await database.begin(async (conn) => {
        const kept = await conn.beginNested();
        await addNote(conn, "kept");
        await kept.commit();
        const undone = await conn.beginNested();
        await addNote(conn, "undone");
        await undone.rollback();
        {
          await using _disposed = await conn.beginNested();
          await addNote(conn, "undone too");
        }
        expect(await bodies(conn)).toEqual(["kept"]);
      });
      expect(await committed(database)).toEqual(["kept"]);
    });

    test("only the innermost one can be ended", async () => {
      const database = await withNotes(engine());
      await database.begin(async (conn) => {
        const outer = await conn.beginNested();
        await addNote(conn, "outer");
        const inner = await conn.beginNested();
        await addNote(conn, "inner");
        await expect(outer.commit()).rejects.toThrow("not the innermost");
        await expect(outer.rollback()).rejects.toThrow(InvalidRequestError);
        expect([outer.isActive, inner.isActive]).toEqual([true, true]);
        await inner.rollback();
        await outer.commit();
      });
      expect(await committed(database)).toEqual(["outer"]);
    });

    test("disposed of from the outside in, nothing fails and nothing stays", async () => {
      const database = await withNotes(engine());
      const failed = eventsOf(database, "disposalFailed");
      await database.begin(async (conn) => {
        const outer = await conn.beginNested();
        await addNote(conn, "outer");
        const inner = await conn.beginNested();
        await addNote(conn, "inner");
        await outer[Symbol.asyncDispose]();
        await inner[Symbol.asyncDispose]();
        expect([outer.isActive, inner.isActive]).toEqual([false, false]);
        await addNote(conn, "after");
      });
      expect(failed).toEqual([]);
      expect(await committed(database)).toEqual(["after"]);
    });

    test("one that is still open when the transaction commits is kept with it", async () => {
      const database = await withNotes(engine());
      const failed = eventsOf(database, "disposalFailed");
      const conn = await database.connect();
      const nested = await conn.beginNested();
      await addNote(conn, "a");
      await conn.commit();
      expect(nested.isActive).toBe(false);
      await expect(nested.commit()).rejects.toThrow(InvalidRequestError);
      await nested[Symbol.asyncDispose]();
      await conn.close();
      expect(failed).toEqual([]);
      expect(await committed(database)).toEqual(["a"]);
    });

    test("one that is still open when the callback around it fails goes with it, and the error is the callback's", async () => {
      const database = await withNotes(engine());
      await database.begin(async (conn) => {
        const reason = new Error("why");
        const error = await rejection(
          conn.beginNested(async () => {
            await addNote(conn, "outer");
            await conn.beginNested();
            await addNote(conn, "inner");
            throw reason;
          }),
        );
        expect(error).toBe(reason);
        expect(await bodies(conn)).toEqual([]);
        await addNote(conn, "after");
      });
      expect(await committed(database)).toEqual(["after"]);
    });
  });
});

// through the synchronous door the suite begins and ends by hand what its asynchronous callbacks do: there is no inside
onEveryDatabase(({ engine }) => {
  test("commit() and rollback() of the connection are refused inside", async () => {
    const database = await withNotes(engine());
    const conn = await database.connect();
    await conn.beginNested(async () => {
      await expect(conn.commit()).rejects.toThrow(InvalidRequestError);
      await expect(conn.rollback()).rejects.toThrow(InvalidRequestError);
      await addNote(conn, "a");
    });
    await conn.commit();
    await conn.close();
    expect(await committed(database)).toEqual(["a"]);
  });

  test("a transaction of further out can't be ended inside either", async () => {
    const database = await withNotes(engine());
    const conn = await database.connect();
    const tx = await conn.begin();
    await conn.beginNested(async () => {
      await expect(tx.commit()).rejects.toThrow(InvalidRequestError);
      await expect(tx.rollback()).rejects.toThrow(InvalidRequestError);
      await addNote(conn, "a");
    });
    await tx.commit();
    await conn.close();
    expect(await committed(database)).toEqual(["a"]);
  });
});
