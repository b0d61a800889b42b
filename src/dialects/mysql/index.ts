export { type MariadbOptions, type MysqlOptions, mariadbDialect as mariadb, mysqlDialect as mysql } from "./dialect.js";
export { insert } from "./dml.js";
export { type MariadbConnection, type MariadbPool, mariadbDriver } from "./drivers/mariadb.js";
export {
  type Mysql2Connection,
  type Mysql2Pool,
  mysql2,
} from "./drivers/mysql2.js";
export type { MysqlConfig, MysqlDriverOptions } from "./drivers/shared/options.js";
export { limit } from "./limit.js";
export { type MatchMode, matchAgainst } from "./match.js";
export { bit, longText, mediumInteger, mediumText, tinyInteger, unsigned, unsignedBigInteger } from "./own-types.js";
