import { setTimeout as wait } from "node:timers/promises";
import { type Connection, type Engine, OperationalError, sql } from "athanor";
import { expect } from "vitest";
import { onEveryDatabase } from "../support/databases.js";
import { testExcept, withoutSecondConnection } from "../support/differences.js";
import { addNote, committed, withNotes } from "../support/notes.js";
import { eventsOf, rejectedWith } from "../support/recorded.js";

onEveryDatabase((database) => {
  const { engine, target } = database;
  const reason = "connections that are worth keeping: those to SQLite cost nothing to open";
  const pooled = testExcept(target, { ...withoutSecondConnection(database), sqlite: reason });
  const words = {
    postgresql: { session: "SELECT pg_backend_pid()", end: (of: unknown) => `SELECT pg_terminate_backend(${of}, 5000)` },
    mariadb: { session: "SELECT CONNECTION_ID()", end: (of: unknown) => `KILL ${of}` },
    sqlite: { session: "", end: String },
  }[target.backend];
  const session = (conn: Connection) => conn.scalar(sql.text(words.session)).then(Number);
  /** The sessions of so many connections, which are held at once and given back in order. */
  const sessions = async (from: Engine, count: number) => {
    const conns: Connection[] = [];
    for (let n = 0; n < count; n += 1) conns.push(await from.connect());
    const numbers: number[] = [];
    for (const conn of conns) numbers.push(await session(conn));
    for (const conn of conns) await conn.close();
    return numbers;
  };

  pooled("size connections are kept, those of the overflow are closed, and who finds none in time is told", async () => {
    const kept = engine({ pool: { size: 2, overflow: 1, timeout: 1000 } });
    const [one, two, three] = [await kept.connect(), await kept.connect(), await kept.connect()];
    expect(kept.pool.statistics).toMatchObject({ size: 2, overflow: 1, checkedOut: 3, idle: 0, created: 3 });
    expect((await rejectedWith(OperationalError, kept.connect())).name).toBe("PoolTimeoutError");
    for (const conn of [one, two, three]) await conn.close();
    expect(kept.pool.statistics).toMatchObject({ overflow: 0, checkedOut: 0, idle: 2, closed: 1, waiting: 0 });
  });

  pooled("fifo gives out the one that came back first, lifo the one that came back last", async () => {
    for (const [order, expected] of [
      ["fifo", 0],
      ["lifo", 2],
    ] as const) {
      const kept = engine({ pool: { order } });
      const numbers = await sessions(kept, 3);
      expect([order, numbers.indexOf((await sessions(kept, 1))[0] ?? -1)]).toEqual([order, expected]);
    }
  });

  pooled("a connection that is too old is replaced", async () => {
    const kept = engine({ pool: { recycle: 40 } });
    const [first] = await sessions(kept, 1);
    expect(await sessions(kept, 1)).toEqual([first]);
    await wait(60);
    expect(await sessions(kept, 1)).not.toEqual([first]);
    expect(kept.pool.statistics).toMatchObject({ created: 2, closed: 1, invalidated: 0 });
  });

  pooled("one that is lost takes those of its time with it; younger ones stay, and the engine works on", async () => {
    const kept = await withNotes(engine({ pool: { order: "fifo" } }));
    const invalidated = eventsOf(kept, "invalidate");
    const [lost, old] = [await kept.connect(), await kept.connect()];
    const gone = await session(lost);
    const aged = await session(old);
    await addNote(lost, "never committed");
    await old.execute(sql.text(words.end(gone)));
    const error = await rejectedWith(OperationalError, addNote(lost, "after"));
    expect(error).toMatchObject({ connectionInvalidated: true, condition: "disconnect" });
    const young = await kept.connect();
    const youth = await session(young);
    for (const conn of [lost, old, young]) await conn.close();
    expect(await sessions(kept, 1)).toEqual([youth]);
    expect([gone, aged]).not.toContain(youth);
    expect(await committed(kept)).toEqual([]);
    expect(invalidated).toHaveLength(1);
    expect(kept.pool.statistics).toMatchObject({ checkedOut: 0, idle: 1, invalidated: 1 });
  });

  pooled("prePing finds one that was ended while nobody used it, and its users hear of no error", async () => {
    const kept = await withNotes(engine({ pool: { prePing: true } }));
    const killer = await engine().connect();
    const [first] = await sessions(kept, 1);
    expect(await sessions(kept, 1)).toEqual([first]);
    await killer.execute(sql.text(words.end(first)));
    await killer.close();
    const conn = await kept.connect();
    expect(await session(conn)).not.toBe(first);
    await addNote(conn, "kept");
    await conn.commit();
    await conn.close();
    expect(await committed(kept)).toEqual(["kept"]);
  });
});
