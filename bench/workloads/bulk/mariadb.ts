import { drizzle } from "drizzle-orm/mysql2";
import knexMaker from "knex";
import { Kysely, MysqlDialect } from "kysely";
import { type Connection, createConnection } from "mariadb";
import mysql2 from "mysql2";
import mysql2Promise from "mysql2/promise";
import type { Workload } from "../../contest.ts";
import { type KyselyTables, mysqlPeople } from "../../peers-schema.ts";
import { MARIADB_DDL } from "../../schema.ts";
import { addressOf, urlOf } from "../../servers.ts";
import { athanorBulk, type BulkInsert, bulkPeer, bulkWorkload, chunks, type Keys, kyselyInsert } from "./bulk.ts";

const CLEAR = "TRUNCATE people";
const PAGE = 1000;
const INSERT = "INSERT INTO people (name, email, age, city) VALUES";

type StoredRow = { readonly id: number; readonly name: string };

async function client(): Promise<Connection> {
  return createConnection(await addressOf("mariadb"));
}

/** A peer, looked at and cleared through a connection of our own. */
async function watched(insert: BulkInsert["insert"], close: () => unknown): Promise<BulkInsert> {
  const own = await client();
  for (const statement of MARIADB_DDL) await own.query(statement);
  return {
    insert,
    async stored() {
      const rows: StoredRow[] = await own.query("SELECT id, name FROM people");
      return new Map(rows.map(({ id, name }) => [id, name]));
    },
    clear: () => own.query(CLEAR),
    async close() {
      await close();
      await own.end();
    },
  };
}

/** The bulk protocol of MariaDB. */
async function rawBatch(keys: Keys): Promise<BulkInsert> {
  const own = await client();
  const text = `${INSERT} (?, ?, ?, ?)${keys === "none" ? "" : " RETURNING id"}`;
  return watched(
    async (rows) => {
      await own.beginTransaction();
      const values = rows.map(({ name, email, age, city }) => [name, email, age, city]);
      const result: StoredRow[] = await own.batch(text, values);
      await own.commit();
      return keys === "none" ? undefined : result.map(({ id }) => id);
    },
    () => own.end(),
  );
}

/** VALUES of 1,000 rows, the values written into the text by the package. */
async function rawMysql2(keys: Keys): Promise<BulkInsert> {
  const own = await mysql2Promise.createConnection(await addressOf("mariadb"));
  return watched(
    async (rows) => {
      const ids: number[] = [];
      await own.beginTransaction();
      for (const page of chunks(rows, PAGE)) {
        const values = page.map(({ name, email, age, city }) => [name, email, age, city]);
        const [result] = await own.query(`${INSERT} ?${keys === "none" ? "" : " RETURNING id"}`, [values]);
        if (keys !== "none") for (const { id } of result as unknown as StoredRow[]) ids.push(id);
      }
      await own.commit();
      return ids;
    },
    () => own.end(),
  );
}

async function kysely(keys: Keys): Promise<BulkInsert> {
  const pool = mysql2.createPool({ ...(await addressOf("mariadb")), connectionLimit: 1 });
  const db = new Kysely<KyselyTables>({ dialect: new MysqlDialect({ pool }) });
  return watched(kyselyInsert(db, keys), () => db.destroy());
}

/** Its keys are counted up from the first one, which it calls `$returningId()`. */
async function drizzled(keys: Keys): Promise<BulkInsert> {
  const pool = mysql2.createPool({ ...(await addressOf("mariadb")), connectionLimit: 1 });
  const db = drizzle({ client: pool });
  return watched(
    (rows) =>
      db.transaction(async (transaction) => {
        const ids: number[] = [];
        for (const page of chunks(rows, PAGE)) {
          const query = transaction.insert(mysqlPeople).values([...page]);
          if (keys === "none") await query;
          else for (const { id } of await query.$returningId()) ids.push(id);
        }
        return ids;
      }),
    () => new Promise((resolve) => pool.end(resolve)),
  );
}

async function knex(): Promise<BulkInsert> {
  const { host, port, user, database } = await addressOf("mariadb");
  const db = knexMaker({ client: "mysql2", connection: { host, port, user, database }, pool: { min: 1, max: 1 } });
  return watched(
    async (rows) => {
      await db.batchInsert("people", [...rows], PAGE);
      return undefined;
    },
    () => db.destroy(),
  );
}

/** All count against the bulk protocol, except what runs on mysql2, which has none. */
function workload(keys: Keys): Workload {
  const peer = (name: string, open: () => Promise<BulkInsert> | BulkInsert) => bulkPeer(name, keys, open);
  const base = (name: string): string => (name.includes("mysql2") ? "raw mysql2: VALUES × 1,000" : "raw mariadb: batch()");
  return bulkWorkload("mariadb-bulk", keys, base, [
    peer("raw mariadb: batch()", () => rawBatch(keys)),
    peer("raw mysql2: VALUES × 1,000", () => rawMysql2(keys)),
    peer("athanor, mariadb", async () => athanorBulk(await urlOf("mariadb"), keys, CLEAR)),
    peer("athanor, mysql2", async () => athanorBulk(await urlOf("mariadb", "mariadb+mysql2"), keys, CLEAR)),
    peer("kysely", () => kysely(keys)),
    ...(keys === "none" ? [peer("knex", () => knex())] : []),
    peer("drizzle", () => drizzled(keys)),
  ]);
}

export const mariadbBulkWorkloads: readonly Workload[] = [workload("none"), workload("any"), workload("ordered")];
