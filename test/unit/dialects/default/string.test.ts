import { array, arrayOf, bindParam, func, integer, json, jsonPath, select, table, update, varchar } from "athanor";
import { stringDialect } from "athanor/default";
import { mysql, insert as mysqlInsert } from "athanor/mysql";
import { insert as pgInsert, postgresql } from "athanor/postgresql";
import { expect, test } from "vitest";

const boat = table("boat", { id: integer().primaryKey(), name: varchar(20), tags: arrayOf(integer()), doc: json() });
const pyformat = postgresql({ paramStyle: "pyformat" });
const reading = stringDialect({ dialects: [pyformat, mysql()] });

test("other dialects write what is theirs alone, with their own placeholders and casts", () => {
  const upsert = pgInsert(boat)
    .values({ id: 1, name: "a" })
    .onConflictDoUpdate({ indexElements: ["id"], set: { name: "b" }, where: boat.c.id.gt(bindParam("least", integer())) });
  const compiled = upsert.compile({ dialect: reading });
  expect(compiled.sql).toBe(
    "INSERT INTO boat (id, name) VALUES (:id, :name) ON CONFLICT (id) DO UPDATE SET name = %(param_1)s::VARCHAR WHERE boat.id > %(least)s::INTEGER",
  );
  expect(compiled.paramsFor({ least: 5 })).toEqual({ id: 1, name: "a", param_1: "b", least: 5 });
  expect(compiled.expanded({ least: 5 }).sql).toBe(compiled.sql);
  expect(String(update(boat).values({ tags: array([1, 2]) }))).toBe("UPDATE boat SET tags=ARRAY[:param_1, :param_2]");
  expect(
    update(boat)
      .values({ tags: array([1, 2]), name: "a" })
      .compile({ dialect: stringDialect({ dialects: [postgresql()] }) }).sql,
  ).toBe("UPDATE boat SET name=:name, tags=ARRAY[$2::INTEGER, $3::INTEGER]");
  expect(mysqlInsert(boat).values({ id: 1 }).onDuplicateKeyUpdate({ name: "b" }).compile({ dialect: reading }).sql).toBe(
    "INSERT INTO boat (id) VALUES (:id) ON DUPLICATE KEY UPDATE name = ?",
  );
});

test("names are counted once for the whole statement, and lists are spread in either part", () => {
  const inner = select(func.max(boat.c.id))
    .where(boat.c.name.in(["x", "y"]))
    .scalarSubquery();
  const statement = update(boat)
    .values({ tags: array([inner, 7], integer()) })
    .where(boat.c.name.in(["z"]));
  const compiled = statement.compile({ dialect: reading });
  expect(compiled.sql).toContain(
    "ARRAY[(SELECT max(boat.id) AS max_1 \nFROM boat \nWHERE boat.name IN (__[POSTCOMPILE_name_1])), %(param_1)s::INTEGER]",
  );
  expect(compiled.expanded(null).sql).toBe(
    "UPDATE boat SET tags=ARRAY[(SELECT max(boat.id) AS max_1 \nFROM boat \nWHERE boat.name IN (%(name_1_1)s::VARCHAR, %(name_1_2)s::VARCHAR)), %(param_1)s::INTEGER] WHERE boat.name IN (:name_2_1)",
  );
});

test("without them a clause is written like the rest, or refused", () => {
  const upsert = pgInsert(boat)
    .values({ id: 1 })
    .onConflictDoUpdate({ indexElements: ["id"], set: { name: "b" } });
  expect(upsert.compile({ dialect: stringDialect() }).sql).toBe(
    "INSERT INTO boat (id) VALUES (:id) ON CONFLICT (id) DO UPDATE SET name = :param_1",
  );
  const duplicate = mysqlInsert(boat).values({ id: 1 }).onDuplicateKeyUpdate({ name: "b" });
  expect(() => duplicate.compile({ dialect: stringDialect() })).toThrow("The 'default' dialect can't render a onDuplicateKey construct.");
});

test("a path is shown as it was given", () => {
  const at = (...path: readonly [string, ...(string | number)[]]) =>
    select(boat.c.id)
      .where(
        jsonPath(boat.c.doc, ...path)
          .asString()
          .eq("v"),
      )
      .compile({ dialect: stringDialect() })
      .driverParams();
  expect(at("k")).toMatchObject({ doc_1: "k" });
  expect(at("k", 0)).toMatchObject({ doc_1: '["k",0]' });
});
