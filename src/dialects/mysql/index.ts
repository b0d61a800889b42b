export { type MariadbOptions, type MysqlOptions, mariadbDialect as mariadb, mysqlDialect as mysql } from "./dialect.js";
export { insert } from "./dml.js";
export { limit } from "./limit.js";
export { type MatchMode, matchAgainst } from "./match.js";
export { longText, mediumInteger, mediumText, tinyInteger, unsigned, unsignedBigInteger } from "./own-types.js";
