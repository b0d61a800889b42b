import type { Inspection, InspectionQuery } from "../inspection.js";

/**
 * Asks whether there is a relation of one of the kinds: one row if so, else none. Without a schema, those are meant that
 * a name in a statement would find; the parameter is of the type `name`, and so is cut as names are.
 */
function relationQuery(kinds: string, name: string, schema: string | null): InspectionQuery {
  const relation = `SELECT 1 FROM pg_catalog.pg_class AS c WHERE c.relname = $1::NAME AND c.relkind IN (${kinds})`;
  return schema === null
    ? { sql: `${relation} AND pg_catalog.pg_table_is_visible(c.oid)`, values: [name] }
    : {
        sql: `${relation} AND c.relnamespace = (SELECT n.oid FROM pg_catalog.pg_namespace AS n WHERE n.nspname = $2::NAME)`,
        values: [name, schema],
      };
}

/** The same for a type of the user's. */
function typeQuery(name: string, schema: string | null): InspectionQuery {
  const type = "SELECT 1 FROM pg_catalog.pg_type AS t WHERE t.typname = $1::NAME";
  return schema === null
    ? { sql: `${type} AND pg_catalog.pg_type_is_visible(t.oid)`, values: [name] }
    : {
        sql: `${type} AND t.typnamespace = (SELECT n.oid FROM pg_catalog.pg_namespace AS n WHERE n.nspname = $2::NAME)`,
        values: [name, schema],
      };
}

/** How PostgreSQL is asked what is in it. Tables are also partitioned and foreign ones; views also materialized ones. */
export const postgresqlInspection: Inspection = {
  hasTable: (name, schema) => relationQuery("'r', 'p', 'f', 'v', 'm'", name, schema),
  hasSequence: (name, schema) => relationQuery("'S'", name, schema),
  hasType: typeQuery,
};
