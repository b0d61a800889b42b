import { CompileError } from "../errors/index.js";
import { grouped } from "../expression/grouping.js";
import type { ColumnNode } from "../nodes/column.js";
import type { InsertNode } from "../nodes/dml.js";
import { Bind } from "../nodes/expressions.js";
import { ExpressionNode, type Node } from "../nodes/node.js";
import { type QueryNode, SelectNode } from "../nodes/select.js";
import type { SqlType } from "../sqltypes/index.js";
import { inFrom, type Place } from "./base.js";
import type { BulkInsert, InsertCell, InsertCells, Sentinel } from "./compiled.js";
import { countedRows } from "./counted-rows.js";
import { mayCount } from "./fetch-plan.js";
import { InsertValues } from "./insert-values.js";
import { MergeCompiler } from "./merge.js";
import { type Assignment, type Resolved, tableOf } from "./values-resolution.js";

/** The text of an INSERT in the parts of which statements of many rows are made. */
interface InsertText {
  readonly head: string;
  readonly row: string | null;
  readonly tail: string;
  readonly counted?: boolean;
  /** What stands between the rows and RETURNING. */
  readonly after?: string;
}

/** The same with what stands before it, and its RETURNING by itself. */
interface NotedInsert {
  readonly text: InsertText;
  readonly clause: string;
  readonly returning: string;
}

function listed(assignments: readonly Assignment[], part: keyof Assignment): string {
  let list = "";
  for (const each of assignments) list += list === "" ? each[part] : `, ${each[part]}`;
  return list;
}

/** Writes INSERT, of one row and in the parts of which those of many rows are made. */
export abstract class InsertCompiler extends MergeCompiler {
  visitInsert(node: InsertNode, place: Place = {}): string {
    return this.statement(node, [], (topLevel) => this.insertText(node, topLevel, place));
  }

  private insertText(node: InsertNode, topLevel: boolean, place: Place): string {
    const table = tableOf(node.table);
    const resolved = new InsertValues(node, table, this, this.valuesPlace(node, topLevel)).resolve();
    this.attachedCtes(node);
    const { capabilities } = this.dialect;
    if (resolved.assignments.length === 0 && !node.select && !capabilities.defaultValues && !capabilities.emptyInsert) {
      throw new CompileError(`The '${this.dialect.name}' dialect with current database version settings does not support empty inserts.`);
    }
    if (node.rows && !capabilities.multiValuesInsert) {
      throw new CompileError(
        `The '${this.dialect.name}' dialect with current database version settings does not support in-place multirow inserts.`,
      );
    }
    const returned = this.returnedColumns(node, resolved, topLevel);
    const returning = this.returningText(returned, node);
    const text = this.insertParts(node, resolved, returning, topLevel, place);
    const whole = text.head + (text.row ?? "") + text.tail;
    const clause = capabilities.cteFollowsInsert ? "" : this.withClause(topLevel, true);
    if (topLevel) this.noteInsert(node, resolved, { text, clause, returning }, returned);
    return clause + whole;
  }

  private insertParts(node: InsertNode, resolved: Resolved, returning: string, topLevel: boolean, place: Place): InsertText {
    const { capabilities } = this.dialect;
    const none = resolved.assignments.length === 0;
    const into = `INSERT ${this.affixes(node.prefixes)}INTO ${this.process(node.table, inFrom)}`;
    const columns = none && capabilities.defaultValues && !node.select ? "" : ` (${listed(resolved.assignments, "target")})`;
    const after = node.afterValues ? ` ${this.afterValues(node)}` : "";
    const suffix = this.suffixes(node.suffixes).trimEnd();
    const tail = after + (capabilities.outputClause ? "" : returning) + suffix;
    const head = into + columns + (capabilities.outputClause ? returning : "");
    if (node.select) {
      const select = this.selectToInsert(node.select, resolved, place) + (node.afterValues ? this.selectEnd(node.select) : "");
      const clause = capabilities.cteFollowsInsert ? this.withClause(topLevel, true) : "";
      return { head: `${head} ${clause}${select}`, row: null, tail };
    }
    if (topLevel && capabilities.cteFollowsInsert) this.refuseCtes();
    if (none && capabilities.defaultValues) return { head: `${head} DEFAULT VALUES`, row: null, tail };
    const first = `(${listed(resolved.assignments, "value")})`;
    if (!node.rows && this.isCounted(resolved)) {
      const {
        before,
        row,
        after: order,
      } = countedRows(resolved.assignments, resolved.set, {
        listed: (column) => this.countedCellCast(column),
        selected: (column) => this.countedCast(column),
      });
      return { head: `${head} ${before}`, row, tail: order + tail, counted: true, after };
    }
    if (!node.rows) return { head: `${head} VALUES `, row: first, tail, after };
    const rows = [first, ...resolved.furtherRows].join(", ");
    return { head: `${head} VALUES ${rows}`, row: null, tail };
  }

