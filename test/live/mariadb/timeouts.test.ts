import { double, insert, integer, MetaData, select, sql, UnsupportedError } from "athanor";
import { mysql, unsignedBigInteger } from "athanor/mysql";
import { expect, test } from "vitest";
import { onEveryDatabase } from "../support/databases.js";
import { addNote, bodies, notes, withNotes } from "../support/notes.js";
import { rejectedWith } from "../support/recorded.js";

onEveryDatabase(({ engine }) => {
  test("a stream's timeout ends with the stream, and holds up nothing", async () => {
    const database = await withNotes(engine(), ...Array.from({ length: 2_000 }, (_, index) => `n${index}`));
    const conn = await database.connect();
    for (const rows of [2_000, 5]) {
      let count = 0;
      for await (const _ of conn.stream(select(notes.c.body).executionOptions({ timeout: 9_000 }))) if (++count === rows) break;
      expect(count).toBe(rows);
      expect(Number(await conn.scalar(sql.text("SELECT @@max_statement_time")))).toBe(0);
    }
    await conn.close();
  });

  test("MySQL's timeout is for queries: what writes is refused before it is sent", async () => {
    await withNotes(engine());
    const conn = await engine({ dialect: mysql({ version: "8.0.19" }) }).connect();
    const write = insert(notes).values({ body: "a" }).executionOptions({ timeout: 50 });
    expect((await rejectedWith(UnsupportedError, conn.execute(write))).message).toContain("for queries only");
    expect(await bodies(conn)).toEqual([]);
    await addNote(conn, "b");
    expect(await bodies(conn)).toEqual(["b"]);
    await conn.close();
  });

  test("a column of many rows travels as one type, whatever its values: keys have no gaps", async () => {
    const metadata = new MetaData();
    const table = metadata.table("amount", { id: integer().primaryKey(), whole: unsignedBigInteger(), real: double() });
    const conn = await engine().connect();
    await metadata.createAll(conn);
    const wholes = [1n, 2n ** 63n, 0n, 2n ** 64n - 1n, 2n ** 53n + 1n, null];
    const reals = [1, 2.5, 0.1, 2 ** 60, -1.5e-300, null];
    const rows = wholes.map((whole, index) => ({ whole, real: reals[index] ?? null }));
    const kept = await conn.execute(insert(table).returning(table).sortByParameterOrder(), rows);
    expect(kept.all()).toEqual(rows.map((row, index) => ({ id: index + 1, ...row })));
    expect((await conn.execute(select(table).orderBy(table.c.id))).all()).toEqual(rows.map((row, index) => ({ id: index + 1, ...row })));
    await conn.close();
  });
}, "mariadb");
