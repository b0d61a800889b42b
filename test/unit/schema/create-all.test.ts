import { ArgumentError, InvalidRequestError, integer, MetaData, NoReferenceError, Sequence, table, text } from "athanor";
import { describe, expect, test } from "vitest";
import { onSqlite, onStandard } from "./recording-connection.js";

/** Two tables, declared in the wrong order, with indexes and comments. */
function family(): MetaData {
  const metadata = new MetaData();
  metadata.table("child", { id: integer().primaryKey(), parent: integer().references("parent.id").index() });
  metadata.table("parent", { id: integer().primaryKey(), name: text().comment("as it's called") }, () => [], { comment: "the elder" });
  return metadata;
}

/** Two tables that refer to each other. */
function couple(name?: string): MetaData {
  const metadata = new MetaData();
  const named = (key: string) => (name === undefined ? {} : { name: `${name}_${key}` });
  metadata.table("hen", {
    id: integer().primaryKey(),
    egg: integer().references("egg.id", named("egg")),
    pen: integer().references("pen.id"),
  });
  metadata.table("egg", { id: integer().primaryKey(), hen: integer().references("hen.id", named("hen")) });
  metadata.table("pen", { id: integer().primaryKey() });
  return metadata;
}

describe("createAll", () => {
  test("asks for each table, then creates in order, indexes after their table", async () => {
    const connection = onSqlite();
    await family().createAll(connection);
    expect(connection.log.slice(0, 2)).toEqual(["? child", "? parent"]);
    expect(connection.statements).toEqual([
      "CREATE TABLE parent (",
      "CREATE TABLE child (",
      "CREATE INDEX ix_child_parent ON child (parent)",
    ]);
  });

  test("leaves alone what is there, its indexes too", async () => {
    const connection = onSqlite(["child"]);
    await family().createAll(connection);
    expect(connection.statements).toEqual(["CREATE TABLE parent ("]);
  });

  test("asks for nothing with checkFirst: false", async () => {
    const connection = onSqlite(["child", "parent"]);
    await family().createAll(connection, { checkFirst: false });
    expect(connection.log).toHaveLength(3);
    expect(connection.statements).toHaveLength(3);
  });

  test("creates only the tables that it is given", async () => {
    const metadata = family();
    const parent = metadata.tables.get("parent");
    const connection = onSqlite();
    await metadata.createAll(connection, { tables: parent ? [parent] : [] });
    expect(connection.statements).toEqual(["CREATE TABLE parent ("]);
  });

  test("refuses a table of nowhere else than here", async () => {
    const connection = onSqlite();
    await expect(family().createAll(connection, { tables: [table("parent", { id: integer() })] })).rejects.toThrow(ArgumentError);
    expect(connection.log).toEqual([]);
  });

  test("creates nothing where a foreign key leads nowhere", async () => {
    const metadata = new MetaData();
    metadata.table("a", { id: integer().primaryKey() });
    metadata.table("b", { a: integer().references("nowhere.id") });
    const connection = onSqlite();
    await expect(metadata.createAll(connection)).rejects.toThrow(NoReferenceError);
    expect(connection.statements).toEqual([]);
  });

  test("asks and writes with the schema", async () => {
    const metadata = new MetaData({ schema: "harbor" });
    metadata.table("dock", { id: integer().primaryKey(), name: text().index() });
    const connection = onSqlite();
    await metadata.createAll(connection);
    expect(connection.log[0]).toBe("? harbor.dock");
    expect(connection.statements).toEqual(["CREATE TABLE harbor.dock (", "CREATE INDEX harbor.ix_harbor_dock_name ON dock (name)"]);
  });

  test("comments, where they are statements", async () => {
    const connection = onStandard();
    await family().createAll(connection);
    expect(connection.statements).toEqual([
      "CREATE TABLE parent (",
      "COMMENT ON TABLE parent IS 'the elder'",
      "COMMENT ON COLUMN parent.name IS 'as it''s called'",
      "CREATE TABLE child (",
      "CREATE INDEX ix_child_parent ON child (parent)",
    ]);
  });

  test("sequences come before the tables, where there are sequences, each once", async () => {
    const metadata = new MetaData();
    const counter = new Sequence("counter", { start: 3, increment: 2 });
    const elsewhere = new Sequence("counter", { schema: "harbor" });
    metadata.table("a", { id: integer().sequence(counter).primaryKey() });
    metadata.table("b", { id: integer().sequence(counter).primaryKey(), n: integer().sequence(elsewhere) });
    const connection = onStandard(["harbor.counter"]);
    await metadata.createAll(connection);
    expect(connection.statements).toEqual(["CREATE SEQUENCE counter INCREMENT BY 2 START WITH 3", "CREATE TABLE a (", "CREATE TABLE b ("]);

    const embedded = onSqlite();
    await metadata.createAll(embedded);
    expect(embedded.statements).toEqual(["CREATE TABLE a (", "CREATE TABLE b ("]);
  });
});

