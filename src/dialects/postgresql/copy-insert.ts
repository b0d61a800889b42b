// Bulk INSERT by COPY: the rows travel as lines of text, of which each column's type reads its value.
import type { InsertCells, SlottedText } from "../../compiler/compiled.js";
import type { Compiled } from "../../compiler/compiled-statement.js";
import { nothingAround } from "../../compiler/placeholders.js";
import { hexDigits, wireArrayText } from "../../sqltypes/index.js";
import type { CopyInsert, CopyInsertRules } from "../copy-insert.js";
import type { WireValue } from "../driver.js";

/**
 * COPY knows neither rules nor row security, takes no view, and writes what an INSERT may not: a column that is
 * GENERATED ALWAYS AS IDENTITY.
 */
const DOES_THE_SAME =
  "SELECT relname FROM pg_class WHERE oid = to_regclass($1) AND relkind IN ('r', 'p') AND NOT relhasrules AND NOT row_security_active(oid) AND NOT EXISTS (SELECT FROM pg_attribute WHERE attrelid = pg_class.oid AND attidentity = 'a' AND attname IN (SELECT (parse_ident(name))[1] FROM unnest($2::text[]) AS name))";

function isEmpty({ parts, slots }: SlottedText): boolean {
  return slots.length === 0 && parts.every((part) => part === "");
}

function write(compiled: Compiled, { clause, table, columns, values, after, returning }: InsertCells): CopyInsert | null {
  if (values.length === 0 || ![clause, after, returning].every(isEmpty)) return null;
  const slots: number[] = [];
  for (const { slot } of values) {
    if (slot === null || compiled.slots[slot]?.around !== nothingAround) return null;
    slots.push(slot);
  }
  return {
    sql: `COPY ${table} (${columns.join(", ")}) FROM STDIN WITH (ENCODING 'UTF8')`,
    slots,
    question: { sql: DOES_THE_SAME, values: [table, wireArrayText(columns)] },
  };
}

/** What would end a value or a row, and what begins an escape. */
const SPECIAL = /[\\\t\n\r]/;
const EACH_SPECIAL = /[\\\t\n\r]/g;
const ESCAPES: Readonly<Record<string, string>> = { "\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r" };

function cellText(value: WireValue): string {
  if (value === null) return "\\N";
  if (typeof value === "string") return SPECIAL.test(value) ? value.replace(EACH_SPECIAL, (found) => ESCAPES[found] ?? found) : value;
  return value instanceof Uint8Array ? `\\\\x${hexDigits(value)}` : String(value);
}

function rowsText(values: readonly WireValue[], columns: number): string {
  let text = "";
  for (let start = 0; start < values.length; start += columns) {
    text += cellText(values[start] ?? null);
    for (let at = start + 1; at < start + columns; at += 1) text += `\t${cellText(values[at] ?? null)}`;
    text += "\n";
  }
  return text;
}

/** `COPY t, line 5, column n: "x"`, whatever the server's word for a line is. What a value says comes behind its place. */
function failedRow(place: string, table: string): number | undefined {
  const words = `\nCOPY ${table}, `;
  const found = `\n${place}`.indexOf(words);
  const [, line] = (found < 0 ? null : /^\D*(\d+)/.exec(`\n${place}`.slice(found + words.length))) ?? [];
  return line === undefined ? undefined : Number(line) - 1;
}

/** How PostgreSQL takes rows by COPY. */
export const postgresqlCopyInsert: CopyInsertRules = { write, rowsText, failedRow };
