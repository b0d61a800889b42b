import {
  CreateIndex,
  CreateSequence,
  CreateTable,
  type DdlElement,
  DropIndex,
  DropSchema,
  func,
  index,
  integer,
  MetaData,
  Sequence,
  timestamp,
  varchar,
} from "athanor";
import { mssql } from "athanor/mssql";
import { expect, test } from "vitest";
import { RecordingConnection } from "../../schema/recording-connection.js";

const sqlOf = (element: DdlElement, dialect = mssql()): string => element.compile({ dialect }).sql;

/** The first column's line in CREATE TABLE. */
function column(definition: Parameters<MetaData["table"]>[1][string], dialect = mssql()): string {
  const [, line = ""] = sqlOf(new CreateTable(new MetaData().table("t", { c: definition })), dialect).split("\n");
  return line.trim().replace(/, *$/, "");
}

test("a key that nothing else fills counts up, and so does what is declared to", () => {
  expect(column(integer().primaryKey())).toBe("c INTEGER NOT NULL IDENTITY(1,1)");
  expect(column(integer().primaryKey().autoincrement(false))).toBe("c INTEGER NOT NULL");
  expect(column(integer().identity({ start: 10, increment: -5 }))).toBe("c INTEGER NOT NULL IDENTITY(10,-5)");
  expect(column(integer().sequence(new Sequence("s")).primaryKey())).toBe("c INTEGER NOT NULL");
  expect(column(integer().sequence(new Sequence("s")).primaryKey(), mssql({ version: "10.0" }))).toBe("c INTEGER NOT NULL IDENTITY(1,1)");
});

test("a computed column has no type, and NULL is said where it may be", () => {
  expect(column(integer().computed("a / 5", { persisted: true }))).toBe("c AS (a / 5) PERSISTED");
  expect(column(varchar(9).notNull().serverDefault("it's"))).toBe("c VARCHAR(9) NOT NULL DEFAULT 'it''s'");
  expect(column(timestamp().serverDefault(func.now()))).toBe("c DATETIME2 NULL DEFAULT (CURRENT_TIMESTAMP)");
});

test("a sequence begins with 1, not with the least number of all", () => {
  expect(sqlOf(new CreateSequence(new Sequence("s", { increment: 2 })))).toBe("CREATE SEQUENCE s INCREMENT BY 2 START WITH 1");
});

const crew = new MetaData().table(
  "crew",
  { id: integer().primaryKey(), name: varchar(30) },
  (c) => [index("ix_name", c.name, { where: c.name.isNotNull() })],
  { schema: "Harbor", comment: "it's" },
);

test("an index is dropped on its table", () => {
  expect(sqlOf(new CreateIndex(crew, "ix_name"))).toBe("CREATE INDEX ix_name ON [Harbor].crew (name) WHERE name IS NOT NULL");
  expect(sqlOf(new DropIndex(crew, "ix_name", { ifExists: true }))).toBe("DROP INDEX IF EXISTS ix_name ON [Harbor].crew");
});

test("comments are extended properties, of a schema that may have to be asked for", async () => {
  const metadata = new MetaData();
  metadata.table("crew", { id: integer().comment("a [number]") }, () => [], { schema: "Harbor", comment: "it's" });
  metadata.table("ship", { id: integer() }, () => [], { comment: "x" });
  const connection = new RecordingConnection(mssql());
  await metadata.createAll(connection);
  expect(connection.statements.filter((sql) => sql.includes("EXEC"))).toEqual([
    "EXEC sp_addextendedproperty 'MS_Description', N'it''s', 'schema', N'Harbor', 'table', N'crew'",
    "EXEC sp_addextendedproperty 'MS_Description', N'a [number]', 'schema', N'Harbor', 'table', N'crew', 'column', N'id'",
    "DECLARE @schema sysname = SCHEMA_NAME(); EXEC sp_addextendedproperty 'MS_Description', N'x', 'schema', @schema, 'table', N'ship'",
  ]);
});

test("what there is not is refused", () => {
  expect(() => sqlOf(new CreateTable(crew, { ifNotExists: true }))).toThrow("The 'mssql' dialect has no CREATE … IF NOT EXISTS");
  expect(() => sqlOf(new DropSchema("x", { cascade: true }))).toThrow("The 'mssql' dialect has no DROP SCHEMA … CASCADE");
});
