import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import Database from "better-sqlite3";
import { afterAll, afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Driver, DriverErrorFacts, DriverResult, WireValue } from "../../../../src/dialects/driver.js";
import { betterSqlite3 } from "../../../../src/dialects/sqlite/drivers/better-sqlite3.js";
import { nodeSqlite } from "../../../../src/dialects/sqlite/drivers/node-sqlite.js";
import { SqliteConnection } from "../../../../src/dialects/sqlite/drivers/shared/connection.js";
import type { SqliteDriverOptions } from "../../../../src/dialects/sqlite/drivers/shared/package.js";

const folder = mkdtempSync(join(tmpdir(), "athanor-drivers-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
let files = 0;
const freshFile = () => join(folder, `${++files}.db`);

interface Package {
  readonly name: string;
  readonly driver: (path: string, options?: SqliteDriverOptions) => Driver;
  /** A database that the user opened, as the package gives it, and a driver over it. */
  readonly handedIn: (path: string) => {
    driver: Driver;
    exec: (sql: string) => void;
    isOpen: () => boolean;
    fail: (error: Error) => void;
    close: () => void;
  };
}

const packages: readonly Package[] = [
  {
    name: "node-sqlite",
    driver: nodeSqlite,
    handedIn(path) {
      const database = new DatabaseSync(path);
      const fail = (error: Error) =>
        database.function("fail", () => {
          throw error;
        });
      return {
        driver: nodeSqlite(database),
        exec: (sql) => database.exec(sql),
        isOpen: () => database.isOpen,
        fail,
        close: () => database.close(),
      };
    },
  },
  {
    name: "better-sqlite3",
    driver: betterSqlite3,
    handedIn(path) {
      const database = new Database(path);
      const fail = (error: Error) => {
        database.function("fail", () => {
          throw error;
        });
      };
      return {
        driver: betterSqlite3(database),
        exec: (sql) => void database.exec(sql),
        isOpen: () => database.open,
        fail,
        close: () => void database.close(),
      };
    },
  },
];

describe.each(packages)("$name", ({ name, driver: make, handedIn }) => {
  let driver: Driver;
  let connection: SqliteConnection;
  const open: SqliteConnection[] = [];

  async function connect(from: Driver): Promise<SqliteConnection> {
    const opened = await from.connect();
    if (!(opened instanceof SqliteConnection)) throw new Error("another kind of connection");
    open.push(opened);
    return opened;
  }

  /** What the driver says of the error that a call throws. */
  function factsOf(call: () => unknown): DriverErrorFacts | null {
    try {
      call();
    } catch (error) {
      return driver.describeError(error);
    }
    throw new Error("nothing was thrown");
  }

  const messageOf = (call: () => unknown): string => {
    try {
      call();
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    }
    throw new Error("nothing was thrown");
  };

  /** As JavaScript without types would call it. */
  const queryLoosely = (sql: string, values: readonly unknown[]): DriverResult => connection.query(sql, values as readonly WireValue[]);

  beforeEach(async () => {
    driver = make(":memory:");
    connection = await connect(driver);
    connection.query("CREATE TABLE crew (id INTEGER PRIMARY KEY, name TEXT UNIQUE, rating INTEGER CHECK (rating >= 0))", []);
    connection.query("CREATE TABLE berth (crew_id INTEGER NOT NULL REFERENCES crew (id))", []);
  });
  afterEach(() => {
    for (const each of open.splice(0)) each.close();
  });

  test("has the name that a URL gives it", () => {
    expect(driver.name).toBe(name);
  });

  describe("results", () => {
    test("of a query: rows as arrays, integers as bigints, the number of rows", () => {
      connection.query("INSERT INTO crew (name, rating) VALUES (?, ?), (?, ?)", ["ann", 1n, "bob", null]);
      expect(connection.query("SELECT id, name, rating AS stars, 1.5, x'01' AS raw FROM crew ORDER BY id", [])).toStrictEqual({
        rows: [
          [1n, "ann", 1n, 1.5, expect.any(Uint8Array)],
          [2n, "bob", null, 1.5, expect.any(Uint8Array)],
        ],
        columns: ["id", "name", "stars", "1.5", "raw"],
        rowCount: 2,
        lastInsertId: null,
      });
    });

    test("are all there, however often a statement is executed", () => {
      connection.query("INSERT INTO crew (name, rating) VALUES ('ann', 1), ('bob', 2), (NULL, 3)", []);
      connection.query("CREATE TABLE watch (id INTEGER PRIMARY KEY, first INTEGER, second INTEGER, UNIQUE (first, second))", []);
      connection.query("INSERT INTO watch VALUES (1, 1, 2), (2, 1, 3), (3, 4, 1)", []);
      connection.query("BEGIN", []);
      const queries: readonly (readonly [string, readonly WireValue[], readonly (readonly unknown[])[]])[] = [
        ["SELECT id, name FROM crew WHERE id = ?", [2n], [[2n, "bob"]]],
        ["SELECT name FROM crew WHERE id = ?", [2n], [["bob"]]],
        ["SELECT name FROM crew WHERE id = ?", [3n], [[null]]],
        ["SELECT name FROM crew WHERE id = ?", [4n], []],
        ["SELECT id FROM crew WHERE id = ? AND rating > ?", [2n, 2n], []],
        ["SELECT id FROM crew WHERE id IN (?, ?)", [1n, 2n], [[1n], [2n]]],
        ["SELECT id FROM crew WHERE id = ? OR id = ?", [1n, 3n], [[1n], [3n]]],
        ["SELECT id FROM crew WHERE id > ? ORDER BY id", [1n], [[2n], [3n]]],
        ["SELECT id FROM crew WHERE id = ? UNION ALL SELECT id FROM crew WHERE id = ?", [1n, 2n], [[1n], [2n]]],
        ["SELECT w.id FROM watch w JOIN crew c ON c.id = w.first WHERE w.id = ?", [1n], [[1n]]],
        [
          "SELECT w.id, c.name FROM crew c JOIN watch w ON w.first = c.id WHERE c.id = ? ORDER BY w.id",
          [1n],
          [
            [1n, "ann"],
            [2n, "ann"],
          ],
        ],
        ["SELECT second FROM watch WHERE first = ? ORDER BY second", [1n], [[2n], [3n]]],
        ["SELECT c.name FROM crew c, (SELECT 1 UNION ALL SELECT 2) WHERE c.id = ?", [1n], [["ann"], ["ann"]]],
        ["WITH RECURSIVE n (i) AS (SELECT ? UNION ALL SELECT i + 1 FROM n WHERE i < 3) SELECT i FROM n", [1n], [[1n], [2n], [3n]]],
        ["VALUES (?), (?)", [1n, 2n], [[1n], [2n]]],
        ["SELECT count(*) FROM crew", [], [[3n]]],
        ["UPDATE crew SET rating = 5 WHERE id < ? RETURNING id", [3n], [[1n], [2n]]],
        ["EXPLAIN QUERY PLAN SELECT 1 WHERE ?", [1n], [[expect.anything(), 0n, 0n, "SCAN CONSTANT ROW"]]],
      ];
      for (const [sql, values, rows] of queries) {
        const expected = Array.from({ length: 12 }, () => rows);
        expect(Array.from({ length: 12 }, () => connection.query(sql, values).rows)).toStrictEqual(expected);
      }
    });

    test("of a query whose table another connection has changed, in the middle of its use", async () => {
      const path = freshFile();
      const [reader, writer] = [await connect(make(path)), await connect(make(path))];
      writer.query("CREATE TABLE ship (name TEXT UNIQUE)", []);
      writer.query("CREATE UNIQUE INDEX by_name ON ship (name)", []);
      writer.query("INSERT INTO ship VALUES ('argo')", []);
      writer.query("CREATE TABLE mast (id INTEGER PRIMARY KEY)", []);
      writer.query("INSERT INTO mast VALUES (1)", []);
      const find = () => {
        reader.query("BEGIN", []);
        const all = reader.query("SELECT * FROM ship", []).rows;
        const { rows } = reader.query("SELECT name FROM ship WHERE name = ?", ["argo"]);
        const byKey = reader.query("SELECT id FROM mast WHERE id = ?", [1n]).rows;
        reader.query("COMMIT", []);
        return [all, rows, byKey];
      };
      for (let use = 0; use < 12; use += 1) expect(find()).toStrictEqual([[["argo"]], [["argo"]], [[1n]]]);
      writer.query("DROP TABLE ship", []);
      writer.query("CREATE TABLE ship (name TEXT, sails INTEGER)", []);
      writer.query("INSERT INTO ship VALUES ('argo', 1), ('argo', 2)", []);
      writer.query("DROP TABLE mast", []);
      writer.query("CREATE TABLE mast (id INTEGER)", []);
      writer.query("INSERT INTO mast VALUES (1), (1)", []);
      expect(find()).toStrictEqual([
        [
          ["argo", 1n],
          ["argo", 2n],
        ],
        [["argo"], ["argo"]],
        [[1n], [1n]],
      ]);
    });

    test("of an INSERT of one row, which is not there before all that it must keep to has been looked at", () => {
      connection.query(
        "CREATE TABLE rope (id INTEGER PRIMARY KEY, crew_id INTEGER REFERENCES crew (id) DEFERRABLE INITIALLY DEFERRED)",
        [],
      );
      const insert = () => connection.query("INSERT INTO rope (crew_id) VALUES (?) RETURNING id", [7n], undefined, undefined, true);
      for (let use = 0; use < 12; use += 1) expect(factsOf(insert)?.condition).toBe("foreignKeyViolation");
      expect(connection.query("SELECT count(*) FROM rope", []).rows).toStrictEqual([[0n]]);
      connection.query("BEGIN", []);
      for (let use = 1n; use < 12n; use += 1n)
        expect(insert()).toStrictEqual({ rows: [[use]], columns: ["id"], rowCount: 1, lastInsertId: null });
      expect(factsOf(() => connection.query("COMMIT", []))?.condition).toBe("foreignKeyViolation");
    });

    test("of a query without rows: its columns all the same", () => {
      expect(connection.query("SELECT id, name FROM crew", [])).toStrictEqual({
        rows: [],
        columns: ["id", "name"],
        rowCount: 0,
        lastInsertId: null,
      });
    });

    test("with two columns of one name", () => {
      expect(connection.query("SELECT 1 AS a, 2 AS a", [])).toMatchObject({ rows: [[1n, 2n]], columns: ["a", "a"] });
    });

    test("of INSERT, UPDATE and DELETE: no rows, how many were changed, the last key", () => {
      expect(connection.query("INSERT INTO crew (name) VALUES ('a'), ('b'), ('c')", [])).toStrictEqual({
        rows: null,
        columns: [],
        rowCount: 3,
        lastInsertId: 3n,
      });
      expect(connection.query("UPDATE crew SET rating = 1", [])).toStrictEqual({
        rows: null,
        columns: [],
        rowCount: 3,
        lastInsertId: null,
      });
      expect(connection.query("UPDATE crew SET rating = 2 WHERE id > 1", [])).toMatchObject({ rowCount: 2 });
      expect(connection.query("UPDATE crew SET rating = 2 WHERE id > 10", [])).toMatchObject({ rowCount: 0 });
      expect(connection.query("WITH old AS (SELECT 1 AS id) DELETE FROM crew WHERE id IN (SELECT id FROM old)", [])).toMatchObject({
        rows: null,
        rowCount: 1,
      });
      expect(connection.query("INSERT OR IGNORE INTO crew (name) VALUES ('b')", [])).toMatchObject({ rowCount: 0, lastInsertId: null });
      expect(connection.query("-- why\n/* not */ REPLACE INTO crew (id, name) VALUES (9, 'b')", [])).toMatchObject({
        rowCount: 1,
        lastInsertId: 9n,
      });
    });

    test("of RETURNING: the rows, and as many as there are", () => {
      expect(connection.query("INSERT INTO crew (name) VALUES (?), (?) RETURNING id, name", ["a", "b"])).toStrictEqual({
        rows: [
          [1n, "a"],
          [2n, "b"],
        ],
        columns: ["id", "name"],
        rowCount: 2,
        lastInsertId: null,
      });
      expect(connection.query("UPDATE crew SET rating = 5 WHERE id = 2 RETURNING rating", [])).toMatchObject({ rows: [[5n]], rowCount: 1 });
      expect(connection.query("DELETE FROM crew WHERE id > 5 RETURNING id", [])).toMatchObject({ rows: [], rowCount: 0 });
    });

    test("of other statements: no rows, and not the count of an earlier one", () => {
      connection.query("INSERT INTO crew (name) VALUES ('a'), ('b')", []);
      for (const sql of [
        "BEGIN",
        "COMMIT",
        "CREATE TABLE other (id INTEGER)",
        "PRAGMA foreign_keys = ON",
        "CREATE INDEX ix ON crew (rating)",
      ]) {
        expect(connection.query(sql, [])).toStrictEqual({ rows: null, columns: [], rowCount: 0, lastInsertId: null });
      }
    });

    test("a batch gives the rows of each set and the sum, and runs in order", () => {
      const result = connection.queryMany("INSERT INTO crew (name, rating) VALUES (?, ?)", [
        ["a", 1n],
        ["b", 2n],
        ["c", 3n],
      ]);
      expect(result).toStrictEqual({ rows: null, columns: [], rowCount: 3, rowCounts: [1, 1, 1], lastInsertId: 3n });
      expect(connection.queryMany("INSERT INTO crew (name) VALUES (?) RETURNING id", [["d"], ["e"]])).toMatchObject({
        rows: null,
        rowCount: 2,
      });
      expect(connection.queryMany("UPDATE crew SET rating = ? WHERE id = ?", [])).toMatchObject({ rowCount: 0, lastInsertId: null });
      expect(connection.query("SELECT name FROM crew ORDER BY id", []).rows?.flat()).toStrictEqual(["a", "b", "c", "d", "e"]);
    });
  });

  describe("values", () => {
    test.each<readonly [string, WireValue, string]>([
      ["null", null, "null"],
      ["text", "ab\nc", "text"],
      ["a number, whole or not, as a float", 5, "real"],
      ["infinity", Number.POSITIVE_INFINITY, "real"],
      ["a bigint", 2n ** 63n - 1n, "integer"],
      ["the least bigint", -(2n ** 63n), "integer"],
      ["bytes", Uint8Array.of(0, 255), "blob"],
      ["no bytes", new Uint8Array(), "blob"],
    ])("%s goes there and back", (_, value, storage) => {
      const row = connection.query("SELECT typeof(?), ?", [value, value]).rows?.[0];
      expect(row?.[0]).toBe(storage);
      if (value instanceof Uint8Array) expect(Uint8Array.from(row?.[1] as Uint8Array)).toStrictEqual(value);
      else expect(row?.[1]).toBe(value);
    });

    test("a part of a larger buffer is only that part", () => {
      const part = new Uint8Array(Uint8Array.of(1, 2, 3, 4).buffer, 1, 2);
      expect(connection.query("SELECT hex(?)", [part]).rows).toStrictEqual([["0203"]]);
    });

    test.each<readonly [string, unknown]>([
      ["undefined", undefined],
      ["true", true],
      ["a Date", new Date(0)],
      ["NaN", Number.NaN],
      ["an object", { a: 1 }],
      ["a list", [1]],
      ["a symbol", Symbol("x")],
      ["a DataView", new DataView(new ArrayBuffer(1))],
    ])("%s is refused", (_, value) => {
      expect(factsOf(() => queryLoosely("SELECT ?", [value]))).toMatchObject({ kind: "programming" });
      expect(messageOf(() => queryLoosely("SELECT ?, ?", ["x", value]))).toMatch(
        /^Value 2 of 2 cannot be bound: .* is none of null, string, number, bigint and Uint8Array\.$/,
      );
    });

    test("a bigint of more than 64 bits is refused", () => {
      expect(factsOf(() => connection.query("SELECT ?", [2n ** 63n]))).toMatchObject({ kind: "data" });
      expect(factsOf(() => connection.query("SELECT ?", [-(2n ** 63n) - 1n]))).toMatchObject({ kind: "data" });
    });

    test("their number must be that of the placeholders", () => {
      connection.query("INSERT INTO crew (name, rating) VALUES (?, ?)", ["ann", 1n]);
      for (const values of [[], ["bob"], ["bob", 2n, 3n]]) {
        expect(factsOf(() => connection.query("INSERT INTO crew (name, rating) VALUES (?, ?)", values))).toMatchObject({
          kind: "programming",
        });
      }
      expect(messageOf(() => connection.query("SELECT ?", []))).toBe("The statement has 1 placeholders, but 0 values were given.");
      expect(connection.query("SELECT count(*) FROM crew", []).rows).toStrictEqual([[1n]]);
    });

    test("a question mark in text, a name or a comment is no placeholder", () => {
      const sql = "SELECT '?''?', \"a?\", [b?], `c?`, ? -- ?\n /* ? ' */ FROM (SELECT 1 AS \"a?\", 2 AS [b?], 3 AS `c?`) AS x$y";
      expect(connection.query(sql, ["z"]).rows).toStrictEqual([["?'?", 1n, 2n, 3n, "z"]]);
    });

    test.each([":name", "@name", "$name", "?1"])("%s has a name or number and is refused", (placeholder) => {
      expect(factsOf(() => connection.query(`SELECT ${placeholder}`, ["x"]))).toMatchObject({ kind: "programming" });
      expect(messageOf(() => connection.query(`SELECT ${placeholder}`, ["x"]))).toContain(placeholder);
    });

    test("32,766 of them fit into one statement", () => {
      const sql = `SELECT ${Array.from({ length: 327 }, () => `(${Array.from({ length: 100 }, () => "?").join("+")})`).join("+")} + ${Array.from({ length: 66 }, () => "?").join("+")}`;
      expect(
        connection.query(
          sql,
          Array.from({ length: 32_766 }, () => 1n),
        ).rows,
      ).toStrictEqual([[32_766n]]);
    });
  });

  describe("statements", () => {
    test.each([["SELECT 1; SELECT 2"], ["INSERT INTO crew (name) VALUES ('a'); DROP TABLE crew"], [""], ["  -- nothing\n"], [";"]])(
      "%j is not exactly one statement and is refused",
      (sql) => {
        expect(factsOf(() => connection.query(sql, []))).toMatchObject({ kind: "programming" });
        expect(connection.query("SELECT count(*) FROM crew", []).rows).toStrictEqual([[0n]]);
      },
    );

    test("a semicolon, a comment or a trigger's body is no second statement", () => {
      expect(connection.query("SELECT 1; -- and no more\n", []).rows).toStrictEqual([[1n]]);
      connection.query(
        "CREATE TRIGGER tr AFTER INSERT ON crew BEGIN UPDATE crew SET rating = 1 WHERE id = new.id; UPDATE crew SET rating = 2 WHERE id = new.id; END;",
        [],
      );
      expect(connection.query("INSERT INTO crew (name) VALUES ('a')", [])).toMatchObject({ rowCount: 1, lastInsertId: 1n });
      expect(connection.query("SELECT rating FROM crew", []).rows).toStrictEqual([[2n]]);
    });

    test("are kept prepared, the least recently used dropped first", async () => {
      const small = await connect(make(":memory:", { preparedStatements: 3 }));
      for (let i = 0; i < 10; i += 1) small.query(`SELECT ${i}`, []);
      expect(small.preparedStatements).toBe(3);
      const none = await connect(make(":memory:", { preparedStatements: 0 }));
      expect(none.query("SELECT ?", [1n]).rows).toStrictEqual([[1n]]);
      expect(none.preparedStatements).toBe(0);
      for (let i = 0; i < 300; i += 1) connection.query(`SELECT ${i}`, []);
      expect(connection.preparedStatements).toBe(256);
    });

    test("see a table as another statement of the connection has changed it", () => {
      connection.query("INSERT INTO crew (name) VALUES ('a')", []);
      expect(connection.query("SELECT * FROM crew", []).columns).toStrictEqual(["id", "name", "rating"]);
      connection.query("ALTER TABLE crew ADD COLUMN ship TEXT DEFAULT 'x'", []);
      expect(connection.query("SELECT * FROM crew", [])).toMatchObject({
        columns: ["id", "name", "rating", "ship"],
        rows: [[1n, "a", null, "x"]],
      });
      connection.query("ALTER TABLE crew RENAME COLUMN ship TO vessel", []);
      expect(connection.query("SELECT * FROM crew", []).columns).toStrictEqual(["id", "name", "rating", "vessel"]);
    });

    test("see a table as another connection has changed it", async () => {
      const file = freshFile();
      const [one, two] = [await connect(make(file)), await connect(make(file))];
      one.query("CREATE TABLE t (a, b)", []);
      one.query("INSERT INTO t VALUES (1, 2)", []);
      expect(two.query("SELECT * FROM t", []).columns).toStrictEqual(["a", "b"]);
      one.query("ALTER TABLE t RENAME COLUMN a TO aa", []);
      expect(two.query("SELECT * FROM t", []).columns).toStrictEqual(["aa", "b"]);
      one.query("ALTER TABLE t ADD COLUMN c", []);
      const cursor = two.stream("SELECT * FROM t", []);
      expect(cursor.columns).toStrictEqual(["aa", "b", "c"]);
      expect(cursor.next(10)).toStrictEqual([[1n, 2n, null]]);
      expect(two.query("SELECT * FROM t", [])).toMatchObject({ columns: ["aa", "b", "c"], rows: [[1n, 2n, null]] });
    });

    test("forget the values of the run before, and an error in it", () => {
      const sql = "INSERT INTO crew (name, rating) VALUES (?, ?)";
      connection.query(sql, ["a", 1n]);
      expect(factsOf(() => connection.query(sql, ["a", 2n]))).toMatchObject({ kind: "integrity" });
      connection.query(sql, ["b", null]);
      expect(connection.query("SELECT name, rating FROM crew ORDER BY id", []).rows).toStrictEqual([
        ["a", 1n],
        ["b", null],
      ]);
    });
  });

  describe("streams", () => {
    const numbers = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?) SELECT i FROM n";

    test("give pages, then nothing", () => {
      const cursor = connection.stream(numbers, [5n]);
      expect(cursor.columns).toStrictEqual(["i"]);
      expect(cursor.next(2)).toStrictEqual([[1n], [2n]]);
      expect(cursor.next(2)).toStrictEqual([[3n], [4n]]);
      expect(cursor.next(2)).toStrictEqual([[5n]]);
      expect(cursor.next(2)).toStrictEqual([]);
      cursor.close();
      expect(cursor.next(2)).toStrictEqual([]);
    });

    test("never hold more than a page: a million rows do not fill the memory", () => {
      const cursor = connection.stream(numbers, [1_000_000n]);
      const before = process.memoryUsage().heapUsed;
      let sum = 0n;
      for (let page = cursor.next(500); page.length > 0; page = cursor.next(500)) for (const row of page) sum += row[0] as bigint;
      expect(sum).toBe(500_000_500_000n);
      expect(process.memoryUsage().heapUsed - before).toBeLessThan(64 * 1024 * 1024);
    });

    test("keep their statement to themselves until they end", () => {
      connection.query(numbers, [2n]);
      const [first, second] = [connection.stream(numbers, [3n]), connection.stream(numbers, [3n])];
      expect(first.next(1)).toStrictEqual([[1n]]);
      expect(second.next(2)).toStrictEqual([[1n], [2n]]);
      expect(connection.query(numbers, [1n]).rows).toStrictEqual([[1n]]);
      expect(first.next(5)).toStrictEqual([[2n], [3n]]);
      second.close();
      second.close();
      expect(second.next(5)).toStrictEqual([]);
      expect(connection.stream(numbers, [1n]).next(5)).toStrictEqual([[1n]]);
    });

    test("may be left early, and then let the connection write and commit", () => {
      connection.query("BEGIN", []);
      const cursor = connection.stream(numbers, [100n]);
      cursor.next(1);
      cursor.close();
      connection.query("INSERT INTO crew (name) VALUES ('a')", []);
      connection.query("COMMIT", []);
      expect(connection.transactionState()).toBe("none");
    });

    test("raise what happens on the way", () => {
      const cursor = connection.stream(
        "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 9) SELECT abs(iif(i < 4, i, -9223372036854775807 - 1)) FROM n",
        [],
      );
      expect(cursor.next(3)).toStrictEqual([[1n], [2n], [3n]]);
      expect(factsOf(() => cursor.next(3))).toMatchObject({ kind: "operational", code: "SQLITE_ERROR" });
      expect(cursor.next(3)).toStrictEqual([]);
    });

    test("of RETURNING have made their changes", () => {
      const cursor = connection.stream("INSERT INTO crew (name) VALUES ('a'), ('b') RETURNING id", []);
      expect(cursor.next(1)).toStrictEqual([[1n]]);
      cursor.close();
      expect(connection.query("SELECT count(*) FROM crew", []).rows).toStrictEqual([[2n]]);
    });

    test("of a statement without rows are refused before it runs", () => {
      expect(factsOf(() => connection.stream("INSERT INTO crew (name) VALUES ('a')", []))).toMatchObject({ kind: "programming" });
      expect(factsOf(() => connection.stream(numbers, []))).toMatchObject({ kind: "programming" });
      expect(connection.query("SELECT count(*) FROM crew", []).rows).toStrictEqual([[0n]]);
    });

    test("end with their connection", () => {
      const cursor = connection.stream(numbers, [100n]);
      cursor.next(1);
      connection.close();
      expect(cursor.next(1)).toStrictEqual([]);
      cursor.close();
    });
  });

  describe("transactions", () => {
    test("their state is SQLite's own", () => {
      expect(connection.transactionState()).toBe("none");
      connection.query("BEGIN IMMEDIATE", []);
      expect(connection.transactionState()).toBe("open");
      connection.query("SAVEPOINT sp", []);
      connection.query("ROLLBACK TO sp", []);
      expect(connection.transactionState()).toBe("open");
      expect(factsOf(() => connection.query("SELECT nothing", []))).toMatchObject({ kind: "operational" });
      expect(connection.transactionState()).toBe("open");
      connection.query("ROLLBACK", []);
      expect(connection.transactionState()).toBe("none");
    });

    test("INSERT OR ROLLBACK ends one, and the state says so", () => {
      connection.query("INSERT INTO crew (name) VALUES ('a')", []);
      connection.query("BEGIN", []);
      expect(factsOf(() => connection.query("INSERT OR ROLLBACK INTO crew (name) VALUES ('a')", []))).toMatchObject({ kind: "integrity" });
      expect(connection.transactionState()).toBe("none");
    });
  });

  describe("errors", () => {
    test.each<readonly [string, string, Partial<DriverErrorFacts>]>([
      [
        "UNIQUE",
        "INSERT INTO crew (name) VALUES ('taken')",
        { kind: "integrity", code: "SQLITE_CONSTRAINT_UNIQUE", condition: "uniqueViolation", table: "crew", columns: ["name"] },
      ],
      [
        "PRIMARY KEY",
        "INSERT INTO crew (id) VALUES (1)",
        { kind: "integrity", code: "SQLITE_CONSTRAINT_PRIMARYKEY", condition: "uniqueViolation", table: "crew", columns: ["id"] },
      ],
      [
        "CHECK",
        "INSERT INTO crew (rating) VALUES (-1)",
        { kind: "integrity", code: "SQLITE_CONSTRAINT_CHECK", condition: "checkViolation" },
      ],
      [
        "NOT NULL",
        "INSERT INTO berth (crew_id) VALUES (NULL)",
        { kind: "integrity", code: "SQLITE_CONSTRAINT_NOTNULL", condition: "notNullViolation", table: "berth", columns: ["crew_id"] },
      ],
      [
        "FOREIGN KEY",
        "INSERT INTO berth (crew_id) VALUES (99)",
        { kind: "integrity", code: "SQLITE_CONSTRAINT_FOREIGNKEY", condition: "foreignKeyViolation" },
      ],
      ["a trigger's RAISE", "INSERT INTO crew (name) VALUES ('forbidden')", { kind: "integrity", code: "SQLITE_CONSTRAINT_TRIGGER" }],
      ["datatype mismatch", "INSERT INTO crew (id) VALUES ('x')", { kind: "integrity", code: "SQLITE_MISMATCH" }],
      ["syntax", "SELEC 1", { kind: "operational", code: "SQLITE_ERROR", condition: "syntaxError" }],
      ["no such table", "SELECT 1 FROM nowhere", { kind: "operational", code: "SQLITE_ERROR", condition: "undefinedTable" }],
      ["too big", "SELECT zeroblob(3000000000)", { kind: "data", code: "SQLITE_TOOBIG" }],
      ["commit without begin", "COMMIT", { kind: "operational", code: "SQLITE_ERROR" }],
    ])("%s", (_, sql, facts) => {
      connection.query("INSERT INTO crew (name) VALUES ('taken')", []);
      connection.query("CREATE TRIGGER tr BEFORE INSERT ON crew WHEN new.name = 'forbidden' BEGIN SELECT RAISE(ABORT, 'no'); END", []);
      expect(factsOf(() => connection.query(sql, []))).toStrictEqual({
        busy: false,
        serializationFailure: false,
        disconnected: false,
        ...facts,
      });
    });

    test("a batch tells which set failed, and leaves the others to the transaction", () => {
      const sets: WireValue[][] = [["a"], ["b"], ["a"], ["c"]];
      expect(factsOf(() => connection.queryMany("INSERT INTO crew (name) VALUES (?)", sets))).toMatchObject({ kind: "integrity", row: 2 });
      expect(factsOf(() => connection.queryMany("INSERT INTO crew (name) VALUES (?)", [["x"], []]))).toMatchObject({
        kind: "programming",
        row: 1,
      });
      expect(connection.query("SELECT name FROM crew ORDER BY id", []).rows?.flat()).toStrictEqual(["a", "b", "x"]);
    });

    test("errors of others are not the driver's", async () => {
      expect(driver.describeError(new TypeError("x is not a function"))).toBeNull();
      expect(driver.describeError(new Error("SQLITE_BUSY"))).toBeNull();
      expect(driver.describeError("SQLITE_BUSY")).toBeNull();
      expect(driver.describeError(null)).toBeNull();
      const theirs = handedIn(":memory:");
      const mine = new TypeError("from a function of the user");
      theirs.fail(mine);
      const over = await connect(theirs.driver);
      expect(() => over.query("SELECT fail()", [])).toThrow(mine);
      expect(theirs.driver.describeError(mine)).toBeNull();
      theirs.close();
    });

    test("a locked file is busy at once, without waiting", async () => {
      const file = freshFile();
      const [one, two] = [await connect(make(file)), await connect(make(file))];
      one.query("CREATE TABLE t (a)", []);
      one.query("BEGIN IMMEDIATE", []);
      const started = performance.now();
      expect(factsOf(() => two.query("BEGIN IMMEDIATE", []))).toStrictEqual({
        kind: "operational",
        code: "SQLITE_BUSY",
        condition: "lockTimeout",
        busy: true,
        serializationFailure: false,
        disconnected: false,
      });
      expect(performance.now() - started).toBeLessThan(1000);
      one.query("COMMIT", []);
      two.query("BEGIN IMMEDIATE", []);
      two.query("ROLLBACK", []);
    });

    test("a stale snapshot is a serialization failure, not something to wait for", async () => {
      const file = freshFile();
      const [one, two] = [await connect(make(file)), await connect(make(file))];
      one.query("PRAGMA journal_mode = WAL", []);
      one.query("CREATE TABLE t (a)", []);
      two.query("BEGIN", []);
      two.query("SELECT a FROM t", []);
      one.query("INSERT INTO t VALUES (1)", []);
      expect(factsOf(() => two.query("INSERT INTO t VALUES (2)", []))).toStrictEqual({
        kind: "operational",
        code: "SQLITE_BUSY_SNAPSHOT",
        condition: "serializationFailure",
        busy: false,
        serializationFailure: true,
        disconnected: false,
      });
      expect(two.transactionState()).toBe("open");
    });

    test("a file that is no database, a folder that is not there, a file for reading only", async () => {
      const text = freshFile();
      writeFileSync(text, "not a database, but long enough to be looked at as one ".repeat(20));
      const over = await connect(make(text));
      expect(factsOf(() => over.query("SELECT 1 FROM sqlite_schema", []))).toMatchObject({ kind: "database", code: "SQLITE_NOTADB" });

      for (const path of [join(folder, "no", "such", "folder.db"), folder]) {
        const failure: unknown = await Promise.resolve()
          .then(() => make(path).connect())
          .catch((error: unknown) => error);
        expect(driver.describeError(failure)).toMatchObject({ kind: "operational", code: "SQLITE_CANTOPEN" });
      }

      const file = freshFile();
      (await connect(make(file))).query("CREATE TABLE t (a)", []);
      const reading = await connect(make(file, { readOnly: true }));
      expect(reading.query("SELECT * FROM t", []).columns).toStrictEqual(["a"]);
      expect(factsOf(() => reading.query("INSERT INTO t VALUES (1)", []))).toMatchObject({ kind: "operational", code: "SQLITE_READONLY" });
    });
  });

  describe("opening and closing", () => {
    test("foreign keys are enforced and no lock is waited for", () => {
      expect(connection.query("PRAGMA foreign_keys", []).rows).toStrictEqual([[1n]]);
      expect(connection.query("PRAGMA busy_timeout", []).rows).toStrictEqual([[0n]]);
    });

    test("a closed connection refuses, says that it is gone, and may be closed again", () => {
      connection.query("BEGIN", []);
      connection.close();
      connection.close();
      expect(connection.transactionState()).toBe("none");
      for (const call of [
        () => connection.query("SELECT 1", []),
        () => connection.queryMany("SELECT 1", [[]]),
        () => connection.stream("SELECT 1", []),
      ]) {
        expect(factsOf(call)).toMatchObject({ kind: "interface", disconnected: true });
      }
    });

    test("what was not committed is gone with the connection", async () => {
      const file = freshFile();
      const one = await connect(make(file));
      one.query("CREATE TABLE t (a)", []);
      one.query("BEGIN", []);
      one.query("INSERT INTO t VALUES (1)", []);
      one.close();
      expect((await connect(make(file))).query("SELECT count(*) FROM t", []).rows).toStrictEqual([[0n]]);
    });

    test("a file is told by its absolute path, memory by none", async () => {
      const file = freshFile();
      expect((await connect(make(file))).file).toBe(file);
      expect(connection.file).toBeNull();
      expect(make(file).singleConnection).toBe(false);
      expect(make(":memory:").singleConnection).toBe(true);
    });

    test("the second connection answers without a promise", async () => {
      await connect(driver);
      expect(driver.connect()).toBeInstanceOf(SqliteConnection);
    });

    test("a database of the user's own keeps its settings and stays open", async () => {
      const theirs = handedIn(freshFile());
      theirs.exec("PRAGMA foreign_keys = OFF; PRAGMA busy_timeout = 77; CREATE TABLE t (a); INSERT INTO t VALUES (1)");
      expect(theirs.driver.singleConnection).toBe(true);
      const over = await connect(theirs.driver);
      expect(over.query("SELECT a FROM t", []).rows).toStrictEqual([[1n]]);
      expect(over.query("PRAGMA foreign_keys", []).rows).toStrictEqual([[0n]]);
      expect(over.query("PRAGMA busy_timeout", []).rows).toStrictEqual([[77n]]);
      over.close();
      expect(theirs.isOpen()).toBe(true);
      theirs.exec("INSERT INTO t VALUES (2)");
      theirs.close();
    });

    test("a database that the user closes under the connection is gone", async () => {
      const theirs = handedIn(":memory:");
      const over = await connect(theirs.driver);
      over.query("SELECT 1", []);
      theirs.close();
      expect(factsOf(() => over.query("SELECT 1", []))).toMatchObject({ kind: "interface", disconnected: true });
      expect(factsOf(() => over.query("SELECT 2", []))).toMatchObject({ kind: "interface", disconnected: true });
      expect(over.transactionState()).toBe("none");
      over.close();
    });
  });
});
