import { type Connection, insert, select, sql, update } from "athanor";
import { expect, test } from "vitest";
import { onEveryDatabase } from "../support/databases.js";
import { testExcept, withoutSecondConnection } from "../support/differences.js";
import { notes, withNotes } from "../support/notes.js";

/** How many statements the connection keeps prepared, by the driver's own count. */
const prepared = (conn: Connection): unknown => Reflect.get(conn.driverConnection, "preparedStatements");

onEveryDatabase((database) => {
  const { engine, target } = database;
  // SQLite executes nothing that is not prepared, and keeps what it has prepared
  const always = target.backend === "sqlite";
  const open = async () => {
    const setup = engine();
    await withNotes(setup, "a", "b", "c");
    const conn = await setup.connect();
    await conn.begin();
    return { conn, before: Number(prepared(conn)), more: (count: number) => Number(prepared(conn)) - count };
  };

  test("a text is prepared at its second use, whichever statements it is of", async () => {
    const { conn, before, more } = await open();
    const ask = (id: number) => conn.scalar(select(notes.c.body.label("asked")).where(notes.c.id.eq(id)));
    expect(await ask(1)).toBe("a");
    expect(more(before)).toBe(always ? 1 : 0);
    for (const [id, body] of ["a", "b", "c"].entries()) expect(await ask(id + 1)).toBe(body);
    expect(more(before)).toBe(1);
    await conn.close();
  });

  const elsewhere = testExcept(target, { ...(always && { sqlite: "leaving a text unprepared" }), ...withoutSecondConnection(database) });
  elsewhere("the text of a statement that is executed again is prepared at its first use on another connection", async () => {
    const setup = engine();
    await withNotes(setup, "a");
    const [one, other, third] = [await setup.connect(), await setup.connect(), await setup.connect()];
    const counts = [one, other, third].map((conn) => Number(prepared(conn)));
    const more = () => [one, other, third].map((conn, index) => Number(prepared(conn)) - (counts[index] ?? 0));
    const kept = select(notes.c.body).where(notes.c.id.eq(1));
    expect(await one.scalar(kept)).toBe("a");
    expect(more()).toEqual([0, 0, 0]);
    expect(await other.scalar(kept)).toBe("a");
    expect(more()).toEqual([0, 1, 0]);
    // what is watched takes another way, and is prepared at the same use
    setup.on("executed", () => {});
    expect(await third.scalar(kept)).toBe("a");
    expect(more()).toEqual([0, 1, 1]);
    for (const conn of [one, other, third]) await conn.close();
  });

  test("only so many are kept, and none at all where that is turned off", async () => {
    const texts = (conn: Connection, count: number) =>
      Promise.all(
        Array.from({ length: 3 * count }, (_, n) => conn.scalar(select(notes.c.body.label(`n${n % count}`)).where(notes.c.id.eq(1)))),
      );
    for (const [preparedStatements, most] of [
      [3, 3],
      [false, 0],
    ] as const) {
      const database = engine({ preparedStatements });
      await withNotes(database, `a ${most}`);
      const conn = await database.connect();
      await conn.begin();
      expect(new Set(await texts(conn, 8))).toEqual(new Set([`a ${most}`]));
      // with PGlite all engines share what is prepared
      if (target.name !== "postgresql+pglite" || most === 0) expect(prepared(conn)).toBe(most);
      await conn.close();
      const drop = await database.connect();
      await drop.execute(sql.text("DROP TABLE note"));
      await drop.commit();
      await drop.close();
    }
  });

  test("a text that a list has made is prepared at its fourth use", async () => {
    const { conn, before, more } = await open();
    const among = (...ids: number[]) => conn.scalars(select(notes.c.body).where(notes.c.id.in(ids)).orderBy(notes.c.id));
    for (let use = 1; use <= 3; use += 1) {
      expect(await among(1, 2)).toEqual(["a", "b"]);
      expect(await among(use)).toHaveLength(1);
    }
    expect(more(before)).toBe(always ? 2 : 0);
    expect(await among(1, 2)).toEqual(["a", "b"]);
    expect(more(before)).toBe(always ? 2 : 1);
    const kept = select(notes.c.body).where(notes.c.id.in([1, 2, 3]));
    for (let use = 1; use <= 3; use += 1) expect(await conn.scalars(kept)).toHaveLength(3);
    expect(more(before)).toBe(always ? 3 : 1);
    await conn.scalars(kept);
    expect(more(before)).toBe(always ? 3 : 2);
    await conn.close();
  });

  test("so are the texts of what writes", async () => {
    const { conn, before, more } = await open();
    for (const body of ["x", "y"]) await conn.execute(insert(notes).values({ body }).prefixWith("/* */"));
    expect(more(before)).toBe(1);
    const renamed = update(notes).where(notes.c.body.eq("z")).values({ body: "zz" });
    for (let n = 0; n < 2; n += 1) await conn.execute(renamed);
    expect(more(before)).toBe(2);
    await conn.close();
  });
});
