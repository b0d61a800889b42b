import { ArgumentError, insert, select, UnsupportedError } from "athanor";
import { expect, test } from "vitest";
import { onEveryDatabase } from "../support/databases.js";
import { addNote, bodies, committed, notes, withNotes } from "../support/notes.js";
import { eventsOf, rejection } from "../support/recorded.js";

onEveryDatabase(({ engine, target }) => {
  test("what was aborted before its turn is not sent, and begins no transaction", async () => {
    const database = await withNotes(engine());
    const conn = await database.connect();
    const [sent, begun] = [eventsOf(database, "physical"), eventsOf(database, "begin")];
    const reason = new Error("not wanted any more");
    expect(await rejection(conn.execute(insert(notes).executionOptions({ signal: AbortSignal.abort(reason) }), { body: "a" }))).toBe(
      reason,
    );
    expect([sent, begun]).toEqual([[], []]);
    const controller = new AbortController();
    const first = addNote(conn, "first");
    const queued = rejection(conn.execute(insert(notes).executionOptions({ signal: controller.signal }), { body: "queued" }));
    if (target.backend !== "sqlite") controller.abort(reason);
    await first;
    if (target.backend !== "sqlite") expect(await queued).toBe(reason);
    else await queued.catch(() => {});
    expect(await bodies(conn)).toEqual(target.backend === "sqlite" ? ["first", "queued"] : ["first"]);
    await conn.close();
  });

  test("a signal of the connection holds for all that follows, and leaves no listener behind", async () => {
    const database = await withNotes(engine());
    const controller = new AbortController();
    let listeners = 0;
    const { signal } = controller;
    const counted = {
      get aborted() {
        return signal.aborted;
      },
      get reason() {
        return signal.reason;
      },
      addEventListener: () => void (listeners += 1),
      removeEventListener: () => void (listeners -= 1),
    };
    const conn = await database.connect();
    conn.executionOptions({ signal: counted });
    await conn.execute(insert(notes), [{ body: "a" }, { body: "b" }]);
    expect(await bodies(conn)).toEqual(["a", "b"]);
    expect(listeners).toBe(0);
    await conn.commit();
    controller.abort();
    expect(await rejection(bodies(conn))).toHaveProperty("name", "AbortError");
    expect(
      await rejection(
        (async () => {
          for await (const _ of conn.stream(select(notes.c.id)));
        })(),
      ),
    ).toHaveProperty("name", "AbortError");
    await conn.close();
    expect(await committed(database)).toEqual(["a", "b"]);
  });

  test("limits that can't be meant are refused", async () => {
    const conn = await (await withNotes(engine())).connect();
    for (const limits of [{ timeout: 0 }, { timeout: Number.NaN }, { signal: {} }])
      expect(() => Reflect.apply(conn.executionOptions, conn, [limits])).toThrow(ArgumentError);
    if (conn.dialect.transactions.timeout === undefined)
      expect(await rejection(conn.execute(select(notes.c.id).executionOptions({ timeout: 10 })))).toBeInstanceOf(UnsupportedError);
    await conn.close();
  });
});
