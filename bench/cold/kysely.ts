/** The same with kysely. */
const start = performance.now();
const { Kysely, SqliteDialect } = await import("kysely");
const { default: Database } = await import("better-sqlite3");
const db = new Kysely<{ people: { id: number; name: string } }>({
  dialect: new SqliteDialect({ database: new Database(process.argv[2]) }),
});
const { name } = await db.selectFrom("people").selectAll().where("id", "=", 1).executeTakeFirstOrThrow();
console.log(JSON.stringify({ name, milliseconds: performance.now() - start }));
