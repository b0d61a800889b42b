import { type Connection, InvalidCachedStatementError, sql } from "athanor";
import { expect, test } from "vitest";
import { onEveryDatabase } from "../support/databases.js";
import { rejectedWith } from "../support/recorded.js";

/** The texts that are prepared on the connection, the question itself left out. */
async function prepared(conn: Connection): Promise<unknown[]> {
  const names = await conn.scalars(sql.text("SELECT statement FROM pg_prepared_statements ORDER BY prepare_time"));
  return names.filter((name) => !String(name).includes("pg_prepared_statements"));
}

const ask = (conn: Connection, n: number) => conn.scalar(sql.text(`SELECT :a + ${n} AS n`).bindParams({ a: 1 }));

onEveryDatabase(({ engine }) => {
  test("a text is prepared at its second use", async () => {
    const conn = await engine().connect();
    expect(await ask(conn, 1)).toBe(2);
    expect(await prepared(conn)).toEqual([]);
    expect(await ask(conn, 1)).toBe(2);
    expect(await ask(conn, 1)).toBe(2);
    expect(await prepared(conn)).toEqual(["SELECT $1::INTEGER + 1 AS n"]);
    await conn.close();
  });

  test("only so many are kept: the server forgets the one that was not used for the longest time", async () => {
    const conn = await engine({ preparedStatements: 2, isolationLevel: "AUTOCOMMIT" }).connect();
    for (const n of [1, 1, 2, 2, 1, 3, 3, 4]) expect(await ask(conn, n)).toBe(1 + n);
    expect(await prepared(conn)).toEqual(["SELECT $1::INTEGER + 1 AS n", "SELECT $1::INTEGER + 3 AS n"]);
    await conn.close();
  });

  test("a name is never used twice, even for the same text", async () => {
    const conn = await engine({ preparedStatements: 1, isolationLevel: "AUTOCOMMIT" }).connect();
    const names = new Set<unknown>();
    for (let round = 0; round < 3; round += 1)
      for (const n of [1, 2]) {
        for (let use = 0; use < 3; use += 1) await ask(conn, n);
        const now = sql.text(`SELECT name FROM pg_prepared_statements WHERE statement LIKE '%+ ${n} AS n' /* ${round} */`);
        names.add(await conn.scalar(now));
      }
    expect(names.size).toBe(6);
    await conn.close();
  });

  test("one that the server has yet to take is nobody else's: those that are sent behind a refusal are refused for their own sake", async () => {
    const conn = await engine({ isolationLevel: "AUTOCOMMIT" }).connect();
    const wrong = () => conn.scalar(sql.text("SELECT n FROM late WHERE n = :n").bindParams({ n: 1 }));
    const outcomes = await Promise.allSettled([wrong(), wrong(), wrong(), wrong()]);
    expect(outcomes.map((each) => each.status === "rejected" && each.reason.code)).toEqual(["42P01", "42P01", "42P01", "42P01"]);
    await conn.execute(sql.text("CREATE TABLE late (n INTEGER)"));
    await conn.execute(sql.text("INSERT INTO late VALUES (1)"));
    expect(await Promise.all([wrong(), wrong(), wrong()])).toEqual([1, 1, 1]);
    expect(await prepared(conn)).toContain("SELECT n FROM late WHERE n = $1::INTEGER");
    await conn.close();
  });

  test("a connection comes back from the pool with its statements, and with no transaction: it is rolled back, and nothing is discarded", async () => {
    const database = engine();
    const sent: string[] = [];
    const first = await database.connect();
    for (let n = 0; n < 3; n += 1) await ask(first, 1);
    await first.execute(sql.text("CREATE TEMPORARY TABLE mine (n INTEGER)"));
    await first.commit();
    await first.execute(sql.text("INSERT INTO mine VALUES (1)"));
    const { driverConnection } = first;
    const control = driverConnection.control?.bind(driverConnection);
    driverConnection.control = (text) => {
      sent.push(text);
      return control?.(text) ?? Promise.reject(new Error("no control"));
    };
    await first.close();
    expect(sent).toEqual(["ROLLBACK"]);
    const again = await database.connect();
    expect(again.driverConnection).toBe(driverConnection);
    expect(await prepared(again)).toEqual(["SELECT $1::INTEGER + 1 AS n"]);
    expect(await again.scalar(sql.text("SELECT count(*) FROM mine"))).toBe(0);
    await again.close();
  });

  test("preparedStatements: false prepares nothing", async () => {
    const conn = await engine({ preparedStatements: false }).connect();
    for (let n = 0; n < 5; n += 1) expect(await ask(conn, 1)).toBe(2);
    expect(await prepared(conn)).toEqual([]);
    await conn.close();
  });

  test("a statement that somebody has taken away is prepared anew where no transaction is open", async () => {
    const conn = await engine({ isolationLevel: "AUTOCOMMIT" }).connect();
    for (let n = 0; n < 3; n += 1) await ask(conn, 1);
    await conn.execute(sql.text("DEALLOCATE ALL"));
    expect(await ask(conn, 1)).toBe(2);
    await conn.close();
  });

  test("so is one whose columns have changed; inside of a transaction that is an error of its own, which ends it", async () => {
    const other = await engine({ isolationLevel: "AUTOCOMMIT" }).connect();
    const conn = await engine({ isolationLevel: "AUTOCOMMIT" }).connect();
    await other.execute(sql.text("CREATE TABLE t (a INTEGER)"));
    const all = sql.text("SELECT * FROM t");
    for (let n = 0; n < 3; n += 1) await conn.execute(all);
    await other.execute(sql.text("ALTER TABLE t ADD b INTEGER"));
    await other.execute(sql.text("INSERT INTO t VALUES (1, 2)"));
    expect((await conn.execute(all)).all()).toEqual([{ a: 1, b: 2 }]);

    await conn.execute(all);
    await other.execute(sql.text("ALTER TABLE t DROP b"));
    const tx = await conn.begin();
    await rejectedWith(InvalidCachedStatementError, conn.execute(all));
    await tx.rollback();
    expect((await conn.execute(all)).all()).toEqual([{ a: 1 }]);
    await conn.close();
    await other.close();
  });
}, "postgresql");
