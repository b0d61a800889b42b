import { InvalidRequestError, integer, sql } from "athanor";
import { expect, test } from "vitest";
import { onEveryDatabase } from "../support/databases.js";
import { rejectedWith } from "../support/recorded.js";

const upTo = (n: number) => sql.text(`SELECT generate_series(1, ${n}) AS n`).columns({ n: integer() });
const cursors = sql.text("SELECT count(*) FROM pg_cursors WHERE name LIKE 'athanor%'");

onEveryDatabase(({ engine }) => {
  test("other statements run while a stream is open, and each stream goes on", async () => {
    const conn = await engine().connect();
    let sum = 0;
    for await (const { n } of conn.stream(upTo(1200))) {
      if (n % 400 === 0) expect(await conn.scalar(sql.text("SELECT 1"))).toBe(1);
      if (n === 700) for await (const inner of conn.stream(upTo(3))) sum += inner.n;
      sum += n;
    }
    expect(sum).toBe((1200 * 1201) / 2 + 6);
    expect(await conn.scalar(cursors)).toBe(0);
    await conn.close();
  });

  test("commit() ends it, and its loop is told", async () => {
    const conn = await engine().connect();
    const rows = conn.stream(upTo(5000))[Symbol.asyncIterator]();
    await rows.next();
    await conn.commit();
    const rest = async () => {
      while (!(await rows.next()).done);
    };
    expect((await rejectedWith(InvalidRequestError, rest())).message).toBe("The stream has ended with its transaction.");
    await conn.close();
  });

  test("without a transaction the server keeps the rows until the loop is left", async () => {
    const conn = await engine({ isolationLevel: "AUTOCOMMIT" }).connect();
    for await (const { n } of conn.stream(upTo(5000))) {
      if (n === 1) expect(await conn.scalar(cursors)).toBe(1);
      if (n === 2000) break;
    }
    expect(await conn.scalar(cursors)).toBe(0);
    await conn.close();
  });

  test("a statement that is wrong is told so at the first row, and fails the transaction", async () => {
    const conn = await engine().connect();
    const wrong = sql.text("SELECT nothing AS n").columns({ n: integer() });
    await expect(conn.stream(wrong)[Symbol.asyncIterator]().next()).rejects.toMatchObject({ code: "42703" });
    await expect(conn.scalar(cursors)).rejects.toMatchObject({ code: "25P02" });
    await conn.rollback();
    expect(await conn.scalar(cursors)).toBe(0);
    await conn.close();
  });
}, "postgresql");
