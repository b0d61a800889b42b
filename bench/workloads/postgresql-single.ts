import { strict as assert } from "node:assert";
import { bindParam, type Connection, createEngine, type Engine, integer, select } from "athanor";
import { eq } from "drizzle-orm";
import { drizzle } from "drizzle-orm/node-postgres";
import knexMaker from "knex";
import { Kysely, PostgresDialect } from "kysely";
import pg from "pg";
import postgres from "postgres";
import type { Peer, Ready, Workload } from "../contest.ts";
import { type KyselyTables, pgPeople } from "../peers-schema.ts";
import { POSTGRESQL_DDL, people } from "../schema.ts";
import { addressOf, urlOf } from "../servers.ts";

const STATEMENTS = 2000;
const ROWS = 10_000;
const FILL = `INSERT INTO people (name, email, age, city) SELECT 'person ' || i, 'person.' || i || '@example.org', 20, 'Lima' FROM generate_series(1, ${ROWS}) AS i`;
const TEXT = "SELECT id, name, email, age, city FROM people WHERE id = $1";
const NAMED = { name: "by_key", text: TEXT };

const keyOf = (turn: number): number => ((turn * 7) % ROWS) + 1;
const URL_OF = { pg: () => urlOf("postgresql"), postgres: () => urlOf("postgresql", "postgresql+postgres") };

/** Reads the row of a key. */
type ByKey = (key: number) => unknown;

/** How the statements follow each other: one waits for the other, or all are sent at once over some connections. */
type Course = { readonly at: "once"; readonly connections: number } | { readonly at: "a time"; readonly connections: 1 };

let filled: Promise<void> | undefined;
async function fill(): Promise<void> {
  const { host, port, user, database } = await addressOf("postgresql");
  const client = new pg.Client({ host, port, user, database });
  await client.connect();
  await client.query(`${POSTGRESQL_DDL}; ${FILL}; ANALYZE people`);
  await client.end();
}

interface Opened {
  /** One for each connection; or one for all of them, where the peer has a pool. */
  readonly byKey: readonly ByKey[];
  close(): unknown;
}

function peer(name: string, course: Course, open: (connections: number) => Promise<Opened>): Peer {
  return {
    name,
    async prepare(): Promise<Ready> {
      filled ??= fill();
      await filled;
      const { byKey, close } = await open(course.connections);
      let last: unknown;
      const one = byKey[0] ?? (() => undefined);
      return {
        run:
          course.at === "a time"
            ? async () => {
                for (let turn = 0; turn < STATEMENTS; turn += 1) last = await one(keyOf(turn));
              }
            : async () => {
                const all: unknown[] = [];
                for (let turn = 0; turn < STATEMENTS; turn += 1) all.push((byKey[turn % byKey.length] ?? one)(keyOf(turn)));
                last = (await Promise.all(all)).at(-1);
              },
        check() {
          const id = keyOf(STATEMENTS - 1);
          const row = Array.isArray(last) ? last[0] : last;
          assert.deepEqual({ ...row }, { id, name: `person ${id}`, email: `person.${id}@example.org`, age: 20, city: "Lima" });
        },
        close,
      };
    },
  };
}

interface RawOptions {
  readonly named: boolean;
  readonly pipeline: boolean;
}

/** The driver by hand. */
function rawPg({ named, pipeline }: RawOptions): (connections: number) => Promise<Opened> {
  return async (connections) => {
    const clients: pg.Client[] = [];
    for (let count = 0; count < connections; count += 1) {
      const options = { connectionString: await urlOf("postgresql"), pipeline };
      const client = new pg.Client(options);
      await client.connect();
      clients.push(client);
    }
    return {
      byKey: clients.map((client) => (key: number) => {
        const query = named ? client.query({ ...NAMED, values: [key] }) : client.query(TEXT, [key]);
        return query.then(({ rows }) => rows[0]);
      }),
      close: () => Promise.all(clients.map((client) => client.end())),
    };
  };
}

