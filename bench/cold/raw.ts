/** The same with the driver alone. */
const start = performance.now();
const { default: Database } = await import("better-sqlite3");
const row = new Database(process.argv[2]).prepare("SELECT id, name FROM people WHERE id = ?").get(1) as { name: string };
console.log(JSON.stringify({ name: row.name, milliseconds: performance.now() - start }));
