import { integer, MetaData } from "athanor";
import { describe, expect, test } from "vitest";
import { sortTables } from "../../../src/schema/sort.js";

/** A MetaData with a table for each key; the values are the tables that it refers to. */
function tablesOf(references: Readonly<Record<string, readonly string[]>>): MetaData {
  const metadata = new MetaData();
  for (const [name, targets] of Object.entries(references)) {
    const keys = targets.map(
      (target, index) => [`r${index}`, integer().references(`${target}.id`, { name: `fk_${name}_${target}` })] as const,
    );
    metadata.table(name, { id: integer().primaryKey(), ...Object.fromEntries(keys) });
  }
  return metadata;
}

const names = (tables: readonly { readonly table: { readonly name: string } }[]): string[] => tables.map((each) => each.table.name);

function sorted(references: Readonly<Record<string, readonly string[]>>, breakable: (name: string) => boolean = () => true) {
  const definitions = [...tablesOf(references).tables.values()].map((table) => table.definition);
  const { tables, broken, unbroken } = sortTables(definitions, (key) => breakable(key.name ?? ""));
  return { tables: names(tables), broken: broken.map((each) => each.constraint.name), unbroken: names(unbroken) };
}

const whole = { broken: [], unbroken: [] };

test("each table comes after those that it refers to, else as declared", () => {
  expect(sorted({ c: ["b"], b: ["a"], x: [], a: [] })).toEqual({ tables: ["x", "a", "b", "c"], ...whole });
});

test("the shape of a diamond", () => {
  expect(sorted({ top: ["left", "right"], left: ["bottom"], right: ["bottom"], bottom: [] })).toEqual({
    tables: ["bottom", "left", "right", "top"],
    ...whole,
  });
});

test("a table that refers to itself holds nothing back", () => {
  expect(sorted({ node: ["node"], leaf: ["node", "leaf"] })).toEqual({ tables: ["node", "leaf"], ...whole });
});

test("what is not in the list holds nothing back", () => {
  const metadata = tablesOf({ child: ["parent"], parent: [] });
  const child = metadata.tables.get("child")?.definition;
  expect(names(sortTables(child ? [child] : [], () => true).tables)).toEqual(["child"]);
});

describe("foreign keys that go in a circle", () => {
  test("are left out of account, and only they", () => {
    expect(sorted({ outside: ["a"], a: ["b", "base"], b: ["a", "base"], base: [] })).toEqual({
      tables: ["base", "a", "b", "outside"],
      broken: ["fk_a_b", "fk_b_a"],
      unbroken: [],
    });
  });

  test("two circles with a bridge: the bridge still counts", () => {
    expect(sorted({ a: ["b"], b: ["a", "c"], c: ["d"], d: ["c"] })).toEqual({
      tables: ["a", "c", "d", "b"],
      broken: ["fk_a_b", "fk_b_a", "fk_c_d", "fk_d_c"],
      unbroken: [],
    });
  });

  test("those that may be are left out, if that is enough", () => {
    expect(sorted({ a: ["b"], b: ["c"], c: ["a"] }, (name) => name === "fk_b_c")).toEqual({
      tables: ["b", "a", "c"],
      broken: ["fk_b_c"],
      unbroken: [],
    });
  });

  test("where none may be, the tables are told", () => {
    expect(sorted({ x: ["a"], a: ["b"], b: ["a"] }, () => false)).toEqual({ tables: ["a", "b", "x"], broken: [], unbroken: ["a", "b"] });
  });
});

test("metadata.sortedTables gives the tables themselves", () => {
  const metadata = tablesOf({ c: ["b"], b: ["a", "c"], a: [] });
  expect(metadata.sortedTables.map((table) => table.name)).toEqual(["a", "c", "b"]);
  expect(metadata.sortedTables[0]).toBe(metadata.tables.get("a"));
});
