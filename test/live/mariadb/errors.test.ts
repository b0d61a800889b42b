import { DataError, InvalidRequestError, ProgrammingError, sql } from "athanor";
import { expect, test } from "vitest";
import { onEveryDatabase } from "../support/databases.js";
import { rejectedWith } from "../support/recorded.js";

onEveryDatabase(({ engine }) => {
  const open = async () => {
    const conn = await engine({ isolationLevel: "AUTOCOMMIT" }).connect();
    for (const text of [
      "CREATE TABLE parent (a INTEGER, `b c` VARCHAR(5), CONSTRAINT pk_parent PRIMARY KEY (a, `b c`))",
      "INSERT INTO parent VALUES (1, 'x')",
    ])
      await conn.execute(sql.text(text));
    return conn;
  };

  test("each kind of error has its class and the server's number; what does not fit is an error, and never cut", async () => {
    const conn = await open();
    for (const [text, kind, code, condition] of [
      ["SELEC 1", ProgrammingError, "1064", "syntaxError"],
      ["SELECT * FROM nowhere", ProgrammingError, "1146", "undefinedTable"],
      ["SELECT z FROM parent", ProgrammingError, "1054", "undefinedColumn"],
      ["SELECT 1; SELECT 2", ProgrammingError, "1064", "syntaxError"],
      ["INSERT INTO parent VALUES (1, 'too long')", DataError, "1406", undefined],
      ["INSERT INTO parent VALUES (99999999999, 'x')", DataError, "1264", undefined],
      ["INSERT INTO parent VALUES ('x', 'x')", DataError, "1366", undefined],
    ] as const)
      expect(await rejectedWith(kind, conn.execute(sql.text(text)))).toMatchObject({ code, condition });
    await conn.close();
  });

  test("DDL inside of begin() is refused, since it commits; with allowImplicitCommit a new transaction goes on", async () => {
    const conn = await open();
    conn.executionOptions({ isolationLevel: "READ COMMITTED" });
    const tx = await conn.begin();
    await expect(conn.execute(sql.text("/* x */ create table more (id integer)"))).rejects.toThrow("commits what is open");
    await conn.execute(sql.text("CREATE TEMPORARY TABLE passing (id INTEGER)"));
    await conn.execute(sql.text("INSERT INTO parent VALUES (3, 'kept')"));
    conn.executionOptions({ allowImplicitCommit: true });
    await conn.execute(sql.text("CREATE TABLE more (id INTEGER)"));
    await conn.execute(sql.text("INSERT INTO parent VALUES (4, 'not')"));
    await tx.rollback();
    expect(await conn.scalars(sql.text("SELECT `b c` FROM parent WHERE a > 2"))).toEqual(["kept"]);
    await conn.close();
  });

  test("so is it inside of a savepoint, and of what commit() will end there is no refusal", async () => {
    const conn = await open();
    conn.executionOptions({ isolationLevel: "READ COMMITTED" });
    const made = sql.text("CREATE TABLE more (id INTEGER)");
    await conn.execute(sql.text("INSERT INTO parent VALUES (3, 'kept')"));
    await conn.beginNested(async () => {
      await expect(conn.execute(made)).rejects.toThrow("commits what is open");
    });
    await conn.execute(made);
    expect(conn.inTransaction).toBe(false);
    await conn.rollback();
    expect(await conn.scalars(sql.text("SELECT `b c` FROM parent WHERE a > 2"))).toEqual(["kept"]);
    await conn.close();
  });

  test("a commit that nobody could see coming ends the transaction: nothing more runs in it until rollback()", async () => {
    const conn = await open();
    await conn.execute(sql.text("CREATE PROCEDURE hidden() BEGIN INSERT INTO parent VALUES (3, 'in'); COMMIT; SELECT 1 AS n; END"));
    conn.executionOptions({ isolationLevel: "READ COMMITTED" });
    const tx = await conn.begin();
    await conn.execute(sql.text("INSERT INTO parent VALUES (4, 'with')"));
    await conn.execute(sql.text("CALL hidden()"));
    expect(tx.isActive).toBe(false);
    await expect(conn.execute(sql.text("INSERT INTO parent VALUES (5, 'late')"))).rejects.toThrow("The server has ended this transaction");
    await expect(tx.commit()).rejects.toThrow(InvalidRequestError);
    await tx.rollback();
    expect(await conn.scalars(sql.text("SELECT `b c` FROM parent WHERE a > 2 ORDER BY a"))).toEqual(["in", "with"]);
    await conn.close();
  });
}, "mariadb");
