import { CreateTable, deleteFrom, insert, integer, MetaData, type ServerFacts, select, text, uuid } from "athanor";
import { mariadb, mysql, insert as mysqlInsert } from "athanor/mysql";
import { postgresql } from "athanor/postgresql";
import { sqlite } from "athanor/sqlite";
import { describe, expect, test } from "vitest";
import type { Dialect } from "../../../src/dialects/base.js";

const metadata = new MetaData();
const crew = metadata.table("crew", { id: integer().primaryKey(), name: text(), token: uuid() });

const met = (dialect: Dialect, product: ServerFacts["product"], version: string) => dialect.forServer({ product, version });
const inserted = insert(crew).values({ name: "a" }).returning(crew.c.id);
const upserted = mysqlInsert(crew).values({ id: 1 });
const upsert = upserted.onDuplicateKeyUpdate({ name: upserted.inserted.name });
const lock = select(crew.c.id).withForUpdate({ read: true });

describe("MySQL and MariaDB", () => {
  test.each([
    [mysql(), "8.0.19", "VALUES(name)", "LOCK IN SHARE MODE"],
    [mysql(), "8.0.20", "new.name", "FOR SHARE"],
    [mysql(), "9.4.0", "new.name", "FOR SHARE"],
    [mysql({ version: "8.0.35" }), "5.7.44", "VALUES(name)", "LOCK IN SHARE MODE"],
  ])("MySQL's version decides the forms (%#)", (dialect, version, row, share) => {
    const own = met(dialect, "mysql", version);
    expect(upsert.compile({ dialect: own }).sql).toContain(row);
    expect(lock.compile({ dialect: own }).sql).toContain(share);
    expect(own.capabilities).toMatchObject({ insertReturning: false, deleteReturning: false, sequences: false });
  });

  test.each([
    ["10.2.44", { insertReturning: false, deleteReturning: true, sequences: false }, "CHAR(32)"],
    ["10.4.34", { insertReturning: false, deleteReturning: true, sequences: true }, "CHAR(32)"],
    ["10.5.0", { insertReturning: true, insertManyReturning: true, sequences: true }, "CHAR(32)"],
    ["10.7.1", { insertReturning: true, insertManyReturning: true, sequences: true }, "UUID"],
    ["12.0.2", { insertReturning: true, insertManyReturning: true, sequences: true }, "UUID"],
  ])("MariaDB %s decides what there is", (version, capabilities, type) => {
    const own = met(mariadb(), "mariadb", version);
    expect(own.capabilities).toMatchObject(capabilities);
    expect(new CreateTable(crew).compile({ dialect: own }).sql).toContain(`token ${type}`);
  });

  test("a dialect that meets the other product keeps its name, and speaks the other's language", () => {
    const onMariadb = met(mysql(), "mariadb", "10.11.19");
    expect(onMariadb.name).toBe("mysql");
    expect(inserted.compile({ dialect: onMariadb }).sql).toBe("INSERT INTO crew (name) VALUES (?) RETURNING crew.id");
    expect(upsert.compile({ dialect: onMariadb }).sql).toContain("name = VALUES(name)");
    const limited = deleteFrom(crew).withDialectOptions({ mysql: { limit: 2 } });
    expect(limited.compile({ dialect: onMariadb }).sql).toBe("DELETE FROM crew LIMIT 2");
    const onMysql = met(mariadb(), "mysql", "8.0.35");
    expect(onMysql.name).toBe("mariadb");
    expect(onMysql.capabilities).toMatchObject({ insertReturning: false, deleteReturning: false, sequences: false });
    expect(upsert.compile({ dialect: onMysql }).sql).toContain("AS new ON DUPLICATE KEY UPDATE name = new.name");
  });

  test("options stay", () => {
    const own = met(mariadb({ implicitReturning: false, paramStyle: "format" }), "mariadb", "10.11.19");
    expect(own.capabilities).toMatchObject({ implicitReturning: false, paramStyle: "format", insertReturning: true });
    expect(met(own, "mysql", "8.0.35").capabilities).toMatchObject({
      implicitReturning: false,
      paramStyle: "format",
      insertReturning: false,
    });
  });
});

describe("PostgreSQL", () => {
  test.each([
    ["14.11", null, false],
    ["15.18", "none", false],
    ["17.2", "own", false],
    ["18.4", "own", true],
  ])("%s: MERGE, its RETURNING, and old and new rows", (version, returning, rows) => {
    const { capabilities } = met(postgresql(), "postgresql", version);
    expect(capabilities.merge === null ? null : capabilities.merge.returning === "none" ? "none" : "own").toBe(returning);
    expect(capabilities.returnedRows !== null).toBe(rows);
  });
});

describe("SQLite", () => {
  test.each([
    ["3.31.1", { insertReturning: false, updateReturning: false, updateFrom: false, maxParameters: 999 }],
    ["3.34.0", { insertReturning: false, insertManyReturning: false, deleteReturning: false, updateFrom: true, maxParameters: 32766 }],
    ["3.35.0", { insertReturning: true, insertManyReturning: true, deleteReturning: true, updateFrom: true, maxParameters: 32766 }],
  ])("%s decides what there is", (version, capabilities) => {
    expect(met(sqlite(), "sqlite", version).capabilities).toMatchObject(capabilities);
  });
});
