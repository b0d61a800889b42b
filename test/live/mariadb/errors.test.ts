import { DataError, IntegrityError, OperationalError, ProgrammingError, sql } from "athanor";
import { expect, test } from "vitest";
import { onEveryDatabase } from "../support/databases.js";
import { rejectedWith } from "../support/recorded.js";

onEveryDatabase(({ engine }) => {
  const open = async () => {
    const conn = await engine({ isolationLevel: "AUTOCOMMIT" }).connect();
    for (const text of [
      "CREATE TABLE parent (a INTEGER, `b c` VARCHAR(5), CONSTRAINT pk_parent PRIMARY KEY (a, `b c`))",
      "CREATE TABLE child (id INTEGER NOT NULL, a INTEGER, b VARCHAR(5), CONSTRAINT positive CHECK (id > 0), CONSTRAINT fk_child FOREIGN KEY (a, b) REFERENCES parent (a, `b c`))",
      "INSERT INTO parent VALUES (1, 'x')",
    ])
      await conn.execute(sql.text(text));
    return conn;
  };

  test("what was violated is told as data, as far as the server tells", async () => {
    const conn = await open();
    for (const [text, facts] of [
      ["INSERT INTO parent VALUES (1, 'x')", { condition: "uniqueViolation", constraint: "PRIMARY", code: "1062" }],
      [
        "INSERT INTO child VALUES (1, 2, 'y')",
        { condition: "foreignKeyViolation", constraint: "fk_child", table: "child", columns: ["a", "b"] },
      ],
      ["INSERT INTO child (id) VALUES (NULL)", { condition: "notNullViolation", columns: ["id"] }],
      ["INSERT INTO child (a) VALUES (1)", { condition: "notNullViolation", columns: ["id"] }],
      ["INSERT INTO child (id) VALUES (0)", { condition: "checkViolation", constraint: "positive", table: "child" }],
    ] as const)
      expect(await rejectedWith(IntegrityError, conn.execute(sql.text(text)))).toMatchObject(facts);
    await conn.close();
  });

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

  test("a deadlock ends the transaction of the one who lost it, and of nobody else", async () => {
    const setup = await open();
    await setup.execute(sql.text("INSERT INTO parent VALUES (2, 'x')"));
    const [one, other] = [await engine().connect(), await engine().connect()];
    const change = (conn: typeof one, a: number) => conn.execute(sql.text(`UPDATE parent SET \`b c\` = 'z' WHERE a = ${a}`));
    await change(one, 1);
    await change(other, 2);
    const outcomes = await Promise.allSettled([change(one, 2), change(other, 1)]);
    const lost = outcomes.findIndex((outcome) => outcome.status === "rejected");
    const [loser, winner] = lost === 0 ? [one, other] : [other, one];
    expect(outcomes[lost]).toMatchObject({ reason: { condition: "deadlock", serializationFailure: true } });
    await expect(loser.execute(sql.text("SELECT 1"))).rejects.toThrow("The server has ended this transaction");
    await loser.rollback();
    await winner.commit();
    expect(await setup.scalar(sql.text("SELECT CAST(COUNT(*) AS CHAR) FROM parent WHERE `b c` = 'z'"))).toBe("2");
    for (const conn of [one, other, setup]) await conn.close();
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

  test("a connection that was killed is lost, and the next one works", async () => {
    const one = engine();
    const conn = await one.connect();
    const other = await engine({ isolationLevel: "AUTOCOMMIT" }).connect();
    await other.execute(sql.text(`KILL ${await conn.scalar(sql.text("SELECT CONNECTION_ID()"))}`));
    expect(await rejectedWith(OperationalError, conn.execute(sql.text("SELECT 1")))).toMatchObject({
      connectionInvalidated: true,
      condition: "disconnect",
    });
    await conn.close();
    const next = await one.connect();
    expect(await next.scalar(sql.text("SELECT 1"))).toBe(1);
    await next.close();
    await other.close();
  });
}, "mariadb");
