import { OperationalError } from "athanor";
import { expect, test } from "vitest";
import { rejectedWith } from "../live/support/recorded.js";
import { add, range, withEntries } from "./support/entries.js";
import { fault, onServers } from "./support/fault.js";

fault("the pool is exhausted", onServers, (place) => {
  test("those who wait too long are told so, and nobody else", async () => {
    const engine = place.engine({ pool: { size: 2, overflow: 2, timeout: 1000 } });
    await withEntries(engine, 1);
    const held = await Promise.all(range(1, 4).map(() => engine.connect()));
    expect(engine.pool.statistics).toMatchObject({ checkedOut: 4, overflow: 2 });
    const errors = await Promise.all(range(1, 20).map(() => rejectedWith(OperationalError, engine.connect())));
    for (const error of errors) expect(error).toMatchObject({ name: "PoolTimeoutError" });
    expect(engine.pool.statistics).toMatchObject({ checkedOut: 4, waiting: 0 });
    for (const conn of held) await conn.close();
    expect(engine.pool.statistics).toMatchObject({ checkedOut: 0, overflow: 0 });
    await place.survived(engine, [1]);
  });

  test("a hundred who want one of three get their turn, all of them", async () => {
    const engine = place.engine({ pool: { size: 3, overflow: 0 } });
    await withEntries(engine, 1);
    await Promise.all(range(101, 200).map((id) => engine.begin((conn) => add(conn, id))));
    expect(engine.pool.statistics).toMatchObject({ checkedOut: 0, waiting: 0 });
    expect(engine.pool.statistics.created).toBeLessThanOrEqual(3);
    await place.survived(engine, [1, ...range(101, 200)]);
  });

  test("by callbacks that fail: none of them keeps its connection", async () => {
    const engine = place.engine({ pool: { size: 2, overflow: 0, timeout: 5000 } });
    await withEntries(engine, 1);
    const outcomes = await Promise.allSettled(
      range(2, 41).map((id) =>
        engine.begin(async (conn) => {
          await add(conn, id);
          if (id % 2 === 0) throw new Error("no");
          await add(conn, 1).catch(() => {});
          throw new Error("no either");
        }),
      ),
    );
    expect(new Set(outcomes.map(({ status }) => status))).toEqual(new Set(["rejected"]));
    await place.survived(engine, [1]);
  });
});
