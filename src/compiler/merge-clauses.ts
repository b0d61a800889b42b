import { UnsupportedError } from "../errors/index.js";
import { ColumnNode } from "../nodes/column.js";
import { JoinNode } from "../nodes/froms.js";
import { type MergeClause, MergeDelete, type MergeMatch, type MergeNode, MergeNothing, MergeUpdate } from "../nodes/merge.js";
import type { ExpressionNode } from "../nodes/node.js";
import { walk } from "../nodes/traverse.js";
import type { MergeCapabilities } from "./merge-capabilities.js";

/** A clause as one database has it. */
export interface WrittenClause {
  readonly clause: MergeClause;
  /** Which of the updated rows are deleted, where DELETE is a part of the UPDATE; null without. */
  readonly deleting: readonly ExpressionNode[] | null;
}

export const mergeWords: Readonly<Record<MergeMatch, string>> = {
  matched: "WHEN MATCHED",
  notMatched: "WHEN NOT MATCHED",
  notMatchedBySource: "WHEN NOT MATCHED BY SOURCE",
};

/** Without those that do nothing with what no later clause would take: they change nothing. */
function withoutLastNothings(clauses: readonly MergeClause[]): readonly MergeClause[] {
  return clauses.filter(
    ({ action, match }, index) =>
      !(action instanceof MergeNothing) || clauses.slice(index + 1).some((later) => later.match === match && !isNothing(later)),
  );
}

const isNothing = ({ action }: MergeClause): boolean => action instanceof MergeNothing;

/** Whether an UPDATE keeps all columns that the criteria name. */
function isKept(criteria: readonly ExpressionNode[], { keys }: MergeUpdate, node: MergeNode): boolean {
  let kept = true;
  for (const criterion of criteria) {
    walk(criterion, (at) => {
      if (at instanceof ColumnNode && at.table === node.table && (keys.includes(at.key) || at.facts.onUpdate !== null)) kept = false;
      return kept;
    });
  }
  return kept;
}

/** The clauses of a MERGE as one database can write them. */
export class MergeClauses {
  constructor(
    private readonly node: MergeNode,
    private readonly capabilities: MergeCapabilities,
    private readonly dialect: string,
  ) {}

  /** @throws UnsupportedError for what the database does not have, by name */
  written(): readonly WrittenClause[] {
    const { node, capabilities } = this;
    if (!capabilities.joinedSource && node.source instanceof JoinNode) throw this.refusal("join as the source: make it a subquery");
    if (
      !capabilities.updatesMatched &&
      node.clauses.some(({ action }) => action instanceof MergeUpdate && !isKept([node.on], action, node))
    )
      throw this.refusal("UPDATE of a column that ON names");
    if (!capabilities.bySource && node.clauses.some(({ match }) => match === "notMatchedBySource"))
      throw this.refusal("WHEN NOT MATCHED BY SOURCE");
    const clauses = capabilities.doNothing ? node.clauses : withoutLastNothings(node.clauses);
    if (!capabilities.doNothing && clauses.some(isNothing)) throw this.refusal("DO NOTHING before another clause about the same rows");
    if (clauses.length === 0) throw this.refusal("DO NOTHING, of which alone the statement is made");
    const written = capabilities.conditions === "and" ? clauses.map((clause) => ({ clause, deleting: null })) : this.#joined(clauses);
    this.#checkCount(written);
    return written;
  }

  private refusal(what: string): UnsupportedError {
    return new UnsupportedError(`MERGE of the '${this.dialect}' dialect with current database version settings has no ${what}.`);
  }

  #checkCount(written: readonly WrittenClause[]): void {
    const { clauses: most } = this.capabilities;
    if (most === "any") return;
    written.forEach(({ clause: { match, action } }, index) => {
      const earlier = written.slice(0, index).filter(({ clause }) => clause.match === match);
      if (most === "one" && earlier.length > 0) throw this.refusal(`second ${mergeWords[match]}`);
      const sameAction = earlier.some(({ clause }) => clause.action.kind === action.kind);
      if (sameAction) throw this.refusal(`second ${mergeWords[match]} with the same action`);
    });
  }

  /** DELETE as a part of the UPDATE: of rows that a clause before it deletes, by what the update does not change. */
  #joined(clauses: readonly MergeClause[]): readonly WrittenClause[] {
    return clauses.flatMap((clause, index): readonly WrittenClause[] => {
      if (!(clause.action instanceof MergeDelete)) return [{ clause, deleting: this.#deletedBefore(clauses, index) }];
      const next = clauses.slice(index + 1).find(({ match }) => match === clause.match);
      if (next === undefined || !(next.action instanceof MergeUpdate))
        throw this.refusal("DELETE without an UPDATE of all other matched rows");
      return [];
    });
  }

  #deletedBefore(clauses: readonly MergeClause[], index: number): readonly ExpressionNode[] | null {
    const clause = clauses[index];
    const before = clauses.slice(0, index).findLast(({ match }) => match === clause?.match);
    if (!clause || !(clause.action instanceof MergeUpdate) || !before || !(before.action instanceof MergeDelete)) return null;
    if (clause.and.length > 0) throw this.refusal("DELETE beside an UPDATE with a condition of its own");
    if (!isKept(before.and, clause.action, this.node)) throw this.refusal("DELETE by a column that the UPDATE changes");
    return before.and;
  }
}
