// What travels to the server as text, and is taken there for what the parameter's type makes of it.
import type { WireValue } from "../../../driver.js";
import { DriverError } from "../../../driver-error.js";

/** A value as text: bytes as `\x00ff`. */
export function asText(value: WireValue): string | null {
  if (value instanceof Uint8Array) return `\\x${Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString("hex")}`;
  return value === null ? null : String(value);
}

const COPIES = /^\s*COPY\b[\s\S]*\b(?:STDIN|STDOUT)\b/i;

/** @throws DriverError for a COPY whose data would travel between statements */
export function checkNoCopy(sql: string): void {
  if (COPIES.test(sql))
    throw new DriverError(
      "notSupported",
      "COPY from STDIN and to STDOUT has a stream of its own: use load() for rows that go in, and else the package's.",
    );
}
