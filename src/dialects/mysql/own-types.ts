// The types that only MySQL and MariaDB have, and the functions by which columns get them.
import { ColumnDef } from "../../schema/index.js";
import { BigIntegerType, checkedBigInt, NamedTextType, RangedIntegerType, refused, type WireValue } from "../../sqltypes/index.js";

const MOST_SIGNED = 2n ** 63n - 1n;
const MOST_UNSIGNED = 2n ** 64n - 1n;

/** BIGINT UNSIGNED. */
export class UnsignedBigIntegerType extends BigIntegerType {
  override get structure(): string {
    return "bigint unsigned";
  }

  override ddl(): string {
    return "BIGINT UNSIGNED";
  }

  override toWire(value: number | bigint): WireValue {
    const whole = checkedBigInt(this.structure, value);
    // no package has a whole number of 64 bits without sign
    if (whole >= 0n && whole <= MOST_UNSIGNED) return whole > MOST_SIGNED ? String(whole) : whole;
    throw refused(this.structure, value, `give a bigint between 0n and ${MOST_UNSIGNED}n`);
  }
}

function ranged(type: string, least: number, most: number, name: string | undefined): ColumnDef<number, "int"> {
  return new ColumnDef(new RangedIntegerType(type, least, most), name ?? null);
}

/** TINYINT: a number between -128 and 127. @since 0.1.0 */
export function tinyInteger(name?: string): ColumnDef<number, "int"> {
  return ranged("TINYINT", -128, 127, name);
}

/** MEDIUMINT: a number of 24 bits. @since 0.1.0 */
export function mediumInteger(name?: string): ColumnDef<number, "int"> {
  return ranged("MEDIUMINT", -(2 ** 23), 2 ** 23 - 1, name);
}

/** INTEGER UNSIGNED: a number that is not negative. @since 0.1.0 */
export function unsigned(name?: string): ColumnDef<number, "int"> {
  return ranged("INTEGER UNSIGNED", 0, 2 ** 32 - 1, name);
}

/** BIGINT UNSIGNED: a bigint that is not negative. @since 0.1.0 */
export function unsignedBigInteger(name?: string): ColumnDef<bigint, "int"> {
  return new ColumnDef<bigint, "int">(new UnsignedBigIntegerType(), name ?? null);
}

/** MEDIUMTEXT: a string of up to 16 megabytes. @since 0.1.0 */
export function mediumText(name?: string): ColumnDef<string> {
  return new ColumnDef(new NamedTextType("MEDIUMTEXT"), name ?? null);
}

/** LONGTEXT: a string of up to 4 gigabytes. @since 0.1.0 */
export function longText(name?: string): ColumnDef<string> {
  return new ColumnDef(new NamedTextType("LONGTEXT"), name ?? null);
}
