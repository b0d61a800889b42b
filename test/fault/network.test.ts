import { setTimeout as wait } from "node:timers/promises";
import { AthanorError, type Engine, type EngineOptions, insert, OperationalError, select, sql } from "athanor";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type Proxy, proxyTo } from "../live/support/proxy.js";
import { rejectedWith } from "../live/support/recorded.js";
import { add, entries, ids, numbered, pairs, range, withEntries } from "./support/entries.js";
import { fault, onServers } from "./support/fault.js";

fault("the network stalls, cuts and refuses", onServers, (place) => {
  let proxy: Proxy;
  let engine: Engine;
  const through = (options?: EngineOptions) => place.engine(options, { host: "127.0.0.1", port: proxy.port });
  const lost = { connectionInvalidated: true, condition: "disconnect" };

  beforeEach(async () => {
    if (place.address === null) throw new Error("There is no server behind the proxy.");
    proxy = await proxyTo(place.address.host, place.address.port);
    engine = through({ pool: { timeout: 500 } });
    await withEntries(engine, 1, 2);
  });

  afterEach(() => proxy.close());

  test("stalls for a while: nothing is lost, and nothing is done twice", async () => {
    const conn = await engine.connect();
    await add(conn, 3);
    proxy.pause();
    const later = Promise.all([add(conn, 4), add(conn, 5), conn.execute(insert(entries), numbered(range(6, 3000)))]);
    await wait(300);
    proxy.resume();
    await later;
    await conn.commit();
    await conn.close();
    await place.survived(engine, range(1, 3000));
  });

  test("stalls in the middle of a stream, and goes on", async () => {
    await engine.begin((conn) => conn.execute(insert(entries), numbered(range(3, 3000))));
    const conn = await engine.connect();
    const seen: number[] = [];
    for await (const { id } of conn.stream(select(entries).orderBy(entries.c.id))) {
      seen.push(id);
      if (id !== 100) continue;
      proxy.pause();
      setTimeout(() => proxy.resume(), 200);
    }
    expect(seen).toEqual(range(1, 3000));
    await conn.close();
    await place.survived(engine, range(1, 3000));
  });

  test("stalls while somebody connects: given up in time", async () => {
    const fresh = through({ pool: { timeout: 200 } });
    proxy.pause();
    expect(await rejectedWith(OperationalError, fresh.connect())).toMatchObject({ name: "PoolTimeoutError" });
    proxy.resume();
    await place.survived(fresh, [1, 2]);
  });

  test("cuts in the middle of a request", async () => {
    const conn = await engine.connect();
    await add(conn, 3);
    proxy.onRequest = (data) => (data.includes("entry 4") ? { after: data.length >> 1 } : "pass");
    expect(await rejectedWith(OperationalError, add(conn, 4))).toMatchObject(lost);
    await conn.close();
    await place.survived(engine, [1, 2]);
  });

  test("cuts in the middle of a request of many packets", async () => {
    const conn = await engine.connect();
    let pieces = 0;
    proxy.onRequest = () => (++pieces === 4 ? { after: 1000 } : "pass");
    expect(await rejectedWith(OperationalError, conn.execute(insert(entries), numbered(range(3, 60_000))))).toMatchObject(lost);
    await conn.close();
    proxy.onRequest = () => "pass";
    await place.survived(engine, [1, 2]);
  });

  test.each([1, 3, 5, 7, 20, 60])("cuts an answer after %i bytes", async (after) => {
    const conn = await engine.connect();
    await add(conn, 3);
    proxy.onAnswer = () => ({ after });
    expect(await rejectedWith(OperationalError, ids(conn))).toMatchObject(lost);
    await conn.close();
    proxy.onAnswer = () => "pass";
    await place.survived(engine, [1, 2]);
  });

  test("cuts in the middle of the rows that a bulk INSERT returns", async () => {
    const conn = await engine.connect();
    let pieces = 0;
    proxy.onAnswer = () => (++pieces === 3 ? { after: 500 } : "pass");
    const inserting = conn.execute(insert(entries).returning(entries).sortByParameterOrder(), numbered(range(3, 20_000)));
    expect(await rejectedWith(OperationalError, inserting)).toMatchObject(lost);
    await conn.close();
    proxy.onAnswer = () => "pass";
    await place.survived(engine, [1, 2]);
  });

  test("cuts a stream", async () => {
    await engine.begin((conn) => conn.execute(insert(entries), numbered(range(3, 1500))));
    const conn = await engine.connect();
    let seen = 0;
    const reading = async () => {
      for await (const _ of conn.stream(pairs)) {
        seen += 1;
        if (seen === 10) proxy.cutAll();
      }
    };
    expect(await rejectedWith(OperationalError, reading())).toMatchObject(lost);
    await conn.close();
    await place.survived(engine, range(1, 1500));
    expect(seen).toBeLessThan(1500 * 1499);
  });

  test("cuts while several statements are on their way: all of them fail, and no other", async () => {
    const conn = await engine.connect();
    proxy.onRequest = (data) => (data.includes("entry 4") ? { after: 10 } : "pass");
    const outcomes = await Promise.allSettled([add(conn, 3), add(conn, 4), add(conn, 5)]);
    expect(outcomes.at(-1)?.status).toBe("rejected");
    await rejectedWith(AthanorError, conn.commit());
    await conn.close();
    proxy.onRequest = () => "pass";
    await place.survived(engine, [1, 2]);
  });

  test("cuts connections that are in the pool", async () => {
    const connections = await Promise.all(range(1, 4).map(() => engine.connect()));
    for (const conn of connections) await conn.close();
    proxy.cutAll();
    await wait(30);
    await place.survived(engine, [1, 2]);
  });

  test("cuts inside of AUTOCOMMIT: the next connection works", async () => {
    const conn = (await engine.connect()).executionOptions({ isolationLevel: "AUTOCOMMIT" });
    await add(conn, 3);
    proxy.cutAll();
    expect(await rejectedWith(OperationalError, conn.scalar(sql.text("SELECT 1")))).toMatchObject(lost);
    await conn.close();
    await place.survived(engine, [1, 2, 3]);
  });

  test("refuses for a while", async () => {
    await proxy.refuse();
    await wait(30);
    for (const _ of range(1, 5))
      expect(
        await rejectedWith(
          OperationalError,
          engine.begin((conn) => add(conn, 3)),
        ),
      ).toMatchObject({ connectionInvalidated: true });
    await proxy.listen();
    await place.survived(engine, [1, 2]);
  });
});
