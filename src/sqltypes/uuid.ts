import { SqlType, type WireValue } from "./base.js";
import { refused } from "./refuse.js";

const UUID = /^([0-9a-f]{8})-?([0-9a-f]{4})-?([0-9a-f]{4})-?([0-9a-f]{4})-?([0-9a-f]{12})$/i;

/**
 * A UUID in its canonical form, lower case with dashes; upper case and a form without dashes are taken.
 *
 * @throws ValueRefusedError for anything else
 * @since 0.1.0
 */
export function checkedUuid(value: unknown): string {
  const parts = typeof value === "string" ? UUID.exec(value) : null;
  if (parts !== null) return parts.slice(1).join("-").toLowerCase();
  throw refused("uuid", value, 'give 32 hexadecimal digits, such as "00112233-4455-6677-8899-aabbccddeeff"');
}

/** A UUID as 32 digits, for databases without a type for it. */
export function uuidDigits(value: unknown): string {
  return checkedUuid(value).replaceAll("-", "");
}

/**
 * UUID: a string such as `00112233-4455-6677-8899-aabbccddeeff`. By default it is stored as 32 digits; databases with a
 * type for it use that.
 *
 * @example `cast(x, uuid())` gives `CAST(x AS CHAR(32))`
 * @since 0.1.0
 */
export class UuidType extends SqlType<string> {
  readonly kind = "uuid";

  get structure(): string {
    return "uuid";
  }

  ddl(): string {
    return "CHAR(32)";
  }

  toWire(value: string): WireValue {
    return uuidDigits(value);
  }

  fromWire(wire: unknown): string {
    return checkedUuid(wire);
  }

  override literal(value: string): string {
    return `'${uuidDigits(value)}'`;
  }
}
