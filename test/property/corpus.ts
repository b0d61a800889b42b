import { StatementNode } from "../../src/nodes/statement.js";
import { deletes } from "../golden/delete.js";
import { errors } from "../golden/errors.js";
import { insertBasics } from "../golden/insert-basics.js";
import { insertBinds } from "../golden/insert-binds.js";
import { insertDefaults } from "../golden/insert-defaults.js";
import { insertFromSelect } from "../golden/insert-from-select.js";
import { insertReturning } from "../golden/insert-returning.js";
import { insertValuesForms } from "../golden/insert-values-forms.js";
import { introspection } from "../golden/introspection.js";
import { onConflictPostgresql } from "../golden/on-conflict-postgresql.js";
import { onConflictSqlite } from "../golden/on-conflict-sqlite.js";
import { updateBasics } from "../golden/update-basics.js";
import { updateReturning } from "../golden/update-returning.js";

/** A golden case's statement, which can be built any number of times. */
export interface CorpusCase {
  readonly name: string;
  /** The tree; null for a case whose building raises, or that builds no statement. */
  build(): StatementNode | null;
}

const subjects: Readonly<Record<string, Readonly<Record<string, () => unknown>>>> = {
  deletes,
  errors,
  insertBasics,
  insertBinds,
  insertDefaults,
  insertFromSelect,
  insertReturning,
  insertValuesForms,
  introspection,
  onConflictPostgresql,
  onConflictSqlite,
  updateBasics,
  updateReturning,
};

function built(make: () => unknown): StatementNode | null {
  let statement: unknown;
  try {
    statement = make();
  } catch {
    return null;
  }
  const node = typeof statement === "object" && statement !== null && "node" in statement ? statement.node : null;
  return node instanceof StatementNode ? node : null;
}

/** Every statement of the golden files that has been ported. */
export const corpus: readonly CorpusCase[] = Object.entries(subjects).flatMap(([subject, cases]) =>
  Object.entries(cases).map(([id, make]) => ({ name: `${subject} ${id}`, build: () => built(make) })),
);
