import { InvalidRequestError, OperationalError, sql } from "athanor";
import { expect, test } from "vitest";
import { rejectedWith } from "../live/support/recorded.js";
import { add, ids, range, withEntries } from "./support/entries.js";
import { everywhere, fault } from "./support/fault.js";

fault("a transaction is left open by its user", everywhere, (place) => {
  test("closing the connection rolls it back", async () => {
    const engine = place.engine();
    await withEntries(engine, 1);
    const conn = await engine.connect();
    await add(conn, 2);
    await conn.close();
    await place.survived(engine, [1]);
  });

  test("with savepoints in it, and a stream that nobody reads to its end", async () => {
    const engine = place.engine();
    await withEntries(engine, ...range(1, 1500));
    const conn = await engine.connect();
    await conn.begin();
    await add(conn, 2000);
    await conn.beginNested();
    await add(conn, 2001);
    await conn.beginNested();
    await add(conn, 2002);
    const rows = conn.stream(sql.text("SELECT id FROM entry"))[Symbol.asyncIterator]();
    await rows.next();
    await conn.close();
    await place.survived(engine, range(1, 1500));
  });

  test("begun in text on a connection in AUTOCOMMIT", async () => {
    const engine = place.engine();
    await withEntries(engine, 1);
    const conn = (await engine.connect()).executionOptions({ isolationLevel: "AUTOCOMMIT" });
    await conn.execute(sql.text("BEGIN"));
    await add(conn, 2);
    await conn.close();
    await place.survived(engine, [1]);
  });

  test("with a statement under way when the connection is closed", async () => {
    const engine = place.engine();
    await withEntries(engine, 1);
    const conn = await engine.connect();
    const adding = Promise.allSettled([add(conn, 2), add(conn, 3)]);
    await conn.close();
    await adding;
    await place.survived(engine, [1]);
  });

  test("with the engine closed before the connection", async () => {
    const engine = place.engine();
    await withEntries(engine, 1);
    const conn = await engine.connect();
    await add(conn, 2);
    await engine.close();
    await conn.close();
    expect(await rejectedWith(InvalidRequestError, engine.connect())).toMatchObject({ message: "This engine is closed." });
    await place.survived(place.engine(), [1]);
  });

  test("by a callback whose statements nobody waits for", async () => {
    const engine = place.engine();
    await withEntries(engine, 1);
    await engine.begin((conn) => {
      void add(conn, 2);
      void add(conn, 3);
    });
    await place.survived(engine, [1, 2, 3]);
  });

  test("after an error that the user has swallowed", async () => {
    const engine = place.engine();
    await withEntries(engine, 1);
    const conn = await engine.connect();
    await add(conn, 2);
    await add(conn, 1).catch(() => {});
    await conn.close();
    await place.survived(engine, [1]);
  });

  test("forever: those who want a connection of a full pool are told so", async () => {
    const engine = place.engine({ pool: { size: 2, overflow: 1, timeout: 150 }, busyTimeout: 150 });
    await withEntries(engine, 1);
    const held = await engine.connect();
    await add(held, 2);
    const others = await Promise.all([engine.connect(), engine.connect()]);
    if (place.target.backend === "sqlite")
      await rejectedWith(
        OperationalError,
        engine.begin((conn) => add(conn, 3)),
      );
    else expect(await rejectedWith(OperationalError, engine.connect())).toMatchObject({ name: "PoolTimeoutError" });
    for (const conn of [held, ...others]) await conn.close();
    const conn = await engine.connect();
    expect(await ids(conn)).toEqual([1]);
    await conn.close();
    await place.survived(engine, [1]);
  });
});
