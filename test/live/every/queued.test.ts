import { setTimeout as wait } from "node:timers/promises";
import { func, insert, select } from "athanor";
import { expect, test } from "vitest";
import { onEveryDatabase } from "../support/databases.js";
import { testExcept } from "../support/differences.js";
import { addNote, bodies, notes, withNotes } from "../support/notes.js";
import { eventsOf, rejection } from "../support/recorded.js";

/** Rows that come when they are let go: until then, the call that inserts them has the connection. */
function heldRows(...rows: { readonly body: string }[]) {
  let release = (): void => {};
  const released = new Promise<void>((resolve) => (release = resolve));
  const source = async function* () {
    await released;
    yield* rows;
  };
  return { source: source(), release };
}

onEveryDatabase((database) => {
  const { engine, target } = database;

  test("a call that waits behind another is dropped as soon as its signal is aborted, and those behind it have their turn", async () => {
    const kept = await withNotes(engine());
    const conn = await kept.connect();
    const sent = eventsOf(kept, "physical");
    const { source, release } = heldRows({ body: "held" });
    const first = conn.execute(insert(notes), source);
    const controller = new AbortController();
    const reason = new Error("not wanted any more");
    const limited = insert(notes).executionOptions({ signal: controller.signal });
    const asked = select(notes.c.body).where(notes.c.body.eq("dropped")).executionOptions({ signal: controller.signal });
    const read = async (rows: AsyncIterable<unknown>) => {
      for await (const _ of rows);
    };
    const dropped = [
      conn.execute(limited, { body: "dropped" }),
      conn.execute(limited, [{ body: "dropped 1" }, { body: "dropped 2" }]),
      conn.execute(limited, [{ body: "dropped 3" }].values()),
      read(conn.stream(asked)),
      read(conn.stream(limited.returning(notes.c.id), [{ body: "dropped 4" }])),
    ].map(rejection);
    const last = addNote(conn, "last");
    controller.abort(reason);
    // the first call still has the connection
    expect(await Promise.all(dropped)).toEqual(dropped.map(() => reason));
    expect(await rejection(conn.execute(asked))).toBe(reason);
    expect(sent).toEqual([]);
    release();
    await first;
    await last;
    expect(await bodies(conn)).toEqual(["held", "last"]);
    expect(JSON.stringify(sent)).not.toContain("dropped");
    await conn.close();
  });

  const blocked = "waiting for an answer (nothing else can happen while a statement runs)";
  const serverTest = testExcept(target, { sqlite: blocked, ...(target.blocks && { [target.backend]: blocked }) });

  serverTest("so is one that waits for the answers to statements that were sent before", async () => {
    const kept = await withNotes(engine());
    const conn = await kept.connect();
    const sleep = select(func(target.backend === "postgresql" ? "pg_sleep" : "sleep")(1));
    await bodies(conn);
    const sent = eventsOf(kept, "executed");
    const controller = new AbortController();
    const reason = new Error("not wanted any more");
    const running = conn.execute(sleep);
    const limited = conn.execute(insert(notes).executionOptions({ signal: controller.signal }), { body: "dropped" });
    const behind = addNote(conn, "behind");
    setTimeout(() => controller.abort(reason), 20);
    expect(await rejection(limited)).toBe(reason);
    expect(sent).toEqual([]);
    await Promise.all([running, behind]);
    expect(await bodies(conn)).toEqual(["behind"]);
    await conn.close();
  });

  const waits = testExcept(target, database.alone ? {} : { sqlite: "waiting for a connection, which costs nothing to open there" });
  waits("who waits for a connection is told as soon as the signal is aborted, and the connection goes to the next", async () => {
    const kept = await withNotes(engine({ pool: { size: 1, overflow: 0 } }));
    const held = await kept.connect();
    const controller = new AbortController();
    const reason = new Error("not wanted any more");
    const { signal } = controller;
    const dropped = [kept.connect({ signal }), kept.transaction((conn) => addNote(conn, "dropped"), { signal })].map(rejection);
    const next = kept.connect();
    await wait(5);
    expect(kept.pool.statistics).toMatchObject({ waiting: 3 });
    controller.abort(reason);
    expect(await Promise.all(dropped)).toEqual([reason, reason]);
    expect(kept.pool.statistics).toMatchObject({ checkedOut: 1, waiting: 1 });
    await held.close();
    const conn = await next;
    expect(await bodies(conn)).toEqual([]);
    await conn.close();
    expect(await rejection(kept.connect({ signal }))).toBe(reason);
    expect(kept.pool.statistics).toMatchObject({ checkedOut: 0, waiting: 0 });
  });

  test("the signal of transaction() stops what runs in it", async () => {
    const kept = await withNotes(engine());
    const controller = new AbortController();
    const reason = new Error("enough");
    const stopped = kept.transaction(
      async (conn) => {
        await addNote(conn, "undone");
        controller.abort(reason);
        await addNote(conn, "not sent");
      },
      { signal: controller.signal },
    );
    expect(await rejection(stopped)).toBe(reason);
    const conn = await kept.connect();
    expect(await bodies(conn)).toEqual([]);
    await conn.close();
  });
});
