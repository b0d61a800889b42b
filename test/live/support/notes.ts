import { type Connection, type Engine, insert, integer, MetaData, select, text } from "athanor";

/** A table of notes, for tests that are not about tables. */
export function noteTable() {
  const metadata = new MetaData();
  const notes = metadata.table("note", { id: integer().primaryKey(), body: text().notNull().unique() });
  return { metadata, notes };
}

export const { metadata, notes } = noteTable();

/** Creates the table of notes. */
export async function withNotes(engine: Engine, ...bodies: string[]): Promise<Engine> {
  const conn = await engine.connect();
  // not inside of begin(): where DDL commits, that is refused
  await metadata.createAll(conn);
  await conn.execute(
    insert(notes),
    bodies.map((body) => ({ body })),
  );
  await conn.commit();
  await conn.close();
  return engine;
}

/** Adds a note. */
export const addNote = (conn: Connection, body: string) => conn.execute(insert(notes), { body });

/** The notes' texts in the order in which they were written. */
export const bodies = (conn: Connection): Promise<string[]> => conn.scalars(select(notes.c.body).orderBy(notes.c.id));

/** The notes that have been committed, as a connection of its own sees them. */
export async function committed(engine: Engine): Promise<string[]> {
  const conn = await engine.connect();
  try {
    return await bodies(conn);
  } finally {
    await conn.close();
  }
}
