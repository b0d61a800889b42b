import { bindParam, type Connection, IntegrityError, InvalidRequestError, insert, integer, select, sql } from "athanor";
import { expect, test } from "vitest";
import { onEveryDatabase } from "../support/databases.js";
import { addNote, bodies, committed, notes, withNotes } from "../support/notes.js";
import { rejectedWith, rejection } from "../support/recorded.js";

const AUTOCOMMIT = { isolationLevel: "AUTOCOMMIT" } as const;
const plusOne = select(bindParam("number", integer()).add(1).label("it"));
const itOf = async (conn: Connection, number: number) => (await conn.execute(plusOne, { number })).one().it;

onEveryDatabase(({ engine, alone }) => {
  test("many at once have their own answers, in the order of the calls", async () => {
    const conn = await engine(AUTOCOMMIT).connect();
    const order: unknown[] = [];
    const numbers = Array.from({ length: 500 }, (_, number) => number);
    const answers = numbers.map((number) => itOf(conn, number).then((it) => void order.push(it)));
    await Promise.all(answers);
    expect(order).toEqual(numbers.map((number) => number + 1));
    await conn.close();
  });

  test("without a transaction, one that fails is undone alone, and only its own call hears of it", async () => {
    const conn = await (await withNotes(engine(AUTOCOMMIT))).connect();
    const bodyOf = ["a", "b", "a", "c"];
    const outcomes = await Promise.allSettled(bodyOf.map((body) => addNote(conn, body)));
    expect(outcomes.map(({ status }) => status)).toEqual(["fulfilled", "fulfilled", "rejected", "fulfilled"]);
    expect(outcomes[2]).toMatchObject({ reason: expect.any(IntegrityError) });
    expect(await bodies(conn)).toEqual(["a", "b", "c"]);
    await conn.close();
  });

  test("in a transaction, those behind one that fails do as well, until it is rolled back", async () => {
    const database = await withNotes(engine());
    const conn = await database.connect();
    const first = addNote(conn, "a");
    const outcomes = Promise.allSettled(["b", "a", "c"].map((body) => addNote(conn, body)));
    await first;
    expect((await outcomes).map(({ status }) => status)).toEqual(["fulfilled", "rejected", "rejected"]);
    await conn.rollback();
    await addNote(conn, "d");
    await conn.commit();
    await conn.close();
    expect(await committed(database)).toEqual(["d"]);
  });

  test("a begin() callback waits for those before it; what it does is in its own transaction", async () => {
    const database = await withNotes(engine(AUTOCOMMIT));
    const conn = await database.connect();
    const before = [addNote(conn, "before"), addNote(conn, "before too")];
    const undone = rejection(
      conn.begin(async () => {
        const failing = [addNote(conn, "inside"), rejection(addNote(conn, "before")), rejection(addNote(conn, "lost"))];
        await Promise.all(failing);
        throw new Error("undo");
      }),
    );
    await Promise.all(before);
    expect(await undone).toMatchObject({ message: "undo" });
    await Promise.all([addNote(conn, "after"), addNote(conn, "after too")]);
    expect(await bodies(conn)).toEqual(["before", "before too", "after", "after too"]);
    await conn.close();
  });

  test("COMMIT and savepoints keep their place among what is sent at once", async () => {
    const database = await withNotes(engine());
    const conn = await database.connect();
    const calls = [addNote(conn, "a"), addNote(conn, "b"), conn.commit(), addNote(conn, "c"), conn.rollback(), addNote(conn, "d")];
    await Promise.all(calls);
    const savepoint = conn.beginNested();
    const inside = savepoint.then((nested) => Promise.all([addNote(conn, "e"), nested.rollback(), addNote(conn, "f")]));
    await inside;
    await conn.commit();
    await conn.close();
    expect(await committed(database)).toEqual(["a", "b", "d", "f"]);
  });

  test("a statement whose signal is aborted while it waits is dropped; those around it run", async () => {
    const conn = await (await withNotes(engine(AUTOCOMMIT))).connect();
    const controller = new AbortController();
    const slow = conn.execute(sql.text("SELECT pg_sleep(0.1)"));
    const dropped = rejection(conn.execute(insert(notes).executionOptions({ signal: controller.signal }), { body: "dropped" }));
    controller.abort(new Error("not wanted any more"));
    expect(await dropped).toMatchObject({ message: "not wanted any more" });
    await slow;
    expect(await bodies(conn)).toEqual([]);
    await conn.close();
  });

  test("a running statement is stopped alone: those before it have been answered, those behind it come afterwards", async () => {
    const conn = await (await withNotes(engine(AUTOCOMMIT))).connect();
    const before = addNote(conn, "before");
    const stopped = rejection(
      conn.execute(select(sql`pg_sleep(10)`.label("slept")).executionOptions({ signal: AbortSignal.timeout(200) })),
    );
    const after = addNote(conn, "after");
    await before;
    expect(await stopped).toMatchObject({ name: "TimeoutError" });
    await after;
    expect(await bodies(conn)).toEqual(["before", "after"]);
    await conn.close();
  });

  test("close() waits for what was sent", async () => {
    const database = await withNotes(engine(AUTOCOMMIT));
    const conn = await database.connect();
    const calls = [addNote(conn, "a"), addNote(conn, "b")];
    const closing = conn.close();
    await rejectedWith(InvalidRequestError, addNote(conn, "late"));
    await closing;
    await Promise.all(calls);
    expect(await committed(database)).toEqual(["a", "b"]);
  });

  test.skipIf(alone)("statements that somebody has taken away are all prepared anew", async () => {
    const conn = await engine(AUTOCOMMIT).connect();
    for (let time = 0; time < 3; time += 1) await itOf(conn, time);
    await conn.execute(sql.text("DEALLOCATE ALL"));
    expect(await Promise.all([itOf(conn, 1), itOf(conn, 2), itOf(conn, 3)])).toEqual([2, 3, 4]);
    await conn.close();
  });
}, "postgresql");
