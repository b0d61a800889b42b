import { bindParam, column, integer, select, table, varchar } from "athanor";
import { defaultDialect } from "athanor/default";
import { expect, test } from "vitest";

const boat = table("boat", { id: integer(), name: column() });
const statement = select(boat.c.id).where(
  boat.c.id.in([4, 5]),
  boat.c.name.eq("x"),
  boat.c.id.ne(bindParam("n", integer(), { value: 7, literalExecute: true })),
);

test("numbered placeholders count lists after everything else, so that a known text keeps its numbers", () => {
  const compiled = statement.compile({ dialect: defaultDialect({ paramStyle: "numeric_dollar" }) });
  const { sql, params, positional } = compiled.expanded();
  expect(sql).toBe("SELECT boat.id \nFROM boat \nWHERE boat.id IN ($2, $3) AND boat.name = $1 AND boat.id != 7");
  expect(positional).toEqual(["name_1", "id_1_1", "id_1_2"]);
  expect(params).toEqual({ name_1: "x", id_1_1: 4, id_1_2: 5 });
});

test("a parameter of SQL Server is named after its number, whatever the statement calls it", () => {
  const { sql, positional } = select(boat.c.id)
    .where(boat.c.id.eq(bindParam("n; x", integer(), { value: 7 })), boat.c.name.eq("x"))
    .compile({ dialect: defaultDialect({ paramStyle: "numeric_at" }) });
  expect(sql).toBe("SELECT boat.id \nFROM boat \nWHERE boat.id = @p1 AND boat.name = @p2");
  expect(positional).toEqual(["n; x", "name_1"]);
});

test("question marks stand in the order of the text", () => {
  const { sql, positional } = statement.compile({ dialect: defaultDialect({ paramStyle: "qmark" }) }).expanded();
  expect(sql).toBe("SELECT boat.id \nFROM boat \nWHERE boat.id IN (?, ?) AND boat.name = ? AND boat.id != 7");
  expect(positional).toEqual(["id_1_1", "id_1_2", "name_1"]);
});

test("the values that a driver is given stand in the order of the placeholders", () => {
  for (const paramStyle of ["numeric", "qmark"] as const) {
    const { compiled, values } = select(boat.c.id)
      .where(boat.c.name.eq("x"), boat.c.id.eq(4), boat.c.name.ne("x"))
      .compile({ dialect: defaultDialect({ paramStyle }) });
    expect(compiled.wireValues(compiled.slotValues(values, null))).toEqual(["x", 4, "x"]);
  }
});

const NAMED = ["named", "pyformat"] as const;

test("parameters whose names become one when signs of them are replaced are told apart by a number", () => {
  const given = ["a b", "a_b", "a.b", "a[b", "a_b_1"].map((name, index) => boat.c.id.eq(bindParam(name, integer(), { value: index })));
  for (const paramStyle of NAMED) {
    const { sql, params, escapedNames } = select(boat.c.id)
      .where(...given)
      .compile({ dialect: defaultDialect({ paramStyle }) });
    const names = ["a_b", "a_b_1", "a_b_2", "a_b_3", "a_b_1_1"];
    const places = names.map((name) => `boat.id = ${paramStyle === "named" ? `:${name}` : `%(${name})s`}`);
    expect(sql).toBe(`SELECT boat.id \nFROM boat \nWHERE ${places.join(" AND ")}`);
    expect(params).toEqual(Object.fromEntries(names.map((name, index) => [name, index])));
    expect(escapedNames).toEqual({ "a b": "a_b", a_b: "a_b_1", "a.b": "a_b_2", "a[b": "a_b_3", a_b_1: "a_b_1_1" });
  }
});

test("the items of a list are no other parameter, whatever it is called", () => {
  const numbered = table("t", { id: integer(), id_1: integer() });
  const clashing = select(numbered.c.id).where(
    numbered.c.id.in([4, 5]),
    numbered.c.id_1.eq(7),
    numbered.c.id.ne(bindParam("id_1_2", integer(), { value: 8 })),
  );
  const text = (list: string, others: string) => `SELECT t.id \nFROM t \nWHERE t.id IN (${list}) AND ${others}`;
  const dollars = clashing.compile({ dialect: defaultDialect({ paramStyle: "numeric_dollar" }) });
  expect(dollars.expanded().sql).toBe(text("$3, $4", "t.id_1 = $1 AND t.id != $2"));
  expect(dollars.toDriver().values).toEqual([7, 8, 4, 5]);
  const named = clashing.compile({ dialect: defaultDialect() }).expanded();
  expect(named.sql).toBe(text(":id_1_1_1, :id_1_2_1", "t.id_1 = :id_1_1 AND t.id != :id_1_2"));
  expect(named.params).toEqual({ id_1_1_1: 4, id_1_2_1: 5, id_1_1: 7, id_1_2: 8 });
  expect(clashing.compile({ dialect: defaultDialect({ paramStyle: "qmark" }) }).toDriver().values).toEqual([4, 5, 7, 8]);
});

test("a per cent sign of a value that is written into the text when it runs starts no placeholder", () => {
  const literal = bindParam("n", varchar(9), { value: "50%s", literalExecute: true });
  const written = (paramStyle: "format" | "pyformat" | "qmark") =>
    select(boat.c.id)
      .where(boat.c.name.eq(literal))
      .compile({ dialect: defaultDialect({ paramStyle }) })
      .expanded().sql;
  for (const style of ["format", "pyformat"] as const) expect(written(style)).toMatch(/= '50%%s'$/);
  expect(written("qmark")).toMatch(/= '50%s'$/);
});
