import { DatabaseSync } from "node:sqlite";
import { afterAll, expect, test } from "vitest";
import { hasTableQuery } from "../../../../src/dialects/sqlite/inspect.js";

const database = new DatabaseSync(":memory:");
afterAll(() => database.close());
database.exec(`
  CREATE TABLE Crew (id INTEGER);
  CREATE INDEX ix_crew ON Crew (id);
  CREATE VIEW roster AS SELECT id FROM Crew;
  CREATE VIEW broken AS SELECT id FROM nowhere;
  CREATE TEMP TABLE scratch (id INTEGER);
  CREATE TABLE "it's ""odd""" (id INTEGER);
  ATTACH ':memory:' AS "har'bor";
  CREATE TABLE "har'bor".dock (id INTEGER);
`);

function hasTable(name: string, schema: string | null = null): boolean {
  const { sql, values } = hasTableQuery(name, schema);
  return database.prepare(sql).all(...values).length > 0;
}

test("a table is found by its name, in capitals or not, as SQLite itself finds it", () => {
  expect(hasTable("Crew")).toBe(true);
  expect(hasTable("CREW")).toBe(true);
  expect(hasTable("cre_")).toBe(false);
  expect(hasTable("cr%")).toBe(false);
});

test("views and temporary tables take a name too, indexes do not", () => {
  expect(["roster", "broken", "scratch", "ix_crew"].map((name) => hasTable(name))).toEqual([true, true, true, false]);
});

test("names with quotes are values, not text", () => {
  expect(hasTable(`it's "odd"`)).toBe(true);
  expect(hasTable("' OR 1=1 --")).toBe(false);
});

test("a schema is an attached database", () => {
  expect(hasTable("dock")).toBe(false);
  expect(hasTable("dock", "har'bor")).toBe(true);
  expect(hasTable("Crew", "har'bor")).toBe(false);
  expect(hasTable("Crew", "main")).toBe(true);
  expect(() => hasTable("dock", "nowhere")).toThrow(/unknown database/);
});
