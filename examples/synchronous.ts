// The README's program without promises, to the letter: a test holds them together, and runs it.

import { createSyncEngine, insert, integer, MetaData, select, text } from "athanor";

const metadata = new MetaData();
const notes = metadata.table("note", { id: integer().primaryKey(), body: text().notNull() });
const engine = createSyncEngine(":memory:"); // or sqlite:///app.db

engine.begin((conn) => {
  metadata.createAll(conn);
  const { id } = conn.execute(insert(notes).values({ body: "no await" })).insertedPrimaryKey;
  for (const note of conn.stream(select(notes).where(notes.c.id.eq(id)))) console.log(note.body);
});
