import { strict as assert } from "node:assert";
import { bindParam, createEngine, integer, select } from "athanor";
import { Kysely, PostgresDialect, sql } from "kysely";
import pg from "pg";
import type { Peer, Ready, Workload } from "../contest.ts";
import type { KyselyTables } from "../peers-schema.ts";
import { urlOf } from "../servers.ts";

/** What is asked on each connection that is taken out of the pool. */
interface Asking {
  ask(turn: number): Promise<unknown>;
  close(): unknown;
}

function peer(name: string, open: () => Promise<Asking>): Peer {
  return {
    name,
    async prepare(): Promise<Ready> {
      const { ask, close } = await open();
      let last: unknown;
      return {
        async run(times) {
          for (let turn = 0; turn < times; turn += 1) last = await ask(turn & 63);
        },
        check: () => assert.equal(typeof last, "number"),
        close,
      };
    },
  };
}

const NAMED = { name: "plus_one", text: "SELECT $1::int + 1 AS it" };

async function raw(inTransaction: boolean): Promise<Asking> {
  const pool = new pg.Pool({ connectionString: await urlOf("postgresql"), max: 1 });
  return {
    async ask(turn) {
      const client = await pool.connect();
      try {
        if (inTransaction) await client.query("BEGIN");
        const { rows } = await client.query<{ it: number }>({ ...NAMED, values: [turn] });
        if (inTransaction) await client.query("COMMIT");
        return rows[0]?.it;
      } finally {
        client.release();
      }
    },
    close: () => pool.end(),
  };
}

const plusOne = select(bindParam("number", integer()).add(1).label("it"));

async function athanor(inTransaction: boolean): Promise<Asking> {
  const engine = createEngine(await urlOf("postgresql"), {
    pool: { size: 1 },
    ...(inTransaction ? {} : { isolationLevel: "AUTOCOMMIT" }),
  });
  return {
    async ask(turn) {
      if (inTransaction) return engine.begin(async (conn) => (await conn.execute(plusOne, { number: turn })).one().it);
      const conn = await engine.connect();
      try {
        return (await conn.execute(plusOne, { number: turn })).one().it;
      } finally {
        await conn.close();
      }
    },
    close: () => engine.close(),
  };
}

async function kysely(inTransaction: boolean): Promise<Asking> {
  const pool = new pg.Pool({ connectionString: await urlOf("postgresql"), max: 1 });
  const db = new Kysely<KyselyTables>({ dialect: new PostgresDialect({ pool }) });
  return {
    async ask(turn) {
      const query = db.selectNoFrom(sql<number>`${turn}::int + 1`.as("it"));
      if (!inTransaction) return (await query.executeTakeFirst())?.it;
      return db.transaction().execute(async (transaction) => (await transaction.executeQuery(query)).rows[0]?.it);
    },
    close: () => db.destroy(),
  };
}

function workload(inTransaction: boolean): Workload {
  return {
    group: "postgresql-checkout",
    name: `one query for each checkout, ${inTransaction ? "in a transaction" : "without a transaction"}`,
    unit: "checkout",
    rounds: 15,
    base: () => "raw pg, named",
    peers: [
      peer("raw pg, named", () => raw(inTransaction)),
      peer("athanor, pg, hoisted", () => athanor(inTransaction)),
      peer("kysely", () => kysely(inTransaction)),
    ],
  };
}

export const postgresqlCheckoutWorkloads: readonly Workload[] = [workload(false), workload(true)];
