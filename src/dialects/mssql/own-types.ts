// The types that only SQL Server has, and the functions by which columns get them.
import { ColumnDef } from "../../schema/index.js";
import { CharType, NamedTextType, NumericType, RangedIntegerType, TimestampType, VarcharType } from "../../sqltypes/index.js";

/** NVARCHAR: a string of any characters, where VARCHAR has those of one code page. Other databases take it for VARCHAR. */
export class NvarcharType extends VarcharType {
  override get structure(): string {
    return `n${super.structure}`;
  }
}

/** NCHAR: a string of any characters and of a fixed length. Other databases take it for CHAR. */
export class NcharType extends CharType {
  override get structure(): string {
    return `n${super.structure}`;
  }
}

/** MONEY and SMALLMONEY: decimals with four digits after the point. */
export class MoneyType extends NumericType {
  constructor(
    readonly name: string,
    precision: number,
  ) {
    super({ precision, scale: 4 });
  }

  override get structure(): string {
    return this.name.toLowerCase();
  }

  override ddl(): string {
    return this.name;
  }
}

/** A point in time under another name than DATETIME2. */
export class NamedTimestampType extends TimestampType {
  constructor(readonly name: string) {
    super();
  }

  override get structure(): string {
    return this.name.toLowerCase();
  }

  override ddl(): string {
    return this.name;
  }
}

/**
 * NVARCHAR: a string of any characters, `nvarchar(30)`, `nvarchar("first_name", 30)`; NVARCHAR(max) without a length.
 * @throws ArgumentError for a length that is no positive whole number
 * @since 0.1.0
 */
export function nvarchar(nameOrLength?: string | number, length?: number): ColumnDef<string> {
  return typeof nameOrLength === "string"
    ? new ColumnDef(new NvarcharType(length), nameOrLength)
    : new ColumnDef(new NvarcharType(nameOrLength), null);
}

/**
 * NCHAR: a string of any characters, padded with blanks: `nchar(2)`, `nchar("country", 2)`.
 * @throws ArgumentError for a length that is no positive whole number
 * @since 0.1.0
 */
export function nchar(nameOrLength?: string | number, length?: number): ColumnDef<string> {
  return typeof nameOrLength === "string"
    ? new ColumnDef(new NcharType(length), nameOrLength)
    : new ColumnDef(new NcharType(nameOrLength), null);
}

/** NTEXT: what NVARCHAR(max) has taken the place of. @since 0.1.0 */
export function ntext(name?: string): ColumnDef<string> {
  return new ColumnDef(new NamedTextType("NTEXT"), name ?? null);
}

/** XML, as text. @since 0.1.0 */
export function xml(name?: string): ColumnDef<string> {
  return new ColumnDef(new NamedTextType("XML"), name ?? null);
}

/** TINYINT: a number between 0 and 255. @since 0.1.0 */
export function tinyInteger(name?: string): ColumnDef<number, "int"> {
  return new ColumnDef<number, "int">(new RangedIntegerType("TINYINT", 0, 255), name ?? null);
}

/** MONEY: a decimal with four digits after the point, as text. @since 0.1.0 */
export function money(name?: string): ColumnDef<string> {
  return new ColumnDef<string>(new MoneyType("MONEY", 19), name ?? null);
}

/** SMALLMONEY: the same up to 214,748.3647. @since 0.1.0 */
export function smallMoney(name?: string): ColumnDef<string> {
  return new ColumnDef<string>(new MoneyType("SMALLMONEY", 10), name ?? null);
}

/** DATETIMEOFFSET: a point in time, kept with its offset from UTC, which is none. @since 0.1.0 */
export function dateTimeOffset(name?: string): ColumnDef<Date> {
  return new ColumnDef(new TimestampType({ timezone: true }), name ?? null);
}

/** DATETIME: a point in time to three hundredths of a second; `timestamp()` is DATETIME2, which keeps all of a Date. @since 0.1.0 */
export function dateTime(name?: string): ColumnDef<Date> {
  return new ColumnDef(new NamedTimestampType("DATETIME"), name ?? null);
}

/** SMALLDATETIME: a point in time to the minute. @since 0.1.0 */
export function smallDateTime(name?: string): ColumnDef<Date> {
  return new ColumnDef(new NamedTimestampType("SMALLDATETIME"), name ?? null);
}
