import type { WireValue } from "../driver.js";

/** A question to the database: SQL text with its values. */
export interface InspectionQuery {
  readonly sql: string;
  readonly values: readonly WireValue[];
}

const FROM_TABLES = "SELECT 1 FROM pragma_table_list WHERE name = ? COLLATE NOCASE";

/**
 * Asks whether there is a table or a view of that name: one row if so, else none. Capitals count as little as they do in
 * SQLite itself. Without a schema the main database and the temporary one are meant, as for names in statements.
 */
export function hasTableQuery(name: string, schema: string | null): InspectionQuery {
  if (schema === null) return { sql: `${FROM_TABLES} AND schema IN ('main', 'temp') LIMIT 1`, values: [name] };
  return { sql: `${FROM_TABLES} AND schema = ? COLLATE NOCASE LIMIT 1`, values: [name, schema] };
}
