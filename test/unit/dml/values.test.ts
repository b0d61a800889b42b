import { ArgumentError, func, insert, integer, literal, Sequence, select, sql, table, text, update } from "athanor";
import { expect, test } from "vitest";

const boat = table("boat", { id: integer(), length: integer(), name: text() });
const loose = (statement: object): { values(...given: unknown[]): unknown } => statement as never;

test("a second argument of values() is refused, since it would be lost", () => {
  const message =
    "Only a single object or list, or a list of objects or lists, is accepted: put all of a row into one, and several rows into one list.";
  for (const statement of [insert(boat), update(boat)]) {
    expect(() => loose(statement).values({ id: 1 }, { name: "a" })).toThrow(new ArgumentError(message));
  }
});

test("a sequence is no value, its next value is", () => {
  const sequence = new Sequence("boat_seq");
  expect(() => loose(insert(boat)).values({ id: sequence })).toThrow("SQL expression element expected, got Sequence('boat_seq').");
  expect(String(insert(boat).values({ id: sequence.nextValue() }))).toBe("INSERT INTO boat (id) VALUES (<next sequence value: boat_seq>)");
});

test("VALUES names no column, except inside of a query or of text that brings its own table", () => {
  const longest = select(func.max(boat.c.length)).scalarSubquery();
  for (const value of [boat.c.length, boat.c.length.add(1), func.abs(boat.c.length), longest.add(boat.c.id)]) {
    expect(() => String(insert(boat).values({ id: value }))).toThrow("VALUES has no table in scope");
    expect(() => String(insert(boat).values([{ id: 1 }, { id: value }]))).toThrow("VALUES has no table in scope");
    expect(() => String(update(boat).values({ id: value }))).not.toThrow();
  }
  expect(() => String(insert(boat).values({ id: longest.add(literal(1)) }))).not.toThrow();
  const own = sql`(SELECT max(${boat.c.length}) FROM boat)`.as(integer());
  expect(String(insert(boat).values({ id: own }))).toBe("INSERT INTO boat (id) VALUES ((SELECT max(boat.length) FROM boat))");
});

test("several rows for an UPDATE are refused, whatever they are", () => {
  for (const rows of [
    [{ id: 1 }, { id: 2 }],
    [[1], [2]],
  ]) {
    expect(() => String(loose(update(boat)).values(rows))).toThrow("UPDATE construct does not support multiple parameter sets.");
  }
});

test("of two values for one column the later one stands, but no name replaces what the column itself was given for", () => {
  const byColumn = new Map([[boat.c.name, "column"]]);
  const nameOf = (statement: { compile(): { readonly params: object } }) => statement.compile().params;
  for (const [first, second, name] of [
    [{ name: "a" }, { name: "b" }, "b"],
    [{ name: "a" }, byColumn, "column"],
    [byColumn, { name: "b" }, "column"],
    [byColumn, new Map([[boat.c.name, "later"]]), "later"],
  ] as const) {
    expect(nameOf(update(boat).values(first).values(second))).toEqual({ name });
    expect(nameOf(insert(boat).values(first).values(second))).toEqual({ name });
  }
  for (const pairs of [
    [
      [boat.c.name, "column"],
      ["name", "b"],
    ] as const,
    [
      ["name", "b"],
      [boat.c.name, "column"],
    ] as const,
  ]) {
    const both = new Map<typeof boat.c.name | "name", string>(pairs);
    expect(nameOf(update(boat).values(both))).toEqual({ name: "column" });
  }
});
