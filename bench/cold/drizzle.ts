/** The same with drizzle. */
const start = performance.now();
const { eq } = await import("drizzle-orm");
const { drizzle } = await import("drizzle-orm/better-sqlite3");
const { integer, sqliteTable, text } = await import("drizzle-orm/sqlite-core");
const { default: Database } = await import("better-sqlite3");
const people = sqliteTable("people", { id: integer().primaryKey(), name: text().notNull() });
const db = drizzle({ client: new Database(process.argv[2]) });
const [row] = await db.select().from(people).where(eq(people.id, 1));
console.log(JSON.stringify({ name: row?.name, milliseconds: performance.now() - start }));
