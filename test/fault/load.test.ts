import { setTimeout as wait } from "node:timers/promises";
import { type Connection, insert, OperationalError, sql } from "athanor";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type Proxy, proxyTo } from "../live/support/proxy.js";
import { rejectedWith, rejection } from "../live/support/recorded.js";
import { add, entries, range, withEntries } from "./support/entries.js";
import { fault, onServers, type Scope } from "./support/fault.js";
import { until } from "./support/place.js";

const lost = { connectionInvalidated: true, condition: "disconnect" };

/** Entries of these numbers one by one; at one of them, something happens first. */
async function* arriving(from: number, to: number, at: number, happens: () => unknown) {
  for (let id = from; id <= to; id += 1) {
    if (id === at) await happens();
    yield { id, body: `entry ${id}` };
  }
}

/** Where a connection closes at once, whatever runs on it. */
const whereClosedAtOnce: Scope = { ...onServers, on: ["postgresql"], elsewhere: "a connection ends behind what runs on it" };

fault("a load is interrupted", onServers, (place) => {
  let proxy: Proxy;
  const through = () => place.engine({}, { host: "127.0.0.1", port: proxy.port });
  const numberOf = async (conn: Connection) => Number(await conn.scalar(sql.text(place.words.ownNumber)));
  const small = insert(entries).executionOptions({ insertPageSize: 2000 });

  beforeEach(async () => {
    if (place.address === null) throw new Error("There is no server behind the proxy.");
    proxy = await proxyTo(place.address.host, place.address.port);
  });

  afterEach(() => proxy.close());

  test("its connection is ended between two pages", async () => {
    const engine = place.engine();
    await withEntries(engine, 1, 2);
    const conn = await engine.connect();
    const number = await numberOf(conn);
    const rows = arriving(3, 20_000, 9_000, async () => {
      await place.tellServer(place.words.terminate(number));
      await until("the server has ended it", async () => (await place.connections()) === 0);
    });
    expect(await rejectedWith(OperationalError, conn.load(small, rows))).toMatchObject(lost);
    await conn.close();
    await place.survived(engine, [1, 2]);
  });

  test("its connection is ended while the server has the rows", async () => {
    const engine = place.engine();
    await withEntries(engine, 1);
    // a key that somebody else has not committed holds the rows up
    const other = await place.engine().connect();
    await add(other, 15_000);
    const conn = await engine.connect();
    const number = await numberOf(conn);
    const loading = rejectedWith(
      OperationalError,
      conn.load(
        insert(entries),
        arriving(2, 40_000, 0, () => {}),
      ),
    );
    await until("the load waits", async () => (await place.askServer(place.words.waiting(place.database))) > 0);
    await place.tellServer(place.words.terminate(number));
    expect(await loading).toMatchObject(lost);
    await other.rollback();
    await other.close();
    await conn.close();
    await place.survived(engine, [1]);
  });

  test.each([2, 3, 5, 8])("the network cuts in the middle of the rows, at packet %i", async (packet) => {
    const engine = through();
    await withEntries(engine, 1, 2);
    let pieces = 0;
    proxy.onRequest = (data) => (data.length > 1500 && ++pieces === packet ? { after: 1000 } : "pass");
    expect(
      await rejectedWith(
        OperationalError,
        engine.load(
          insert(entries),
          arriving(3, 90_000, 0, () => {}),
        ),
      ),
    ).toMatchObject(lost);
    proxy.onRequest = () => "pass";
    await place.survived(engine, [1, 2]);
  });

  test("the answer is lost: nobody is told of rows that were undone", async () => {
    const engine = through();
    await withEntries(engine, 1, 2);
    const seen: number[] = [];
    const rows = arriving(3, 20_000, 7_000, () => {
      proxy.onAnswer = () => ({ after: 3 });
    });
    expect(await rejectedWith(OperationalError, engine.load(small, rows, { onProgress: (count) => seen.push(count) }))).toMatchObject(lost);
    proxy.onAnswer = () => "pass";
    expect(Math.max(...seen)).toBeLessThan(8000);
    await place.survived(engine, [1, 2]);
  });

  test("the network stalls for a while: all rows are there, once", async () => {
    const engine = through();
    await withEntries(engine, 1, 2);
    const rows = arriving(3, 30_000, 20_000, () => {
      proxy.pause();
      setTimeout(() => proxy.resume(), 300);
    });
    expect(await engine.load(small, rows)).toBe(29_998);
    await place.survived(engine, range(1, 30_000));
  });

  test("a loop over what comes back is cut", async () => {
    const engine = through();
    await withEntries(engine, 1, 2);
    let count = 0;
    const reading = async () => {
      for await (const { id } of engine.load(
        small.returning(entries.c.id),
        arriving(3, 20_000, 0, () => {}),
      )) {
        count += 1;
        if (id === 5000) proxy.cutAll();
      }
    };
    expect(await rejectedWith(OperationalError, reading())).toMatchObject(lost);
    expect(count).toBeLessThan(19_998);
    await place.survived(engine, [1, 2]);
  });
});

fault("a load stalls for ever, and is given up", whereClosedAtOnce, (place) => {
  test("by a signal", async () => {
    if (place.address === null) throw new Error("There is no server behind the proxy.");
    const proxy = await proxyTo(place.address.host, place.address.port);
    const engine = place.engine({}, { host: "127.0.0.1", port: proxy.port });
    await withEntries(engine, 1, 2);
    const stop = new AbortController();
    const reason = new Error("it takes too long");
    const rows = arriving(3, 120_000, 60_000, () => {
      proxy.pause();
      setTimeout(() => stop.abort(reason), 200);
    });
    expect(await rejection(engine.load(insert(entries), rows, { signal: stop.signal }))).toBe(reason);
    proxy.resume();
    await wait(50);
    await place.survived(engine, [1, 2]);
    await proxy.close();
  });
});
