import {
  arrayElement,
  arrayOf,
  arraySlice,
  columnValued,
  func,
  integer,
  json,
  jsonPath,
  literal,
  select,
  table,
  tableValued,
  text,
} from "athanor";
import { postgresql } from "athanor/postgresql";
import { expect, test } from "vitest";

const boat = table("boat", { id: integer(), name: text(), ports: arrayOf(text()), log: json() });
const { id, name, ports, log } = boat.c;
const rows = (options: object) => select(tableValued(func.unnest(ports), { v: text() }, { name: "r", ...options }).c.v);

/** Statements that differ from their neighbours in one fact, or in a value only. */
const statements = [
  select(jsonPath(log, "a")),
  select(jsonPath(log, "b")),
  select(jsonPath(log, 1)),
  select(jsonPath(log, "a", 1)),
  select(jsonPath(log, "a").asString()),
  select(jsonPath(log, "a").asInteger()),
  select(arrayElement(ports, 1)),
  select(arraySlice(ports, 1, null)),
  select(arraySlice(ports, null, 1)),
  select(name.regexpMatch("a")),
  select(name.regexpMatch("a", { flags: "i" })),
  select(name.regexpReplace("a", "b")),
  select(name.regexpReplace("a", "b", { flags: "g" })),
  select(name.match("a")),
  select(name.match("a", { regconfig: "english" })),
  select(id.between(1, 2)),
  select(id.between(1, 2, { symmetric: true })),
  rows({}),
  rows({ derived: true }),
  rows({ derived: "types" }),
  rows({ withOrdinality: "n" }),
  rows({ lateral: true }),
  select(columnValued(func.unnest(ports, text()), "p")),
  select(columnValued(func.unnest(ports, text()), "q")),
  select(func.sum(id)),
  select(func.sum(id).distinct()),
  select(func.arrayAgg(id).aggregateOrderBy(id)),
  select(func.arrayAgg(id).aggregateOrderBy(name)),
  select(func.count().over({ orderBy: id, rows: [{ preceding: literal(1) }, 0] })),
  select(func.count().over({ orderBy: id, rows: [{ following: literal(1) }, 0] })),
  select(id, id),
  select(id, id).setLabelStyle("none"),
  select(id, id).setLabelStyle("tableName"),
];

test("what is found again in the cache is what would be compiled anew", () => {
  const cached = postgresql();
  for (let round = 0; round < 2; round += 1) {
    for (const { node } of statements) {
      const { compiled } = cached.prepare(node, {});
      const fresh = postgresql().compile(node).compiled;
      expect(compiled.sql).toBe(fresh.sql);
      expect(compiled.slots.map((slot) => [slot.name, slot.type.structure, slot.ordinal])).toEqual(
        fresh.slots.map((slot) => [slot.name, slot.type.structure, slot.ordinal]),
      );
    }
  }
  // only the second path of JSON differs in nothing but its value
  expect(cached.cacheStatistics).toMatchObject({ misses: statements.length - 1 });
});
