import { type Connection, createEngine, insert } from "athanor";
import { eq } from "drizzle-orm";
import { drizzle } from "drizzle-orm/better-sqlite3";
import knexMaker from "knex";
import { Kysely, SqliteDialect } from "kysely";
import type { Workload } from "../contest.ts";
import { type KyselyTables, sqlitePeople } from "../peers-schema.ts";
import { metadata, people, SQLITE_DDL } from "../schema.ts";
import { rawBetterSqlite3, rawNodeSqlite } from "./raw-sqlite.ts";
import {
  baseOf,
  built,
  drizzlePrepared,
  FILL,
  filled,
  firstRows,
  hoisted,
  type Kind,
  keyOf,
  peer,
  person,
  raw,
  type Statements,
} from "./sqlite-statements.ts";

async function connected(url: string): Promise<Connection> {
  const conn = await createEngine(url).connect();
  await metadata.createAll(conn);
  await conn.commit();
  await conn.execute(insert(people), firstRows());
  return conn;
}

/** The statement is built in each turn. */
async function athanorBuilt(url: string): Promise<Statements> {
  const conn = await connected(url);
  return {
    insert: async (turn) => (await conn.execute(built.insert(turn))).one(),
    select: async (turn) => (await conn.execute(built.select(turn))).one(),
    update: async (turn) => (await conn.execute(built.update(turn))).rowCount,
    close: () => conn.close(),
  };
}

/** The statement is built once, and executed with parameters. */
async function athanorHoisted(url: string): Promise<Statements> {
  const conn = await connected(url);
  return {
    insert: async (turn) => (await conn.execute(hoisted.insert, person(turn))).one(),
    select: async (turn) => (await conn.execute(hoisted.select, { key: keyOf(turn) })).one(),
    update: async (turn) => (await conn.execute(hoisted.update, { newAge: turn & 63, key: keyOf(turn) })).rowCount,
    close: () => conn.close(),
  };
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

function drizzleAwaited(): Statements {
  const { inserting, selecting, updating, close } = drizzlePrepared();
  return {
    insert: (turn) => inserting.execute(person(turn)),
    select: (turn) => selecting.execute({ key: keyOf(turn) }),
    update: (turn) => updating.execute({ age: turn & 63, key: keyOf(turn) }),
    close,
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

function workload(kind: Kind, name: string): Workload {
  return {
    group: "sqlite",
    name,
    unit: "statement",
    rounds: 21,
    base: baseOf,
    peers: [
      peer("raw better-sqlite3", kind, () => raw(rawBetterSqlite3())),
      peer("raw node:sqlite", kind, () => raw(rawNodeSqlite())),
      peer("athanor, better-sqlite3, hoisted", kind, () => athanorHoisted("sqlite+better-sqlite3://")),
      peer("athanor, node:sqlite, hoisted", kind, () => athanorHoisted("sqlite://")),
      peer("athanor, better-sqlite3", kind, () => athanorBuilt("sqlite+better-sqlite3://")),
      peer("athanor, node:sqlite", kind, () => athanorBuilt("sqlite://")),
      peer("drizzle .prepare()", kind, drizzleAwaited),
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
