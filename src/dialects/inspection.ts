import type { WireValue } from "./driver.js";

/** A question to the database: SQL text with its values. */
export interface InspectionQuery {
  readonly sql: string;
  readonly values: readonly WireValue[];
}

/** How a database is asked what is in it. Each question gives rows for yes, none for no. */
export interface Inspection {
  /** Whether there is a table or a view of that name; a schema of null is the one that unqualified names mean. */
  hasTable(name: string, schema: string | null): InspectionQuery;
  /** The same for a sequence, where there are sequences. */
  hasSequence?(name: string, schema: string | null): InspectionQuery;
  /** The same for a type, where enumerations are types of their own. */
  hasType?(name: string, schema: string | null): InspectionQuery;
}
