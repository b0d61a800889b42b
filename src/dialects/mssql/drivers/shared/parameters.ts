// As which of the package's types a value is bound.
import { boundType, NamedTextType, type SqlType, TimestampType } from "../../../../sqltypes/index.js";
import type { WireValue } from "../../../driver.js";
import { DriverError } from "../../../driver-error.js";
import { NamedTimestampType, NcharType, NvarcharType } from "../../own-types.js";
import type { TediousParameterOptions, TypeName } from "./package.js";

/** A value in the form in which the package takes it. */
export interface BoundValue {
  readonly type: TypeName;
  readonly value: unknown;
  readonly options?: TediousParameterOptions;
}

/** How many characters or bytes a parameter has that is not of the types for long ones: one length for all, so that the server keeps one plan. */
const LONGEST = { NVarChar: 4000, VarChar: 8000, VarBinary: 8000 } as const;

/** More digits are lost in the package, which makes a double of every decimal; so many are not. */
const EXACT_DIGITS = 15;
/** Powers of ten up to this one are doubles without loss. */
const EXACT_POWER = 22;

/** What every code page has. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: all of ASCII is meant
const ASCII = /^[\x00-\x7f]*$/;
const DECIMAL = /^-?(\d+)(?:\.(\d*))?$/;
const TIMESTAMP = /^(\d{4}-\d\d-\d\d)(?: (\d\d:\d\d:\d\d(?:\.\d{1,6})?))?/;

const INT = 2 ** 31;
const SMALL_INT = 2 ** 15;

/** A point in time that says of itself that it is in UTC: the package writes its own offset beside it. */
class UtcDate extends Date {
  /** What is below the millisecond, in seconds: the package's own name for it. */
  nanosecondDelta = 0;

  override getTimezoneOffset(): number {
    return 0;
  }
}

function sized(type: keyof typeof LONGEST, value: string | Uint8Array | null): BoundValue {
  const length = LONGEST[type];
  return value !== null && value.length > length ? { type, value } : { type, value, options: { length } };
}

const national = (value: WireValue): BoundValue => sized("NVarChar", value === null ? null : String(value));

/** Text of one code page where that has its characters: an index of VARCHAR does not serve where it is compared with NVARCHAR. */
function narrow(value: WireValue): BoundValue {
  return value !== null && ASCII.test(String(value)) ? sized("VarChar", String(value)) : national(value);
}

function whole(type: "Int" | "SmallInt" | "BigInt", value: WireValue): BoundValue {
  if (value === null) return { type, value };
  if (typeof value === "bigint") return { type: "BigInt", value };
  const size = Math.abs(Number(value));
  if (type === "SmallInt" && size < SMALL_INT) return { type, value };
  // a number that is too large for the column is the server's to refuse
  return type !== "BigInt" && size < INT ? { type: "Int", value } : { type: "BigInt", value: BigInt(Number(value)) };
}

/** A decimal as such where the package loses none of its digits, else as text, of which the server makes one. */
function decimal(value: WireValue): BoundValue {
  if (value === null) return { type: "Decimal", value, options: { precision: 38, scale: 0 } };
  const text = String(value);
  const [, before = "", after = ""] = DECIMAL.exec(text) ?? [];
  const digits = (before + after).replace(/^0+/, "").length;
  if (before === "" || digits > EXACT_DIGITS || after.length > EXACT_POWER) return sized("VarChar", text);
  return { type: "Decimal", value: Number(text), options: { precision: Math.max(digits, after.length, 1), scale: after.length } };
}

/** A day and a time of day, to the microsecond. */
function instant(day: string, clock: string): UtcDate {
  const [seconds = "", fraction = ""] = clock.split(".");
  const digits = fraction.padEnd(6, "0");
  const date = new UtcDate(`${day}T${seconds}.${digits.slice(0, 3)}Z`);
  date.nanosecondDelta = Number(digits.slice(3)) / 1e6;
  return date;
}

function timestampType(type: SqlType<unknown>): "DateTime" | "SmallDateTime" | "DateTime2" | "DateTimeOffset" {
  if (type instanceof NamedTimestampType) return type.name === "SMALLDATETIME" ? "SmallDateTime" : "DateTime";
  return type instanceof TimestampType && type.timezone ? "DateTimeOffset" : "DateTime2";
}

function timestamp(type: SqlType<unknown>, value: WireValue): BoundValue {
  const name = timestampType(type);
  const [, day, clock = "00:00:00"] = TIMESTAMP.exec(String(value)) ?? [];
  if (value !== null && day === undefined) return national(value);
  const date = day === undefined ? null : instant(day, clock);
  return name === "DateTime" || name === "SmallDateTime" ? { type: name, value: date } : { type: name, value: date, options: { scale: 7 } };
}

/** Of a value of no type: what it shows. */
function untyped(value: WireValue): BoundValue {
  switch (typeof value) {
    case "number":
      return Number.isSafeInteger(value) && !Object.is(value, -0) ? whole("Int", value) : { type: "Float", value };
    case "bigint":
      return { type: "BigInt", value };
    default:
      return value instanceof Uint8Array ? bytes(value) : national(value);
  }
}

/** The package takes bytes as a Buffer only. */
function bytes(value: Uint8Array | null): BoundValue {
  return sized("VarBinary", value === null ? null : Buffer.from(value.buffer, value.byteOffset, value.byteLength));
}

function isNational(type: SqlType<unknown>): boolean {
  return type instanceof NvarcharType || type instanceof NcharType || type instanceof NamedTextType;
}

/**
 * A wire value as the package takes it, by the type of its parameter.
 * @throws DriverError for a number that SQL Server has no form for
 */
export function boundValue(declared: SqlType<unknown>, value: WireValue): BoundValue {
  if (typeof value === "number" && !Number.isFinite(value))
    throw new DriverError("data", `SQL Server has no ${value}: its FLOAT holds finite numbers alone.`);
  const type = boundType(declared, "mssql");
  switch (type?.kind) {
    case "integer":
      return whole("Int", value);
    case "smallInteger":
      return whole("SmallInt", value);
    case "bigInteger":
      return whole("BigInt", value);
    case "numeric":
      return decimal(value);
    case "float":
    case "double":
      return { type: "Float", value: value === null ? null : Number(value) };
    case "boolean":
      return { type: "Bit", value: value === null ? null : Number(value) === 1 };
    case "uuid":
      return { type: "UniqueIdentifier", value };
    case "date":
      return { type: "Date", value: value === null ? null : instant(String(value), "00:00:00") };
    case "time":
      return { type: "Time", value: value === null ? null : instant("1970-01-01", String(value)), options: { scale: 7 } };
    case "timestamp":
      return timestamp(type, value);
    case "binary":
      return value === null || value instanceof Uint8Array ? bytes(value) : untyped(value);
    case "varchar":
    case "char":
    case "text":
    case "enum":
      return isNational(type) ? national(value) : narrow(value);
    default:
      return untyped(value);
  }
}
