import type { Inspection, InspectionQuery } from "../inspection.js";

/**
 * Asks whether there is something of one of the kinds: one row if so, else none. Capitals count where they do in the names
 * of files, as for names in statements. Without a schema, the connection's own database is meant.
 */
function relationQuery(kinds: string, name: string, schema: string | null): InspectionQuery {
  return {
    sql: `SELECT 1 FROM information_schema.tables WHERE table_schema = ${schema === null ? "DATABASE()" : "?"} AND table_name = ? AND (@@lower_case_table_names > 0 OR BINARY table_name = ?) AND table_type ${kinds}`,
    values: schema === null ? [name, name] : [schema, name, name],
  };
}

/** How MySQL and MariaDB are asked what is in them. They don't tell of temporary tables. */
export const mysqlInspection: Inspection = {
  hasTable: (name, schema) => relationQuery("<> 'SEQUENCE'", name, schema),
  hasSequence: (name, schema) => relationQuery("= 'SEQUENCE'", name, schema),
};
