import { bindParam, func, InvalidRequestError, insert, integer, MetaData, OperationalError, select, sql, text } from "athanor";
import { describe, expect, test } from "vitest";
import type { DriverCursor } from "../../src/dialects/driver.js";
import { onEveryDoor } from "./support/databases.js";
import { testExcept, testOnlyOn } from "./support/differences.js";
import { addNote, bodies, committed, notes, withNotes } from "./support/notes.js";
import { rejection } from "./support/recorded.js";

/** Counts without a table, so that a stream can be long. */
const countTo = (n: number) =>
  sql.text(`WITH RECURSIVE c (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < ${n}) SELECT n FROM c`).columns({ n: integer() });

const some = Array.from({ length: 1200 }, (_, n) => `note ${n}`);

onEveryDoor(({ engine, target }) => {
  const sqliteTest = testOnlyOn(target, "sqlite", "what an open stream keeps from running, and the text of its errors");

  test("gives all rows in order, with their types", async () => {
    const conn = await (await withNotes(engine(), ...some)).connect();
    const seen: { id: number; body: string }[] = [];
    for await (const row of conn.stream(select(notes).orderBy(notes.c.id))) seen.push(row);
    expect(seen.map((row) => row.body)).toEqual(some);
    expect(seen[0]).toEqual({ id: 1, body: "note 0" });
    await conn.close();
  });

  test("rows that are asked for at once come in their order, and end with who leaves", async () => {
    const conn = await (await withNotes(engine(), ...some)).connect();
    const rows = conn.stream(select(notes).orderBy(notes.c.id))[Symbol.asyncIterator]();
    const first = await Promise.all(Array.from({ length: 700 }, () => rows.next()));
    expect(first.map(({ value }) => value?.body)).toEqual(some.slice(0, 700));
    const [next, left, after] = await Promise.all([rows.next(), rows.return?.(), rows.next()]);
    expect([next.value?.body, left?.done, after.done]).toEqual(["note 700", true, true]);
    expect(await conn.scalar(select(func.count()).selectFrom(notes))).toBe(1200);
    await conn.close();
  });

  test("without rows the loop is not entered", async () => {
    const conn = await (await withNotes(engine())).connect();
    for await (const row of conn.stream(select(notes))) expect(row).toBe("never");
    expect(conn.inTransaction).toBe(true);
    await conn.close();
  });

  test("takes parameters, and refuses several sets of them", async () => {
    const conn = await (await withNotes(engine(), ...some.slice(0, 5))).connect();
    const upTo = select(notes.c.id)
      .where(notes.c.id.le(bindParam("last", integer())))
      .orderBy(notes.c.id);
    const seen: number[] = [];
    for await (const { id } of conn.stream(upTo, { last: 3 })) seen.push(id);
    expect(seen).toEqual([1, 2, 3]);
    const among: number[] = [];
    for await (const { id } of conn.stream(select(notes.c.id).where(notes.c.id.in([2, 4])))) among.push(id);
    expect(among).toEqual([2, 4]);
    const several = conn.stream(upTo, [{ last: 1 }, { last: 2 }])[Symbol.asyncIterator]();
    await expect(several.next()).rejects.toThrow(InvalidRequestError);
    const missing = Reflect.apply(conn.stream, conn, [upTo])[Symbol.asyncIterator]();
    await expect(missing.next()).rejects.toThrow("A value is required for bind parameter 'last'");
    await conn.close();
  });

  test("nested rows, and rows of plain text, come as execute() gives them", async () => {
    const conn = await (await withNotes(engine(), "a")).connect();
    for await (const row of conn.stream(select({ note: notes, twice: notes.c.id.mul(2) })))
      expect(row).toEqual({ note: { id: 1, body: "a" }, twice: 2 });
    for await (const row of conn.stream(sql.text("SELECT id, body AS what FROM note"))) expect(row).toEqual({ id: 1, what: "a" });
    await conn.close();
  });

  sqliteTest("memory stays bounded: rows are made as the loop asks for them", async () => {
    const conn = await engine().connect();
    let steps = 0;
    const { driverConnection } = conn;
    const stream = driverConnection.stream.bind(driverConnection);
    let largest = 0;
    driverConnection.stream = (text, values) => {
      const cursor = stream(text, values) as DriverCursor; // SQLite's answer at once
      return {
        columns: cursor.columns,
        next: (size) => {
          const page = cursor.next(size);
          largest = Math.max(largest, Array.isArray(page) ? page.length : Number.POSITIVE_INFINITY);
          return page;
        },
        close: () => cursor.close(),
      };
    };
    for await (const { n } of conn.stream(countTo(300_000))) steps = n;
    expect(steps).toBe(300_000);
    expect(largest).toBeLessThanOrEqual(1000);
    // a query without end: whoever reads it whole never comes back
    for await (const { n } of conn.stream(sql.text("WITH RECURSIVE c (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c) SELECT n FROM c")))
      if (n === 2000) break;
    await conn.close();
  });

  describe("while it is open", () => {
    const alone = testExcept(target, { postgresql: "refusing what may run while a stream is open" });
    alone("execute, commit and the like are refused at once, and the stream goes on", async () => {
      const conn = await (await withNotes(engine(), ...some.slice(0, 3))).connect();
      let defaults = 0;
      const counting = new MetaData().table("note", {
        id: integer().primaryKey(),
        body: text()
          .notNull()
          .default(() => `default ${++defaults}`),
      });
      const seen: string[] = [];
      for await (const { body } of conn.stream(select(notes.c.body).orderBy(notes.c.id))) {
        seen.push(body);
        for (const refused of [
          addNote(conn, "never"),
          conn.execute(insert(counting)),
          conn.execute(insert(notes), [{ body: "x" }, { body: "y" }]),
          conn.scalar(select(func.count()).selectFrom(notes)),
          conn.commit(),
          conn.beginNested(),
          conn.begin(),
          conn.stream(select(notes))[Symbol.asyncIterator]().next(),
        ]) {
          const error = await rejection(refused);
          expect(error).toBeInstanceOf(InvalidRequestError);
        }
        await expect(conn.commit()).rejects.toThrow("A stream is open on this connection");
      }
      expect([seen, defaults]).toEqual([some.slice(0, 3), 0]);
      await addNote(conn, "after");
      await conn.commit();
      expect(await bodies(conn)).toHaveLength(4);
      await conn.close();
    });

    test("rollback() ends it", async () => {
      const conn = await (await withNotes(engine(), ...some)).connect();
      await addNote(conn, "lost");
      const rows = conn.stream(select(notes))[Symbol.asyncIterator]();
      await rows.next();
      await conn.rollback();
      await addNote(conn, "kept");
      await conn.commit();
      const rest = (async () => {
        while (!(await rows.next()).done);
      })();
      await expect(rest).rejects.toThrow("The stream has ended with its transaction.");
      expect((await bodies(conn)).at(-1)).toBe("kept");
      await conn.close();
    });

    test("so does an error that leaves the begin() callback or savepoint around it", async () => {
      const database = await withNotes(engine(), ...some);
      await database.begin(async (conn) => {
        await addNote(conn, "kept");
        await rejection(
          conn.beginNested(async () => {
            await addNote(conn, "undone");
            await conn.stream(select(notes))[Symbol.asyncIterator]().next();
            throw new Error("no");
          }),
        );
        await addNote(conn, "kept too");
      });
      expect((await committed(database)).slice(some.length)).toEqual(["kept", "kept too"]);
    });

    test("close() ends it, and its loop is told", async () => {
      const database = await withNotes(engine(), ...some);
      const conn = await database.connect();
      const loop = (async () => {
        let seen = 0;
        for await (const _ of conn.stream(select(notes))) {
          seen += 1;
          if (seen === 10) await conn.close();
        }
      })();
      await expect(loop).rejects.toThrow(InvalidRequestError);
      await database.begin((other) => addNote(other, "after"));
      expect(await committed(database)).toHaveLength(some.length + 1);
    });

    test("close() ends it with AUTOCOMMIT too", async () => {
      const database = await withNotes(engine({ isolationLevel: "AUTOCOMMIT" }), ...some);
      const conn = await database.connect();
      await conn.stream(select(notes))[Symbol.asyncIterator]().next();
      await conn.close();
      const other = await database.connect();
      await other.execute(sql.text("DROP TABLE note"));
      await other.close();
    });

    alone("a begin() callback that forgets it can't commit", async () => {
      const database = await withNotes(engine(), ...some);
      await expect(
        database.begin(async (conn) => {
          await addNote(conn, "lost");
          await conn.stream(select(notes))[Symbol.asyncIterator]().next();
        }),
      ).rejects.toThrow("A stream is open on this connection");
      expect(await committed(database)).toHaveLength(some.length);
    });
  });

  test("leaving the loop early frees the statement", async () => {
    const conn = await (await withNotes(engine(), ...some)).connect();
    const all = select(notes.c.id).orderBy(notes.c.id);
    for (let n = 0; n < 3; n += 1) {
      for await (const { id } of conn.stream(all)) if (id > 600) break;
      for await (const { id } of conn.stream(all)) if (id === 1) break;
    }
    await conn.execute(sql.text("DROP TABLE note"));
    await conn.commit();
    await conn.close();
  });

  test("an error inside of the loop comes through, and frees the statement", async () => {
    const conn = await (await withNotes(engine(), ...some)).connect();
    const loop = async () => {
      for await (const { id } of conn.stream(select(notes.c.id))) if (id === 3) throw new RangeError("three");
    };
    await expect(loop()).rejects.toThrow(RangeError);
    await addNote(conn, "after");
    await conn.commit();
    await conn.close();
  });

  sqliteTest("an error of the database's comes with the statement, at the start and on the way", async () => {
    const conn = await (await withNotes(engine(), ...some)).connect();
    const atStart = await rejection(conn.stream(sql.text("SELECT nothing FROM note"))[Symbol.asyncIterator]().next());
    expect(atStart).toBeInstanceOf(OperationalError);
    expect(atStart).toMatchObject({ statement: "SELECT nothing FROM note", params: [] });
    const text = "SELECT CASE WHEN id < 900 THEN id ELSE abs(-9223372036854775807 - 1) END AS n FROM note ORDER BY id";
    let seen = 0;
    const onTheWay = await rejection(
      (async () => {
        for await (const _ of conn.stream(sql.text(text))) seen += 1;
      })(),
    );
    expect(onTheWay).toBeInstanceOf(OperationalError);
    expect(onTheWay).toMatchObject({ statement: text, message: expect.stringContaining("integer overflow") });
    expect(seen).toBeGreaterThan(0);
    await addNote(conn, "after");
    await conn.close();
  });

  test("a value that can't be read is a DataError that names its column, and frees the statement", async () => {
    const conn = await (await withNotes(engine())).connect();
    const wrong = sql.text("SELECT 9007199254740993 AS n").columns({ n: integer() });
    await expect(conn.stream(wrong)[Symbol.asyncIterator]().next()).rejects.toThrow("column 'n' of the result");
    await addNote(conn, "after");
    await conn.close();
  });

  test("rows that a statement returns while it writes can be streamed too", async () => {
    const database = await withNotes(engine());
    const conn = await database.connect();
    const seen: string[] = [];
    for await (const { body } of conn.stream(insert(notes).values({ body: "a" }).returning(notes.c.body))) seen.push(body);
    await conn.commit();
    await conn.close();
    expect([seen, await committed(database)]).toEqual([["a"], ["a"]]);
  });

  test("a statement without rows can't be streamed, and is not executed", async () => {
    const database = await withNotes(engine());
    const conn = await database.connect();
    // what text returns is known to SQLite before it runs
    const texts = target.backend === "sqlite" ? [sql.text("DELETE FROM note")] : [];
    for (const statement of [insert(notes).values({ body: "never" }), ...texts]) {
      const rows = Reflect.apply(conn.stream, conn, [statement])[Symbol.asyncIterator]();
      await expect(rows.next()).rejects.toThrow("return");
    }
    await conn.commit();
    await conn.close();
    expect(await committed(database)).toEqual([]);
  });
});
