// Many UPDATEs or DELETEs of one row each as one statement: a join with the rows that unnest makes of one array for each parameter.
import type { KeyedChange, SlottedColumn } from "../../compiler/compiled.js";
import type { Compiled } from "../../compiler/compiled-statement.js";
import type { ArrayChange } from "../array-insert.js";
import { arrayColumn, arrayRows, ROWS } from "./array-columns.js";

/** The change; RETURNING tells which sets have found a row. */
export function writeChange(compiled: Compiled, { table, set, key }: KeyedChange): ArrayChange | null {
  const arrays: number[] = [];
  const sources: string[] = [];
  const equal = ({ column, slot }: SlottedColumn): string | null => {
    const made = arrayColumn(compiled, slot, arrays.length, arrays.length + 1);
    if (made === null) return null;
    arrays.push(slot);
    sources.push(made.source);
    return `${column} = ${made.value}`;
  };
  const values = (set ?? []).map(equal);
  const criteria = key.map(equal);
  if ([...values, ...criteria].includes(null)) return null;
  const rows = arrayRows(sources, true);
  const changed = set === null ? `DELETE FROM ${table} USING ${rows}` : `UPDATE ${table} SET ${values.join(", ")} FROM ${rows}`;
  return { sql: `${changed} WHERE ${criteria.join(" AND ")} RETURNING ${ROWS}.n`, arrays };
}
