import { readFileSync } from "node:fs";
import { CreateTable, UnsupportedError } from "athanor";
import { sqlite } from "athanor/sqlite";
import { describe, expect, test } from "vitest";
import { crate, metadata } from "../../golden/schema.js";

interface GoldenTable {
  readonly name: string;
  readonly schema: string | null;
  readonly sqlite_ddl?: string;
}

const file = new URL("../../golden/cases/schema.json", import.meta.url);
const { tables }: { tables: readonly GoldenTable[] } = JSON.parse(readFileSync(file, "utf8"));

describe("CREATE TABLE of the golden schema is SQLAlchemy's, to the letter", () => {
  for (const golden of tables) {
    if (golden.sqlite_ddl === undefined) continue;
    test(golden.name, () => {
      const table = metadata.tables.get(golden.schema === null ? golden.name : `${golden.schema}.${golden.name}`);
      if (!table) throw new Error(`test/golden/schema.ts has no table '${golden.name}'.`);
      expect(new CreateTable(table).compile({ dialect: sqlite() }).sql).toBe(golden.sqlite_ddl);
    });
  }
});

test("a table that SQLAlchemy can't create on SQLite is refused: it has arrays", () => {
  expect(() => new CreateTable(crate).compile({ dialect: sqlite() })).toThrow(UnsupportedError);
  expect(String(new CreateTable(crate))).toContain("nums INTEGER[]");
});
