import type { CteOptions } from "../nodes/froms.js";

/** What `cte()` takes besides the name. */
export interface CteSettings {
  /** Its columns are named in the WITH clause, and its query may name the CTE itself. */
  readonly recursive?: boolean;
  /** Written where it is used, not at the top of the statement. */
  readonly nesting?: boolean;
  /** MATERIALIZED or NOT MATERIALIZED, where there is such a hint. */
  readonly materialized?: boolean;
}

/** The settings with what is left out. */
export function cteOptions(settings: CteSettings): CteOptions {
  return { recursive: settings.recursive ?? false, nesting: settings.nesting ?? false, materialized: settings.materialized ?? null };
}
