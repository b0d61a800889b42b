import { InvalidRequestError } from "athanor";
import { expect, test } from "vitest";
import { onEveryDatabase } from "../support/databases.js";
import { addNote, bodies, committed, withNotes } from "../support/notes.js";
import { eventsOf, transactionEvents } from "../support/recorded.js";

onEveryDatabase(({ engine }) => {
  test("commit() keeps, rollback() undoes", async () => {
    const conn = await (await withNotes(engine())).connect();
    const first = await conn.begin();
    await addNote(conn, "kept");
    await first.commit();
    const second = await conn.begin();
    await addNote(conn, "undone");
    await second.rollback();
    expect([first.isActive, second.isActive, conn.inTransaction]).toEqual([false, false, false]);
    expect(await bodies(conn)).toEqual(["kept"]);
    await conn.close();
  });

  test("at the end of an `await using` block it is rolled back unless committed", async () => {
    const database = await withNotes(engine());
    const seen = transactionEvents(database);
    {
      await using conn = await database.connect();
      {
        await using _tx = await conn.begin();
        await addNote(conn, "undone");
      }
      {
        await using tx = await conn.begin();
        await addNote(conn, "kept");
        await tx.commit();
      }
      await addNote(conn, "never committed");
    }
    expect(seen).toEqual(["begin", "rollback", "begin", "commit", "begin", "rollback"]);
    expect(await committed(database)).toEqual(["kept"]);
  });

  test("disposal by hand, more than once, does the same once", async () => {
    const database = await withNotes(engine());
    const seen = transactionEvents(database);
    const conn = await database.connect();
    const tx = await conn.begin();
    await addNote(conn, "undone");
    await tx[Symbol.asyncDispose]();
    await tx[Symbol.asyncDispose]();
    await tx.rollback();
    await conn[Symbol.asyncDispose]();
    await conn[Symbol.asyncDispose]();
    expect(seen).toEqual(["begin", "rollback"]);
    expect(await committed(database)).toEqual([]);
  });

  test("a transaction that was ended can't be committed again", async () => {
    const conn = await (await withNotes(engine())).connect();
    const tx = await conn.begin();
    await tx.commit();
    await expect(tx.commit()).rejects.toThrow(InvalidRequestError);
    const other = await conn.begin();
    await other.rollback();
    await expect(other.commit()).rejects.toThrow("This transaction is inactive");
    await conn.close();
  });

  test("the connection's own commit() ends it too", async () => {
    const conn = await (await withNotes(engine())).connect();
    const tx = await conn.begin();
    await addNote(conn, "kept");
    await conn.commit();
    expect(tx.isActive).toBe(false);
    await expect(tx.commit()).rejects.toThrow(InvalidRequestError);
    await conn.close();
  });

  test("a transaction that is over leaves the next one alone", async () => {
    const database = await withNotes(engine());
    const failed = eventsOf(database, "disposalFailed");
    const conn = await database.connect();
    const first = await conn.begin();
    await conn.rollback();
    await addNote(conn, "of the second");
    await first.rollback();
    await first[Symbol.asyncDispose]();
    await expect(first.commit()).rejects.toThrow(InvalidRequestError);
    expect(conn.inTransaction).toBe(true);
    await conn.commit();
    await conn.close();
    expect(failed).toEqual([]);
    expect(await committed(database)).toEqual(["of the second"]);
  });

  test("after close() there is nothing to commit, and disposal is quiet", async () => {
    const database = await withNotes(engine());
    const failed = eventsOf(database, "disposalFailed");
    const conn = await database.connect();
    const tx = await conn.begin();
    await addNote(conn, "lost");
    await conn.close();
    await expect(tx.commit()).rejects.toThrow(InvalidRequestError);
    await tx.rollback();
    await tx[Symbol.asyncDispose]();
    expect(failed).toEqual([]);
    expect(await committed(database)).toEqual([]);
  });
});
