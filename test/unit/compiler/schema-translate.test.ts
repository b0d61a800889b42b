import { CreateSequence, CreateTable, deleteFrom, exists, insert, integer, MetaData, merge, Sequence, select, text, update } from "athanor";
import { defaultDialect } from "athanor/default";
import { mssql } from "athanor/mssql";
import { mariadb, mysql } from "athanor/mysql";
import { oracle } from "athanor/oracle";
import { postgresql } from "athanor/postgresql";
import { sqlite } from "athanor/sqlite";
import { expect, test } from "vitest";

const metadata = new MetaData();
const ports = metadata.table("port", { id: integer().primaryKey() }, undefined, { schema: "one" });
const boats = metadata.table("boat", { id: integer().primaryKey(), portId: integer("port_id").references(() => ports.c.id) }, undefined, {
  schema: "one",
});
const crew = metadata.table("crew", { id: integer().primaryKey(), name: text() });

const dialects = {
  default: defaultDialect(),
  sqlite: sqlite(),
  postgresql: postgresql(),
  mysql: mysql(),
  mariadb: mariadb(),
  mssql: mssql(),
  oracle: oracle(),
};
type Name = keyof typeof dialects;
const schemaTranslateMap = { one: "Two", "": "own" };

const quoted = (name: Name, schema: string): string =>
  name === "mssql" ? `[${schema}]` : name === "mysql" || name === "mariadb" ? `\`${schema}\`` : `"${schema}"`;

/** The text on each dialect, with the translated schema's quotes taken off: they are the dialect's own. */
function onEach(statement: { compile(options: object): { readonly sql: string } }, names: readonly Name[]): readonly string[] {
  const texts = names.map((name) => {
    const { sql } = statement.compile({ dialect: dialects[name], schemaTranslateMap });
    expect(sql).toContain(quoted(name, "Two"));
    return sql.replaceAll(quoted(name, "Two"), "Two");
  });
  return [...new Set(texts)];
}
const all = Object.keys(dialects) as Name[];

test("tables of FROM, joins, subqueries and CTEs", () => {
  const joined = select(boats.c.id).where(exists(select(crew.c.id).where(crew.c.id.eq(boats.c.id))));
  const exist = "EXISTS (SELECT own.crew.id \nFROM own.crew \nWHERE own.crew.id = Two.boat.id)";
  expect(onEach(joined, all)).toEqual([`SELECT Two.boat.id \nFROM Two.boat \nWHERE ${exist}`]);
  const cte = joined.cte("c");
  expect(onEach(select(cte.c.id).where(cte.c.id.in(select(ports.c.id))), all)).toEqual([
    `WITH c AS \n(SELECT Two.boat.id AS id \nFROM Two.boat \nWHERE ${exist})\n SELECT c.id \nFROM c \nWHERE c.id IN (SELECT Two.port.id \nFROM Two.port)`,
  ]);
  const aliased = ports.alias("p");
  expect(onEach(select(aliased.c.id).join(boats, boats.c.portId.eq(aliased.c.id)), ["default", "sqlite", "postgresql", "mssql"])).toEqual([
    "SELECT p.id \nFROM Two.port AS p JOIN Two.boat ON Two.boat.port_id = p.id",
  ]);
});

test("DML on several tables", () => {
  expect(onEach(insert(boats).fromSelect(["id"], select(crew.c.id)), ["postgresql", "mssql", "oracle", "mariadb", "sqlite"])).toEqual([
    "INSERT INTO Two.boat (id) SELECT own.crew.id \nFROM own.crew",
  ]);
  expect(onEach(update(crew).values({ name: "x" }).where(crew.c.id.eq(boats.c.id)), ["mysql", "mariadb"])).toEqual([
    "UPDATE own.crew, Two.boat SET own.crew.name=? WHERE own.crew.id = Two.boat.id",
  ]);
  expect(onEach(update(boats).values({ portId: crew.c.id }).where(boats.c.id.eq(crew.c.id)), ["sqlite", "postgresql"])).toEqual([
    "UPDATE Two.boat SET port_id=own.crew.id FROM own.crew WHERE Two.boat.id = own.crew.id",
  ]);
  expect(onEach(deleteFrom(boats).where(boats.c.id.eq(crew.c.id)), ["mssql"])).toEqual([
    "DELETE FROM Two.boat FROM Two.boat, own.crew WHERE Two.boat.id = own.crew.id",
  ]);
  const merged = merge(boats).using(crew, boats.c.id.eq(crew.c.id)).whenMatched().thenUpdate({ portId: crew.c.id });
  expect(onEach(merged, ["postgresql"])).toEqual([
    "MERGE INTO Two.boat USING own.crew ON Two.boat.id = own.crew.id WHEN MATCHED THEN UPDATE SET port_id=own.crew.id",
  ]);
});

test("DDL: tables with what they refer to, and sequences", () => {
  for (const text of onEach(new CreateTable(boats), ["default", "postgresql", "mysql", "mariadb", "mssql", "oracle"]))
    expect(text).toMatch(/^CREATE TABLE Two\.boat \(/);
  const numbers = new Sequence("numbers", { schema: "one" });
  expect(onEach(new CreateSequence(numbers), ["postgresql", "mariadb", "oracle"])).toEqual(["CREATE SEQUENCE Two.numbers"]);
  expect(onEach(select(numbers.nextValue()), ["postgresql", "mariadb", "mssql", "oracle"])).toEqual([
    "SELECT nextval('Two.numbers') AS next_value_1",
    "SELECT nextval(Two.numbers) AS next_value_1",
    "SELECT NEXT VALUE FOR Two.numbers AS next_value_1",
    "SELECT Two.numbers.nextval AS next_value_1 FROM DUAL",
  ]);
});

test("one statement has the text of each map, whichever came before", () => {
  const statement = select(boats.c.id);
  const maps = [{ one: "Two" }, { one: null }, undefined, { one: "three" }, { one: "Two" }, { "": "own" }, { one: null }];
  const texts = maps.map(
    (map) => statement.compile({ dialect: dialects.postgresql, ...(map === undefined ? {} : { schemaTranslateMap: map }) }).sql,
  );
  expect(texts.map((each) => each.replace(/.*\nFROM /, ""))).toEqual([
    '"Two".boat',
    "boat",
    "one.boat",
    "three.boat",
    '"Two".boat',
    "one.boat",
    "boat",
  ]);
});
