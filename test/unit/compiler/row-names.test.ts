import { bindParam, insert, integer, table, text } from "athanor";
import { sqlite } from "athanor/sqlite";
import { expect, test } from "vitest";

const boat = table("boat", { id: integer(), name: text() });
const rows = [
  { name: "a", id: 1 },
  { name: "b", id: 2 },
  { name: "c", id: 3 },
];

test("the values of further rows are known by column and row, in whatever order the keys were given", () => {
  const { sql, params } = insert(boat).values(rows).compile({ dialect: sqlite() });
  expect(sql).toBe("INSERT INTO boat (id, name) VALUES (?, ?), (?, ?), (?, ?)");
  expect(params).toEqual({ id_m0: 1, name_m0: "a", id_m1: 2, name_m1: "b", id_m2: 3, name_m2: "c" });
});

test("a bind can't take the name of a row's value, not even of one whose name nobody has asked for", () => {
  const clashing = insert(boat)
    .values(rows)
    .returning(bindParam("name_m2", text(), { value: "x" }));
  expect(() => clashing.compile({ dialect: sqlite() })).toThrow(/'name_m2' conflicts with unique bind parameter/);
});

test("names that can't be written as they are, are replaced in every row", () => {
  const odd = table("odd", { "a b": integer() });
  const { escapedNames } = insert(odd)
    .values([{ "a b": 1 }, { "a b": 2 }])
    .compile({ dialect: sqlite() });
  expect(escapedNames).toEqual({ "a b_m0": "a_b_m0", "a b_m1": "a_b_m1" });
});