  /** A dialect's own clause after VALUES. */
  protected afterValues(node: InsertNode): string {
    return node.afterValues ? this.process(node.afterValues) : "";
  }

  /** The value that such a clause gives to a column: one of `cells`, beside the columns. */
  protected clauseValue(node: Node & { readonly cells: readonly unknown[] | null }, { type }: ColumnNode, index: number): string {
    const cell = node.cells?.[index];
    if (cell instanceof Bind) return this.bind(cell, {}, { type });
    if (cell instanceof ExpressionNode) return this.process(grouped(cell, null));
    if (this.options.literalBinds) return this.literal(cell, type);
    const ordinal = this.ordinals.of(node, "cells", index);
    return this.slot({ key: this.numbered("param"), type, ordinal, constant: cell, unique: true });
  }

  /** There is no place for WITH in front of VALUES: without it the statement would name what is not there. */
  private refuseCtes(): void {
    const [first] = this.hasCtes ? this.ctes.all() : [];
    if (first === undefined) return;
    throw new CompileError(
      `The '${this.dialect.name}' dialect has no WITH before INSERT..VALUES, so the CTE '${this.cteName(first.cte)}' can't be used: insert fromSelect(), or take a subquery.`,
    );
  }

  /** Whether a key that counts up tells the rows of a bulk INSERT apart, and only a SELECT keeps their order. */
  private isCounted({ sentinels, set }: Resolved): boolean {
    return (
      this.dialect.capabilities.countedRows === "selected" &&
      set.length > 0 &&
      sentinels.length > 0 &&
      sentinels.every((column) => !set.some((each) => each.column === column && each.slot !== null))
    );
  }

  /** What gives a parameter in the rows of that SELECT its column's type, where its own type does not. */
  protected countedCellCast(_column: ColumnNode): string {
    return "";
  }

  /** What gives a value of that SELECT its column's type. */
  protected countedCast(_column: ColumnNode): string {
    return "";
  }

  private selectToInsert(select: QueryNode, resolved: Resolved, place: Place): string {
    const extended =
      select instanceof SelectNode && resolved.selectAdditions.length > 0
        ? new SelectNode({ ...select, columns: [...select.columns, ...resolved.selectAdditions] })
        : select;
    return this.process(extended, { asFrom: place.asFrom ?? false, embedded: true });
  }

  /** What parts a SELECT from the clause after it, where the database would take one for a part of the other. */
  protected selectEnd(_select: QueryNode): string {
    return "";
  }

  private noteInsert(node: InsertNode, resolved: Resolved, noted: NotedInsert, returned: readonly ExpressionNode[]): void {
    const facts = this.dmlFacts(node, resolved, resolved.implicitReturning);
    const executemany = this.options.executemany ?? false;
    facts.inline = node.inline || (executemany && node.returnDefaults && facts.implicitReturning);
    facts.lastInsertId = resolved.lastInsertId;
    facts.sortByParameterOrder = node.sortByParameterOrder;
    facts.multipleRows = node.rows !== null || node.select !== null;
    facts.upsert = node.afterValues !== null;
    facts.bulk = this.isBulk(node, returned) ? this.bulkInsert(node, resolved, noted, returned) : null;
    this.dml = facts;
  }

