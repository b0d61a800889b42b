import { type Connection, type Engine, insert, integer, MetaData, select, varchar } from "athanor";

export const metadata = new MetaData();

/** What was written, and when the fault came: the table that every fault is checked on. */
export const entries = metadata.table("entry", { id: integer().primaryKey().autoincrement(false), body: varchar(200).notNull() });

/** Creates the table and commits entries of these numbers. */
export async function withEntries(engine: Engine, ...ids: number[]): Promise<void> {
  const conn = await engine.connect();
  await metadata.createAll(conn);
  await conn.commit();
  await conn.close();
  if (ids.length > 0) await engine.begin((conn) => conn.execute(insert(entries), numbered(ids)));
}

/** Rows of these numbers. */
export const numbered = (ids: readonly number[]) => ids.map((id) => ({ id, body: `entry ${id}` }));

/** The numbers from one to another. */
export const range = (from: number, to: number): number[] => Array.from({ length: to - from + 1 }, (_, n) => from + n);

/** Adds one entry. */
export const add = (conn: Connection, id: number) => conn.execute(insert(entries), { id, body: `entry ${id}` });

/** The numbers that are there. */
export const ids = (conn: Connection): Promise<number[]> => conn.scalars(select(entries.c.id).orderBy(entries.c.id));

const other = entries.alias("other");

/** So many rows of few entries that no server can have sent them all while nobody reads. */
export const pairs = select(entries.c.id, other.c.body).where(entries.c.id.ne(other.c.id));
