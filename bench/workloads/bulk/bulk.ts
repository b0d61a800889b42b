import { strict as assert } from "node:assert";
import { type Connection, createEngine, insert, select, sql } from "athanor";
import type { Kysely } from "kysely";
import type { Peer, Ready, Workload } from "../../contest.ts";
import type { KyselyTables } from "../../peers-schema.ts";
import { madePeople, metadata, type Person, people } from "../../schema.ts";

/** What a bulk INSERT gives back: nothing, the new keys, or the new keys in the order of the rows. */
export type Keys = "none" | "any" | "ordered";

/** One way of inserting many rows, all or none. */
export interface BulkInsert {
  /** Gives the new keys, or nothing. */
  insert(rows: readonly Person[]): Promise<readonly number[] | undefined> | readonly number[] | undefined;
  /** The names that are stored, by key. */
  stored(): Promise<ReadonlyMap<number, string>> | ReadonlyMap<number, string>;
  clear(): unknown;
  close(): unknown;
}

const ROWS = madePeople(100_000);

/** Whether what was inserted is there, under the keys that were given back. */
function checkStored(keys: Keys, given: readonly number[] | undefined, stored: ReadonlyMap<number, string>): void {
  assert.equal(stored.size, ROWS.length);
  assert.equal(new Set(stored.values()).size, ROWS.length);
  if (keys === "none") return;
  assert.equal(new Set(given).size, ROWS.length);
  for (const [row, key] of (given ?? []).entries()) {
    const name = stored.get(key);
    assert.ok(name !== undefined, `no row has the key ${key}`);
    if (keys === "ordered") assert.equal(name, ROWS[row]?.name);
  }
}

export function bulkPeer(name: string, keys: Keys, open: () => Promise<BulkInsert> | BulkInsert): Peer {
  return {
    name,
    async prepare(): Promise<Ready> {
      const peer = await open();
      let given: readonly number[] | undefined;
      return {
        run: async () => {
          given = await peer.insert(ROWS);
        },
        check: async () => checkStored(keys, given, await peer.stored()),
        reset: () => peer.clear(),
        close: () => peer.close(),
      };
    },
  };
}

export function bulkWorkload(group: string, keys: Keys, base: string | ((peer: string) => string), peers: readonly Peer[]): Workload {
  const names = { none: "without keys", any: "with keys", ordered: "with keys in the order of the rows" };
  return {
    group,
    name: `100,000 rows ${names[keys]}`,
    unit: "row",
    size: ROWS.length,
    times: 1,
    rounds: 5,
    base: typeof base === "string" ? () => base : base,
    peers,
  };
}

/** Rows in parts of a statement's size. */
export function* chunks<T>(rows: readonly T[], size: number): Generator<readonly T[]> {
  for (let start = 0; start < rows.length; start += size) yield rows.slice(start, start + size);
}

const KYSELY_PAGE = 1000;

/** kysely, the same on all databases. */
export function kyselyInsert(db: Kysely<KyselyTables>, keys: Keys): BulkInsert["insert"] {
  return (rows) =>
    db.transaction().execute(async (transaction) => {
      const ids: number[] = [];
      for (const page of chunks(rows, KYSELY_PAGE)) {
        const query = transaction.insertInto("people").values(page);
        if (keys === "none") await query.execute();
        else for (const { id } of await query.returning("id").execute()) ids.push(id);
      }
      return ids;
    });
}

export const plain = insert(people);
const withKeys = insert(people).returning(people.c.id);
const ordered = withKeys.sortByParameterOrder();

async function inserted(conn: Connection, keys: Keys, rows: readonly Person[]): Promise<readonly number[] | undefined> {
  if (keys === "none") {
    await conn.execute(plain, rows);
    return undefined;
  }
  const result = await conn.execute(keys === "any" ? withKeys : ordered, rows);
  return result.all().map(({ id }) => id);
}

/** athanor, the same on all databases. @param clear what empties the table */
export async function athanorBulk(url: string, keys: Keys, clear: string): Promise<BulkInsert> {
  const engine = createEngine(url);
  // what makes and empties the table commits on MariaDB, so it stays out of transactions
  const own = (await engine.connect()).executionOptions({ isolationLevel: "AUTOCOMMIT" });
  await metadata.dropAll(own);
  await metadata.createAll(own);
  return {
    insert: (rows) => own.begin((conn) => inserted(conn, keys, rows)),
    stored: async () => {
      const result = await own.execute(select(people.c.id, people.c.name));
      return new Map(result.all().map(({ id, name }) => [id, name]));
    },
    clear: () => own.execute(sql.text(clear)),
    close: async () => {
      await own.close();
      await engine.close();
    },
  };
}
