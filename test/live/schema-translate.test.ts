import { insert, integer, MetaData, select, sql, text } from "athanor";
import { expect, test } from "vitest";
import { onEveryDriver } from "./support/backends.js";

const metadata = new MetaData();
const notes = metadata.table("note", { id: integer().primaryKey(), body: text().notNull() }, undefined, { schema: "tenant" });

onEveryDriver(({ memory }) => {
  test("tables of another schema at run time: created, asked for, written and read there", async () => {
    const conn = await memory({ schemaTranslateMap: { tenant: "second" } }).connect();
    conn.executionOptions({ isolationLevel: "AUTOCOMMIT" });
    await conn.execute(sql.text("ATTACH '' AS first"));
    await conn.execute(sql.text("ATTACH '' AS second"));
    await metadata.createAll(conn);
    await metadata.createAll(conn);
    await conn.execute(insert(notes), [{ body: "a" }, { body: "b" }]);
    conn.executionOptions({ schemaTranslateMap: { tenant: "first" } });
    await metadata.createAll(conn);
    await conn.execute(insert(notes), { body: "c" });
    expect(await conn.scalars(select(notes.c.body))).toEqual(["c"]);
    const second = select(notes.c.body).executionOptions({ schemaTranslateMap: { tenant: "second" } });
    expect(await conn.scalars(second)).toEqual(["a", "b"]);
    expect(await conn.hasTable("note", "tenant")).toBe(true);
    await conn.close();
  });
});
