// What PostgreSQL's text means where no column's type says it: numbers, booleans and bytes by the server's type; all else stays text.
import { parseBytes } from "../../bytes-text.js";

type TextReader = (text: string) => unknown;

const asText: TextReader = (text) => text;

function bytes(text: string): Uint8Array {
  return text.startsWith("\\x") ? new Uint8Array(Buffer.from(text.slice(2), "hex")) : parseBytes(text);
}

/** By the server's type number: bool, bytea, int8, int2, int4, oid, float4, float8. */
const READERS: ReadonlyMap<number, TextReader> = new Map<number, TextReader>([
  [16, (text) => text === "t"],
  [17, bytes],
  [20, BigInt],
  [21, Number],
  [23, Number],
  [26, Number],
  [700, Number],
  [701, Number],
]);

/** Puts these readers into the place of others. @param parsers what reads a value's text, by the server's type; what is not there stays text */
export function readAsHere(parsers: Record<number, TextReader>): void {
  for (const type of Object.keys(parsers).map(Number)) parsers[type] = textReader(type);
  for (const [type, read] of READERS) parsers[type] = read;
}

/** What reads the text of a value of the server's type. */
export function textReader(type: number): TextReader {
  return READERS.get(type) ?? asText;
}
