export { type MssqlOptions, mssqlDialect as mssql } from "./dialect.js";
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
