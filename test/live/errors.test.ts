import { writeFileSync } from "node:fs";
import { inspect } from "node:util";
import {
  ArgumentError,
  AthanorError,
  bindParam,
  CompileError,
  DatabaseError,
  DataError,
  DBAPIError,
  func,
  IntegrityError,
  InvalidRequestError,
  insert,
  integer,
  MetaData,
  OperationalError,
  ProgrammingError,
  StatementError,
  select,
  sql,
  text,
  update,
} from "athanor";
import { describe, expect, test } from "vitest";
import { onEveryDoor } from "./support/backends.js";
import { eventsOf, rejectedWith, rejection } from "./support/recorded.js";

const metadata = new MetaData();
const things = metadata.table("thing", { id: integer().primaryKey(), name: text().notNull().unique(), size: integer() });

onEveryDoor(({ memory, engineOn, freshFile }) => {
  const open = async (options = {}) => {
    const database = memory(options);
    const conn = await database.connect();
    await metadata.createAll(conn);
    await conn.execute(insert(things), { id: 1, name: "there" });
    return { database, conn };
  };
  const loosely = (conn: Awaited<ReturnType<typeof open>>["conn"], ...args: readonly unknown[]): Promise<unknown> =>
    Reflect.apply(conn.execute, conn, args);

  test("an error of the database has its class, the statement, the parameters, the code and the driver's own error", async () => {
    const { conn } = await open();
    const error = await rejectedWith(IntegrityError, conn.execute(insert(things), { name: "there", size: 5 }));
    for (const kind of [DatabaseError, DBAPIError, StatementError, AthanorError, Error]) expect(error).toBeInstanceOf(kind);
    expect(error).not.toBeInstanceOf(OperationalError);
    expect(error).toMatchObject({
      name: "IntegrityError",
      statement: "INSERT INTO thing (name, size) VALUES (?, ?)",
      params: ["there", 5n],
      code: "SQLITE_CONSTRAINT_UNIQUE",
      connectionInvalidated: false,
      serializationFailure: false,
      row: undefined,
      cause: expect.objectContaining({ message: "UNIQUE constraint failed: thing.name" }),
    });
    expect(error.message).toBe(
      'UNIQUE constraint failed: thing.name\n[SQL: INSERT INTO thing (name, size) VALUES (?, ?)]\n[parameters: ["there","5n"]]',
    );
    await conn.close();
  });

  test.each([
    ["no such table", "SELECT * FROM nowhere", OperationalError],
    ["no such column", "SELECT nothing FROM thing", OperationalError],
    ["syntax", "SELEC 1", OperationalError],
    ["two statements", "SELECT 1; SELECT 2", ProgrammingError],
    ["nothing at all", "-- nothing", ProgrammingError],
    ["NOT NULL", "INSERT INTO thing (name) VALUES (NULL)", IntegrityError],
    ["a datatype mismatch", "INSERT INTO thing (id, name) VALUES ('x', 'y')", IntegrityError],
    ["an integer overflow", "SELECT abs(-9223372036854775807 - 1)", OperationalError],
    ["too much", "SELECT zeroblob(2000000000)", DataError],
  ] as const)("%s", async (_, text, kind) => {
    const { conn } = await open();
    const error = await rejectedWith(kind, conn.execute(sql.text(text)));
    expect(error.statement).toBe(text);
    expect(error.cause).toBeInstanceOf(Error);
    await conn.close();
  });

  test("a file that can't be opened, and one that is no database", async () => {
    const missing = engineOn(`${freshFile()}/deeper/app.db`);
    const error = await rejectedWith(OperationalError, missing.connect());
    expect(error.message).not.toContain("[SQL");
    await rejectedWith(
      OperationalError,
      missing.begin(() => {}),
    );
    const file = freshFile();
    writeFileSync(file, "this is no database, but long enough to look like one".repeat(50));
    const odd = await rejectedWith(
      DatabaseError,
      engineOn(file).begin((conn) => conn.hasTable("thing")),
    );
    expect(odd.code).toBe("SQLITE_NOTADB");
  });

  describe("parameters", () => {
    const byName = select(things.c.id).where(things.c.name.eq(bindParam("who", text())));

    test("a missing one is named, with its set", async () => {
      const { conn } = await open();
      await expect(loosely(conn, byName)).rejects.toThrow(InvalidRequestError);
      await expect(loosely(conn, byName, {})).rejects.toThrow("A value is required for bind parameter 'who'");
      await expect(loosely(conn, byName, { who: undefined })).rejects.toThrow("A value is required for bind parameter 'who'");
      const byText = sql.text("INSERT INTO thing (name, size) VALUES (:name, :size)");
      const sets = [{ name: "a", size: 1 }, { name: "b", size: 2 }, { size: 3 }];
      await expect(loosely(conn, byText, sets)).rejects.toThrow("A value is required for bind parameter 'name', in parameter group 2");
      await conn.close();
    });

    test("an unknown one is named, with those that are known", async () => {
      const { conn } = await open();
      await expect(loosely(conn, byName, { who: "x", whom: "y" })).rejects.toThrow("Unknown parameter 'whom': the statement knows who.");
      await expect(loosely(conn, select(func.count()).selectFrom(things), { a: 1 })).rejects.toThrow("the statement knows none");
      const error = await rejectedWith(InvalidRequestError, loosely(conn, insert(things), { name: "x", nmae: "y" }));
      expect(error.message).toBe("Unknown parameter 'nmae': the statement knows name, id, size.");
      await conn.close();
    });

    test("one that would have no effect is refused", async () => {
      const { conn } = await open();
      const fixed = update(things)
        .where(things.c.id.eq(1))
        .values({ name: func.upper(things.c.name) });
      await expect(loosely(conn, fixed, { name: "x" })).rejects.toThrow("Parameter 'name' would have no effect");
      await conn.close();
    });

    test.each([
      ["ann", "a string"],
      [5, "a number"],
      [true, "a boolean"],
      [new Date(0), "an object of class Date"],
      [new Map([["name", "x"]]), "an object of class Map"],
      [[5], "element 0 of the list is a number"],
      [[{ name: "x" }, null], "element 1 of the list is null"],
      [[["x", 1]], "element 0 of the list is an array"],
      [new (class Row {})(), "an object of class Row"],
    ])("%o is no parameter set", async (given, what) => {
      const { database, conn } = await open();
      const sent = eventsOf(database, "physical");
      const error = await rejectedWith(ArgumentError, loosely(conn, insert(things), given));
      expect(error.message).toMatch(/^Parameters must be an object by name, or a list of such objects; /);
      expect(error.message).toContain(what);
      expect(sent).toEqual([]);
      await conn.close();
    });

    test("an object without a prototype is one", async () => {
      const { conn } = await open();
      const set: { name: string } = Object.assign(Object.create(null), { name: "bare" });
      await conn.execute(insert(things), set);
      expect(await conn.scalars(select(things.c.name).orderBy(things.c.id))).toEqual(["there", "bare"]);
      await conn.close();
    });
  });

  test("what is no statement is refused", async () => {
    const { conn } = await open();
    for (const given of ["SELECT 1", 5, null, undefined, {}, things, things.c.id])
      await expect(loosely(conn, given)).rejects.toThrow(ArgumentError);
    await expect(loosely(conn, "SELECT 1")).rejects.toThrow("sql.text(");
    await conn.close();
  });

  test("a statement that can't be compiled is a CompileError, and nothing is sent", async () => {
    const { database, conn } = await open();
    const sent = eventsOf(database, "physical");
    await expect(loosely(conn, update(things))).rejects.toThrow(CompileError);
    expect(sent).toEqual([]);
    await conn.close();
  });

  describe("hideParameters keeps values out of all that an error says", () => {
    const secret = "5ecre7";
    const everything = (error: unknown): string => {
      const seen: string[] = [];
      for (let each = error; each instanceof Error; each = each.cause) seen.push(each.message, String(each.stack), inspect(each));
      return seen.join("\n");
    };

    test.each([
      ["the database's refusal", insert(things), { id: 1, name: secret }],
      ["a value that its type refuses", insert(things), { name: "x", size: secret }],
      [
        "a value of a VALUES list",
        Reflect.apply(insert(things).values, insert(things), [
          [
            { name: "x", size: 1 },
            { name: "y", size: secret },
          ],
        ]),
        undefined,
      ],
      [
        "a failing set of many",
        insert(things),
        [
          { name: "x", size: 1 },
          { name: "there", size: 777_333 },
          { name: secret, size: 3 },
        ],
      ],
      ["a set of a wrong shape", insert(things), secret],
      ["a list of a wrong shape", insert(things), [{ name: "x" }, secret]],
      ["a parameter of a query", sql.text("SELECT nothing FROM thing WHERE name = :name"), { name: secret }],
      ["what is read", sql.text(`SELECT '${"5ecre"}' || '7' AS it`).columns({ it: integer() }), undefined],
    ])("%s", async (_, statement, parameters) => {
      const { conn } = await open({ hideParameters: true });
      const error = await rejection(
        (async () => {
          const result = await loosely(conn, statement, parameters);
          if (typeof result === "object" && result !== null && "all" in result && typeof result.all === "function") result.all();
        })(),
      );
      expect(error).toBeInstanceOf(AthanorError);
      expect(everything(error)).not.toMatch(/5ecre7|777.?333/);
      if (error instanceof StatementError) expect(error.params).toBeUndefined();
      await conn.close();
    });

    test("without it they are shown", async () => {
      const { conn } = await open();
      const error = await rejectedWith(IntegrityError, conn.execute(insert(things), { id: 1, name: secret }));
      expect(everything(error)).toContain(secret);
      await conn.close();
    });

    test("in echo and events too", async () => {
      const lines: string[] = [];
      const database = memory({ hideParameters: true, echo: (line) => lines.push(line) });
      const statements = eventsOf(database, "statement");
      const sent = eventsOf(database, "physical");
      await database.begin(async (conn) => {
        await metadata.createAll(conn);
        await conn.execute(insert(things), { name: secret });
        await conn.execute(insert(things), [{ name: `${secret}1` }, { name: `${secret}2` }]);
      });
      expect(JSON.stringify([lines, statements, sent])).not.toContain(secret);
      expect(lines.join("\n")).toContain("[SQL parameters hidden due to hideParameters]");
    });
  });
});
