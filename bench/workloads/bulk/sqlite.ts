import BetterSqlite3 from "better-sqlite3";
import { drizzle } from "drizzle-orm/better-sqlite3";
import knexMaker from "knex";
import { Kysely, SqliteDialect } from "kysely";
import type { Workload } from "../../contest.ts";
import { type KyselyTables, sqlitePeople } from "../../peers-schema.ts";
import { COLUMNS, type Person, SQLITE_DDL } from "../../schema.ts";
import { type RawDatabase, rawBetterSqlite3, rawNodeSqlite } from "../raw-sqlite.ts";
import { athanorBulk, type BulkInsert, bulkPeer, bulkWorkload, chunks, type Keys, kyselyInsert } from "./bulk.ts";

const PAGE = 100;
const ONE = "(?, ?, ?, ?)";
const INSERT = `INSERT INTO people (${COLUMNS.join(", ")}) VALUES ${Array.from({ length: PAGE }, () => ONE).join(", ")}`;
const CLEAR = "DELETE FROM people";

type StoredRow = { readonly id: number; readonly name: string };

function storedIn(database: Pick<RawDatabase, "prepare">): ReadonlyMap<number, string> {
  const rows = database.prepare("SELECT id, name FROM people").all() as StoredRow[];
  return new Map(rows.map(({ id, name }) => [id, name]));
}

const valuesOf = (rows: readonly Person[]): (string | number)[] => {
  const values: (string | number)[] = [];
  for (const { name, email, age, city } of rows) values.push(name, email, age, city);
  return values;
};

/** VALUES of 100 rows, prepared once by hand; the keys as the database gives them. */
function raw(database: RawDatabase, keys: Keys): BulkInsert {
  database.exec(SQLITE_DDL);
  const statement = database.prepare(keys === "none" ? INSERT : `${INSERT} RETURNING id`);
  return {
    insert(rows) {
      const ids: number[] = [];
      database.exec("BEGIN");
      for (const page of chunks(rows, PAGE)) {
        const values = valuesOf(page);
        if (keys === "none") statement.run(...values);
        else for (const row of statement.all(...values)) ids.push((row as StoredRow).id);
      }
      database.exec("COMMIT");
      return ids;
    },
    stored: () => storedIn(database),
    clear: () => database.exec(CLEAR),
    close: () => database.close(),
  };
}

function opened(): BetterSqlite3.Database {
  const database = new BetterSqlite3(":memory:");
  database.exec(SQLITE_DDL);
  return database;
}

function onBetterSqlite3(database: BetterSqlite3.Database, insert: BulkInsert["insert"]): BulkInsert {
  return {
    insert,
    stored: () => storedIn({ prepare: (sql) => database.prepare<(string | number)[]>(sql) }),
    clear: () => database.exec(CLEAR),
    close: () => database.close(),
  };
}

function kysely(keys: Keys): BulkInsert {
  const database = opened();
  const db = new Kysely<KyselyTables>({ dialect: new SqliteDialect({ database }) });
  return onBetterSqlite3(database, kyselyInsert(db, keys));
}

function drizzled(keys: Keys): BulkInsert {
  const database = opened();
  const db = drizzle({ client: database });
  return onBetterSqlite3(database, (rows) =>
    db.transaction((transaction) => {
      const ids: number[] = [];
      for (const page of chunks(rows, PAGE)) {
        const query = transaction.insert(sqlitePeople).values([...page]);
        if (keys === "none") query.run();
        else for (const { id } of query.returning({ id: sqlitePeople.id }).all()) ids.push(id);
      }
      return ids;
    }),
  );
}

function knex(keys: Keys): BulkInsert {
  const db = knexMaker({ client: "better-sqlite3", connection: { filename: ":memory:" }, useNullAsDefault: true });
  const made = db.raw(SQLITE_DDL).then(() => undefined);
  return {
    async insert(rows) {
      await made;
      const inserting = db.batchInsert<Person & StoredRow>("people", [...rows], 500);
      if (keys === "none") {
        await inserting;
        return undefined;
      }
      return (await inserting.returning("id")).map(({ id }) => id);
    },
    async stored() {
      const rows: StoredRow[] = await db.select("id", "name").from("people");
      return new Map(rows.map(({ id, name }) => [id, name]));
    },
    async clear() {
      await made;
      await db.raw(CLEAR);
    },
    close: () => db.destroy(),
  };
}

/** Each of athanor's drivers counts against itself; the others against better-sqlite3, on which they run. */
const baseOf = (peer: string): string =>
  peer.includes("node:sqlite") ? "raw node:sqlite: VALUES × 100, prepared" : "raw better-sqlite3: VALUES × 100, prepared";

function workload(keys: Keys): Workload {
  const peer = (name: string, open: () => Promise<BulkInsert> | BulkInsert) => bulkPeer(name, keys, open);
  return bulkWorkload("sqlite-bulk", keys, baseOf, [
    peer("raw better-sqlite3: VALUES × 100, prepared", () => raw(rawBetterSqlite3(), keys)),
    peer("raw node:sqlite: VALUES × 100, prepared", () => raw(rawNodeSqlite(), keys)),
    peer("athanor, better-sqlite3", () => athanorBulk("sqlite+better-sqlite3://", keys, CLEAR)),
    peer("athanor, node:sqlite", () => athanorBulk("sqlite://", keys, CLEAR)),
    peer("kysely", () => kysely(keys)),
    peer("knex", () => knex(keys)),
    peer("drizzle", () => drizzled(keys)),
  ]);
}

export const sqliteBulkWorkloads: readonly Workload[] = [workload("none"), workload("any"), workload("ordered")];