describe("createAll of tables that refer to each other", () => {
  test("adds those foreign keys afterwards", async () => {
    const connection = onStandard();
    await couple().createAll(connection);
    expect(connection.oneLiners).toEqual([
      "CREATE TABLE pen ( id INTEGER NOT NULL, PRIMARY KEY (id) )",
      "CREATE TABLE hen ( id INTEGER NOT NULL, egg INTEGER, pen INTEGER, PRIMARY KEY (id), FOREIGN KEY(pen) REFERENCES pen (id) )",
      "CREATE TABLE egg ( id INTEGER NOT NULL, hen INTEGER, PRIMARY KEY (id) )",
      "ALTER TABLE hen ADD FOREIGN KEY(egg) REFERENCES egg (id)",
      "ALTER TABLE egg ADD FOREIGN KEY(hen) REFERENCES hen (id)",
    ]);
  });

  test("leaves them in place without ALTER TABLE", async () => {
    const connection = onSqlite();
    await couple().createAll(connection);
    expect(connection.oneLiners).toEqual([
      "CREATE TABLE pen ( id INTEGER NOT NULL, PRIMARY KEY (id) )",
      "CREATE TABLE hen ( id INTEGER NOT NULL, egg INTEGER, pen INTEGER, PRIMARY KEY (id), FOREIGN KEY(egg) REFERENCES egg (id), FOREIGN KEY(pen) REFERENCES pen (id) )",
      "CREATE TABLE egg ( id INTEGER NOT NULL, hen INTEGER, PRIMARY KEY (id), FOREIGN KEY(hen) REFERENCES hen (id) )",
    ]);
  });
});

describe("dropAll", () => {
  test("drops in the opposite order, and only what is there", async () => {
    const all = onSqlite(["child", "parent"]);
    await family().dropAll(all);
    expect(all.statements).toEqual(["DROP TABLE child", "DROP TABLE parent"]);
    const one = onSqlite(["parent"]);
    await family().dropAll(one);
    expect(one.statements).toEqual(["DROP TABLE parent"]);
  });

  test("asks for nothing with checkFirst: false", async () => {
    const connection = onSqlite();
    await family().dropAll(connection, { checkFirst: false });
    expect(connection.log).toEqual(["DROP TABLE child", "DROP TABLE parent"]);
  });

  test("drops sequences last", async () => {
    const metadata = new MetaData();
    metadata.table("a", { id: integer().sequence(new Sequence("counter")).primaryKey() });
    const connection = onStandard(["a", "counter"]);
    await metadata.dropAll(connection);
    expect(connection.statements).toEqual(["DROP TABLE a", "DROP SEQUENCE counter"]);
  });

  test("a circle: named foreign keys go first", async () => {
    const connection = onStandard(["hen", "egg", "pen"]);
    await couple("fk").dropAll(connection);
    expect(connection.statements).toEqual([
      "ALTER TABLE hen DROP CONSTRAINT fk_egg",
      "ALTER TABLE egg DROP CONSTRAINT fk_hen",
      "DROP TABLE egg",
      "DROP TABLE hen",
      "DROP TABLE pen",
    ]);
  });

  test("a circle without names is refused before anything is dropped", async () => {
    const connection = onStandard(["hen", "egg", "pen"]);
    await expect(couple().dropAll(connection)).rejects.toThrow(InvalidRequestError);
    await expect(couple().dropAll(connection)).rejects.toThrow("between tables: hen, egg.");
    expect(connection.statements).toEqual([]);
  });

  test("a circle without ALTER TABLE: foreign keys wait for COMMIT, so that rows may go one table after the other", async () => {
    const connection = onSqlite(["hen", "egg", "pen"]);
    await couple().dropAll(connection);
    expect(connection.statements).toEqual(["PRAGMA defer_foreign_keys = ON", "DROP TABLE egg", "DROP TABLE hen", "DROP TABLE pen"]);
  });
});
