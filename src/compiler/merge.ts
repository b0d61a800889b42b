import { CompileError, UnsupportedError } from "../errors/index.js";
import { emptyDml, InsertNode, UpdateNode } from "../nodes/dml.js";
import { type MergeActionNode, type MergeClause, type MergeDone, MergeInsert, type MergeNode, MergeUpdate } from "../nodes/merge.js";
import { ExpressionNode, type FromNode } from "../nodes/node.js";
import { ReturnedRow } from "../nodes/returned-row.js";
import { fromsOf, insideJoin } from "../nodes/traverse.js";
import { inFrom } from "./base.js";
import type { SetColumn } from "./compiled.js";
import { DmlCompiler } from "./dml.js";
import { InsertValues } from "./insert-values.js";
import type { MergeCapabilities } from "./merge-capabilities.js";
import { MergeClauses, mergeWords, type WrittenClause } from "./merge-clauses.js";
import { UpdateValues } from "./update-values.js";
import { type Resolved, settings, tableOf } from "./values-resolution.js";

/** Writes MERGE. */
export abstract class MergeCompiler extends DmlCompiler {
  visitMerge(node: MergeNode): string {
    const { merge } = this.dialect.capabilities;
    if (merge === null)
      throw new UnsupportedError(
        `The '${this.dialect.name}' dialect with current database version settings has no MERGE: use an INSERT with a clause for conflicts, or several statements.`,
      );
    if (node.clauses.length === 0)
      throw new CompileError("A MERGE that does nothing: add whenMatched(), whenNotMatched() or whenNotMatchedBySource().");
    return this.statement(node, [node.table, ...insideJoin(node.source)], (topLevel) => this.mergeText(node, merge, topLevel));
  }

  private mergeText(node: MergeNode, merge: MergeCapabilities, topLevel: boolean): string {
    this.attachedCtes(node);
    this.checkNames("ON", [node.on], [node.table, ...insideJoin(node.source)]);
    const set: SetColumn[] = [];
    const parts = [
      `MERGE ${this.affixes(node.prefixes)}INTO ${this.mergeTarget(node.table)}`,
      ` USING ${this.process(node.source, inFrom)}`,
      merge.groupedOn ? `${this.criterionText(" ON (", [node.on], {})})` : this.criterionText(" ON ", [node.on], {}),
      ...new MergeClauses(node, merge, this.dialect.name).written().map((each) => this.mergeClause(node, each, merge, set)),
      this.mergeReturning(node, merge, topLevel),
      this.suffixes(node.suffixes).trimEnd(),
      merge.terminator,
    ];
    if (topLevel) this.dml = { ...this.dmlFacts(node, null, []), set, hasWhere: true };
    const ctes = this.withClause(topLevel);
    if (ctes !== "" && !merge.ctes)
      throw new UnsupportedError(
        `MERGE of the '${this.dialect.name}' dialect with current database version settings has no WITH before it: take a subquery for the CTE.`,
      );
    return ctes + parts.join("");
  }

  /** The target, with its alias. */
  protected mergeTarget(table: FromNode): string {
    return this.process(table, inFrom);
  }

  private mergeReturning(node: MergeNode, merge: MergeCapabilities, topLevel: boolean): string {
    if (node.columns.length === 0) return "";
    if (merge.returning === "none")
      throw new UnsupportedError(`MERGE of the '${this.dialect.name}' dialect with current database version settings has no RETURNING.`);
    this.checkNames("RETURNING", node.columns, merge.returning === "target" ? [node.table] : [node.table, ...insideJoin(node.source)]);
    this.noteResult(node, node.columns, topLevel);
    const outer = this.withinMergeReturning;
    this.withinMergeReturning = true;
    try {
      return this.returningText(node.columns, node);
    } finally {
      this.withinMergeReturning = outer;
    }
  }

