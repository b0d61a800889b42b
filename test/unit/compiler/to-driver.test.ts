import { bindParam, func, InvalidRequestError, insert, integer, literal, MetaData, numeric, select, text, update } from "athanor";
import { defaultDialect } from "athanor/default";
import { mssql } from "athanor/mssql";
import { oracle } from "athanor/oracle";
import { postgresql } from "athanor/postgresql";
import { sqlite } from "athanor/sqlite";
import { expect, test } from "vitest";
import type { Dialect } from "../../../src/dialects/base.js";

const metadata = new MetaData();
let made = 0;
const boat = metadata.table("boat", {
  id: integer().primaryKey(),
  name: text().notNull(),
  rig: text().default("sloop"),
  number: integer().default(() => ++made),
  title: text().default(({ currentParameters }) => `${currentParameters.name} the ${currentParameters.rig}`),
});
const asked = metadata.table("asked", { key: text().primaryKey().default(func.lower("A")), name: text() });
const later = metadata.table("later", { id: integer().primaryKey(), name: text().default(async () => "a") });

test("the client's defaults run, at each call anew, and see those before them", () => {
  made = 0;
  const compiled = insert(boat).values({ name: "Ada" }).compile({ dialect: postgresql() });
  expect(compiled.toDriver().values).toEqual(["Ada", "sloop", 1, "Ada the sloop"]);
  expect(compiled.toDriver().values).toEqual(["Ada", "sloop", 2, "Ada the sloop"]);
});

test("each row of a VALUES list gets its own", () => {
  made = 0;
  const compiled = insert(boat)
    .values([{ name: "a" }, { name: "b" }])
    .compile({ dialect: postgresql() });
  expect(compiled.toDriver().values).toEqual(["a", "sloop", 1, "a the sloop", "b", "sloop", 2, "b the sloop"]);
});

test("a default that has to ask the database, or to wait, is refused by name", () => {
  const dialect = sqlite({ implicitReturning: false });
  expect(() => insert(asked).values({ name: "a" }).compile({ dialect }).toDriver()).toThrow(
    new InvalidRequestError(
      "The default of column 'key' has to ask the database: give the column a value, or let a connection execute the statement.",
    ),
  );
  expect(() => insert(later).values({ id: 1 }).compile({ dialect }).toDriver()).toThrow(
    new InvalidRequestError(
      "The default of column 'name' gives a promise, or nothing: give the column a value, or let a connection execute the statement.",
    ),
  );
});

test("values by name fill what is open, and lists are spread into the text", () => {
  const dialect = postgresql();
  const open = update(boat)
    .values({ name: "b" })
    .where(boat.c.id.eq(bindParam("key", integer())));
  expect(open.compile({ dialect }).toDriver({ key: 5 }).values).toEqual(["b", 5]);
  expect(() => open.compile({ dialect }).toDriver()).toThrow("A value is required for bind parameter 'key'");
  const several = select(boat.c.id)
    .where(boat.c.id.in([1, 2]))
    .compile({ dialect })
    .toDriver();
  expect(several.sql).toContain("IN ($1::INTEGER, $2::INTEGER)");
  expect(several.values).toEqual([1, 2]);
});

test("what each value is, is told with it: its name in the text, its type, and whether the database gives it back", () => {
  const statement = update(boat)
    .values({ rig: "ketch" })
    .where(boat.c.id.in([1, 2]))
    .returning(boat.c.id, boat.c.name);
  const sent = statement.compile({ dialect: oracle() }).toDriver();
  expect(sent.sql).toBe("UPDATE boat SET rig=:rig WHERE boat.id IN (:id_1_1, :id_1_2) RETURNING boat.id, boat.name INTO :ret_0, :ret_1");
  expect(sent.values).toEqual(["ketch", 1, 2, null, null]);
  expect(sent.parameters.map(({ name, type, out }) => [name, type.kind, out])).toEqual([
    ["rig", "text", false],
    ["id_1_1", "integer", false],
    ["id_1_2", "integer", false],
    ["ret_0", "integer", true],
    ["ret_1", "text", true],
  ]);
  const one = insert(boat).values({ id: 1, name: "a", rig: "b", number: 1, title: "c" });
  const named = (dialect: Dialect) => {
    const { parameters } = one.compile({ dialect }).toDriver();
    return parameters.map(({ name }) => name);
  };
  expect(named(mssql())).toEqual(["p1", "p2", "p3", "p4", "p5"]);
  expect(named(oracle())).toEqual(["id", "name", "rig", '"number"', "title"]);
  expect(named(oracle({ paramStyle: "numeric" }))).toEqual(["1", "2", "3", "4", "5"]);
  expect(named(sqlite())).toEqual([null, null, null, null, null]);
});

test("a literal that its type does not hold is refused when it is bound, not when it is made or compiled", () => {
  // @ts-expect-error a number is no text
  const five = literal(5, text());
  const compiled = insert(boat).values({ name: "a", rig: five }).compile({ dialect: postgresql() });
  expect(compiled.params.rig).toBe(5);
  expect(() => compiled.toDriver()).toThrow("text refuses 5: give a string");
});

test("where no database is known, a decimal is a double if nothing is lost, and else exact text", () => {
  const dialect = defaultDialect();
  const price = (value: string) => select(literal(value, numeric())).compile({ dialect }).toDriver().values;
  expect(price("19.99")).toEqual([19.99]);
  expect(price("12345678901234567890.12")).toEqual(["12345678901234567890.12"]);
});
