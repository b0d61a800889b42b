/** Imports athanor and runs a first query on SQLite; prints the milliseconds. */
const start = performance.now();
const { createEngine, integer, MetaData, select, text } = await import("athanor");
const people = new MetaData().table("people", { id: integer().primaryKey(), name: text().notNull() });
const conn = await createEngine(process.argv[2] ?? "").connect();
const { name } = (await conn.execute(select(people).where(people.c.id.eq(1)))).one();
console.log(JSON.stringify({ name, milliseconds: performance.now() - start }));
