import { postgresqlName } from "./identifiers.js";

/** A sequence as the text that nextval() takes: quotes inside of it keep capitals. */
export function sequenceName(schema: string | null, name: string): string {
  return schema === null ? postgresqlName(name) : `${postgresqlName(schema)}.${postgresqlName(name)}`;
}

/** The bytes that PostgreSQL keeps of a name. */
const LONGEST_NAME = 63;

/** The name that PostgreSQL gives to the sequence of a SERIAL or identity column: the longer of the two names is cut. */
export function serialName(table: string, column: string): string {
  const room = LONGEST_NAME - "__seq".length;
  const parts = [[...table], [...column]];
  const size = (part: readonly string[] | undefined): number => new TextEncoder().encode(part?.join("")).length;
  while (size(parts[0]) + size(parts[1]) > room) parts[size(parts[0]) > size(parts[1]) ? 0 : 1]?.pop();
  return `${parts.map((part) => part.join("")).join("_")}_seq`;
}
