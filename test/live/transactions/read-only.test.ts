import { ArgumentError, OperationalError, sql } from "athanor";
import { describe, expect, test } from "vitest";
import { onEveryDatabase, onEveryDoor } from "../support/backends.js";
import { addNote, bodies, committed, withNotes } from "../support/notes.js";

onEveryDatabase(({ engine }) => {
  describe("readOnly", () => {
    test("as an option of the connection: the database refuses to write, and reads", async () => {
      const database = await withNotes(engine(), "there");
      const conn = (await database.connect()).executionOptions({ readOnly: true });
      expect(await bodies(conn)).toEqual(["there"]);
      await expect(addNote(conn, "never")).rejects.toThrow(OperationalError);
      await expect(conn.execute(sql.text("DELETE FROM note"))).rejects.toThrow("readonly database");
      await conn.rollback();
      await expect(conn.begin(() => addNote(conn, "never"))).rejects.toThrow(OperationalError);
      expect(await bodies(conn)).toEqual(["there"]);
      await conn.close();
    });

    test("with AUTOCOMMIT too", async () => {
      const database = await withNotes(engine(), "there");
      const conn = (await database.connect()).executionOptions({ readOnly: true, isolationLevel: "AUTOCOMMIT" });
      await expect(addNote(conn, "never")).rejects.toThrow(OperationalError);
      conn.executionOptions({ readOnly: false });
      await addNote(conn, "now");
      await conn.close();
      expect(await committed(database)).toEqual(["there", "now"]);
    });

    test("holds from the next transaction on, and ends with the connection", async () => {
      const database = await withNotes(engine());
      const conn = await database.connect();
      await addNote(conn, "a");
      conn.executionOptions({ readOnly: true });
      await addNote(conn, "b");
      await conn.commit();
      await expect(addNote(conn, "c")).rejects.toThrow(OperationalError);
      await conn.close();
      await database.begin((other) => addNote(other, "d"));
      expect(await committed(database)).toEqual(["a", "b", "d"]);
    });

    test("as an option of engine.transaction()", async () => {
      const database = await withNotes(engine(), "there");
      expect(await database.transaction(bodies, { readOnly: true })).toEqual(["there"]);
      await expect(database.transaction((conn) => addNote(conn, "never"), { readOnly: true })).rejects.toThrow(OperationalError);
    });
  });
});

onEveryDoor(({ freshFile, engineOn, driver }) => {
  test("an engine that only reads leaves the file's writer to others", async () => {
    const file = freshFile();
    const writer = await withNotes(engineOn(file), "there");
    const reader = engineOn(file, { readOnly: true });
    await writer.begin(async (conn) => {
      await addNote(conn, "not yet");
      expect(await reader.begin(bodies)).toEqual(["there"]);
    });
    expect(await reader.begin(bodies)).toEqual(["there", "not yet"]);
  });

  test("mode=ro opens the file for reading only", async () => {
    const { createEngine } = await import("athanor");
    const file = freshFile();
    await withNotes(engineOn(file), "there");
    const database = createEngine(`sqlite+${driver}:///${file}?mode=ro`);
    expect(await database.begin(bodies)).toEqual(["there"]);
    await expect(database.begin((conn) => addNote(conn, "never"))).rejects.toThrow("readonly database");
    await database.close();
    const missing = createEngine(`sqlite+${driver}:///${freshFile()}?mode=ro`);
    await expect(missing.connect()).rejects.toThrow(OperationalError);
    expect(() => createEngine(`sqlite+${driver}:///${file}?mode=read`)).toThrow(ArgumentError);
  });
});
