import { createEngine, sql } from "athanor";
import { mssql } from "athanor/mssql";
import { oracle } from "athanor/oracle";
import { expect, test } from "vitest";
import type { Dialect } from "../../../src/dialects/base.js";
import { fakeDriver } from "./fake-driver.js";

/** The texts that a transaction with a savepoint that is kept, and one that is undone, sends. */
async function textsOf(dialect: Dialect, isolationLevel?: "SERIALIZABLE"): Promise<readonly string[]> {
  const driver = fakeDriver();
  const engine = createEngine({ dialect, driver });
  const conn = await engine.connect();
  if (isolationLevel) conn.executionOptions({ isolationLevel });
  await conn.begin(async () => {
    await conn.beginNested(async () => {
      await conn.execute(sql.text("SELECT 1"));
    });
    const nested = await conn.beginNested();
    await nested.rollback();
  });
  await conn.close();
  await engine.close();
  return driver.connections[0]?.texts ?? [];
}

test("SQL Server saves transactions, keeps savepoints, and is told the next one's isolation level", async () => {
  const texts = await textsOf(mssql(), "SERIALIZABLE");
  expect(texts.slice(0, 5)).toEqual([
    "SET TRANSACTION ISOLATION LEVEL SERIALIZABLE",
    "BEGIN TRANSACTION",
    "SAVE TRANSACTION sa_savepoint_1",
    "SELECT 1",
    "SAVE TRANSACTION sa_savepoint_2",
  ]);
  expect(texts).not.toContain("RELEASE SAVEPOINT sa_savepoint_1");
  expect(texts.at(-1)).toBe("SET TRANSACTION ISOLATION LEVEL READ COMMITTED");
});

test("Oracle keeps savepoints too, and a transaction's isolation level is its own", async () => {
  const texts = await textsOf(oracle(), "SERIALIZABLE");
  expect(texts.slice(0, 4)).toEqual([
    "SET TRANSACTION ISOLATION LEVEL SERIALIZABLE",
    "SAVEPOINT sa_savepoint_1",
    "SELECT 1",
    "SAVEPOINT sa_savepoint_2",
  ]);
  expect((await textsOf(oracle()))[0]).toBe("SET TRANSACTION READ WRITE");
});
