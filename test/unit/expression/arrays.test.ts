import {
  anyOf,
  array,
  arrayContainedBy,
  arrayContains,
  arrayElement,
  arrayOf,
  arrayOverlaps,
  arraySlice,
  func,
  integer,
  literal,
  select,
  table,
  text,
} from "athanor";
import { postgresql } from "athanor/postgresql";
import { sqlite } from "athanor/sqlite";
import { expect, test } from "vitest";

const boat = table("boat", { id: integer(), ports: arrayOf(text()), grid: arrayOf(arrayOf(integer())) });
const { ports } = boat.c;

const textOf = (expression: { readonly node: unknown }): string =>
  select(expression as never)
    .compile({ dialect: postgresql() })
    .sql.replace(/^SELECT (.*?)( AS \w+)?( \nFROM boat)?$/, "$1");

test("elements and slices", () => {
  expect(textOf(arrayElement(ports, 1))).toBe("boat.ports[$1::INTEGER]");
  expect(textOf(arrayElement(ports, boat.c.id.add(1)))).toBe("boat.ports[boat.id + $1::INTEGER]");
  expect(textOf(arraySlice(ports, 1, 2))).toBe("boat.ports[$1::INTEGER:$2::INTEGER]");
  expect(textOf(arraySlice(ports, null, 2))).toBe("boat.ports[:$1::INTEGER]");
  expect(textOf(arrayElement(arrayElement(boat.c.grid, 1) as never, 2))).toBe("(boat.grid[$1::INTEGER])[$2::INTEGER]");
  expect(textOf(arrayElement(array([5, 6]), 1))).toBe("(ARRAY[$1::INTEGER, $2::INTEGER])[$3::INTEGER]");
});

test("arrays of values and expressions", () => {
  expect(textOf(array([1, boat.c.id]))).toBe("ARRAY[$1::INTEGER, boat.id]");
  expect(textOf(array([], text()))).toBe("CAST(ARRAY[] AS TEXT[])");
  expect(() => array([])).toThrow("array() needs the type of its items where none of them says it: array([], integer()).");
});

test("comparisons of arrays", () => {
  expect(textOf(arrayContains(ports, ["a"]))).toBe("boat.ports @> $1::TEXT[]");
  expect(textOf(arrayContainedBy(ports, ["a"]))).toBe("boat.ports <@ $1::TEXT[]");
  expect(textOf(arrayOverlaps(ports, ports))).toBe("boat.ports && boat.ports");
  expect(textOf(literal("a").eq(anyOf(ports)))).toBe("$1::VARCHAR = ANY (boat.ports)");
  expect(textOf(func.arrayAgg(boat.c.id).distinct().aggregateOrderBy(boat.c.id.desc()))).toBe(
    "array_agg(DISTINCT boat.id ORDER BY boat.id DESC)",
  );
});

test("a database without arrays refuses them", () => {
  for (const [expression, kind] of [
    [array([1]), "array"],
    [arrayElement(ports, 1), "subscript"],
    [arrayContains(ports, ports), "arrayContains"],
  ] as const)
    expect(() => select(expression as never).compile({ dialect: sqlite() })).toThrow(
      `The 'sqlite' dialect can't render a ${kind} construct.`,
    );
});
