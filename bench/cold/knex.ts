/** The same with knex. */
const start = performance.now();
const { default: knex } = await import("knex");
const db = knex({ client: "better-sqlite3", connection: { filename: process.argv[2] ?? "" }, useNullAsDefault: true });
const { name } = await db("people").where("id", 1).first();
console.log(JSON.stringify({ name, milliseconds: performance.now() - start }));
await db.destroy();
