import { strict as assert } from "node:assert";
import { bindParam, type Connection, createEngine, insert, integer, select, update } from "athanor";
import BetterSqlite3 from "better-sqlite3";
import { sql as drizzleSql, eq } from "drizzle-orm";
import { drizzle } from "drizzle-orm/better-sqlite3";
import knexMaker from "knex";
import { Kysely, SqliteDialect } from "kysely";
import type { Peer, Ready, Workload } from "../contest.ts";
import { type KyselyTables, sqlitePeople } from "../peers-schema.ts";
import { metadata, people, SQLITE_DDL } from "../schema.ts";
import { type RawDatabase, rawBetterSqlite3, rawNodeSqlite } from "./raw-sqlite.ts";

const ROWS = 10_000;
const FILL = `INSERT INTO people (name, email, age, city) WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${ROWS})
  SELECT 'person ' || i, 'person.' || i || '@example.org', 20, 'Lima' FROM n`;

/** What all peers do: one statement for each turn, awaited. */
interface Statements {
  insert(turn: number): unknown;
  select(turn: number): unknown;
  update(turn: number): unknown;
  close(): unknown;
}
type Kind = "insert" | "select" | "update";

const keyOf = (turn: number): number => (turn % ROWS) + 1;
const person = (turn: number) => ({ name: "a", email: "a@example.org", age: turn & 63, city: "Lima" });
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

function peer(name: string, kind: Kind, open: () => Promise<Statements> | Statements, awaited = true): Peer {
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
function raw(database: RawDatabase): Statements {
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

async function connected(url: string): Promise<Connection> {
  const conn = await createEngine(url).connect();
  await metadata.createAll(conn);
  await conn.commit();
  const rows = Array.from({ length: ROWS }, (_, index) => ({
    name: `person ${index + 1}`,
    email: `person.${index + 1}@example.org`,
    age: 20,
    city: "Lima",
  }));
  await conn.execute(insert(people), rows);
  return conn;
}

/** The statement is built in each turn. */
async function athanorBuilt(url: string): Promise<Statements> {
  const conn = await connected(url);
  return {
    insert: async (turn) => (await conn.execute(insert(people).values(person(turn)).returning(people.c.id))).one(),
    select: async (turn) => (await conn.execute(select(people).where(people.c.id.eq(keyOf(turn))))).one(),
    update: async (turn) =>
      (
        await conn.execute(
          update(people)
            .values({ age: turn & 63 })
            .where(people.c.id.eq(keyOf(turn))),
        )
      ).rowCount,
    close: () => conn.close(),
  };
}

/** The statement is built once, and executed with parameters. */
async function athanorHoisted(url: string): Promise<Statements> {
  const conn = await connected(url);
  const inserting = insert(people).returning(people.c.id);
  const selecting = select(people).where(people.c.id.eq(bindParam("key", integer())));
  const updating = update(people)
    .values({ age: bindParam("newAge", integer()) })
    .where(people.c.id.eq(bindParam("key", integer())));
  return {
    insert: async (turn) => (await conn.execute(inserting, person(turn))).one(),
    select: async (turn) => (await conn.execute(selecting, { key: keyOf(turn) })).one(),
    update: async (turn) => (await conn.execute(updating, { newAge: turn & 63, key: keyOf(turn) })).rowCount,
    close: () => conn.close(),
  };
}

function filled(): BetterSqlite3.Database {
  const database = new BetterSqlite3(":memory:");
  database.exec(SQLITE_DDL);
  database.exec(FILL);
  database.exec("BEGIN");
  return database;
}

function kysely(): Statements {
  const database = filled();
  const db = new Kysely<KyselyTables>({ dialect: new SqliteDialect({ database }) });
  return {
    insert: (turn) => db.insertInto("people").values(person(turn)).returning("id").executeTakeFirst(),
    select: (turn) => db.selectFrom("people").selectAll().where("id", "=", keyOf(turn)).executeTakeFirst(),
    update: (turn) =>
      db
        .updateTable("people")
        .set({ age: turn & 63 })
        .where("id", "=", keyOf(turn))
        .execute(),
    close: () => db.destroy(),
  };
}

function drizzleBuilt(): Statements {
  const db = drizzle({ client: filled() });
  return {
    insert: (turn) => db.insert(sqlitePeople).values(person(turn)).returning({ id: sqlitePeople.id }),
    select: (turn) =>
      db
        .select()
        .from(sqlitePeople)
        .where(eq(sqlitePeople.id, keyOf(turn))),
    update: (turn) =>
      db
        .update(sqlitePeople)
        .set({ age: turn & 63 })
        .where(eq(sqlitePeople.id, keyOf(turn))),
    close: () => db.$client.close(),
  };
}

function drizzlePrepared(): Statements {
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
  return {
    insert: (turn) => inserting.execute(person(turn)),
    select: (turn) => selecting.execute({ key: keyOf(turn) }),
    update: (turn) => updating.execute({ age: turn & 63, key: keyOf(turn) }),
    close: () => db.$client.close(),
  };
}

function knex(): Statements {
  const db = knexMaker({ client: "better-sqlite3", connection: { filename: ":memory:" }, useNullAsDefault: true });
  let made: Promise<unknown> | null = null;
  const ready = () => (made ??= db.raw(SQLITE_DDL).then(() => db.raw(FILL)));
  return {
    insert: async (turn) => {
      await ready();
      return db("people").insert(person(turn)).returning("id");
    },
    select: async (turn) => {
      await ready();
      return db("people").where("id", keyOf(turn)).first();
    },
    update: async (turn) => {
      await ready();
      return db("people")
        .where("id", keyOf(turn))
        .update({ age: turn & 63 });
    },
    close: () => db.destroy(),
  };
}

/** Each of athanor's drivers counts against itself, prepared by hand; the others against better-sqlite3, on which they run. */
function baseOf(name: string): string {
  return name.includes("node:sqlite") ? "raw node:sqlite" : "raw better-sqlite3";
}

function workload(kind: Kind, name: string): Workload {
  return {
    group: "sqlite",
    name,
    unit: "statement",
    rounds: 9,
    base: baseOf,
    peers: [
      peer("raw better-sqlite3", kind, () => raw(rawBetterSqlite3())),
      peer("raw node:sqlite", kind, () => raw(rawNodeSqlite())),
      peer("athanor, better-sqlite3, hoisted", kind, () => athanorHoisted("sqlite+better-sqlite3://")),
      peer("athanor, node:sqlite, hoisted", kind, () => athanorHoisted("sqlite://")),
      peer("athanor, better-sqlite3", kind, () => athanorBuilt("sqlite+better-sqlite3://")),
      peer("athanor, node:sqlite", kind, () => athanorBuilt("sqlite://")),
      peer("drizzle .prepare()", kind, drizzlePrepared),
      peer("drizzle", kind, drizzleBuilt),
      peer("kysely", kind, kysely),
      peer("knex", kind, knex),
    ],
  };
}

export const sqliteSingleWorkloads: readonly Workload[] = [
  workload("insert", "insert returning"),
  workload("select", "select by key"),
  workload("update", "update by key"),
];
