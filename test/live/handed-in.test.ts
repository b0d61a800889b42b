import { DatabaseSync } from "node:sqlite";
import { createEngine, InvalidRequestError, sql } from "athanor";
import { betterSqlite3, nodeSqlite, sqlite } from "athanor/sqlite";
import Database from "better-sqlite3";
import { describe, expect, test } from "vitest";
import { addNote, bodies, committed, withNotes } from "./support/notes.js";
import { rejection } from "./support/recorded.js";

const packages = [
  {
    name: "node:sqlite",
    open() {
      const database = new DatabaseSync(":memory:");
      const count = () => Number(database.prepare("SELECT count(*) AS n FROM note").get()?.n);
      return { driver: nodeSqlite(database), count, isOpen: () => database.isOpen, close: () => database.close() };
    },
  },
  {
    name: "better-sqlite3",
    open() {
      const database = new Database(":memory:");
      const count = () => Number(database.prepare("SELECT count(*) FROM note").pluck().get());
      return { driver: betterSqlite3(database), count, isOpen: () => database.open, close: () => void database.close() };
    },
  },
];

describe.each(packages)("a database of $name that the user has opened", ({ open }) => {
  test("is used as it is, and stays open", async () => {
    const own = open();
    const engine = createEngine({ dialect: sqlite(), driver: own.driver });
    await withNotes(engine, "a", "b");
    expect(own.count()).toBe(2);
    await engine.close();
    expect(own.isOpen()).toBe(true);
    own.close();
  });

  test("is one connection, which one has after the other", async () => {
    const own = open();
    const engine = await withNotes(createEngine({ dialect: sqlite(), driver: own.driver }));
    await engine.begin(async (conn) => {
      await addNote(conn, "a");
      await expect(engine.connect()).rejects.toThrow(InvalidRequestError);
    });
    const conn = await engine.connect();
    await addNote(conn, "undone");
    const waiting = engine.begin(bodies);
    await conn.close();
    expect(await waiting).toEqual(["a"]);
    await engine.close();
    own.close();
  });

  test("that was closed without asking: the error says that the connection is gone", async () => {
    const own = open();
    const engine = await withNotes(createEngine({ dialect: sqlite(), driver: own.driver }));
    const conn = await engine.connect();
    await bodies(conn);
    own.close();
    expect(await rejection(conn.execute(sql.text("SELECT 1")))).toMatchObject({ name: "InterfaceError", connectionInvalidated: true });
    await conn.close();
    expect(await rejection(committed(engine))).toMatchObject({ name: "InterfaceError" });
    await engine.close();
  });
});
