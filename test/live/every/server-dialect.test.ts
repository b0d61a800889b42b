import { insert, integer, MetaData, select, sql, text } from "athanor";
import { mariadb } from "athanor/mysql";
import { postgresql } from "athanor/postgresql";
import { sqlite } from "athanor/sqlite";
import { expect, test } from "vitest";
import { onEveryDatabase } from "../support/databases.js";

const own = { sqlite, postgresql, mariadb };

/** How each is asked for its version. */
const questions = { sqlite: "SELECT sqlite_version()", postgresql: "SHOW server_version", mariadb: "SELECT VERSION()" };

onEveryDatabase(({ engine, target }) => {
  test("the first connect tells product and version, and the dialect is made of them once", async () => {
    const database = engine();
    expect(database.server).toBeNull();
    const before = database.dialect;
    const conn = await database.connect();
    const asked = String(await conn.scalar(sql.text(questions[target.backend])));
    expect(database.server?.product).toBe(target.backend);
    expect(asked.startsWith(database.server?.version ?? "none")).toBe(true);
    expect(database.dialect).not.toBe(before);
    expect(conn.dialect).toBe(database.dialect);
    expect(database.dialect.name).toBe(target.backend);
    await conn.close();
    const next = await database.connect();
    expect(next.dialect).toBe(conn.dialect);
    await next.close();
  });

  test("a dialect of the user's stays as it is", async () => {
    const dialect = own[target.backend]({ implicitReturning: false });
    const metadata = new MetaData();
    const notes = metadata.table("note", { id: integer().primaryKey(), body: text() });
    const database = engine({ dialect });
    const conn = await database.connect();
    expect(conn.dialect).toBe(dialect);
    expect(database.server?.product).toBe(target.backend);
    await metadata.createAll(conn);
    await conn.execute(insert(notes), { id: 1, body: "a" });
    expect(await conn.scalars(select(notes.c.body))).toEqual(["a"]);
    await conn.rollback();
    await conn.close();
  });
});
