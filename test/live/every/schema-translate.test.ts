import { insert, integer, MetaData, select, sql, text } from "athanor";
import { expect, test } from "vitest";
import type { Target } from "../../servers/targets.js";
import { onEveryDatabase } from "../support/databases.js";

const metadata = new MetaData();
const notes = metadata.table("note", { id: integer().primaryKey(), body: text().notNull() }, undefined, { schema: "tenant" });

/** How a schema is made, and how it is removed where the database's own end does not do it. */
const schemas: Readonly<
  Record<Target["backend"], { readonly make: (name: string) => string; readonly remove?: (name: string) => string }>
> = {
  sqlite: { make: (name) => `ATTACH '' AS ${name}` },
  postgresql: { make: (name) => `CREATE SCHEMA ${name}`, remove: (name) => `DROP SCHEMA ${name} CASCADE` },
  mariadb: { make: (name) => `CREATE DATABASE ${name}`, remove: (name) => `DROP DATABASE ${name}` },
};

onEveryDatabase(({ target, engine }) => {
  const { make, remove } = schemas[target.backend];
  const first = `first_${process.pid}`;
  const second = `second_${process.pid}`;

  test("tables of another schema at run time: created, asked for, written, returned and read there", async () => {
    const conn = await engine({ schemaTranslateMap: { tenant: second }, isolationLevel: "AUTOCOMMIT" }).connect();
    for (const name of [first, second]) await conn.execute(sql.text(make(name)));
    try {
      await metadata.createAll(conn);
      await metadata.createAll(conn);
      await conn.execute(insert(notes).values({ body: "a" }));
      const many = await conn.execute(insert(notes).returning(notes.c.id).sortByParameterOrder(), [{ body: "b" }, { body: "c" }]);
      expect(many.all().length).toBe(2);
      conn.executionOptions({ schemaTranslateMap: { tenant: first } });
      await metadata.createAll(conn);
      await conn.execute(insert(notes), { body: "d" });
      expect(await conn.scalars(select(notes.c.body))).toEqual(["d"]);
      const there = select(notes.c.body)
        .orderBy(notes.c.id)
        .executionOptions({ schemaTranslateMap: { tenant: second } });
      expect(await conn.scalars(there)).toEqual(["a", "b", "c"]);
      expect(await conn.hasTable("note", "tenant")).toBe(true);
    } finally {
      for (const name of [first, second]) if (remove) await conn.execute(sql.text(remove(name)));
      await conn.close();
    }
  });
});
