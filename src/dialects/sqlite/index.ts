export { type SqliteOptions, sqliteDialect as sqlite } from "./dialect.js";
export { insert, type SqliteInsert } from "./dml.js";
export { betterSqlite3 } from "./drivers/better-sqlite3.js";
export { nodeSqlite } from "./drivers/node-sqlite.js";
