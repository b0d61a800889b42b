import { subscribe, tracingChannel, unsubscribe } from "node:diagnostics_channel";
import { insert, integer, MetaData, select, sql } from "athanor";
import { expect, test } from "vitest";
import { onEveryDatabase } from "../support/databases.js";
import { addNote, metadata, notes, withNotes } from "../support/notes.js";
import { eventsOf, rejection } from "../support/recorded.js";

const names = ["execute", "begin", "commit", "rollback", "checkout", "checkin"] as const;

onEveryDatabase(({ engine, target }) => {
  test("executed: how long each statement took, how many rows it was about, and how it failed", async () => {
    const database = await withNotes(engine());
    const [statements, executed] = [eventsOf(database, "statement"), eventsOf(database, "executed")];
    const conn = await database.connect();
    await conn.execute(insert(notes), [{ body: "a" }, { body: "b" }]);
    await conn.execute(select(notes.c.id));
    await conn.execute(insert(notes).returning(notes.c.id), { body: "c" });
    const failure = await rejection(conn.beginNested(() => addNote(conn, "a")));
    for await (const { id } of conn.stream(select(notes.c.id))) expect(id).toBeGreaterThan(0);
    await conn.close();
    expect(executed.map(({ rowCount, rows, error }) => [rowCount, rows, error])).toEqual([
      [2, null, null],
      [3 - 1, 2, null],
      [1, 1, null],
      [null, null, failure],
      [null, null, null],
    ]);
    for (const [index, { duration, ...event }] of executed.entries()) {
      expect(duration).toBeGreaterThan(0);
      expect(event).toMatchObject(statements[index] ?? {});
    }
    expect(statements).toHaveLength(executed.length);
  });

  test("many sets are one statement for who listens; how they were sent is an event of its own", async () => {
    const lines: string[] = [];
    const database = await withNotes(engine({ echo: (line) => lines.push(line) }));
    const conn = await database.connect();
    const [statements, sent] = [eventsOf(database, "statement"), eventsOf(database, "physical")];
    lines.length = 0;
    await conn.execute(
      insert(notes),
      ["a", "b", "c"].map((body) => ({ body })),
    );
    await conn.close();
    const { sql: one } = insert(notes).compile({ dialect: conn.dialect, columnKeys: ["body"], executemany: true });
    expect(statements).toMatchObject([{ sql: one, executemany: true, sets: [["a"], ["b"], ["c"]] }]);
    expect(lines.filter((line) => /INSERT|\['a'\]/.test(line))).toEqual([one, expect.stringContaining("[['a'], ['b'], ['c']]")]);
    const [first, more] = sent.filter(({ sql }) => sql.startsWith("INSERT"));
    expect(more).toBeUndefined();
    // an array for each column, the package's batch, or a list of values
    if (target.backend === "postgresql") expect([first?.sql.includes("unnest($1::VARCHAR[])"), first?.sets?.length]).toEqual([true, 1]);
    else if (target.name === "mariadb+mariadb") expect(first).toMatchObject({ sql: one, sets: [["a"], ["b"], ["c"]] });
    else expect(first).toMatchObject({ sql: one.replace("(?)", "(?), (?), (?)"), sets: [["a", "b", "c"]] });
  });

  test("the channels of a tracer: what starts, ends and fails, with the SQL at its start", async () => {
    const database = await withNotes(engine());
    const seen: string[] = [];
    const contexts: Record<string, unknown>[] = [];
    const offs = names.map((name) => {
      const channel = tracingChannel(`athanor:${name}`);
      const note = (what: string) => (context: object) => {
        seen.push(`${name} ${what}`);
        if (what === "start") contexts.push({ name, ...context });
      };
      const handlers = {
        start: note("start"),
        end: () => {},
        asyncStart: () => {},
        asyncEnd: note("asyncEnd"),
        error: note("error"),
      };
      channel.subscribe(handlers);
      return () => channel.unsubscribe(handlers);
    });
    try {
      const conn = await database.connect();
      await addNote(conn, "a");
      await conn.commit();
      await rejection(addNote(conn, "a"));
      await conn.close();
    } finally {
      for (const off of offs) off();
    }
    expect(seen).toEqual([
      "checkout start",
      "checkout asyncEnd",
      "begin start",
      "begin asyncEnd",
      "execute start",
      "execute asyncEnd",
      "commit start",
      "commit asyncEnd",
      "begin start",
      "begin asyncEnd",
      "execute start",
      "execute error",
      "execute asyncEnd",
      "rollback start",
      "rollback asyncEnd",
      "checkin start",
      "checkin asyncEnd",
    ]);
    const [backend, driver] = target.name.split("+");
    for (const context of contexts) expect(context).toMatchObject({ backend });
    expect(driver).toBeDefined();
    expect(contexts[2]).toMatchObject({
      name: "execute",
      sql: expect.stringMatching(/^INSERT INTO note \(`?body`?\) VALUES/),
      sets: [["a"]],
    });
    expect(JSON.stringify(contexts)).not.toContain("postgres@");
  });

  test("a tracer that hears of the end is given the counts, and no value where they are hidden", async () => {
    const database = await withNotes(engine({ hideParameters: true }), "a", "b");
    const ends: unknown[] = [];
    const listener = (context: unknown) => void ends.push(context);
    subscribe("tracing:athanor:execute:asyncEnd", listener);
    try {
      await database.begin((conn) => conn.execute(select(notes.c.body)));
    } finally {
      unsubscribe("tracing:athanor:execute:asyncEnd", listener);
    }
    expect(ends).toMatchObject([{ sets: null, executemany: false, result: { rowCount: 2, rows: 2 } }]);
  });

  test("echo cuts a long list of parameters as SQLAlchemy does", async () => {
    const lines: string[] = [];
    const database = engine({ echo: (line) => lines.push(line) });
    const wide = new MetaData();
    const keys = Array.from({ length: 120 }, (_, index) => `c${index}`);
    const table = wide.table("wide", Object.fromEntries(keys.map((key) => [key, integer().notNull()])));
    const conn = await database.connect();
    await wide.createAll(conn);
    await metadata.createAll(conn);
    await conn.execute(insert(table), Object.fromEntries(keys.map((key, index) => [key, index])));
    await conn.execute(sql.text("SELECT 1"));
    await conn.close();
    const line = lines.find((each) => each.includes("truncated")) ?? "";
    expect(line).toMatch(/^\[generated in \d+\.\d{5}s\] \[0, 1, .*, 48, 49 \.\.\. 20 parameters truncated \.\.\. 70, 71, .*, 119\]$/);
  });
});
