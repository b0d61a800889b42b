import { literal, select, sql } from "athanor";
import { expect, test } from "vitest";
import { onEveryDriver } from "./support/backends.js";

onEveryDriver(({ memory }) => {
  test("integers are integers: division cuts, and text that holds one has no decimal point", async () => {
    const conn = await memory().connect();
    expect(await conn.scalar(select(literal(7).div(literal(2)).label("n")))).toBe(3.5);
    expect(await conn.scalar(sql.text("SELECT :a / :b AS n").bindParams({ a: 7, b: 2 }))).toBe(3);
    await conn.execute(sql.text("CREATE TABLE loose (anything)"));
    await conn.execute(sql.text("INSERT INTO loose VALUES (:n), (:n || '')").bindParams({ n: 5 }));
    expect((await conn.execute(sql.text("SELECT typeof(anything) AS kind, anything || '' AS shown FROM loose"))).tuples()).toEqual([
      ["integer", "5"],
      ["text", "5"],
    ]);
    expect(await conn.scalar(sql.text("SELECT :n AS n").bindParams({ n: 2n ** 62n }))).toBe(2n ** 62n);
    await conn.close();
  });
});