async function rawPostgresJs(connections: number): Promise<Opened> {
  const sql = postgres(await urlOf("postgresql"), { max: connections });
  return {
    byKey: [(key) => sql`SELECT id, name, email, age, city FROM people WHERE id = ${key}`.then((rows) => rows[0])],
    close: () => sql.end(),
  };
}

async function athanorConnections(url: string, count: number): Promise<{ engine: Engine; all: Connection[] }> {
  const engine = createEngine(url, { isolationLevel: "AUTOCOMMIT", pool: { size: count } });
  const all: Connection[] = [];
  for (let opened = 0; opened < count; opened += 1) all.push(await engine.connect());
  return { engine, all };
}

const byKeyHoisted = select(people).where(people.c.id.eq(bindParam("key", integer())));

function athanor(driver: keyof typeof URL_OF, hoisted: boolean): (connections: number) => Promise<Opened> {
  return async (connections) => {
    const { engine, all } = await athanorConnections(await URL_OF[driver](), connections);
    const through = (conn: Connection): ByKey =>
      hoisted
        ? async (key) => (await conn.execute(byKeyHoisted, { key })).one()
        : async (key) => (await conn.execute(select(people).where(people.c.id.eq(key)))).one();
    return {
      byKey: all.map(through),
      async close() {
        for (const conn of all) await conn.close();
        await engine.close();
      },
    };
  };
}

async function pool(connections: number): Promise<pg.Pool> {
  return new pg.Pool({ connectionString: await urlOf("postgresql"), max: connections });
}

async function kysely(connections: number): Promise<Opened> {
  const db = new Kysely<KyselyTables>({ dialect: new PostgresDialect({ pool: await pool(connections) }) });
  return {
    byKey: [(key) => db.selectFrom("people").selectAll().where("id", "=", key).executeTakeFirst()],
    close: () => db.destroy(),
  };
}

async function drizzled(connections: number): Promise<Opened> {
  const client = await pool(connections);
  const db = drizzle({ client });
  return { byKey: [(key) => db.select().from(pgPeople).where(eq(pgPeople.id, key))], close: () => client.end() };
}

async function knex(connections: number): Promise<Opened> {
  const db = knexMaker({ client: "pg", connection: await urlOf("postgresql"), pool: { min: connections, max: connections } });
  return { byKey: [(key) => db("people").where("id", key).first()], close: () => db.destroy() };
}

function workload(name: string, course: Course): Workload {
  const one = (title: string, open: (connections: number) => Promise<Opened>): Peer => peer(title, course, open);
  const own = "raw postgres.js";
  const byHand = course.at === "once" ? "raw pg, pipelined and named" : "raw pg, named";
  return {
    group: "postgresql",
    name,
    unit: "statement",
    size: STATEMENTS,
    times: 1,
    rounds: 11,
    base: (title) => (title.includes("postgres.js") ? own : byHand),
    peers: [
      one("raw pg, named", rawPg({ named: true, pipeline: false })),
      one("raw pg", rawPg({ named: false, pipeline: false })),
      ...(course.at === "once" ? [one("raw pg, pipelined and named", rawPg({ named: true, pipeline: true }))] : []),
      one("raw postgres.js", rawPostgresJs),
      one("athanor, pg, hoisted", athanor("pg", true)),
      one("athanor, pg", athanor("pg", false)),
      one("athanor, postgres.js, hoisted", athanor("postgres", true)),
      one("athanor, postgres.js", athanor("postgres", false)),
      one("kysely", kysely),
      one("drizzle", drizzled),
      one("knex", knex),
    ],
  };
}

export const postgresqlSingleWorkloads: readonly Workload[] = [
  workload("2,000 selects by key, one after the other", { at: "a time", connections: 1 }),
  workload("2,000 selects by key at once, one connection", { at: "once", connections: 1 }),
  workload("2,000 selects by key at once, four connections", { at: "once", connections: 4 }),
];
