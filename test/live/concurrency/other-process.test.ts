import { setTimeout as wait } from "node:timers/promises";
import { OperationalError, select } from "athanor";
import { afterEach, expect, test } from "vitest";
import { onEveryDriver } from "../support/backends.js";
import { addNote, bodies, committed, notes, withNotes } from "../support/notes.js";
import { endOthers, lockedByOther } from "../support/other-process.js";
import { rejectedWith } from "../support/recorded.js";

afterEach(endOthers);

onEveryDriver(({ freshFile, engineOn }) => {
  test("a lock of another process is waited for, without holding up the event loop", async () => {
    const file = freshFile();
    const database = await withNotes(engineOn(file));
    await lockedByOther(file, 150);
    let ticks = 0;
    const ticking = setInterval(() => (ticks += 1), 5);
    const started = performance.now();
    await database.begin((conn) => addNote(conn, "ours"));
    const waited = performance.now() - started;
    clearInterval(ticking);
    expect(waited).toBeGreaterThan(50);
    expect(ticks).toBeGreaterThan(5);
    expect(await committed(database)).toEqual(["from the other process", "ours"]);
  });

  test("no longer than busyTimeout", async () => {
    const file = freshFile();
    const database = await withNotes(engineOn(file, { busyTimeout: 60 }));
    const other = await lockedByOther(file, 0);
    const started = performance.now();
    const error = await rejectedWith(
      OperationalError,
      database.begin((conn) => addNote(conn, "ours")),
    );
    const waited = performance.now() - started;
    expect(waited).toBeGreaterThan(50);
    expect(waited).toBeLessThan(1000);
    expect(error).toMatchObject({ code: "SQLITE_BUSY", serializationFailure: false, statement: "BEGIN IMMEDIATE" });
    await other.letGo();
    await database.begin((conn) => addNote(conn, "ours"));
    expect(await committed(database)).toEqual(["from the other process", "ours"]);
  });

  test("a file that is locked as a whole can't even be read, and that is waited for too: by statements and by streams", async () => {
    const file = freshFile();
    const database = await withNotes(engineOn(file), "before");
    await lockedByOther(file, 100, "BEGIN EXCLUSIVE");
    const conn = await database.connect();
    expect(await bodies(conn)).toEqual(["before", "from the other process"]);
    await conn.rollback();
    await lockedByOther(file, 100, "BEGIN EXCLUSIVE");
    const streamed: string[] = [];
    for await (const { body } of conn.stream(select(notes.c.body))) streamed.push(body);
    expect(streamed).toHaveLength(2);
    await conn.close();
  });

  test("those who wait in this process keep their order meanwhile", async () => {
    const file = freshFile();
    const database = await withNotes(engineOn(file));
    await lockedByOther(file, 80);
    const first = database.begin((conn) => addNote(conn, "first"));
    await wait(5);
    const second = database.begin((conn) => addNote(conn, "second"));
    await Promise.all([first, second]);
    expect(await committed(database)).toEqual(["from the other process", "first", "second"]);
  });
});
