export { type OracleOptions, oracleDialect as oracle } from "./dialect.js";
export { binaryFloat, number, nvarchar2, raw } from "./own-types.js";
