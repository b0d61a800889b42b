/** How a database writes MERGE, and what of it there is. */
export interface MergeCapabilities {
  /** Whose columns RETURNING may name. */
  readonly returning: "none" | "target" | "both";
  /** WHEN NOT MATCHED BY SOURCE. */
  readonly bySource: boolean;
  /** THEN DO NOTHING. */
  readonly doNothing: boolean;
  /** How many clauses about the same rows: any number, one for each action, or one. */
  readonly clauses: "any" | "onePerAction" | "one";
  /**
   * Where the condition of a clause stands: `AND …` before THEN; or `WHERE …` behind the action, where a DELETE is a part of
   * the UPDATE, `UPDATE SET … DELETE WHERE …`.
   */
  readonly conditions: "and" | "where";
  /** ON needs parentheses. */
  readonly groupedOn: boolean;
  /** UPDATE may set columns that ON names. */
  readonly updatesMatched: boolean;
  /** The source may be a join. */
  readonly joinedSource: boolean;
  /** `WITH … MERGE`. */
  readonly ctes: boolean;
  /** The text that says in RETURNING what was done with a row; null where there is none. */
  readonly action: string | null;
  /** What the statement must end with. */
  readonly terminator: string;
}

/** All of it: every clause any number of times, and RETURNING. */
export const fullMerge: MergeCapabilities = {
  returning: "both",
  bySource: true,
  doNothing: true,
  clauses: "any",
  conditions: "and",
  groupedOn: false,
  updatesMatched: true,
  joinedSource: true,
  ctes: true,
  action: "merge_action()",
  terminator: "",
};
