import { ArgumentError, column, integer, select, sql, table, varchar } from "athanor";
import { postgresql } from "athanor/postgresql";
import { expect, test } from "vitest";

const boat = table("boat", { id: integer(), name: column() });
const named = sql.text("SELECT id, name FROM ship WHERE id > :low").columns({ id: integer(), name: varchar() });

test("text with columns is a query of its own", () => {
  expect(String(named)).toBe("SELECT id, name FROM ship WHERE id > :low");
  const low = sql.text("SELECT id, name FROM ship WHERE id > :low").bindParams({ low: 3 }).columns({ id: integer(), name: varchar() });
  expect(low.compile().params).toEqual({ low: 3 });
  expect(() => named.compile().params).toThrow("A value is required for bind parameter 'low'");
});

test("it stands in FROM, as a subquery and as a CTE", () => {
  const s = named.subquery("s");
  expect(String(select(s.c.name).where(s.c.id.lt(9)))).toBe(
    "SELECT s.name \nFROM (SELECT id, name FROM ship WHERE id > :low) AS s \nWHERE s.id < :id_1",
  );
  const c = named.cte("c");
  expect(String(select(c.c.id))).toBe("WITH c AS \n(SELECT id, name FROM ship WHERE id > :low)\n SELECT c.id \nFROM c");
});

test("with one column it is a list for IN", () => {
  const ids = sql.text("SELECT id FROM ship").columns({ id: integer() });
  expect(String(boat.c.id.in(ids))).toBe("boat.id IN (SELECT id FROM ship)");
});

test("a text of no columns is none", () => {
  expect(() => sql.text("SELECT").columns({})).toThrow(new ArgumentError("columns() needs at least one column: a key and its type."));
});

test("a word between colons is no parameter, nor is a part of it", () => {
  expect(String(sql.text("file = ':memory:' AND a::text = :b"))).toBe("file = ':memory:' AND a::text = :b");
  expect(sql.text("file = ':memory:'").node.nodes).toHaveLength(0);
});

test("text by itself, and an expression, compile in any dialect", () => {
  const dialect = postgresql();
  const compiled = sql.text("DELETE FROM boat WHERE id = :id").bindParams({ id: 3 }).compile({ dialect });
  expect([compiled.sql, compiled.params]).toEqual(["DELETE FROM boat WHERE id = $1::INTEGER", { id: 3 }]);
  expect(boat.c.id.eq(5).compile().sql).toBe("boat.id = :id_1");
  expect(boat.c.id.eq(5).compile({ dialect }).positional).toEqual(["id_1"]);
});
