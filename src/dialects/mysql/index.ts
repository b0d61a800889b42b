export { type MariadbOptions, type MysqlOptions, mariadbDialect as mariadb, mysqlDialect as mysql } from "./dialect.js";
export { insert } from "./dml.js";
