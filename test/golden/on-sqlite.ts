import { readFileSync } from "node:fs";
import Database from "better-sqlite3";

interface GoldenSchema {
  readonly tables: readonly { readonly schema: string | null; readonly sqlite_ddl?: string }[];
}

let opened: Database.Database | undefined;

/** A database in memory with the tables of the golden files; those of other schemas need schemas that SQLite has not. */
function database(): Database.Database {
  if (opened) return opened;
  opened = new Database(":memory:");
  // the marked place: what the golden files hold is what their README says
  const { tables } = JSON.parse(readFileSync(new URL("cases/schema.json", import.meta.url), "utf8")) as GoldenSchema;
  for (const { schema, sqlite_ddl: ddl } of tables) if (schema === null && ddl !== undefined) opened.exec(ddl);
  return opened;
}

/** What a real SQLite says against the text; undefined where it would run it. */
export function refusedBySqlite(sql: string): string | undefined {
  try {
    database().prepare(sql);
    return undefined;
  } catch (error) {
    return String(error);
  }
}
