import { ArgumentError } from "../errors/index.js";
import { SqlType, type WireValue } from "./base.js";
import { refused } from "./refuse.js";

/**
 * Bytes, checked. A Buffer is a Uint8Array and is taken.
 *
 * @throws ValueRefusedError for anything else
 * @since 0.1.0
 */
export function checkedBytes(value: unknown): Uint8Array {
  if (value instanceof Uint8Array) return value;
  throw refused("binary", value, "give a Uint8Array; new TextEncoder().encode(text) makes one from text");
}

/** Bytes as hexadecimal digits. */
export function hexDigits(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Bytes that a driver gave, as a plain Uint8Array: a Buffer's methods differ, and code that uses them fails on another driver. */
export function plainBytes(value: Uint8Array): Uint8Array {
  return value.constructor === Uint8Array ? value : new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
}

/**
 * Bytes, a Uint8Array.
 *
 * @example `cast(x, binary())` gives `CAST(x AS BLOB)`
 * @since 0.1.0
 */
export class BinaryType extends SqlType<Uint8Array> {
  readonly kind = "binary";
  readonly length: number | undefined;

  /** @throws ArgumentError for a length that is no positive whole number */
  constructor(length?: number) {
    super();
    if (length !== undefined && !(Number.isInteger(length) && length > 0)) {
      throw new ArgumentError(`binary() needs a positive whole number as its length, got ${length}.`);
    }
    this.length = length;
  }

  get structure(): string {
    return `binary(${this.length ?? ""})`;
  }

  ddl(): string {
    return "BLOB";
  }

  toWire(value: Uint8Array): WireValue {
    return checkedBytes(value);
  }

  fromWire(wire: unknown): Uint8Array {
    if (wire instanceof Uint8Array) return plainBytes(wire);
    throw refused("binary", wire, "the column holds something that is no bytes");
  }

  /** The form of the SQL standard; not every database takes it for bytes. */
  override literal(value: Uint8Array): string {
    return `X'${hexDigits(checkedBytes(value))}'`;
  }
}
