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

/** What reads the text of a value of the server's type. */
export function textReader(type: number): TextReader {
  return READERS.get(type) ?? asText;
}
