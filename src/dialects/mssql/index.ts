export { type MssqlOptions, mssqlDialect as mssql } from "./dialect.js";
export { type TediousConfig, type TediousConnection, tedious } from "./drivers/tedious.js";
export {
  dateTime,
  dateTimeOffset,
  money,
  nchar,
  ntext,
  nvarchar,
  smallDateTime,
  smallMoney,
  tinyInteger,
  xml,
} from "./own-types.js";
