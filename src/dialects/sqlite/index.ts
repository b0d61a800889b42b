export { sqliteDialect as sqlite } from "./dialect.js";
export { insert, type SqliteInsert } from "./dml.js";
