/** The same with node:sqlite alone, 100 rows a statement. */
import { rmSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { SQLITE_DDL } from "../schema.ts";
import { pagesOf, report } from "./rows.ts";

const file = process.argv[2] ?? "";
rmSync(file, { force: true });
const database = new DatabaseSync(file);
database.exec(SQLITE_DDL);
const values = Array.from({ length: 100 }, () => "(?, ?, ?, ?)").join(", ");
const statement = database.prepare(`INSERT INTO people (name, email, age, city) VALUES ${values} RETURNING id, name`);
let returned = 0;
database.exec("BEGIN");
for (const page of pagesOf(100))
  returned += statement.all(...page.flatMap(({ name, email, age, city }) => [name, email, age, city])).length;
database.exec("COMMIT");
database.close();
report(returned);
