import { bindParam, createSyncEngine, insert, integer, MetaData, type SyncConnection, select, text, update } from "athanor";
import { afterEach, expect, test } from "vitest";

// what is executed often is executed by code that is made for it: it does the same as what is executed once
const OFTEN = 20;
const metadata = new MetaData();
const notes = metadata.table("notes", {
  id: integer().primaryKey(),
  title: text(),
  body: text(),
});
const open: SyncConnection[] = [];

function connected(options: Parameters<typeof createSyncEngine>[1] = {}): SyncConnection {
  const conn = createSyncEngine("sqlite://", options).connect();
  metadata.createAll(conn);
  open.push(conn);
  return conn;
}

afterEach(() => {
  for (const conn of open.splice(0)) conn.close();
});

test("sets of other names and orders, and names that are absent, between those of the same", () => {
  const conn = connected();
  const adding = insert(notes).returning(notes.c.title, notes.c.body);
  for (let turn = 0; turn < OFTEN; turn += 1) {
    expect(conn.execute(adding, { title: `t${turn}`, body: "b" }).one()).toEqual({ title: `t${turn}`, body: "b" });
    expect(conn.execute(adding, { body: "b", title: "t" }).one()).toEqual({ title: "t", body: "b" });
    expect(conn.execute(adding, { title: "alone" }).one()).toEqual({ title: "alone", body: null });
    expect(conn.execute(adding, { title: "t", body: undefined }).one()).toEqual({ title: "t", body: null });
    expect(conn.execute(adding, { title: null, body: "b" }).one()).toEqual({ title: null, body: "b" });
  }
});

test("a value that is missing, unknown or refused fails alike each time", () => {
  const conn = connected();
  const byKey = select(notes).where(notes.c.id.eq(bindParam("key", integer())));
  for (let turn = 0; turn < OFTEN; turn += 1) {
    expect(conn.execute(byKey, { key: turn }).all()).toEqual([]);
    // @ts-expect-error a name is missing
    expect(() => conn.execute(byKey, {})).toThrow("A value is required for bind parameter 'key'");
    // @ts-expect-error undefined is absent
    expect(() => conn.execute(byKey, { key: undefined })).toThrow("A value is required for bind parameter 'key'");
    const unknown = { key: 1, other: 2 };
    expect(() => conn.execute(byKey, unknown)).toThrow("Unknown parameter 'other'");
    expect(() => conn.execute(byKey, { key: 1.5 })).toThrow("parameter 'key'");
  }
});

test("names that mean something else in code", () => {
  const conn = connected();
  const named = select(bindParam('a"]; b', integer()).label("quoted"), bindParam("constructor", integer()).label("constructed"));
  for (let turn = 0; turn < OFTEN; turn += 1)
    expect(conn.execute(named, { 'a"]; b': turn, constructor: 7 }).one()).toEqual({ quoted: turn, constructed: 7 });
});

test("objects without a prototype are sets, and those of a class are none", () => {
  const conn = connected();
  const byKey = select(bindParam("key", integer()).label("it"));
  class Keyed {
    key = 1;
  }
  for (let turn = 0; turn < OFTEN; turn += 1) {
    const bare: { key: number } = Object.assign(Object.create(null), { key: turn });
    expect(conn.execute(byKey, bare).one()).toEqual({ it: turn });
    expect(() => conn.execute(byKey, new Keyed())).toThrow("Parameters must be an object by name");
  }
});

test("what a result tells of its parameters is what was given, whatever becomes of the object", () => {
  const conn = connected();
  const adding = insert(notes);
  const set = { title: "", body: "b" };
  for (let turn = 0; turn < OFTEN; turn += 1) {
    set.title = `t${turn}`;
    const result = conn.execute(adding, set);
    set.title = "changed";
    expect(result.lastInsertedParams()).toEqual({ title: `t${turn}`, body: "b" });
    expect(result.insertedPrimaryKey).toEqual({ id: turn + 1 });
  }
});

test("without transactions, and with options that change meanwhile", () => {
  const conn = connected({ isolationLevel: "AUTOCOMMIT" });
  const adding = insert(notes);
  const naming = update(notes).values({ title: bindParam("to", text()) });
  for (let turn = 0; turn < OFTEN; turn += 1) {
    conn.execute(adding, { title: "t" });
    expect(conn.execute(naming, { to: `t${turn}` }).rowCount).toBe(turn + 1);
    expect(conn.inTransaction).toBe(false);
  }
  conn.executionOptions({ requireWhere: true });
  expect(() => conn.execute(naming, { to: "all" })).toThrow("WHERE");
  conn.executionOptions({ requireWhere: false });
  expect(conn.execute(naming, { to: "all" }).rowCount).toBe(OFTEN);
});
