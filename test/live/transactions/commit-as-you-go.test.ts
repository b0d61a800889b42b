import { InvalidRequestError } from "athanor";
import { expect, test } from "vitest";
import { onEveryDatabase } from "../support/databases.js";
import { testOnlyOn } from "../support/differences.js";
import { addNote, bodies, committed, withNotes } from "../support/notes.js";
import { eventsOf, transactionEvents } from "../support/recorded.js";

onEveryDatabase(({ engine, target }) => {
  const sqliteTest = testOnlyOn(target, "sqlite", "a transaction that goes on after a failed statement");

  test("a transaction begins by itself at the first statement, not at connect", async () => {
    const database = await withNotes(engine());
    const seen = eventsOf(database, "begin");
    const conn = await database.connect();
    expect([conn.inTransaction, seen]).toEqual([false, []]);
    await bodies(conn);
    expect([conn.inTransaction, seen]).toEqual([true, [{ implicit: true }]]);
    await bodies(conn);
    expect(seen).toHaveLength(1);
    await conn.close();
  });

  test("commit keeps what was done, and the next statement begins anew", async () => {
    const database = await withNotes(engine());
    const seen = transactionEvents(database);
    const conn = await database.connect();
    await addNote(conn, "a");
    await conn.commit();
    expect(conn.inTransaction).toBe(false);
    await addNote(conn, "b");
    await conn.commit();
    await conn.close();
    expect(seen).toEqual(["begin", "commit", "begin", "commit"]);
    expect(await committed(database)).toEqual(["a", "b"]);
  });

  test("rollback undoes what was done since the last commit", async () => {
    const database = await withNotes(engine());
    const conn = await database.connect();
    await addNote(conn, "kept");
    await conn.commit();
    await addNote(conn, "undone");
    await conn.rollback();
    expect(await bodies(conn)).toEqual(["kept"]);
    await conn.close();
  });

  test("commit and rollback without a transaction do nothing", async () => {
    const database = await withNotes(engine());
    const seen = transactionEvents(database);
    const conn = await database.connect();
    await conn.commit();
    await conn.rollback();
    await conn.close();
    expect(seen).toEqual([]);
  });

  test("closing rolls back", async () => {
    const database = await withNotes(engine());
    const seen = transactionEvents(database);
    const conn = await database.connect();
    await addNote(conn, "lost");
    await conn.close();
    expect(seen).toEqual(["begin", "rollback"]);
    expect(await committed(database)).toEqual([]);
  });

  sqliteTest("a failed statement leaves the transaction open", async () => {
    const database = await withNotes(engine(), "there");
    const conn = await database.connect();
    await addNote(conn, "before");
    await expect(addNote(conn, "there")).rejects.toThrow("UNIQUE");
    await addNote(conn, "after");
    await conn.commit();
    expect(await bodies(conn)).toEqual(["there", "before", "after"]);
    await conn.close();
  });

  test("begin() after a statement is refused, since a transaction is under way", async () => {
    const database = await withNotes(engine());
    const conn = await database.connect();
    await bodies(conn);
    await expect(conn.begin()).rejects.toThrow(InvalidRequestError);
    await expect(conn.begin(() => {})).rejects.toThrow("already initialized a transaction");
    await conn.commit();
    await conn.begin(() => addNote(conn, "now"));
    expect(await bodies(conn)).toEqual(["now"]);
    await conn.close();
  });
});
