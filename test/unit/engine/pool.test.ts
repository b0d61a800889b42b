import { setTimeout as wait } from "node:timers/promises";
import {
  ArgumentError,
  type Connection,
  createEngine,
  InvalidRequestError,
  OperationalError,
  type PoolOptions,
  PoolTimeoutError,
  sql,
} from "athanor";
import { postgresql } from "athanor/postgresql";
import { describe, expect, test, vi } from "vitest";
import type { DriverConnection } from "../../../src/dialects/driver.js";
import { type FakeConnection, FakeError, type Faults, fakeDriver } from "./fake-driver.js";

const rejection = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => "no error",
    (error: unknown) => error,
  );

function pooled(pool: PoolOptions, faults: Faults = {}) {
  const driver = fakeDriver(faults);
  return { driver, engine: createEngine({ dialect: postgresql(), driver }, { pool, isolationLevel: "AUTOCOMMIT" }) };
}

const numberOf = ({ driverConnection }: { readonly driverConnection: DriverConnection }) => (driverConnection as FakeConnection).number;
const closeAll = async (connections: readonly Connection[]) => {
  for (const conn of connections) await conn.close();
};

describe("size and overflow", () => {
  test("as many as size are kept, those of the overflow are closed when they come back", async () => {
    const { engine, driver } = pooled({ size: 2, overflow: 1 });
    const all = [await engine.connect(), await engine.connect(), await engine.connect()];
    expect(engine.pool.statistics).toEqual({
      size: 2,
      overflow: 1,
      idle: 0,
      checkedOut: 3,
      waiting: 0,
      created: 3,
      closed: 0,
      invalidated: 0,
    });
    await closeAll(all);
    expect(engine.pool.statistics).toMatchObject({ overflow: 0, idle: 2, checkedOut: 0, created: 3, closed: 1 });
    expect(driver.connections.map(({ isClosed }) => isClosed)).toEqual([false, false, true]);
    await engine.close();
    expect(driver.connections.every(({ isClosed }) => isClosed)).toBe(true);
    expect(engine.pool.statistics).toMatchObject({ idle: 0, closed: 3 });
  });

  test("who comes when all are in use waits, in the order of asking, and for no longer than is said", async () => {
    const { engine } = pooled({ size: 1, overflow: 0, timeout: 30 });
    const first = await engine.connect();
    const error = await rejection(engine.connect());
    expect(error).toBeInstanceOf(PoolTimeoutError);
    expect(error).toBeInstanceOf(OperationalError);
    expect(error).toHaveProperty("message", expect.stringContaining("limit of size 1 and overflow 0 is reached"));
    const order: string[] = [];
    const waiting = ["a", "b"].map(async (name) => {
      const conn = await engine.connect();
      order.push(name);
      await conn.close();
    });
    await wait(1);
    expect(engine.pool.statistics.waiting).toBe(2);
    await first.close();
    await Promise.all(waiting);
    expect(order).toEqual(["a", "b"]);
    expect(engine.pool.statistics).toMatchObject({ created: 1, waiting: 0, idle: 1 });
    await engine.close();
  });

  test("what is given back after the waiting has ended goes to the next, not to those who have gone", async () => {
    const { engine } = pooled({ size: 1, overflow: 0, timeout: 20 });
    const first = await engine.connect();
    await rejection(engine.connect());
    await first.close();
    expect(engine.pool.statistics).toMatchObject({ idle: 1, checkedOut: 0 });
    await (await engine.connect()).close();
    await engine.close();
  });
});

describe("order", () => {
  const given = async (order: "fifo" | "lifo") => {
    const { engine } = pooled({ order });
    await closeAll([await engine.connect(), await engine.connect(), await engine.connect()]);
    const conn = await engine.connect();
    await conn.close();
    await engine.close();
    return numberOf(conn);
  };

  test("fifo gives out the one that came back first, lifo the one that came back last", async () => {
    expect([await given("fifo"), await given("lifo")]).toEqual([1, 3]);
  });
});

describe("connections that are no good", () => {
  test("recycle: one that is too old is replaced", async () => {
    const { engine } = pooled({ recycle: 20 });
    const first = await engine.connect();
    await first.close();
    await wait(25);
    const second = await engine.connect();
    expect(numberOf(second)).toBe(2);
    await second.close();
    expect(engine.pool.statistics).toMatchObject({ created: 2, closed: 1, invalidated: 0 });
    await engine.close();
  });

  test("one that is known to be lost is not given out, and needs no ping", async () => {
    const { engine, driver } = pooled({});
    await (await engine.connect()).close();
    for (const connection of driver.connections) connection.lost = true;
    const second = await engine.connect();
    expect([numberOf(second), driver.connections[0]?.texts]).toEqual([2, []]);
    await second.close();
    await engine.close();
  });

  test("prePing asks before each checkout; one that does not answer takes those of its time with it", async () => {
    const dead = new Set<number>();
    const { engine, driver } = pooled(
      { prePing: true },
      {
        query: ({ number }) => {
          if (dead.has(number)) throw new FakeError("gone", true);
        },
      },
    );
    await closeAll([await engine.connect(), await engine.connect()]);
    await (await engine.connect()).close();
    expect(driver.connections.map(({ texts }) => texts)).toEqual([["SELECT 1"], []]);
    dead.add(2).add(1);
    const invalidated = vi.fn();
    engine.on("invalidate", invalidated);
    const conn = await engine.connect();
    expect(numberOf(conn)).toBe(3);
    expect(invalidated).toHaveBeenCalledTimes(1);
    // the other is not even asked
    expect(driver.connections.map(({ texts }) => texts.length)).toEqual([1, 1, 0]);
    await conn.close();
    await engine.close();
  });

  test("one that is lost in use: those of its age are replaced, younger ones are kept", async () => {
    let fails = false;
    const { engine } = pooled(
      {},
      {
        query: () => {
          if (fails) throw new FakeError("gone", true);
        },
      },
    );
    const [first, second] = [await engine.connect(), await engine.connect()];
    await second.close();
    fails = true;
    expect(await rejection(first.execute(sql.text("SELECT 1")))).toMatchObject({ connectionInvalidated: true, name: "OperationalError" });
    fails = false;
    const third = await engine.connect();
    expect(numberOf(third)).toBe(3);
    await closeAll([first, third]);
    expect(engine.pool.statistics).toMatchObject({ created: 3, closed: 2, idle: 1, invalidated: 1 });
    const fourth = await engine.connect();
    expect(numberOf(fourth)).toBe(3);
    await fourth.close();
    await engine.close();
  });
});

