import { strict as assert } from "node:assert";
import { DatabaseSync } from "node:sqlite";
import { createEngine, insert, select } from "athanor";
import BetterSqlite3 from "better-sqlite3";
import { drizzle as drizzlePg } from "drizzle-orm/node-postgres";
import { Kysely, PostgresDialect, SqliteDialect } from "kysely";
import { createConnection } from "mariadb";
import mysql2 from "mysql2/promise";
import pg from "pg";
import postgres from "postgres";
import type { Peer, Ready, Workload } from "../contest.ts";
import { type KyselyTables, pgPeople } from "../peers-schema.ts";
import { madePeople, metadata, people } from "../schema.ts";
import { addressOf, urlOf } from "../servers.ts";

const ROWS = madePeople(100_000);
const TEXT = "SELECT id, name, email, age, city FROM people ORDER BY id";

interface Reading {
  /** All rows as objects. */
  read(): unknown;
  close(): unknown;
}

function peer(name: string, fill: () => Promise<string>, open: (url: string) => Promise<Reading> | Reading): Peer {
  return {
    name,
    async prepare(): Promise<Ready> {
      const { read, close } = await open(await fill());
      let last: unknown;
      return {
        run: async () => {
          last = await read();
        },
        check() {
          assert.ok(Array.isArray(last));
          assert.equal(last.length, ROWS.length);
          for (const index of [0, ROWS.length - 1]) {
            // MariaDB leaves gaps between its keys
            const { id, ...row } = last[index];
            assert.ok(id > index, `row ${index} has the key ${id}`);
            assert.deepEqual(row, ROWS[index]);
          }
        },
        close,
      };
    },
  };
}

/** Fills the table once, through athanor, and gives the URL. */
function filled(urlOfDatabase: () => Promise<string>): () => Promise<string> {
  let url: Promise<string> | undefined;
  const fill = async (): Promise<string> => {
    const engine = createEngine(await urlOfDatabase());
    const conn = (await engine.connect()).executionOptions({ isolationLevel: "AUTOCOMMIT" });
    await metadata.dropAll(conn);
    await metadata.createAll(conn);
    await conn.execute(insert(people), ROWS);
    await conn.close();
    await engine.close();
    return urlOfDatabase();
  };
  return () => (url ??= fill());
}

const all = select(people).orderBy(people.c.id);

/** athanor, on any database. */
async function athanor(url: string): Promise<Reading> {
  const engine = createEngine(url);
  const conn = await engine.connect();
  return {
    read: async () => (await conn.execute(all)).all(),
    async close() {
      await conn.close();
      await engine.close();
    },
  };
}

const SQLITE_FILE = new URL("../../build/bench-read.db", import.meta.url).pathname;
const sqlite = filled(async () => `sqlite:///${SQLITE_FILE}`);
const sqlitePeers: Workload = workload("SQLite", (name) => (name.includes("node:sqlite") ? "raw node:sqlite" : "raw better-sqlite3"), [
  peer("raw better-sqlite3", sqlite, () => {
    const database = new BetterSqlite3(SQLITE_FILE);
    const statement = database.prepare(TEXT);
    return { read: () => statement.all(), close: () => database.close() };
  }),
  peer("raw node:sqlite", sqlite, () => {
    const database = new DatabaseSync(SQLITE_FILE);
    const statement = database.prepare(TEXT);
    return { read: () => statement.all(), close: () => database.close() };
  }),
  peer("athanor, better-sqlite3", sqlite, () => athanor(`sqlite+better-sqlite3:///${SQLITE_FILE}`)),
  peer("athanor, node:sqlite", sqlite, athanor),
  peer("kysely", sqlite, () => {
    const db = new Kysely<KyselyTables>({ dialect: new SqliteDialect({ database: new BetterSqlite3(SQLITE_FILE) }) });
    return { read: () => db.selectFrom("people").selectAll().orderBy("id").execute(), close: () => db.destroy() };
  }),
]);

const postgresql = filled(() => urlOf("postgresql"));
const postgresqlPeers: Workload = workload("PostgreSQL", (name) => (name.includes("postgres.js") ? "raw postgres.js" : "raw pg"), [
  peer("raw pg", postgresql, async (url) => {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    return { read: async () => (await client.query({ name: "all", text: TEXT })).rows, close: () => client.end() };
  }),
  peer("raw postgres.js", postgresql, (url) => {
    const client = postgres(url, { max: 1 });
    return { read: async () => [...(await client.unsafe(TEXT, [], { prepare: true }))], close: () => client.end() };
  }),
  peer("athanor, pg", postgresql, athanor),
  peer("athanor, postgres.js", postgresql, async () => athanor(await urlOf("postgresql", "postgresql+postgres"))),
  peer("kysely", postgresql, (url) => {
    const pool = new pg.Pool({ connectionString: url, max: 1 });
    const db = new Kysely<KyselyTables>({ dialect: new PostgresDialect({ pool }) });
    return { read: () => db.selectFrom("people").selectAll().orderBy("id").execute(), close: () => db.destroy() };
  }),
  peer("drizzle", postgresql, (url) => {
    const client = new pg.Pool({ connectionString: url, max: 1 });
    const db = drizzlePg({ client });
    return { read: () => db.select().from(pgPeople).orderBy(pgPeople.id), close: () => client.end() };
  }),
]);

const mariadb = filled(() => urlOf("mariadb"));
const mariadbPeers: Workload = workload("MariaDB", (name) => (name.includes("mysql2") ? "raw mysql2" : "raw mariadb"), [
  peer("raw mariadb", mariadb, async () => {
    const client = await createConnection(await addressOf("mariadb"));
    return { read: async () => [...(await client.execute(TEXT))], close: () => client.end() };
  }),
  peer("raw mysql2", mariadb, async () => {
    const client = await mysql2.createConnection(await addressOf("mariadb"));
    return { read: async () => (await client.execute(TEXT))[0], close: () => client.end() };
  }),
  peer("athanor, mariadb", mariadb, athanor),
  peer("athanor, mysql2", mariadb, async () => athanor(await urlOf("mariadb", "mariadb+mysql2"))),
]);

function workload(database: string, base: (peer: string) => string, peers: readonly Peer[]): Workload {
  return { group: "read", name: `100,000 rows as objects, ${database}`, unit: "row", size: ROWS.length, times: 1, rounds: 9, base, peers };
}

export const readWorkloads: readonly Workload[] = [sqlitePeers, postgresqlPeers, mariadbPeers];
