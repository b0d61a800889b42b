import { IntegrityError, InvalidRequestError, insert, sql } from "athanor";
import { expect, test } from "vitest";
import { onEveryDatabase } from "../support/backends.js";
import { addNote, bodies, committed, notes, withNotes } from "../support/notes.js";
import { eventsOf, rejection, transactionEvents } from "../support/recorded.js";

/** When it fails, SQLite rolls back the whole transaction. */
const orRollback = insert(notes).prefixWith("OR ROLLBACK");

onEveryDatabase(({ engine }) => {
  test("commit as you go: nothing more runs until rollback()", async () => {
    const database = await withNotes(engine(), "there");
    const seen = transactionEvents(database);
    const conn = await database.connect();
    await addNote(conn, "lost");
    await expect(conn.execute(orRollback, { body: "there" })).rejects.toThrow(IntegrityError);
    expect(conn.inTransaction).toBe(true);
    for (const refused of [addNote(conn, "x"), bodies(conn), conn.commit(), conn.beginNested(), conn.begin()])
      await expect(refused).rejects.toThrow(InvalidRequestError);
    await expect(bodies(conn)).rejects.toThrow("The server has ended this transaction");
    await conn.rollback();
    await addNote(conn, "after");
    await conn.commit();
    await conn.close();
    expect(seen).toEqual(["begin", "rollback", "begin", "commit"]);
    expect(await committed(database)).toEqual(["there", "after"]);
  });

  test("a begin() callback that goes on as if nothing had happened is told, and its connection is free again", async () => {
    const database = await withNotes(engine(), "there");
    const conn = await database.connect();
    const refusals: unknown[] = [];
    const whole = await rejection(
      conn.begin(async () => {
        await addNote(conn, "lost");
        await rejection(conn.execute(orRollback, { body: "there" }));
        refusals.push(await rejection(addNote(conn, "as if")));
      }),
    );
    expect(refusals[0]).toBeInstanceOf(InvalidRequestError);
    expect(whole).toBeInstanceOf(InvalidRequestError);
    expect(conn.inTransaction).toBe(false);
    await conn.begin(() => addNote(conn, "after"));
    await conn.close();
    expect(await committed(database)).toEqual(["there", "after"]);
  });

  test("the error that ended it is the one that begin() rethrows", async () => {
    const database = await withNotes(engine(), "there");
    await expect(database.begin((conn) => conn.execute(orRollback, { body: "there" }))).rejects.toThrow(IntegrityError);
    await expect(
      database.begin((conn) => conn.beginNested(() => conn.beginNested(() => conn.execute(orRollback, { body: "there" })))),
    ).rejects.toThrow(IntegrityError);
    expect(await committed(database)).toEqual(["there"]);
  });

  test("a transaction that was begun by hand turns inactive", async () => {
    const database = await withNotes(engine(), "there");
    const conn = await database.connect();
    const tx = await conn.begin();
    const savepoint = await conn.beginNested();
    await rejection(conn.execute(orRollback, { body: "there" }));
    expect([tx.isActive, savepoint.isActive, conn.inTransaction]).toEqual([false, false, true]);
    await expect(savepoint.commit()).rejects.toThrow(InvalidRequestError);
    await expect(tx.commit()).rejects.toThrow(InvalidRequestError);
    await savepoint.rollback();
    await tx.rollback();
    expect(conn.inTransaction).toBe(false);
    await addNote(conn, "after");
    await conn.commit();
    await conn.close();
    expect(await committed(database)).toEqual(["there", "after"]);
  });

  test("disposal of one is quiet", async () => {
    const database = await withNotes(engine(), "there");
    const failed = eventsOf(database, "disposalFailed");
    {
      await using conn = await database.connect();
      await using _tx = await conn.begin();
      await using _savepoint = await conn.beginNested();
      await rejection(conn.execute(orRollback, { body: "there" }));
    }
    expect(failed).toEqual([]);
    await database.begin((conn) => addNote(conn, "after"));
    expect(await committed(database)).toEqual(["there", "after"]);
  });

  test("an executemany that ends the transaction half-way leaves nothing", async () => {
    const database = await withNotes(engine(), "there");
    const conn = await database.connect();
    await addNote(conn, "lost");
    const many = [...Array.from({ length: 150 }, (_, n) => ({ body: `${n}` })), { body: "there" }];
    await expect(conn.execute(orRollback, many)).rejects.toThrow(IntegrityError);
    await expect(bodies(conn)).rejects.toThrow(InvalidRequestError);
    await conn.rollback();
    expect(await bodies(conn)).toEqual(["there"]);
    await conn.close();
  });

  test("COMMIT in text ends it as well", async () => {
    const database = await withNotes(engine());
    const conn = await database.connect();
    await addNote(conn, "kept");
    await conn.execute(sql.text("COMMIT"));
    await expect(addNote(conn, "never")).rejects.toThrow(InvalidRequestError);
    await conn.rollback();
    expect(await bodies(conn)).toEqual(["kept"]);
    await conn.close();
  });
});
