import type { InspectionQuery } from "../inspection.js";

/** What an unqualified name may mean. pragma_table_list would read every table's columns for one answer. */
const UNQUALIFIED = `SELECT 1 FROM (SELECT type, name FROM sqlite_master UNION ALL SELECT type, name FROM sqlite_temp_master)
WHERE type IN ('table', 'view') AND name = ? COLLATE NOCASE LIMIT 1`;

/** The schema is a value here, so that nothing needs to be quoted. */
const QUALIFIED = "SELECT 1 FROM pragma_table_xinfo(?, ?) LIMIT 1";

/**
 * Asks whether there is a table or a view of that name: one row if so, else none. Capitals count as little as they do in
 * SQLite itself. Without a schema the main database and the temporary one are meant, as for names in statements; asking
 * for a schema that is not attached is an error.
 */
export function hasTableQuery(name: string, schema: string | null): InspectionQuery {
  return schema === null ? { sql: UNQUALIFIED, values: [name] } : { sql: QUALIFIED, values: [name, schema] };
}
