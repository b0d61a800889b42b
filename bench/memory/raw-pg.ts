/** The same with pg alone, an array for each column, 10,000 rows a statement. */
import pg from "pg";
import { POSTGRESQL_DDL } from "../schema.ts";
import { pagesOf, report } from "./rows.ts";

const client = new pg.Client({ connectionString: process.argv[2] ?? "" });
await client.connect();
await client.query(POSTGRESQL_DDL);
const text =
  "INSERT INTO people (name, email, age, city) SELECT * FROM unnest($1::text[], $2::text[], $3::int[], $4::text[]) RETURNING id, name";
let returned = 0;
await client.query("BEGIN");
for (const page of pagesOf(10_000)) {
  const columns = [page.map(({ name }) => name), page.map(({ email }) => email), page.map(({ age }) => age), page.map(({ city }) => city)];
  returned += (await client.query({ name: "load", text, values: columns })).rows.length;
}
await client.query("COMMIT");
await client.end();
report(returned);
