/** The same with mariadb alone, by batch(), 10,000 rows at a time. */
import { createConnection } from "mariadb";
import { MARIADB_DDL } from "../schema.ts";
import { pagesOf, report } from "./rows.ts";

const { hostname, port, username, pathname } = new URL(process.argv[2] ?? "");
const client = await createConnection({ host: hostname, port: Number(port), user: username, database: pathname.slice(1) });
for (const statement of MARIADB_DDL) await client.query(statement);
let returned = 0;
await client.beginTransaction();
for (const page of pagesOf(10_000)) {
  const sets = page.map(({ name, email, age, city }) => [name, email, age, city]);
  const rows: unknown[] = await client.batch("INSERT INTO people (name, email, age, city) VALUES (?, ?, ?, ?) RETURNING id, name", sets);
  returned += rows.length;
}
await client.commit();
await client.end();
report(returned);