  private mergeClause(node: MergeNode, { clause, deleting }: WrittenClause, { conditions }: MergeCapabilities, set: SetColumn[]): string {
    const word = mergeWords[clause.match];
    this.checkClause(node, clause, word);
    const [before, after] = conditions === "and" ? [" AND ", ""] : ["", " WHERE "];
    const and = before === "" ? "" : this.criterionText(before, clause.and, {});
    const action = this.mergeAction(node, clause.action, set);
    const where = after === "" ? "" : this.criterionText(after, clause.and, {});
    return ` ${word}${and} THEN ${action}${where}${deleting === null ? "" : this.criterionText(" DELETE WHERE ", deleting, {})}`;
  }

  private mergeAction(node: MergeNode, action: MergeActionNode, set: SetColumn[]): string {
    switch (action.kind) {
      case "mergeUpdate": {
        const resolved = this.updateValues(node, action);
        set.push(...resolved.set);
        return `UPDATE SET ${settings(resolved.assignments)}`;
      }
      case "mergeInsert": {
        const resolved = this.insertValues(node, action);
        set.push(...resolved.set);
        return this.mergeInsert(resolved);
      }
      case "mergeDelete":
        return "DELETE";
      case "mergeNothing":
        return "DO NOTHING";
    }
  }

  private mergeInsert({ assignments }: Resolved): string {
    if (assignments.length === 0) {
      if (this.dialect.capabilities.defaultValues) return "INSERT DEFAULT VALUES";
      throw new CompileError(`The '${this.dialect.name}' dialect with current database version settings does not support empty inserts.`);
    }
    return `INSERT (${assignments.map((each) => each.target).join(", ")}) VALUES (${assignments.map((each) => each.value).join(", ")})`;
  }

  // --- values: those of an INSERT and an UPDATE, which are resolved as theirs are -----------------------------------------------

  private updateValues(node: MergeNode, action: MergeUpdate): Resolved {
    const { table } = node;
    const { keys, cells } = action;
    const update = new UpdateNode({
      ...emptyDml,
      table,
      keys,
      cells,
      byColumn: null,
      where: [],
      allRows: false,
      inline: true,
    });
    return new UpdateValues(update, tableOf(table), this, { ...this.valuesPlace(action, false), merging: true }).resolve();
  }

  private insertValues(node: MergeNode, action: MergeInsert): Resolved {
    const insert = new InsertNode({
      ...emptyDml,
      table: node.table,
      names: action.names,
      cells: action.cells,
      byColumn: null,
      rows: null,
      inline: true,
    });
    return new InsertValues(insert, tableOf(node.table), this, { ...this.valuesPlace(action, false), merging: true }).resolve();
  }

  // --- names -------------------------------------------------------------------------------------------------------------------

  /** A row without a partner has one side only. */
  private checkClause(node: MergeNode, { match, and, action }: MergeClause, word: string): void {
    const source = insideJoin(node.source);
    const sides = { matched: [node.table, ...source], notMatched: source, notMatchedBySource: [node.table] }[match];
    this.checkNames(word, and, sides);
    if (!(action instanceof MergeUpdate || action instanceof MergeInsert)) return;
    const cells = action.cells.filter((cell) => cell instanceof ExpressionNode);
    this.checkNames(`${word} … ${action instanceof MergeUpdate ? "UPDATE" : "INSERT"}`, cells, sides);
  }

  private checkNames(where: string, expressions: readonly ExpressionNode[], sides: readonly FromNode[]): void {
    for (const from of expressions.flatMap(fromsOf)) {
      if (sides.includes(from) || from instanceof ReturnedRow) continue;
      const known = sides.filter((side) => side.kind !== "join").map((side) => `'${this.fromName(side)}'`);
      throw new CompileError(
        `MERGE: ${where} names '${this.fromName(from)}', but only columns of ${known.join(" and ")} can be named there.`,
      );
    }
  }

  /** What was done with a row. */
  visitMergeDone(_node: MergeDone): string {
    const action = this.dialect.capabilities.merge?.action ?? null;
    if (action === null)
      throw new UnsupportedError(`The '${this.dialect.name}' dialect with current database version settings has no mergeAction().`);
    if (!this.withinMergeReturning) throw new CompileError("mergeAction() can only be named in returning() of a MERGE.");
    return action;
  }
}
