import { DatabaseSync } from "node:sqlite";
import BetterSqlite3 from "better-sqlite3";

type Value = string | number;

export interface RawStatement {
  get(...values: readonly Value[]): unknown;
  all(...values: readonly Value[]): unknown[];
  run(...values: readonly Value[]): unknown;
}

/** What both packages have alike, in memory. */
export interface RawDatabase {
  exec(sql: string): unknown;
  prepare(sql: string): RawStatement;
  close(): unknown;
}

export function rawBetterSqlite3(): RawDatabase {
  const database = new BetterSqlite3(":memory:");
  return {
    exec: (sql) => database.exec(sql),
    prepare: (sql) => database.prepare<Value[]>(sql),
    close: () => database.close(),
  };
}

export function rawNodeSqlite(): RawDatabase {
  return new DatabaseSync(":memory:");
}