  /** Whether many parameter sets are put into the VALUES of one statement. An INSERT that asks for defaults is, even if it has none. */
  private isBulk(node: InsertNode, returned: readonly ExpressionNode[]): boolean {
    const { driverBulk, multiValuesInsert, insertManyReturning, bulkValues, insertManyValues } = this.dialect.capabilities;
    if (!this.options.executemany || driverBulk || !multiValuesInsert || node.rows || node.select) return false;
    return returned.length > 0
      ? insertManyReturning
      : bulkValues || insertManyValues === "unnest" || (insertManyReturning && node.returnDefaults);
  }

  private bulkInsert(node: InsertNode, resolved: Resolved, noted: NotedInsert, returned: readonly ExpressionNode[]): BulkInsert {
    const { text, clause } = noted;
    return {
      head: this.slotted(clause + text.head),
      row: this.slotted(text.row ?? ""),
      alone: text.row === null,
      tail: this.slotted(text.tail),
      counted: text.counted ?? false,
      cells: this.dialect.capabilities.insertManyValues === "values" ? null : this.insertCells(node, resolved, noted),
      sentinel: this.placedSentinel(this.sentinelOf(node, resolved, returned)),
    };
  }

  /** The parts of the statement, where each value is a parameter or the same expression for all rows; no prefix or suffix has a place in them. */
  private insertCells(node: InsertNode, { assignments, set }: Resolved, { text, clause, returning }: NotedInsert): InsertCells | null {
    if (text.row === null || node.prefixes.length > 0 || node.suffixes.length > 0) return null;
    const { after = "" } = text;
    const values: InsertCell[] = [];
    for (const [index, { value }] of assignments.entries()) {
      const slot = set[index]?.slot;
      if (slot === undefined || (slot === null && this.slotted(value).slots.length > 0)) return null;
      values.push(slot === null ? { slot, text: value } : { slot, text: null });
    }
    return {
      clause: this.slotted(clause),
      table: this.process(node.table, inFrom),
      columns: assignments.map(({ target }) => target),
      values,
      after: this.slotted(after),
      returning: this.slotted(returning),
    };
  }

  /** Columns are added to the end of the text, where an OUTPUT clause does not stand. */
  private placedSentinel(sentinel: Sentinel | null): Sentinel | null {
    return this.dialect.capabilities.outputClause && sentinel?.extra !== "" ? null : sentinel;
  }

  private sentinelOf(node: InsertNode, resolved: Resolved, returned: readonly ExpressionNode[]): Sentinel | null {
    const marked = this.knownSentinel(resolved.sentinels, resolved, returned);
    if (marked) return marked;
    const table = tableOf(node.table);
    const counted = table?.autoincrement;
    const given = resolved.set.find((each) => each.column === counted);
    if (
      !counted ||
      this.dialect.capabilities.countedRows === "none" ||
      !mayCount(counted, this.dialect.capabilities) ||
      (given && (given.slot !== null || counted.facts.default?.kind !== "sequence"))
    )
      return this.knownSentinel(table?.primaryKey ?? [], resolved, returned);
    const index = returned.indexOf(counted);
    return {
      kind: "counted",
      column: counted,
      index: index < 0 ? returned.length : index,
      extra: index < 0 ? `, ${this.columnName(counted)}` : "",
    };
  }

  /** These columns as a sentinel, where the client sends the values of all of them. */
  private knownSentinel(columns: readonly ColumnNode[], resolved: Resolved, returned: readonly ExpressionNode[]): Sentinel | null {
    if (columns.length === 0 || returned.length === 0) return null;
    const missing = columns.filter((column) => !returned.includes(column));
    const known: { slot: number; index: number; type: SqlType<unknown> }[] = [];
    for (const column of columns) {
      const slot = resolved.set.find((each) => each.column === column)?.slot ?? null;
      if (slot === null) return null;
      const index = returned.indexOf(column);
      known.push({ slot, index: index < 0 ? returned.length + missing.indexOf(column) : index, type: column.type });
    }
    return { kind: "client", columns: known, extra: missing.map((column) => `, ${this.quote(column.name)}`).join("") };
  }
}
