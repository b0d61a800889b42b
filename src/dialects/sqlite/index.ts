export { sqliteDialect as sqlite } from "./dialect.js";
