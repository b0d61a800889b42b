import { type Connection, insert, OperationalError, sql } from "athanor";
import { expect, test } from "vitest";
import { rejectedWith } from "../live/support/recorded.js";
import { add, entries, ids, numbered, pairs, range, withEntries } from "./support/entries.js";
import { fault, onServers } from "./support/fault.js";
import { until } from "./support/place.js";

fault("one connection is ended by the server", onServers, (place) => {
  const numberOf = async (conn: Connection) => Number(await conn.scalar(sql.text(place.words.ownNumber)));
  const end = (number: number) => place.tellServer(place.words.terminate(number));
  const isGone = (number: number) => (error: unknown) => {
    expect(error).toMatchObject({ connectionInvalidated: true, condition: "disconnect" });
    expect(number).toBeGreaterThan(0);
  };

  test("inside of a transaction", async () => {
    const engine = place.engine();
    await withEntries(engine, 1, 2);
    const conn = await engine.connect();
    await add(conn, 3);
    const number = await numberOf(conn);
    await end(number);
    isGone(number)(await rejectedWith(OperationalError, add(conn, 4)));
    await conn.close();
    await place.survived(engine, [1, 2]);
  });

  test("inside of a begin() callback, and of a savepoint in it", async () => {
    const engine = place.engine();
    await withEntries(engine, 1);
    const error = await rejectedWith(
      OperationalError,
      engine.begin(async (conn) => {
        await add(conn, 2);
        await conn.beginNested(async () => {
          await add(conn, 3);
          await end(await numberOf(conn));
          await add(conn, 4);
        });
      }),
    );
    expect(error).toMatchObject({ connectionInvalidated: true });
    await place.survived(engine, [1]);
  });

  test("in the middle of a bulk INSERT", async () => {
    const engine = place.engine();
    await withEntries(engine, 1);
    // a key that somebody else has not committed holds the batch up in its middle
    const other = await place.engine().connect();
    await add(other, 15_000);
    const conn = await engine.connect();
    const number = await numberOf(conn);
    const batch = rejectedWith(OperationalError, conn.execute(insert(entries), numbered(range(2, 20_000))));
    await until("the batch waits", async () => (await place.askServer(place.words.waiting(place.database))) > 0);
    await end(number);
    isGone(number)(await batch);
    await other.rollback();
    await other.close();
    await conn.close();
    await place.survived(engine, [1]);
  });

  test("while it is in the pool, and its users hear of no error", async () => {
    const engine = place.engine();
    await withEntries(engine, 1);
    const conn = await engine.connect();
    const number = await numberOf(conn);
    await conn.close();
    await end(number);
    await until("the server has ended it", async () => (await place.connections()) === 0);
    await engine.begin((again) => add(again, 2));
    await place.survived(engine, [1, 2]);
  });

  test("before a rollback, which then has nothing to do", async () => {
    const engine = place.engine();
    await withEntries(engine, 1);
    const conn = await engine.connect();
    await add(conn, 2);
    await end(await numberOf(conn));
    await until("the server has ended it", async () => (await place.connections()) === 0);
    await conn.rollback().catch((error) => isGone(1)(error));
    await conn.close();
    await place.survived(engine, [1]);
  });

  test("before a commit, which must not seem to have been done", async () => {
    const engine = place.engine();
    await withEntries(engine, 1);
    const conn = await engine.connect();
    await add(conn, 2);
    await end(await numberOf(conn));
    isGone(1)(await rejectedWith(OperationalError, conn.commit()));
    await conn.close();
    await place.survived(engine, [1]);
  });

  test("while rows are streamed", async () => {
    const engine = place.engine();
    await withEntries(engine, ...range(1, 1500));
    const conn = await engine.connect();
    const number = await numberOf(conn);
    let seen = 0;
    const reading = async () => {
      for await (const _ of conn.stream(pairs)) {
        seen += 1;
        if (seen === 10) await end(number);
      }
    };
    isGone(number)(await rejectedWith(OperationalError, reading()));
    await conn.close();
    await place.survived(engine, range(1, 1500));
    expect(seen).toBeLessThan(1500 * 1499);
  });

  test("before rows are streamed", async () => {
    const engine = place.engine();
    await withEntries(engine, 1);
    const conn = await engine.connect();
    await add(conn, 2);
    await end(await numberOf(conn));
    await until("the server has ended it", async () => (await place.connections()) === 0);
    const reading = async () => {
      for await (const _ of conn.stream(pairs)) throw new Error("There was a row.");
    };
    isGone(1)(await rejectedWith(OperationalError, reading()));
    await conn.close();
    await place.survived(engine, [1]);
  });

  test("many at once, each inside of a transaction of its own", async () => {
    const engine = place.engine();
    await withEntries(engine, 1);
    const connections = await Promise.all(range(1, 8).map(() => engine.connect()));
    for (const [index, conn] of connections.entries()) await add(conn, 100 + index);
    for (const conn of connections) await end(await numberOf(conn));
    for (const conn of connections) {
      await rejectedWith(OperationalError, ids(conn));
      await conn.close();
    }
    await place.survived(engine, [1]);
  });
});
