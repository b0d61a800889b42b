import { drizzle } from "drizzle-orm/node-postgres";
import knexMaker from "knex";
import { Kysely, PostgresDialect } from "kysely";
import pg from "pg";
import postgres from "postgres";
import type { Workload } from "../../contest.ts";
import { type KyselyTables, pgPeople } from "../../peers-schema.ts";
import { type Person, POSTGRESQL_DDL } from "../../schema.ts";
import { addressOf, urlOf } from "../../servers.ts";
import { athanorBulk, type BulkInsert, bulkPeer, bulkWorkload, chunks, type Keys, kyselyInsert } from "./bulk.ts";

export const CLEAR = "TRUNCATE people";
const PAGE = 1000;
const UNNEST = "INSERT INTO people (name, email, age, city) SELECT * FROM unnest($1::text[], $2::text[], $3::int[], $4::text[])";
const UNNEST_ORDERED =
  "INSERT INTO people (name, email, age, city) SELECT n, e, a, c FROM unnest($1::text[], $2::text[], $3::int[], $4::text[]) WITH ORDINALITY AS u (n, e, a, c, i) ORDER BY i";

const texts: Readonly<Record<Keys, string>> = {
  none: UNNEST,
  any: `${UNNEST} RETURNING id`,
  ordered: `${UNNEST_ORDERED} RETURNING id`,
};

const columnsOf = (rows: readonly Person[]) =>
  [rows.map(({ name }) => name), rows.map(({ email }) => email), rows.map(({ age }) => age), rows.map(({ city }) => city)] as const;

export async function client(): Promise<pg.Client> {
  const { host, port, user, database } = await addressOf("postgresql");
  const connected = new pg.Client({ host, port, user, database });
  await connected.connect();
  return connected;
}

type StoredRow = { readonly id: number; readonly name: string };

/** A peer, looked at and cleared through a connection of our own. */
export async function watched(insert: BulkInsert["insert"], close: () => unknown): Promise<BulkInsert> {
  const own = await client();
  await own.query(POSTGRESQL_DDL);
  return {
    insert,
    async stored() {
      const { rows } = await own.query<StoredRow>("SELECT id, name FROM people");
      return new Map(rows.map(({ id, name }) => [id, name]));
    },
    clear: () => own.query(CLEAR),
    async close() {
      await close();
      await own.end();
    },
  };
}

/** All rows as one array for each column. */
async function rawUnnest(keys: Keys): Promise<BulkInsert> {
  const own = await client();
  return watched(
    async (rows) => {
      await own.query("BEGIN");
      const result = await own.query<StoredRow>(texts[keys], [...columnsOf(rows)]);
      await own.query("COMMIT");
      return result.rows.map(({ id }) => id);
    },
    () => own.end(),
  );
}

const arrayText = (values: readonly string[]): string =>
  `{${values.map((value) => `"${value.replaceAll("\\", "\\\\").replaceAll('"', '\\"')}"`).join(",")}}`;

/** The arrays written by hand, 10,000 rows a statement. */
export async function rawArrayText(keys: Keys): Promise<BulkInsert> {
  const own = await client();
  return watched(
    async (rows) => {
      const ids: number[] = [];
      await own.query("BEGIN");
      for (const page of chunks(rows, 10_000)) {
        const [names, emails, ages, cities] = columnsOf(page);
        const values = [arrayText(names), arrayText(emails), `{${ages.join(",")}}`, arrayText(cities)];
        for (const { id } of (await own.query<StoredRow>(texts[keys], values)).rows) ids.push(id);
      }
      await own.query("COMMIT");
      return ids;
    },
    () => own.end(),
  );
}

async function rawPostgresJs(keys: Keys): Promise<BulkInsert> {
  const sql = postgres(await urlOf("postgresql"), { max: 1 });
  return watched(
    (rows) =>
      sql.begin(async (transaction) => {
        const result = await transaction.unsafe<StoredRow[]>(
          texts[keys],
          columnsOf(rows).map((column) => [...column]),
        );
        return result.map(({ id }) => id);
      }) as Promise<number[]>,
    () => sql.end(),
  );
}

async function pool(): Promise<pg.Pool> {
  return new pg.Pool({ connectionString: await urlOf("postgresql"), max: 1 });
}

async function kysely(keys: Keys): Promise<BulkInsert> {
  const db = new Kysely<KyselyTables>({ dialect: new PostgresDialect({ pool: await pool() }) });
  return watched(kyselyInsert(db, keys), () => db.destroy());
}

async function drizzled(keys: Keys): Promise<BulkInsert> {
  const client = await pool();
  const db = drizzle({ client });
  return watched(
    (rows) =>
      db.transaction(async (transaction) => {
        const ids: number[] = [];
        for (const page of chunks(rows, PAGE)) {
          const query = transaction.insert(pgPeople).values([...page]);
          if (keys === "none") await query;
          else for (const { id } of await query.returning({ id: pgPeople.id })) ids.push(id);
        }
        return ids;
      }),
    () => client.end(),
  );
}

async function knex(keys: Keys): Promise<BulkInsert> {
  const db = knexMaker({ client: "pg", connection: await urlOf("postgresql"), pool: { min: 1, max: 1 } });
  return watched(
    async (rows) => {
      const inserting = db.batchInsert<Person & StoredRow>("people", [...rows], PAGE);
      if (keys === "none") {
        await inserting;
        return undefined;
      }
      return (await inserting.returning("id")).map(({ id }) => id);
    },
    () => db.destroy(),
  );
}

/** All count against unnest in one statement, on the driver that they use. */
const baseOf = (peer: string): string => (peer.includes("postgres.js") ? "raw postgres.js: unnest" : "raw pg: unnest");

function workload(keys: Keys): Workload {
  const peer = (name: string, open: () => Promise<BulkInsert> | BulkInsert) => bulkPeer(name, keys, open);
  return bulkWorkload("postgresql-bulk", keys, baseOf, [
    peer("raw pg: unnest", () => rawUnnest(keys)),
    peer("raw pg: unnest, array text by hand, 10,000 a statement", () => rawArrayText(keys)),
    peer("raw postgres.js: unnest", () => rawPostgresJs(keys)),
    peer("athanor, pg", async () => athanorBulk(await urlOf("postgresql"), keys, CLEAR)),
    peer("athanor, postgres.js", async () => athanorBulk(await urlOf("postgresql", "postgresql+postgres"), keys, CLEAR)),
    peer("kysely", () => kysely(keys)),
    peer("knex", () => knex(keys)),
    peer("drizzle", () => drizzled(keys)),
  ]);
}

export const postgresqlBulkWorkloads: readonly Workload[] = [workload("none"), workload("any"), workload("ordered")];
