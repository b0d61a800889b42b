import { OperationalError, update } from "athanor";
import { expect, test } from "vitest";
import { onEveryDriver } from "../support/backends.js";
import { addNote, bodies, committed, notes, withNotes } from "../support/notes.js";
import { rejectedWith } from "../support/recorded.js";

onEveryDriver(({ walFile, engineOn }) => {
  test("what was read has changed when it comes to writing: a serialization failure, at once", async () => {
    const database = await withNotes(engineOn(await walFile()), "before");
    const conn = await database.connect();
    await bodies(conn);
    await database.begin((other) => addNote(other, "between"));
    const started = performance.now();
    const error = await rejectedWith(OperationalError, conn.execute(update(notes).values({ body: "never" })));
    expect(performance.now() - started).toBeLessThan(1000);
    expect(error).toMatchObject({ serializationFailure: true, code: "SQLITE_BUSY_SNAPSHOT", connectionInvalidated: false });
    expect(error.message).toContain("serialization failure");
    await conn.rollback();
    await addNote(conn, "after");
    await conn.commit();
    await conn.close();
    expect(await committed(database)).toEqual(["before", "between", "after"]);
  });

  test("a transaction that was begun to write has nothing to fear", async () => {
    const database = await withNotes(engineOn(await walFile()), "before");
    const conn = await database.connect();
    const tx = await conn.begin();
    await bodies(conn);
    const other = database.begin((each) => addNote(each, "later"));
    await addNote(conn, "first");
    await tx.commit();
    await other;
    await conn.close();
    expect(await committed(database)).toEqual(["before", "first", "later"]);
  });

  test("the writer who was refused leaves the file to others until it rolls back, and after", async () => {
    const database = await withNotes(engineOn(await walFile(), { busyTimeout: 50 }), "before");
    const conn = await database.connect();
    await bodies(conn);
    await database.begin((other) => addNote(other, "between"));
    await rejectedWith(OperationalError, addNote(conn, "never"));
    await database.begin((other) => addNote(other, "while the refused one is still open"));
    await conn.close();
    expect(await committed(database)).toHaveLength(3);
  });
});
