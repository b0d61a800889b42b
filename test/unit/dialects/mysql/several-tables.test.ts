import { insert, integer, MetaData, text, update } from "athanor";
import { mariadb, mysql } from "athanor/mysql";
import { expect, test } from "vitest";

const metadata = new MetaData();
const port = metadata.table("port", { id: integer().primaryKey(), name: text() });
const dock = new MetaData({ schema: "harbor" }).table("dock", { id: integer().primaryKey(), name: text() });
const namesake = metadata.table("dock", { id: integer().primaryKey(), name: text() });
const sqlOf = (statement: { compile(options: object): { readonly sql: string } }, dialect = mysql()) => statement.compile({ dialect }).sql;

test("SET of several tables names a column's table alone, unless another one is called so too", () => {
  expect(sqlOf(update(dock).values({ name: port.c.name }).where(dock.c.id.eq(port.c.id)))).toBe(
    "UPDATE harbor.dock, port SET dock.name=port.name WHERE harbor.dock.id = port.id",
  );
  const both = "UPDATE harbor.dock, dock SET harbor.dock.name=dock.name WHERE harbor.dock.id = dock.id";
  expect(sqlOf(update(dock).values({ name: namesake.c.name }).where(dock.c.id.eq(namesake.c.id)))).toBe(both);
  const alias = port.alias("dock");
  expect(sqlOf(update(dock).values({ name: alias.c.name }).where(dock.c.id.eq(alias.c.id)))).toContain("SET harbor.dock.name=dock.name");
  const joined = update(namesake.join(dock, dock.c.id.eq(namesake.c.id))).values(new Map([[dock.c.name, "a"]]));
  expect(sqlOf(joined)).toContain("SET harbor.dock.name=?");
});

test("rows of nothing let the key count up by NULL; by DEFAULT where sql_mode leaves that to it", () => {
  const rows = (dialect: ReturnType<typeof mysql>) => insert(port).compile({ dialect, executemany: true, columnKeys: [] }).sql;
  expect(rows(mysql())).toBe("INSERT INTO port (id) VALUES (NULL)");
  expect(rows(mysql({ defaultCountsUp: true }))).toBe("INSERT INTO port (id) VALUES (DEFAULT)");
  expect(rows(mariadb({ defaultCountsUp: true }))).toBe("INSERT INTO port (id) VALUES (DEFAULT)");
});
