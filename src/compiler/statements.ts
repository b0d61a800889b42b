import { UnsupportedError } from "../errors/index.js";
import type { DeleteNode, DmlNode, UpdateNode } from "../nodes/dml.js";
import { AliasNode, JoinNode, TableNode } from "../nodes/froms.js";
import type { ExpressionNode, FromNode } from "../nodes/node.js";
import { addFroms, insideJoin } from "../nodes/traverse.js";
import { anywhere, inFrom } from "./base.js";
import type { KeyedChange, SlottedColumn } from "./compiled.js";
import { fetchPlan } from "./fetch-plan.js";
import { covered } from "./from-lists.js";
import { InsertCompiler } from "./inserts.js";
import { isFreeOfOrder, keyOf } from "./keyed-changes.js";
import { UpdateValues } from "./update-values.js";
import { type Resolved, settings, tableOf } from "./values-resolution.js";

function oneTableOnly(): UnsupportedError {
  return new UnsupportedError("This backend does not support multiple-table criteria within UPDATE");
}

const none: readonly never[] = [];

/** Writes UPDATE and DELETE, and with what is below it all statements. */
export abstract class SqlCompiler extends InsertCompiler {
  // --- UPDATE ------------------------------------------------------------------------------------------------------------------

  visitUpdate(node: UpdateNode): string {
    const extra = this.extraFroms(node, node.where);
    return this.statement(node, covered(extra.length === 0 ? [node.table] : [node.table, ...extra]), (topLevel) =>
      this.updateText(node, extra, topLevel),
    );
  }

  private updateText(node: UpdateNode, extra: readonly FromNode[], topLevel: boolean): string {
    const others = node.table instanceof JoinNode ? [...insideJoin(node.table), ...extra] : extra;
    const resolved = new UpdateValues(node, tableOf(node.table), this, this.valuesPlace(node, topLevel, others)).resolve();
    this.attachedCtes(node);
    const { outputClause } = this.dialect.capabilities;
    const returned = this.returnedColumns(node, resolved, topLevel);
    const froms = this.namedFroms(node, extra);
    let text = `UPDATE ${this.affixes(node.prefixes)}${this.updateTarget(node, extra)} SET ${settings(resolved.assignments)}`;
    if (outputClause) text += this.returningText(returned, node);
    if (froms.length > 0) text += this.updateFrom(node, froms);
    text += this.criterionText(" WHERE ", node.where, anywhere) + this.lastClauses(node);
    if (!outputClause) text += this.returningText(returned, node);
    text += this.suffixes(node.suffixes).trimEnd();
    if (topLevel) {
      const facts = this.dmlFacts(node, resolved, resolved.implicitReturning);
      facts.inline = node.inline || (this.options.executemany ?? false);
      facts.hasWhere = node.where.length > 0;
      facts.keyed = returned.length > 0 ? null : this.keyedUpdate(node, resolved);
      this.dml = facts;
    }
    return this.withClause(topLevel) + text;
  }

  /** What stands after the criteria. */
  private lastClauses(node: UpdateNode | DeleteNode): string {
    const extensions = this.extensions(node, "postCriteria");
    return this.afterCriteria(node) + (extensions === "" ? "" : ` ${extensions}`.trimEnd());
  }

  /** What UPDATE names first: the target, and where SET may name several tables all of them. @throws UnsupportedError for a join, where it names one table */
  protected updateTarget(node: UpdateNode, extra: readonly FromNode[]): string {
    const { multiTableUpdate, updateFrom } = this.dialect.capabilities;
    if (multiTableUpdate) return this.list([node.table, ...extra], ", ", inFrom);
    if (node.table instanceof JoinNode && !updateFrom) throw oneTableOnly();
    if (node.table instanceof JoinNode)
      throw new UnsupportedError(
        `The '${this.dialect.name}' dialect has no UPDATE of a join: update one of its tables, and name the others in where().`,
      );
    return this.targetName(node.table);
  }

  /** The target as an UPDATE or DELETE names it first: with its alias, unless the FROM after it has that. */
  private targetName(target: FromNode): string {
    const aliasFollows = this.dialect.capabilities.targetInFrom && target instanceof AliasNode;
    return aliasFollows ? this.fromName(target) : this.process(target, inFrom);
  }

  /** What FROM or USING names: the other tables, in some databases after the target itself. */
  private namedFroms({ table }: UpdateNode | DeleteNode, extra: readonly FromNode[]): readonly FromNode[] {
    const again = this.dialect.capabilities.targetInFrom && (extra.length > 0 || table instanceof AliasNode);
    return again ? [table, ...extra] : extra;
  }

  /** `FROM …` of an UPDATE about several tables. */
  protected updateFrom(_node: UpdateNode, extra: readonly FromNode[]): string {
    if (this.dialect.capabilities.multiTableUpdate) return "";
    if (!this.dialect.capabilities.updateFrom) throw oneTableOnly();
    return ` FROM ${this.list(extra, ", ", inFrom)}`;
  }

