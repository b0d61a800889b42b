import type { WireValue } from "../../../driver.js";

/** How long a statement is when it is sent, in bytes: the most of either form. */
export interface PacketSize {
  /** As text with its values written in. */
  readonly text: number;
  /** As an execution of a prepared statement. */
  readonly prepared: number;
}

/** What either package escapes: each with one more byte. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are escaped
const ESCAPED = /[\0\b\t\n\r\x1a"'\\]/g;

/** Command, statement's number, flags and the like. */
const HEADER = 16;
/** A number, or a length with the type of its parameter. */
const FIXED = 26;

/** At most three bytes a character, escaped or not. */
function estimated(sql: string, values: readonly WireValue[]): number {
  let most = HEADER + sql.length * 3;
  for (const value of values) most += FIXED + (typeof value === "string" || value instanceof Uint8Array ? value.length * 3 : 0);
  return most;
}

/** The size of a statement that may be longer than a packet; null for one that can't be. */
export function packetSize(sql: string, values: readonly WireValue[], most: number): PacketSize | null {
  if (estimated(sql, values) <= most) return null;
  let text = HEADER + Buffer.byteLength(sql);
  let prepared = HEADER;
  for (const value of values) {
    const isText = typeof value === "string";
    const length = isText ? Buffer.byteLength(value) : value instanceof Uint8Array ? value.length : 0;
    prepared += FIXED + length;
    text += FIXED + (isText ? length + (value.match(ESCAPED)?.length ?? 0) : length * 2);
  }
  return { text, prepared };
}
