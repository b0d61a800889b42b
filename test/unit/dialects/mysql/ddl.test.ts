import { CreateIndex, CreateTable, type DdlElement, func, index, integer, MetaData, Sequence, text, timestamp, varchar } from "athanor";
import { mariadb, mysql } from "athanor/mysql";
import { expect, test } from "vitest";

const sqlOf = (element: DdlElement, dialect = mysql()): string => element.compile({ dialect }).sql;

/** The first column's line in CREATE TABLE. */
function column(definition: Parameters<MetaData["table"]>[1][string], dialect = mysql()): string {
  const [, line = ""] = sqlOf(new CreateTable(new MetaData().table("t", { c: definition })), dialect).split("\n");
  return line.trim().replace(/, *$/, "");
}

test("a key that nothing else fills counts up", () => {
  expect(column(integer().primaryKey())).toBe("c INTEGER NOT NULL AUTO_INCREMENT");
  expect(column(integer().primaryKey().autoincrement(false))).toBe("c INTEGER NOT NULL");
  expect(column(integer().sequence(new Sequence("s")).primaryKey(), mariadb())).toBe("c INTEGER NOT NULL");
});

test("computed columns, comments and defaults", () => {
  expect(column(integer().computed("a / 5", { persisted: true }))).toBe("c INTEGER GENERATED ALWAYS AS (a / 5) STORED");
  expect(column(varchar(9).notNull().comment("it's").serverDefault("x"))).toBe("c VARCHAR(9) NOT NULL COMMENT 'it''s' DEFAULT 'x'");
  expect(column(timestamp().serverDefault(func.now()))).toBe("c DATETIME(6) DEFAULT CURRENT_TIMESTAMP(6)");
  expect(column(text().serverDefault(func.lower("X")))).toBe("c TEXT DEFAULT (lower('X'))");
});

test("an index of an expression has it in parentheses", () => {
  const table = new MetaData().table("t", { id: integer().primaryKey(), name: varchar(30) }, (c) => [
    index("ix_lower", func.lower(c.name), c.id),
  ]);
  expect(sqlOf(new CreateIndex(table, "ix_lower"))).toBe("CREATE INDEX ix_lower ON t ((lower(name)), id)");
});