describe("failures", () => {
  test("a connection that can't be opened is the error of the one who asked; the next try is a new one", async () => {
    const { engine } = pooled(
      { size: 1, overflow: 0 },
      {
        connect: async (number) => {
          await wait(1);
          if (number <= 2) throw new FakeError(`refused ${number}`, true);
        },
      },
    );
    const [first, second, third] = await Promise.all([1, 2, 3].map(() => engine.connect().catch((error: unknown) => error)));
    expect([first, second]).toMatchObject([
      { name: "OperationalError", message: "refused 1" },
      { name: "OperationalError", message: "refused 2" },
    ]);
    expect(numberOf(third as Connection)).toBe(3);
    await (third as Connection).close();
    await engine.close();
  });

  test("a server that never answers holds nobody up, and keeps no place in the pool", async () => {
    const { engine, driver } = pooled(
      { size: 1, overflow: 0, timeout: 20 },
      { connect: (number) => (number === 1 ? wait(60) : undefined) },
    );
    const error = await rejection(engine.connect());
    expect(error).toBeInstanceOf(PoolTimeoutError);
    expect(error).toHaveProperty("message", "The database has not answered within 20 ms.");
    const conn = await engine.connect();
    expect(numberOf(conn)).toBe(2);
    await wait(60);
    // the late one is not kept
    expect(driver.connections.find(({ number }) => number === 1)?.isClosed).toBe(true);
    await conn.close();
    await engine.close();
  });

  test("an error at closing is told, and nobody waits because of it", async () => {
    const { engine } = pooled(
      { size: 1, overflow: 0 },
      {
        close: () => {
          throw new Error("can't close");
        },
        query: () => {
          throw new FakeError("gone", true);
        },
      },
    );
    const told: unknown[] = [];
    engine.on("disposalFailed", ({ error }) => void told.push(error));
    const first = await engine.connect();
    const waiting = engine.connect();
    await rejection(first.execute(sql.text("SELECT 1")));
    await first.close();
    expect(told).toContainEqual(new Error("can't close"));
    expect(numberOf(await waiting)).toBe(2);
  });

  test("after close() nobody gets a connection, and nobody waits", async () => {
    const { engine, driver } = pooled({ size: 1, overflow: 0 });
    const first = await engine.connect();
    const waiting = rejection(engine.connect());
    await wait(1);
    await engine.close();
    expect(await waiting).toBeInstanceOf(InvalidRequestError);
    expect(await rejection(engine.connect())).toBeInstanceOf(InvalidRequestError);
    expect(driver.connections[0]?.isClosed).toBe(false);
    await first.close();
    expect(driver.connections.map(({ isClosed }) => isClosed)).toEqual([true]);
  });

  test("a task that holds all connections does not wait for itself; one that could get somebody else's does", async () => {
    const { engine } = pooled({ size: 2, overflow: 0, timeout: 1000 });
    await engine.begin(async () => {
      await engine.begin(async () => {
        await expect(engine.connect()).rejects.toThrow("the running callback holds all of them");
      });
      const other = engine.connect();
      const conn = await other;
      // held by this task too, but by no callback: close() will come
      const waiting = engine.connect();
      await conn.close();
      await (await waiting).close();
    });
    await engine.close();
  });
});

test("the events of a connection's life", async () => {
  const { engine } = pooled({});
  const seen: string[] = [];
  for (const name of ["connect", "checkout", "checkin", "close"] as const)
    engine.on(name, ({ connection }) => void seen.push(`${name} ${(connection as FakeConnection).number}`));
  await (await engine.connect()).close();
  await (await engine.connect()).close();
  await engine.close();
  expect(seen).toEqual(["connect 1", "checkout 1", "checkin 1", "checkout 1", "checkin 1", "close 1"]);
});

test("a listener that throws at connect leaves no connection behind", async () => {
  const { engine, driver } = pooled({});
  const off = engine.on("connect", () => {
    throw new Error("not this one");
  });
  expect(await rejection(engine.connect())).toEqual(new Error("not this one"));
  expect(driver.connections[0]?.isClosed).toBe(true);
  off();
  await (await engine.connect()).close();
  await engine.close();
});

test("options that can't be meant are refused when the engine is made", () => {
  const bad: Record<string, unknown>[] = [{ size: 0 }, { overflow: -1 }, { timeout: -1 }, { recycle: Number.NaN }, { order: "random" }];
  for (const pool of [...bad, { resetOnReturn: "maybe" }, { maxSize: 3 }])
    expect(() => createEngine({ dialect: postgresql(), driver: fakeDriver() }, { pool })).toThrow(ArgumentError);
});
