import { DataError, IntegrityError, OperationalError, ProgrammingError, sql, TransactionAbortedError } from "athanor";
import { expect, test } from "vitest";
import { onEveryDatabase } from "../support/databases.js";
import { rejectedWith } from "../support/recorded.js";

onEveryDatabase(({ engine }) => {
  const open = async () => {
    const conn = await engine({ isolationLevel: "AUTOCOMMIT" }).connect();
    for (const text of [
      'CREATE TABLE parent (a INTEGER, "b c" TEXT, CONSTRAINT pk_parent PRIMARY KEY (a, "b c"))',
      "INSERT INTO parent VALUES (1, 'x')",
      "CREATE TABLE booking (during INT4RANGE, CONSTRAINT apart EXCLUDE USING gist (during WITH &&))",
      "INSERT INTO booking VALUES ('[1,5)')",
    ])
      await conn.execute(sql.text(text));
    return conn;
  };

  test("an exclusion is told as data too", async () => {
    const conn = await open();
    const error = await rejectedWith(IntegrityError, conn.execute(sql.text("INSERT INTO booking VALUES ('[4,6)')")));
    expect(error).toMatchObject({ condition: "exclusionViolation", constraint: "apart", table: "booking" });
    await conn.close();
  });

  test("each kind of error has its class and the server's code", async () => {
    const conn = await open();
    for (const [text, kind, code, condition] of [
      ["SELEC 1", ProgrammingError, "42601", "syntaxError"],
      ["SELECT * FROM nowhere", ProgrammingError, "42P01", "undefinedTable"],
      ["SELECT z FROM parent", ProgrammingError, "42703", "undefinedColumn"],
      ["SELECT 1 / 0", DataError, "22012", undefined],
      ["SELECT 'x'::integer", DataError, "22P02", undefined],
      ["SELECT 1; SELECT 2", ProgrammingError, "42601", "syntaxError"],
    ] as const)
      expect(await rejectedWith(kind, conn.execute(sql.text(text)))).toMatchObject({ code, condition });
    await conn.close();
  });

  test("COMMIT after a failed statement is answered by ROLLBACK, which is an error", async () => {
    const conn = await open();
    conn.executionOptions({ isolationLevel: "READ COMMITTED" });
    await conn.execute(sql.text("INSERT INTO parent VALUES (2, 'y')"));
    await rejectedWith(DataError, conn.execute(sql.text("SELECT 1 / 0")));
    await rejectedWith(TransactionAbortedError, conn.commit());
    expect(conn.inTransaction).toBe(false);
    expect(await conn.scalar(sql.text("SELECT count(*) FROM parent"))).toBe(1);
    await conn.close();
  });

  test("a running statement is cancelled from outside", async () => {
    const conn = await engine().connect();
    const sleeping = conn.execute(sql.text("SELECT pg_sleep(30)"));
    setTimeout(() => conn.driverConnection.cancel?.(), 100);
    expect(await rejectedWith(OperationalError, sleeping)).toMatchObject({ code: "57014", connectionInvalidated: false });
    await conn.rollback();
    expect(await conn.scalar(sql.text("SELECT 1"))).toBe(1);
    await conn.close();
  });
}, "postgresql");
