// Bulk INSERT by unnest: the server makes rows of one array for each column.
import type { InsertCells, SlottedText } from "../../compiler/compiled.js";
import type { Compiled } from "../../compiler/compiled-statement.js";
import { slotPlaceholder, within } from "../../compiler/placeholders.js";
import { ArrayType, bindCast, NumericType, type SqlType, TypeDecorator, typeOn, VariantType, wireArrayText } from "../../sqltypes/index.js";
import type { ArrayInsert, ArrayInsertRules, RowOrder } from "../array-insert.js";
import { postgresqlTypes } from "./types.js";

const castTypes = postgresqlTypes(true);

/** How the values of one column travel: the array's type, and what each element is cast to. */
interface ArrayTransport {
  readonly array: string;
  readonly cast: string;
}

/**
 * The array's elements have the column's type without a length or precision, since a cast to `varchar(3)` cuts in silence
 * where the assignment to the column refuses. Arrays travel as texts: an array of arrays would have to be rectangular.
 */
function transportOf(type: SqlType<unknown>): ArrayTransport | null {
  if (type instanceof VariantType) return transportOf(typeOn(type, "postgresql"));
  // what has a name of its own can't be assigned from its impl, unless an expression makes it
  if (type instanceof TypeDecorator) return type.ownDdl !== undefined && !type.expressions.bind ? null : transportOf(type.impl);
  if (type instanceof NumericType) return { array: "NUMERIC[]", cast: "" };
  const cast = bindCast(type, castTypes);
  if (cast === "") return null;
  return type instanceof ArrayType ? { array: "TEXT[]", cast } : { array: `${cast.slice(2)}[]`, cast: "" };
}

/** The name of the rows, which no table has. */
const ROWS = "athanor_rows";

/** Puts a text's placeholders in, counting on from `count`. */
function written(compiled: Compiled, text: SlottedText, count: number): string {
  let sql = text.parts[0] ?? "";
  text.slots.forEach((index, at) => {
    const slot = compiled.slots[index];
    sql += (slot ? slotPlaceholder(compiled.dialect, slot, count + at + 1) : "") + (text.parts[at + 1] ?? "");
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
    const value = compiled.slots[slot];
    const transport = value ? transportOf(value.type) : null;
    if (!value || transport === null) return null;
    selected.push(within(value, compiled.dialect.capabilities.paramStyle, `${ROWS}.p${arrays.length}${transport.cast}`));
    arrays.push(slot);
    sources.push(`$${clause.slots.length + arrays.length}::${transport.array}`);
  }
  if (arrays.length === 0) return null;
  const names = arrays.map((_, index) => `p${index}`);
  const isOrdered = order !== "any";
  const rows = `unnest(${sources.join(", ")})${isOrdered ? " WITH ORDINALITY" : ""} AS ${ROWS}(${[...names, ...(isOrdered ? ["n"] : [])].join(", ")})`;
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
  arrayValue: wireArrayText,
  numberedFrom: 170_000,
};
