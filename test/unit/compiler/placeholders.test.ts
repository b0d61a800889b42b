import { bindParam, column, integer, select, table } from "athanor";
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
