// The types that only Oracle has, and the functions by which columns get them.
import { ArgumentError } from "../../errors/index.js";
import { ColumnDef } from "../../schema/index.js";
import { BinaryType, FloatType, type NumericOptions, NumericType, VarcharType } from "../../sqltypes/index.js";

/** NUMBER: without a precision, a decimal of any size. */
export class NumberType<M extends "string" | "number" = "string"> extends NumericType<M> {
  override get structure(): string {
    return `number(${super.structure})`;
  }

  override ddl(): string {
    return super.ddl().replace("NUMERIC", "NUMBER");
  }
}

/** NVARCHAR2: a string in the national character set. */
export class Nvarchar2Type extends VarcharType {
  override get structure(): string {
    return `nvarchar2(${this.length ?? ""})`;
  }

  override ddl(): string {
    return `NVARCHAR2(${this.length ?? 2000})`;
  }
}

/** BINARY_FLOAT: a number in single precision. */
export class BinaryFloatType extends FloatType {
  override get structure(): string {
    return "binary_float";
  }

  override ddl(): string {
    return "BINARY_FLOAT";
  }
}

/** The most bytes of a RAW. */
const LONGEST_RAW = 2000;

/**
 * NUMBER: an exact decimal, a string such as `"12.50"`; with `{ mode: "number" }` a number. Without a precision it is of any size.
 * @throws ArgumentError for a precision or scale that is no whole number, and for a scale alone
 * @since 0.1.0
 */
export function number<const M extends "string" | "number" = "string">(
  options: NumericOptions<M> = {},
): ColumnDef<M extends "number" ? number : string> {
  return new ColumnDef<M extends "number" ? number : string>(new NumberType<M>(options), null);
}

/** NVARCHAR2: a string of at most `length` characters in the national character set. @throws ArgumentError for a length that is no positive whole number @since 0.1.0 */
export function nvarchar2(length: number): ColumnDef<string> {
  return new ColumnDef<string>(new Nvarchar2Type(length), null);
}

/** BINARY_FLOAT: a number in single precision; `double()` is BINARY_DOUBLE. @since 0.1.0 */
export function binaryFloat(name?: string): ColumnDef<number> {
  return new ColumnDef<number>(new BinaryFloatType(), name ?? null);
}

/** RAW: at most so many bytes, up to 2000; `binary()` is BLOB. @throws ArgumentError for another length @since 0.1.0 */
export function raw(length: number): ColumnDef<Uint8Array> {
  if (length > LONGEST_RAW) throw new ArgumentError(`raw() holds at most ${LONGEST_RAW} bytes, got ${length}: take binary().`);
  return new ColumnDef<Uint8Array>(new BinaryType(length), null);
}
