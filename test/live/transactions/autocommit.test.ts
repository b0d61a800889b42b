import { ArgumentError, IntegrityError, InvalidRequestError, insert, integer, MetaData, select, sql, text } from "athanor";
import { describe, expect, test } from "vitest";
import { onEveryDatabase } from "../support/databases.js";
import { testOnlyOn } from "../support/differences.js";
import { addNote, bodies, committed, notes, withNotes } from "../support/notes.js";
import { rejection, transactionEvents } from "../support/recorded.js";

const autocommit = { isolationLevel: "AUTOCOMMIT" };

onEveryDatabase(({ engine, target }) => {
  const sqliteTest = testOnlyOn(target, "sqlite", "the list of isolation levels");

  describe.each(["of the engine", "of the connection"])("as an option %s", (where) => {
    const open = async () => {
      const ofEngine = where === "of the engine";
      const database = await withNotes(engine(ofEngine ? autocommit : {}));
      const seen = transactionEvents(database);
      const conn = await database.connect();
      return { database, seen, conn: ofEngine ? conn : conn.executionOptions(autocommit) };
    };

    test("each statement stands alone and is kept at once", async () => {
      const { database, seen, conn } = await open();
      await addNote(conn, "a");
      expect(conn.inTransaction).toBe(false);
      await conn.rollback();
      await addNote(conn, "b");
      await conn.close();
      expect(seen).toEqual([]);
      expect(await committed(database)).toEqual(["a", "b"]);
    });

    test("an executemany is all or nothing all the same", async () => {
      const { database, conn } = await open();
      const many = [{ body: "a" }, { body: "b" }, { body: "a" }];
      await expect(conn.execute(insert(notes), many)).rejects.toThrow(IntegrityError);
      await expect(conn.execute(insert(notes).returning(notes.c.id).sortByParameterOrder(), many)).rejects.toThrow(IntegrityError);
      expect(await bodies(conn)).toEqual([]);
      const rows = await conn.execute(insert(notes).returning(notes.c.body).sortByParameterOrder(), many.slice(0, 2));
      expect(rows.scalars()).toEqual(["a", "b"]);
      await conn.close();
      expect(await committed(database)).toEqual(["a", "b"]);
    });

    test("begin() makes a real transaction", async () => {
      const { database, seen, conn } = await open();
      await rejection(
        conn.begin(async () => {
          await addNote(conn, "undone");
          throw new Error("no");
        }),
      );
      await conn.begin(() => addNote(conn, "kept"));
      await addNote(conn, "alone");
      await conn.close();
      expect(seen).toEqual(["begin", "rollback", "begin", "commit"]);
      expect(await committed(database)).toEqual(["kept", "alone"]);
    });

    test("beginNested() outside of a transaction makes one, inside of it a savepoint", async () => {
      const { database, seen, conn } = await open();
      await conn.beginNested(async () => {
        await addNote(conn, "kept");
        await rejection(
          conn.beginNested(async () => {
            await addNote(conn, "undone");
            throw new Error("no");
          }),
        );
      });
      expect(conn.inTransaction).toBe(false);
      await conn.close();
      expect(seen).toEqual(["begin", "savepoint", "rollbackToSavepoint", "commit"]);
      expect(await committed(database)).toEqual(["kept"]);
    });

    test("a transaction that was begun in text does not outlive the connection", async () => {
      const { database, conn } = await open();
      await conn.execute(sql.text("BEGIN"));
      await addNote(conn, "lost");
      await conn.close();
      expect(await committed(database)).toEqual([]);
      await database.begin((other) => addNote(other, "later"));
      expect(await committed(database)).toEqual(["later"]);
    });
  });

  test("can't be chosen inside of a transaction", async () => {
    const conn = await (await withNotes(engine())).connect();
    await bodies(conn);
    expect(() => conn.executionOptions(autocommit)).toThrow(InvalidRequestError);
    await conn.rollback();
    conn.executionOptions(autocommit);
    await bodies(conn);
    expect(conn.inTransaction).toBe(false);
    await conn.close();
  });

  test("is an option of a statement too, outside of a transaction", async () => {
    const database = await withNotes(engine());
    const seen = transactionEvents(database);
    const conn = await database.connect();
    const alone = insert(notes).executionOptions(autocommit);
    await conn.execute(alone, { body: "kept" });
    expect(conn.inTransaction).toBe(false);
    await addNote(conn, "undone");
    await expect(conn.execute(alone, { body: "never" })).rejects.toThrow(InvalidRequestError);
    await conn.close();
    expect(seen).toEqual(["begin", "rollback"]);
    expect(await committed(database)).toEqual(["kept"]);
  });

  sqliteTest("an isolation level that the database does not have is refused, wherever it stands", async () => {
    const level = { isolationLevel: "CHAOS" };
    expect(() => engine(level)).toThrow(ArgumentError);
    const database = await withNotes(engine({ isolationLevel: "serializable" }));
    const conn = await database.connect();
    expect(() => conn.executionOptions(level)).toThrow(
      "Invalid value 'CHAOS' for isolationLevel. Valid isolation levels for 'sqlite' are 'SERIALIZABLE', 'AUTOCOMMIT'.",
    );
    await expect(conn.execute(select(notes.c.id).executionOptions(level))).rejects.toThrow(ArgumentError);
    await expect(database.transaction(() => {}, level)).rejects.toThrow(ArgumentError);
    await conn.close();
  });

  test("SQL defaults and DDL need no transaction either", async () => {
    const metadata = new MetaData();
    const t = metadata.table("t", { id: integer().primaryKey(), upper: text().default(sql.text("upper('a')")) });
    const database = engine(autocommit);
    const seen = transactionEvents(database);
    const conn = await database.connect();
    await metadata.createAll(conn);
    await conn.execute(insert(t));
    expect(await conn.scalar(select(t.c.upper))).toBe("A");
    await conn.close();
    expect(seen).toEqual([]);
  });
});
