import { existsSync } from "node:fs";
import { join } from "node:path";
import { ArgumentError, createEngine, sql } from "athanor";
import { describe, expect, test } from "vitest";
import { onEveryDriver } from "./support/backends.js";
import { committed, withNotes } from "./support/notes.js";

describe("createEngine() refuses", () => {
  test.each([
    ["db2://host/db", "Can't load a dialect for 'db2://'; known: sqlite://"],
    ["mssql://host/db?encrypted=true", "Unknown option 'encrypted' in a SQL Server URL; known: encrypt"],
    ["mssql://host/db?encrypt=maybe", "encrypt is 'true', 'false' or 'strict'"],
    ["oracle://host/db?sid=x", "Unknown option 'sid' in an Oracle URL"],
    ["oracle+tedious://host/db", "Unknown driver 'tedious'"],
    ["sqlite+sqlite3:///app.db", "Unknown driver 'sqlite3'"],
    ["app.db", "Could not parse a database URL from 'app.db'"],
    ["", "Could not parse a database URL"],
    ["sqlite://app.db", "A SQLite URL has no host, so 'app.db' is in the wrong place"],
    ["sqlite://data/app.db", "sqlite:///path/from/here.db"],
    ["sqlite:///50%.db", "% itself is %25"],
    ["sqlite:///app.db?mod=ro", "Unknown option 'mod'"],
    ["constructor://x", "Can't load a dialect for 'constructor://'"],
    ["sqlite+toString://", "Unknown driver 'toString'"],
  ])("%s", (url, message) => {
    expect(() => createEngine(url)).toThrow(ArgumentError);
    expect(() => createEngine(url)).toThrow(message);
  });

  test.each([[undefined], [null], [5], [{}], [{ driver: {} }]])("%o", (url) => {
    expect(() => Reflect.apply(createEngine, undefined, [url])).toThrow(ArgumentError);
  });
});

onEveryDriver(({ driver, freshFile, engineOn }) => {
  test("nothing is opened before it is needed", async () => {
    const file = freshFile();
    const database = engineOn(file);
    expect(existsSync(file)).toBe(false);
    await database.begin((conn) => conn.execute(sql.text("CREATE TABLE t (id INTEGER)")));
    expect(existsSync(file)).toBe(true);
  });

  test("a path may have blanks and signs in it, written as in URLs", async () => {
    const file = join(freshFile().replace(/\.db$/, ""), "..", `a b%c ü.db`);
    const database = createEngine(`sqlite+${driver}:///${file.replaceAll("%", "%25").replaceAll(" ", "%20")}`);
    await withNotes(database, "there");
    await database.close();
    expect(existsSync(file)).toBe(true);
    expect(await committed(engineOn(file))).toEqual(["there"]);
  });

  test.each(["", "/", "/:memory:"])("'%s' is in memory", async (path) => {
    const database = createEngine(`sqlite+${driver}://${path}`);
    expect(await committed(await withNotes(database, "there"))).toEqual(["there"]);
    await database.close();
  });

  test("foreign keys are enforced", async () => {
    const conn = await engineOn(freshFile()).connect();
    expect((await conn.execute(sql.text("PRAGMA foreign_keys"))).scalar()).toBe(1);
    await conn.close();
  });
});
