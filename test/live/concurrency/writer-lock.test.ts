import { setTimeout as wait } from "node:timers/promises";
import { OperationalError, sql } from "athanor";
import { describe, expect, test } from "vitest";
import { onEveryDriver } from "../support/backends.js";
import { addNote, bodies, committed, withNotes } from "../support/notes.js";
import { rejection } from "../support/recorded.js";

onEveryDriver(({ freshFile, engineOn, walFile }) => {
  test("writers of one file go one after the other, in the order of asking", async () => {
    const file = freshFile();
    const engines = [await withNotes(engineOn(file)), engineOn(file), engineOn(file)];
    await Promise.all(
      Array.from({ length: 12 }, (_, n) =>
        engines[n % 3]?.begin(async (conn) => {
          await wait(2);
          await addNote(conn, `${n}`);
        }),
      ),
    );
    expect(await committed(engineOn(file))).toEqual(Array.from({ length: 12 }, (_, n) => `${n}`));
  });

  test("who waits too long is told, and keeps nothing", async () => {
    const database = await withNotes(engineOn(freshFile(), { busyTimeout: 30 }));
    const holder = await database.connect();
    await addNote(holder, "a");
    const started = performance.now();
    const error = await rejection(database.begin((conn) => addNote(conn, "b")));
    expect(error).toBeInstanceOf(OperationalError);
    expect(error).toMatchObject({ message: expect.stringContaining("has held the database's only writer for 30 ms") });
    expect(performance.now() - started).toBeGreaterThan(25);
    await holder.commit();
    await holder.close();
    await database.begin((conn) => addNote(conn, "c"));
    expect(await committed(database)).toEqual(["a", "c"]);
  });

  test("a signal ends the waiting for it, whether a statement or a transaction has asked", async () => {
    const database = await withNotes(engineOn(freshFile()));
    const holder = await database.connect();
    await addNote(holder, "a");
    const controller = new AbortController();
    const reason = new Error("not wanted any more");
    const { signal } = controller;
    const [one, other] = [await database.connect(), await database.connect()];
    await bodies(other);
    const dropped = [one, other].map((conn) => rejection(addNote(conn.executionOptions({ signal }), "dropped")));
    const next = database.begin((conn) => addNote(conn, "next"));
    setTimeout(() => controller.abort(reason), 5);
    expect(await Promise.all(dropped)).toEqual([reason, reason]);
    await one.close();
    await other.close();
    await holder.commit();
    await holder.close();
    await next;
    expect(await committed(database)).toEqual(["a", "next"]);
  });

  test("a timeout of 0 does not wait at all, a very long one does", async () => {
    const file = freshFile();
    const patient = await withNotes(engineOn(file, { busyTimeout: Number.POSITIVE_INFINITY }));
    const hasty = engineOn(file, { busyTimeout: 0 });
    const holder = await patient.connect();
    await addNote(holder, "a");
    await expect(hasty.begin((conn) => addNote(conn, "b"))).rejects.toThrow(OperationalError);
    const waiting = patient.begin((conn) => addNote(conn, "c"));
    await wait(20);
    await holder.commit();
    await holder.close();
    await waiting;
    expect(await committed(patient)).toEqual(["a", "c"]);
  });

  test("one who has given up is not in the way of those after him", async () => {
    const file = freshFile();
    const database = await withNotes(engineOn(file));
    const hasty = engineOn(file, { busyTimeout: 10 });
    const holder = await database.connect();
    await addNote(holder, "holder");
    const given = rejection(hasty.begin((conn) => addNote(conn, "hasty")));
    const next = database.begin((conn) => addNote(conn, "next"));
    expect(await given).toBeInstanceOf(OperationalError);
    await holder.rollback();
    await next;
    await holder.close();
    expect(await committed(database)).toEqual(["next"]);
  });

  describe("is taken", () => {
    const refused = async (file: string) => {
      await expect(engineOn(file, { busyTimeout: 0 }).begin((conn) => addNote(conn, "never"))).rejects.toThrow(OperationalError);
    };

    test("at the beginning of an explicit transaction, be it that it only reads", async () => {
      const file = freshFile();
      const conn = await (await withNotes(engineOn(file))).connect();
      const tx = await conn.begin();
      await bodies(conn);
      await refused(file);
      await tx.rollback();
      await conn.beginNested();
      await refused(file);
      await conn.rollback();
      await conn.begin(() => refused(file));
      await conn.close();
    });

    test("at the first statement, if that writes, else at the first one that does", async () => {
      const file = await walFile();
      const database = await withNotes(engineOn(file));
      const conn = await database.connect();
      await bodies(conn);
      await database.begin(() => {});
      await addNote(conn, "a");
      await refused(file);
      await conn.commit();
      await conn.execute(sql.text("PRAGMA user_version = 5"));
      await refused(file);
      await conn.close();
    });

    test("never by one that is to read only", async () => {
      const file = freshFile();
      const conn = (await (await withNotes(engineOn(file))).connect()).executionOptions({ readOnly: true });
      await conn.begin(() => engineOn(file, { busyTimeout: 0 }).begin(() => {}));
      await conn.close();
    });

    test("who asks for it from inside of the very callback that holds it is told so", async () => {
      const database = await withNotes(engineOn(freshFile(), { busyTimeout: 10 }));
      await database.begin(async () => {
        await expect(database.begin((conn) => addNote(conn, "never"))).rejects.toThrow("use the connection that the callback was given");
      });
    });
  });

  describe("no lock is left behind", () => {
    /** Somebody else can write at once. */
    const isFree = async (file: string) => {
      await engineOn(file, { busyTimeout: 0 }).begin((conn) => addNote(conn, `free ${Math.random()}`));
    };

    test("by a statement that fails, once its transaction has ended", async () => {
      const file = freshFile();
      const database = await withNotes(engineOn(file), "there");
      const conn = await database.connect();
      await rejection(addNote(conn, "there"));
      await conn.rollback();
      await isFree(file);
      await conn.close();
    });

    test("by a statement that fails with AUTOCOMMIT", async () => {
      const file = freshFile();
      const database = await withNotes(engineOn(file, { isolationLevel: "AUTOCOMMIT" }), "there");
      const conn = await database.connect();
      await rejection(addNote(conn, "there"));
      await isFree(file);
      await rejection(conn.execute(sql.text("INSERT INTO nowhere VALUES (1)")));
      await isFree(file);
      await conn.close();
    });

    test("by a server that ends the transaction", async () => {
      const file = freshFile();
      const database = await withNotes(engineOn(file), "there");
      const conn = await database.connect();
      await addNote(conn, "a");
      await rejection(conn.execute(sql.text("INSERT OR ROLLBACK INTO note (body) VALUES ('there')")));
      await isFree(file);
      await conn.close();
    });

    test("by closing in the middle of everything", async () => {
      const file = freshFile();
      const database = await withNotes(engineOn(file));
      const conn = await database.connect();
      const running = rejection(
        conn.begin(async () => {
          await addNote(conn, "a");
          await conn.beginNested();
          await wait(10);
        }),
      );
      await wait(2);
      await conn.close();
      await isFree(file);
      expect(await running).toMatchObject({ message: expect.stringContaining("This Connection is closed") });
    });

    test("by a BEGIN that fails", async () => {
      const file = freshFile();
      const database = await withNotes(engineOn(file));
      for (const autocommit of [false, true]) {
        const conn = await database.connect();
        if (autocommit) conn.executionOptions({ isolationLevel: "AUTOCOMMIT" });
        const { driverConnection } = conn;
        const query = driverConnection.query.bind(driverConnection);
        driverConnection.query = (text, values) => {
          if (text === "BEGIN IMMEDIATE") throw new Error("no BEGIN today");
          return query(text, values);
        };
        await expect(conn.begin(() => {})).rejects.toThrow("no BEGIN today");
        await expect(conn.execute(sql.text("INSERT INTO note (body) VALUES (:body)"), [{ body: "a" }, { body: "b" }])).rejects.toThrow(
          "no BEGIN today",
        );
        await isFree(file);
        driverConnection.query = query;
        await conn.close();
      }
    });

    test("by a listener that throws", async () => {
      const file = freshFile();
      const database = await withNotes(engineOn(file));
      for (const name of ["begin", "physical", "statement"] as const) {
        const off = database.on(name, () => {
          throw new Error(`from ${name}`);
        });
        await expect(database.begin((conn) => addNote(conn, "never"))).rejects.toThrow(`from ${name}`);
        off();
        await isFree(file);
      }
    });

    test("by a wait for the lock that was in vain", async () => {
      const file = await walFile();
      const database = await withNotes(engineOn(file, { busyTimeout: 5 }));
      const holder = await database.connect();
      await addNote(holder, "a");
      const reader = await database.connect();
      await bodies(reader);
      await expect(addNote(reader, "b")).rejects.toThrow(OperationalError);
      await holder.commit();
      await isFree(file);
      await reader.close();
      await holder.close();
    });
  });

  test("a reader is not held up by a writer, and sees what was committed", async () => {
    const file = freshFile();
    const database = await withNotes(engineOn(file), "before");
    await database.begin(async (conn) => {
      await addNote(conn, "during");
      expect(await committed(database)).toEqual(["before"]);
    });
    expect(await committed(database)).toEqual(["before", "during"]);
  });

  test("with WAL a reader keeps its snapshot while others write", async () => {
    const database = await withNotes(engineOn(await walFile()), "before");
    const reader = await database.connect();
    expect(await bodies(reader)).toEqual(["before"]);
    await database.begin((conn) => addNote(conn, "after"));
    expect(await bodies(reader)).toEqual(["before"]);
    await reader.rollback();
    expect(await bodies(reader)).toEqual(["before", "after"]);
    await reader.close();
  });

  test("without WAL a writer waits for the readers at COMMIT, up to its timeout, and may try again", async () => {
    const file = freshFile();
    const database = await withNotes(engineOn(file, { busyTimeout: 20 }), "before");
    const reader = await database.connect();
    await bodies(reader);
    const writer = await database.connect();
    await addNote(writer, "after");
    await expect(writer.commit()).rejects.toThrow(OperationalError);
    expect(writer.inTransaction).toBe(true);
    await reader.close();
    await writer.commit();
    await writer.close();
    expect(await committed(database)).toEqual(["before", "after"]);
  });
});