  /** What an UPDATE or DELETE has after its WHERE: LIMIT, in some databases. */
  protected afterCriteria(_node: UpdateNode | DeleteNode): string {
    return "";
  }

  // --- DELETE ------------------------------------------------------------------------------------------------------------------

  visitDelete(node: DeleteNode): string {
    const named = this.extraFroms(node, node.where);
    const using = covered(node.using);
    const extra = using.length === 0 ? named : [...node.using, ...named.filter((from) => !using.includes(from))];
    return this.statement(node, extra.length === 0 ? [node.table] : [node.table, ...covered(extra)], (topLevel) =>
      this.deleteText(node, extra, topLevel),
    );
  }

  private deleteText(node: DeleteNode, extra: readonly FromNode[], topLevel: boolean): string {
    this.attachedCtes(node);
    const plan = fetchPlan(node, tableOf(node.table), {
      capabilities: this.dialect.capabilities,
      executemany: this.options.executemany ?? false,
      topLevel,
    });
    const implicit: readonly ExpressionNode[] = plan.implicitReturning
      ? [...node.table.columns.filter((column) => plan.returnsDefault(column)), ...node.supplementalColumns]
      : none;
    const returned = node.columns.length > 0 ? node.columns : implicit;
    this.noteResult(node, returned, topLevel);
    const { outputClause } = this.dialect.capabilities;
    const froms = this.namedFroms(node, extra);
    let text = `DELETE ${this.affixes(node.prefixes)}FROM ${this.deleteTarget(node, extra)}`;
    if (outputClause) text += this.returningText(returned, node);
    if (froms.length > 0) text += this.deleteUsing(node, froms);
    text += this.criterionText(" WHERE ", node.where, anywhere) + this.lastClauses(node);
    if (!outputClause) text += this.returningText(returned, node);
    text += this.suffixes(node.suffixes).trimEnd();
    if (topLevel) {
      const facts = this.dmlFacts(node, null, implicit);
      facts.hasWhere = node.where.length > 0;
      facts.keyed = returned.length > 0 ? null : this.keyedChange(node, null);
      this.dml = facts;
    }
    return this.withClause(topLevel) + text;
  }

  // --- many of them ------------------------------------------------------------------------------------------------------------

  /** As many sets may be executed at once: each column is given a value, by a parameter. */
  private keyedUpdate(node: UpdateNode, { assignments, set }: Resolved): KeyedChange | null {
    const { table } = node;
    if (!this.takesArrays || set.length !== assignments.length || !(table instanceof TableNode)) return null;
    const columns: SlottedColumn[] = [];
    for (const [index, { target }] of assignments.entries()) {
      const slot = set[index]?.slot ?? null;
      if (slot === null) return null;
      columns.push({ column: target, slot });
    }
    return isFreeOfOrder(
      table,
      set.map(({ column }) => column),
    )
      ? this.keyedChange(node, columns)
      : null;
  }

  /** Whether one statement may take the values of many sets from arrays. */
  private get takesArrays(): boolean {
    return (this.options.executemany ?? false) && this.dialect.capabilities.insertManyValues === "unnest";
  }

  private keyedChange(node: UpdateNode | DeleteNode, set: readonly SlottedColumn[] | null): KeyedChange | null {
    if (!this.takesArrays) return null;
    const parts = keyOf(node);
    if (parts === null) return null;
    const key: SlottedColumn[] = [];
    for (const { column, bind } of parts) {
      const slot = this.slotOf(bind);
      if (slot === null) return null;
      key.push({ column: this.process(column), slot });
    }
    return { table: this.process(node.table, inFrom), set, key };
  }

  /** The table after DELETE FROM, with its alias where that is not written elsewhere. */
  protected deleteTarget(node: DeleteNode, _extra: readonly FromNode[]): string {
    return this.targetName(node.table);
  }

  /** `USING …` of a DELETE about several tables. */
  protected deleteUsing(_node: DeleteNode, _extra: readonly FromNode[]): string {
    throw new UnsupportedError("This backend does not support multiple-table criteria within DELETE");
  }

  /** The FROM elements that the criteria name besides the target. */
  private extraFroms(node: DmlNode, where: readonly ExpressionNode[]): readonly FromNode[] {
    const found: FromNode[] = node.table instanceof JoinNode ? [...insideJoin(node.table)] : [node.table];
    const own = found.length;
    for (const each of where) addFroms(each, found);
    if (node.kind === "update" && "cells" in node && Array.isArray(node.cells)) {
      for (const cell of node.cells) if (this.isNode(cell)) addFroms(cell, found);
    }
    return found.length === own ? none : found.slice(own);
  }
}
