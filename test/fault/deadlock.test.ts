import { type Connection, OperationalError, update } from "athanor";
import { expect, test } from "vitest";
import { add, entries, range, withEntries } from "./support/entries.js";
import { fault, onServers } from "./support/fault.js";

const change = (conn: Connection, id: number, body: string) => conn.execute(update(entries).values({ body }).where(entries.c.id.eq(id)));

/** Calls back when so many have arrived. */
function meeting(count: number): () => Promise<void> {
  let arrived = 0;
  let open = () => {};
  const all = new Promise<void>((resolve) => (open = resolve));
  return () => {
    arrived += 1;
    if (arrived === count) open();
    return all;
  };
}

fault("two connections wait for each other", onServers, (place) => {
  test("one of them fails and says why, the other goes on", async () => {
    const engine = place.engine();
    await withEntries(engine, 1, 2);
    const meet = meeting(2);
    const work = (first: number, second: number) =>
      engine.begin(async (conn) => {
        await add(conn, first + 10);
        await change(conn, first, "changed");
        await meet();
        await change(conn, second, "changed");
      });
    const outcomes = await Promise.allSettled([work(1, 2), work(2, 1)]);
    const failed = outcomes.filter((outcome) => outcome.status === "rejected");
    expect(failed).toHaveLength(1);
    expect(failed[0]?.reason).toBeInstanceOf(OperationalError);
    expect(failed[0]?.reason).toMatchObject({ condition: "deadlock", serializationFailure: true, connectionInvalidated: false });
    await place.survived(engine, [1, 2, outcomes[0]?.status === "fulfilled" ? 11 : 12]);
  });

  test("a transaction by hand is over for the loser until it rolls back", async () => {
    const engine = place.engine();
    await withEntries(engine, 1, 2);
    const connections = [await engine.connect(), await engine.connect()] as const;
    await change(connections[0], 1, "changed");
    await change(connections[1], 2, "changed");
    const outcomes = await Promise.allSettled([change(connections[0], 2, "changed"), change(connections[1], 1, "changed")]);
    const loser = connections[outcomes.findIndex(({ status }) => status === "rejected")];
    if (loser === undefined) throw new Error("Nobody lost.");
    await expect(change(loser, 1, "again")).rejects.toThrow();
    await loser.rollback();
    for (const conn of connections) await conn.commit();
    await add(loser, 3);
    await loser.commit();
    for (const conn of connections) await conn.close();
    await place.survived(engine, [1, 2, 3]);
  });

  test("engine.transaction() repeats the loser, and both are done once", async () => {
    const engine = place.engine();
    await withEntries(engine, 1, 2);
    const meet = meeting(2);
    let runs = 0;
    const work = (first: number, second: number) =>
      engine.transaction(async (conn) => {
        runs += 1;
        await add(conn, first + 10);
        await change(conn, first, "changed");
        if (runs <= 2) await meet();
        await change(conn, second, "changed");
      });
    await Promise.all([work(1, 2), work(2, 1)]);
    expect(runs).toBe(3);
    await place.survived(engine, [1, 2, 11, 12]);
  });

  test("six transactions over the same rows, half of them in the other order, all get through", async () => {
    const engine = place.engine();
    await withEntries(engine, 1, 2);
    const work = (n: number) =>
      engine.transaction(
        async (conn) => {
          await add(conn, 100 + n);
          await change(conn, 1 + (n % 2), `by ${n}`);
          await change(conn, 2 - (n % 2), `by ${n}`);
        },
        { retry: 20 },
      );
    await Promise.all(range(1, 6).map(work));
    await place.survived(engine, [1, 2, ...range(101, 106)]);
  });
});
