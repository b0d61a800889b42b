import { strict as assert } from "node:assert";
import { bindParam, insert, integer, select, update } from "athanor";
import BetterSqlite3 from "better-sqlite3";
import { sql as drizzleSql, eq } from "drizzle-orm";
import { drizzle } from "drizzle-orm/better-sqlite3";
import type { Peer, Ready } from "../contest.ts";
import { sqlitePeople } from "../peers-schema.ts";
import { people, SQLITE_DDL } from "../schema.ts";
import type { RawDatabase } from "./raw-sqlite.ts";

export const ROWS = 10_000;
export const FILL = `INSERT INTO people (name, email, age, city) WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${ROWS})
  SELECT 'person ' || i, 'person.' || i || '@example.org', 20, 'Lima' FROM n`;

/** What all peers do: one statement for each turn. */
export interface Statements {
  insert(turn: number): unknown;
  select(turn: number): unknown;
  update(turn: number): unknown;
  close(): unknown;
}
export type Kind = "insert" | "select" | "update";

export const keyOf = (turn: number): number => (turn % ROWS) + 1;
export const person = (turn: number) => ({ name: "a", email: "a@example.org", age: turn & 63, city: "Lima" });
const SQL = {
  insert: "INSERT INTO people (name, email, age, city) VALUES (?, ?, ?, ?) RETURNING id",
  select: "SELECT id, name, email, age, city FROM people WHERE id = ?",
  update: "UPDATE people SET age = ? WHERE id = ?",
};

/** What a peer's statement must give. */
function check(kind: Kind, given: unknown): void {
  const value: unknown = Array.isArray(given) ? given[0] : given;
  if (kind === "insert") assert.ok(Number(field(value, "id")) > ROWS, `insert gave ${JSON.stringify(given)}`);
  if (kind === "select")
    assert.deepEqual({ ...(value as object) }, { id: 1, name: "person 1", email: "person.1@example.org", age: 20, city: "Lima" });
}

function field(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null ? Reflect.get(value, name) : undefined;
}

export function peer(name: string, kind: Kind, open: () => Promise<Statements> | Statements, awaited = true): Peer {
  return {
    name,
    async prepare(): Promise<Ready> {
      const statements = await open();
      const once = statements[kind];
      let last: unknown;
      return {
        run: awaited
          ? async (times: number) => {
              for (let turn = 0; turn < times; turn += 1) last = await once(turn);
            }
          : (times: number) => {
              for (let turn = 0; turn < times; turn += 1) last = once(turn);
            },
        check: () => check(kind, last),
        close: () => statements.close(),
      };
    },
  };
}

/** The statements prepared by hand. */
export function raw(database: RawDatabase): Statements {
  database.exec(SQLITE_DDL);
  database.exec(FILL);
  const statements = { insert: database.prepare(SQL.insert), select: database.prepare(SQL.select), update: database.prepare(SQL.update) };
  database.exec("BEGIN");
  return {
    insert: (turn) => {
      const { name, email, age, city } = person(turn);
      return statements.insert.get(name, email, age, city);
    },
    select: (turn) => statements.select.get(keyOf(turn)),
    update: (turn) => statements.update.run(turn & 63, keyOf(turn)),
    close: () => database.close(),
  };
}

export function filled(): BetterSqlite3.Database {
  const database = new BetterSqlite3(":memory:");
  database.exec(SQLITE_DDL);
  database.exec(FILL);
  database.exec("BEGIN");
  return database;
}

/** The rows that athanor's peers begin with. */
export const firstRows = () =>
  Array.from({ length: ROWS }, (_, index) => ({
    name: `person ${index + 1}`,
    email: `person.${index + 1}@example.org`,
    age: 20,
    city: "Lima",
  }));

/** athanor's statements, built in each turn. */
export const built = {
  insert: (turn: number) => insert(people).values(person(turn)).returning(people.c.id),
  select: (turn: number) => select(people).where(people.c.id.eq(keyOf(turn))),
  update: (turn: number) =>
    update(people)
      .values({ age: turn & 63 })
      .where(people.c.id.eq(keyOf(turn))),
};

/** athanor's statements, built once, to be executed with parameters. */
export const hoisted = {
  insert: insert(people).returning(people.c.id),
  select: select(people).where(people.c.id.eq(bindParam("key", integer()))),
  update: update(people)
    .values({ age: bindParam("newAge", integer()) })
    .where(people.c.id.eq(bindParam("key", integer()))),
};

/** drizzle's statements, prepared. */
export function drizzlePrepared() {
  const db = drizzle({ client: filled() });
  const { placeholder } = drizzleSql;
  const inserting = db
    .insert(sqlitePeople)
    .values({ name: placeholder("name"), email: placeholder("email"), age: placeholder("age"), city: placeholder("city") })
    .returning({ id: sqlitePeople.id })
    .prepare();
  const selecting = db
    .select()
    .from(sqlitePeople)
    .where(eq(sqlitePeople.id, placeholder("key")))
    .prepare();
  const updating = db
    .update(sqlitePeople)
    .set({ age: drizzleSql`${placeholder("age")}` })
    .where(eq(sqlitePeople.id, placeholder("key")))
    .prepare();
  return { inserting, selecting, updating, close: () => db.$client.close() };
}

/** Each of athanor's drivers counts against itself, prepared by hand; the others against better-sqlite3, on which they run. */
export function baseOf(name: string): string {
  return name.includes("node:sqlite") ? "raw node:sqlite" : "raw better-sqlite3";
}
