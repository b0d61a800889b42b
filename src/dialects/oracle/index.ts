export { type OracleOptions, oracleDialect as oracle } from "./dialect.js";
export { type OracledbConfig, type OracledbConnection, type OracledbPool, oracledb } from "./drivers/oracledb.js";
export { binaryFloat, number, nvarchar2, raw } from "./own-types.js";
