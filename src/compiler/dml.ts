import { CompileError } from "../errors/index.js";
import type { ColumnNode } from "../nodes/column.js";
import type { DmlNode, InsertNode, UpdateNode } from "../nodes/dml.js";
import { AliasNode } from "../nodes/froms.js";
import { labelledColumns } from "../nodes/labels.js";
import type { ExpressionNode, FromNode, Node } from "../nodes/node.js";
import { ReturnedRow } from "../nodes/returned-row.js";
import type { Sequence } from "../nodes/sequence.js";
import { addFroms } from "../nodes/traverse.js";
import { anywhere, type Place } from "./base.js";
import type { DmlFacts, Prefetch } from "./compiled.js";
import { resultOf, returnedNames } from "./result-columns.js";
import { SelectCompiler } from "./selects.js";
import { type Resolved, tableOf, type ValuesPlace, type ValueWriter } from "./values-resolution.js";

/** Facts to which those of one kind of statement are yet to be added. */
type DmlFactsDraft = { -readonly [K in keyof DmlFacts]: DmlFacts[K] };

const none: readonly never[] = [];
const bareColumns: Place = { bareColumns: true };

/** What the statements that write have in common: values resolution, RETURNING, and the facts beside the text. */
export abstract class DmlCompiler extends SelectCompiler implements ValueWriter {
  get topLevelStatement(): boolean {
    return this.isTopLevel;
  }

  /** Where the values of one statement stand. */
  protected valuesPlace(source: Node, topLevel: boolean, extra: readonly FromNode[] = []): ValuesPlace {
    const severalTables = extra.length > 0 && this.dialect.capabilities.multiTableUpdate;
    return { source, topLevel, merging: false, otherTargets: severalTables ? extra : [] };
  }

  /** The sequence by which the database itself counts a key up, where it has such a thing. */
  countingSequence(_column: ColumnNode): Sequence | null {
    return null;
  }

  /** What an UPDATE sets that is no column by itself: an element of an array, say. Its columns stand without their table. */
  assignedText(expression: ExpressionNode): string {
    return this.process(expression, { bareColumns: true });
  }

  /** Sets the statement up and writes it. */
  protected statement(node: DmlNode, own: readonly FromNode[], write: (topLevel: boolean) => string): string {
    const topLevel = this.isTopLevel;
    this.checkOptions(node);
    this.enter(own);
    const outerHints = this.currentHints;
    this.currentHints = node.hints;
    try {
      return write(topLevel);
    } finally {
      this.currentHints = outerHints;
      this.leave();
    }
  }

  /** What RETURNING brings: what was asked for, or what keys and defaults need; sentinels come last. */
  protected returnedColumns(node: InsertNode | UpdateNode, resolved: Resolved, topLevel: boolean): readonly ExpressionNode[] {
    const asked = node.columns.length > 0 ? node.columns : resolved.implicitReturning;
    this.noteResult(node, asked, topLevel);
    return asked.length === 0 || resolved.sentinels.length === 0 ? asked : [...asked, ...resolved.sentinels];
  }

  /** Checks what RETURNING names, and notes the result of the outermost statement. */
  protected noteResult(node: DmlNode, asked: readonly ExpressionNode[], topLevel: boolean): void {
    this.refuseForeignRows(node, asked);
    if (topLevel && asked.length > 0)
      ({ resultColumns: this.resultColumns, shape: this.shape } = resultOf({ columns: asked, recordKeys: node.recordKeys }));
  }

  /** A column of an alias, or of a row, that the statement does not have would be written as if it were the table's. */
  private refuseForeignRows(node: DmlNode, asked: readonly ExpressionNode[]): void {
    if (asked.length === 0) return;
    const own = this.enclosing?.own;
    const froms: FromNode[] = [node.table];
    for (const each of asked) addFroms(each, froms);
    for (const from of froms) {
      if (from instanceof AliasNode && from !== node.table && from.element === node.table && !own?.includes(from))
        throw new CompileError(
          `RETURNING names the alias '${from.name ?? "anonymous"}', which this statement does not have: name the columns of the table itself.`,
        );
      if (from instanceof ReturnedRow) this.refuseOtherRow(node, from);
    }
  }

  private refuseOtherRow(node: DmlNode, row: ReturnedRow): void {
    if (row.table !== node.table)
      throw new CompileError(
        `RETURNING names the ${row.version} row of '${this.fromName(row.table)}', but the statement changes '${this.fromName(node.table)}': take stmt.${row.version} of this very statement.`,
      );
    const word = this.dialect.capabilities.returnedRows?.[row.version];
    const hidden = [node.table, ...(this.enclosing?.own ?? [])].some((from) => "name" in from && from.name === word);
    if (hidden)
      throw new CompileError(
        `RETURNING names the ${row.version} row, but '${word}' is also a table of the statement, which the database would take instead: give that an alias.`,
      );
  }

  /** `RETURNING …`, with the blank before it; empty for nothing. */
  protected returningText(columns: readonly ExpressionNode[], _node: DmlNode): string {
    return columns.length === 0 ? "" : ` RETURNING ${this.returningList(columns)}`;
  }

  /** The columns that RETURNING names, each with the label that it needs. */
  protected returningList(columns: readonly ExpressionNode[]): string {
    const place = this.dialect.capabilities.bareReturning ? bareColumns : anywhere;
    const labelled = labelledColumns(columns, this.dialect.capabilities.labelledReturning);
    const outer = this.withinReturning;
    this.withinReturning = true;
    try {
      let list = "";
      for (const each of labelled) list += (list === "" ? "" : ", ") + this.columnText(each, anywhere, place, true);
      return list;
    } finally {
      this.withinReturning = outer;
    }
  }

  /** The defaults of the client: the slots of those that INSERT..SELECT selects are known once the SELECT is written. */
  private prefetched({ prefetch, selectPrefetch }: Resolved): readonly Prefetch[] {
    if (selectPrefetch.length === 0) return prefetch;
    const selected = selectPrefetch.flatMap(({ bind, ...each }) => {
      const slot = this.slotOf(bind);
      return slot === null ? [] : [{ slot, row: 0, ...each }];
    });
    return [...prefetch, ...selected];
  }

  protected dmlFacts(node: DmlNode, resolved: Resolved | null, implicit: readonly ExpressionNode[]): DmlFactsDraft {
    const implicitReturning = node.columns.length === 0 && implicit.length > 0;
    return {
      kind: node.kind,
      table: tableOf(node.table),
      set: resolved?.set ?? none,
      prefetch: resolved ? this.prefetched(resolved) : none,
      postfetch: resolved?.postfetch ?? none,
      returning: returnedNames(implicitReturning ? implicit : node.columns),
      implicitReturning,
      inline: false,
      lastInsertId: false,
      sortByParameterOrder: false,
      multipleRows: false,
      hasWhere: false,
      upsert: false,
      bulk: null,
      keyed: null,
    };
  }
}
