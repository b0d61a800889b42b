import { postgresqlName } from "./identifiers.js";

/** A sequence as the text that nextval() takes: quotes inside of it keep capitals. */
export function sequenceName(schema: string | null, name: string): string {
  return schema === null ? postgresqlName(name) : `${postgresqlName(schema)}.${postgresqlName(name)}`;
}
