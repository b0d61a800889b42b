import { inspect } from "node:util";
import { insert, integer, select, table, text } from "athanor";
import { expect, test } from "vitest";

const crew = table("crew", { id: integer(), name: text() });

test("statements, expressions and tables show what they are, not their insides", () => {
  expect(inspect(insert(crew).values({ name: "a" }))).toBe("INSERT INTO crew (name) VALUES (:name)");
  expect(inspect(select(crew.c.id))).toBe("SELECT crew.id \nFROM crew");
  expect(inspect(crew.c.id.eq(5))).toBe("crew.id = :id_1");
  expect(inspect(crew)).toBe("table crew (id, name)");
  expect(String(crew)).toBe("crew");
  expect(String(crew.alias("c"))).toBe("c");
});
