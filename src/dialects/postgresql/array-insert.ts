// Bulk INSERT by unnest: the server makes rows of one array for each column.
import type { InsertCells, SlottedText } from "../../compiler/compiled.js";
import type { Compiled } from "../../compiler/compiled-statement.js";
import { slotPlaceholder } from "../../compiler/placeholders.js";
import { wireArrayText } from "../../sqltypes/index.js";
import type { ArrayInsert, ArrayInsertRules, RowOrder } from "../array-insert.js";
import { writeChange } from "./array-change.js";
import { arrayColumn, arrayRows, ROWS } from "./array-columns.js";

/** Puts a text's placeholders in, counting on from `count`. */
function written(compiled: Compiled, text: SlottedText, count: number): string {
  let sql = text.parts[0] ?? "";
  text.slots.forEach((index, at) => {
    const slot = compiled.slots[index];
    sql += (slot ? slotPlaceholder(compiled.dialect.capabilities.paramStyle, slot, count + at + 1) : "") + (text.parts[at + 1] ?? "");
  });
  return sql;
}

function write(compiled: Compiled, cells: InsertCells, order: RowOrder, extra: string): ArrayInsert | null {
  const { clause, table, columns, values, after, returning } = cells;
  const arrays: number[] = [];
  const sources: string[] = [];
  const selected: string[] = [];
  for (const { slot, text } of values) {
    if (slot === null) {
      selected.push(text);
      continue;
    }
    const column = arrayColumn(compiled, slot, arrays.length, clause.slots.length + arrays.length + 1);
    if (column === null) return null;
    selected.push(column.value);
    arrays.push(slot);
    sources.push(column.source);
  }
  if (arrays.length === 0) return null;
  const isOrdered = order !== "any";
  const rows = arrayRows(sources, isOrdered);
  const count = clause.slots.length + arrays.length;
  const head = written(compiled, clause, 0);
  const conflict = written(compiled, after, count);
  const tail = written(compiled, returning, count + after.slots.length) + extra;
  const into = `${table} (${columns.join(", ")})`;
  const sql =
    order === "numbered"
      ? `${head}MERGE INTO ${table} USING ${rows} ON false WHEN NOT MATCHED THEN INSERT (${columns.join(", ")}) VALUES (${selected.join(", ")})${tail.replace(/^ RETURNING /, ` RETURNING ${ROWS}.n, `)}`
      : `${head}INSERT INTO ${into} SELECT ${selected.join(", ")} FROM ${rows}${isOrdered ? ` ORDER BY ${ROWS}.n` : ""}${conflict}${tail}`;
  return { sql, before: clause.slots, arrays, after: [...after.slots, ...returning.slots] };
}

/** How PostgreSQL takes rows from arrays; MERGE has RETURNING since version 17. */
export const postgresqlArrayInsert: ArrayInsertRules = {
  write,
  writeChange,
  arrayValue: wireArrayText,
  numberedFrom: 170_000,
};
