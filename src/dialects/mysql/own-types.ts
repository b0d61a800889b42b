// The types that only MySQL and MariaDB have, and the functions by which columns get them.

import { ArgumentError } from "../../errors/index.js";
import { ColumnDef } from "../../schema/index.js";
import {
  BigIntegerType,
  checkedBigInt,
  NamedTextType,
  RangedIntegerType,
  readBigInt,
  refused,
  SqlType,
  type WireValue,
} from "../../sqltypes/index.js";

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

/** BIT: whole numbers of so many bits. */
export class BitFieldType extends SqlType<bigint> {
  readonly kind = "bitField";

  constructor(readonly length: number) {
    super();
    if (!Number.isInteger(length) || length < 1 || length > 64)
      throw new ArgumentError(`bit() takes a length from 1 to 64, got ${length}.`);
  }

  get structure(): string {
    return `bit(${this.length})`;
  }

  ddl(): string {
    return `BIT(${this.length})`;
  }

  toWire(value: number | bigint): WireValue {
    const whole = checkedBigInt(this.structure, value);
    // no package sends more than 63 bits as a number, and a text would be taken for bytes
    const most = 2n ** BigInt(Math.min(this.length, 63)) - 1n;
    if (whole >= 0n && whole <= most) return whole;
    throw refused(this.structure, value, `give a bigint between 0n and ${most}n`);
  }

  /** The packages give the bytes, the highest first. */
  fromWire(wire: unknown): bigint {
    return wire instanceof Uint8Array ? wire.reduce((whole, byte) => whole * 256n + BigInt(byte), 0n) : readBigInt(this.structure, wire);
  }

  override literal(value: number | bigint): string {
    return String(this.toWire(value));
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

/** BIT: a bigint of so many bits, at most 64; one without a length: `bit(8)`, `bit("flags", 8)`. @throws ArgumentError for another length @since 0.1.0 */
export function bit(nameOrLength?: string | number, length = 1): ColumnDef<bigint> {
  return typeof nameOrLength === "string"
    ? new ColumnDef<bigint>(new BitFieldType(length), nameOrLength)
    : new ColumnDef<bigint>(new BitFieldType(nameOrLength ?? length), null);
}
