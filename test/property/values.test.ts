import { type Connection, createEngine, insert, literal, select, sql, text, update } from "athanor";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { decimal, metadata, stored, thing, things, words } from "./things.js";

describe.each(["node", "better-sqlite3"])("values on %s", (driver) => {
  async function withTable(work: (conn: Connection) => Promise<void>): Promise<void> {
    const engine = createEngine(`sqlite+${driver}://`);
    const conn = await engine.connect();
    await metadata.createAll(conn);
    await work(conn);
    await conn.close();
    await engine.close();
  }

  test("of each type come back as they were given: in values(), as parameters, in many sets, by UPDATE", async () => {
    await withTable(async (conn) => {
      await fc.assert(
        fc.asyncProperty(thing, thing, thing, async (one, two, three) => {
          await conn.execute(sql.text("DELETE FROM things"));
          await conn.execute(insert(things).values(one));
          await conn.execute(insert(things), two);
          await conn.execute(insert(things), [three, one]);
          await conn.execute(insert(things).values([two, three]));
          expect(await stored(conn)).toEqual([one, two, three, one, two, three]);
          await conn.execute(update(things).values(two));
          expect(await stored(conn)).toEqual([two, two, two, two, two, two]);
        }),
        { numRuns: 250 },
      );
    });
  });

  test("are found by themselves, bound, in a list, and selected as literals", async () => {
    await withTable(async (conn) => {
      await fc.assert(
        fc.asyncProperty(words, fc.integer(), async (word, whole) => {
          await conn.execute(sql.text("DELETE FROM things"));
          const key = await conn.scalar(insert(things).values({ long: word, whole }).returning(things.c.id));
          const { c } = things;
          expect(await conn.scalars(select(c.id).where(c.long.eq(word), c.whole.eq(whole)))).toEqual([key]);
          expect(await conn.scalars(select(c.id).where(c.long.in([word, "other"])))).toEqual([key]);
          expect(await conn.scalars(select(c.id).where(c.long.contains(word, { autoescape: true })))).toEqual([key]);
          expect((await conn.execute(select(literal(word).label("word"), literal(whole).label("whole")))).one()).toEqual({ word, whole });
        }),
        { numRuns: 250 },
      );
    });
  });

  test("written into the text are the same values", async () => {
    await withTable(async (conn) => {
      await fc.assert(
        fc.asyncProperty(words, fc.integer(), decimal(9, 3), async (word, whole, exact) => {
          const statement = select(
            literal(word, text()).label("word"),
            literal(whole).label("whole"),
            literal(exact, text()).label("exact"),
          );
          const { sql: written } = statement.compile({ dialect: conn.dialect, literalBinds: true });
          const [row] = (await conn.execute(sql.text(written.replaceAll(":", "\\:")))).all();
          expect(row).toEqual({ word, whole, exact });
        }),
        { numRuns: 250 },
      );
    });
  });
});
