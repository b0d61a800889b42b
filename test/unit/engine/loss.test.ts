import { createEngine, InvalidRequestError, OperationalError, OutcomeUnknownError, sql } from "athanor";
import { postgresql } from "athanor/postgresql";
import { expect, test } from "vitest";
import { FakeError, type Faults, fakeDriver } from "./fake-driver.js";

const one = sql.text("SELECT 1");
const gone = () => new FakeError("gone", true);

function connected(faults: Faults) {
  const engine = createEngine({ dialect: postgresql(), driver: fakeDriver(faults) });
  return { engine, connection: engine.connect() };
}

/** The connection is lost right behind the answer to a statement, before anybody asks for more. */
const lostBehindAnswer: Faults = {
  query: (connection, text) => {
    if (connection.lost) throw gone();
    if (text === "SELECT 1") connection.lost = true;
  },
};

test("a loss between two statements is told by the second as what it is, and after that the transaction is over", async () => {
  const { engine, connection } = connected(lostBehindAnswer);
  const conn = await connection;
  await conn.execute(one);
  const error = await conn.execute(one).catch((error: unknown) => error);
  expect(error).toBeInstanceOf(OperationalError);
  expect(error).toMatchObject({ connectionInvalidated: true });
  await expect(conn.execute(one)).rejects.toThrow(InvalidRequestError);
  await conn.close();
  expect(engine.pool.statistics).toMatchObject({ invalidated: 1, idle: 0, checkedOut: 0 });
});

test("a loss before COMMIT is told by it, and its outcome is known", async () => {
  const { engine, connection } = connected(lostBehindAnswer);
  const conn = await connection;
  await conn.execute(one);
  const error = await conn.commit().catch((error: unknown) => error);
  expect(error).toBeInstanceOf(OperationalError);
  expect(error).not.toBeInstanceOf(OutcomeUnknownError);
  expect(error).toMatchObject({ connectionInvalidated: true });
  await conn.close();
  expect(engine.pool.statistics).toMatchObject({ invalidated: 1, idle: 0, checkedOut: 0 });
});

test("a loss in front of BEGIN, for whose answer nobody has waited, is told to the pool", async () => {
  const { engine, connection } = connected({
    query: () => {
      throw gone();
    },
  });
  const conn = await connection;
  await expect(conn.execute(one)).rejects.toThrow(OperationalError);
  await conn.close();
  expect(engine.pool.statistics).toMatchObject({ invalidated: 1, idle: 0, checkedOut: 0 });
});
