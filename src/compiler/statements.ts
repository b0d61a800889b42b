import { CompileError, UnsupportedError } from "../errors/index.js";
import { grouped } from "../expression/grouping.js";
import type { ColumnNode } from "../nodes/column.js";
import type { DeleteNode, DmlNode, InsertNode, UpdateNode } from "../nodes/dml.js";
import { Bind } from "../nodes/expressions.js";
import { AliasNode, JoinNode } from "../nodes/froms.js";
import { ExpressionNode, type FromNode, type Node } from "../nodes/node.js";
import { type QueryNode, SelectNode } from "../nodes/select.js";
import { fromsOf, insideJoin } from "../nodes/traverse.js";
import type { SqlType } from "../sqltypes/index.js";
import type { Place } from "./base.js";
import type { BulkInsert, InsertCell, InsertCells, Sentinel } from "./compiled.js";
import { countedRows } from "./counted-rows.js";
import { fetchPlan, mayCount } from "./fetch-plan.js";
import { InsertValues } from "./insert-values.js";
import { MergeCompiler } from "./merge.js";
import { UpdateValues } from "./update-values.js";
import { type Resolved, tableOf } from "./values-resolution.js";

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
interface NotedInsert extends InsertText {
  readonly clause: string;
  readonly returning: string;
}

function oneTableOnly(): UnsupportedError {
  return new UnsupportedError("This backend does not support multiple-table criteria within UPDATE");
}

/** Writes INSERT, UPDATE and DELETE. */
export abstract class SqlCompiler extends MergeCompiler {
  // --- INSERT ------------------------------------------------------------------------------------------------------------------

  visitInsert(node: InsertNode, place: Place = {}): string {
    return this.statement(node, [], (topLevel) => this.insertText(node, topLevel, place));
  }

  private insertText(node: InsertNode, topLevel: boolean, place: Place): string {
    const table = tableOf(node.table);
    const resolved = new InsertValues(node, table, this.valueWriter(node, topLevel)).resolve();
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
    if (topLevel) this.noteInsert(node, resolved, { ...text, head: clause + text.head, clause, returning }, returned);
    return clause + whole;
  }

  private insertParts(node: InsertNode, resolved: Resolved, returning: string, topLevel: boolean, place: Place): InsertText {
    const { capabilities } = this.dialect;
    const none = resolved.assignments.length === 0;
    const into = `INSERT ${this.affixes(node.prefixes)}INTO ${this.process(node.table, { asFrom: true })}`;
    const columns =
      none && capabilities.defaultValues && !node.select ? "" : ` (${resolved.assignments.map((each) => each.target).join(", ")})`;
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
    const first = `(${resolved.assignments.map((each) => each.value).join(", ")})`;
    if (!node.rows && this.isCounted(resolved)) {
      const { before, row, after: order } = countedRows(resolved.assignments, resolved.set, (column) => this.countedCast(column));
      return { head: `${head} ${before}`, row, tail: order + tail, counted: true, after };
    }
    if (!node.rows) return { head: `${head} VALUES `, row: first, tail, after };
    const rows = [first, ...resolved.furtherRows.map((row) => `(${row.join(", ")})`)];
    return { head: `${head} VALUES ${rows.join(", ")}`, row: null, tail };
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
    const [first] = this.ctes.all();
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

  private noteInsert(node: InsertNode, resolved: Resolved, text: NotedInsert, returned: readonly ExpressionNode[]): void {
    const facts = this.dmlFacts(node, resolved, resolved.implicitReturning);
    const executemany = this.options.executemany ?? false;
    this.dml = {
      ...facts,
      inline: node.inline || (executemany && node.returnDefaults && facts.implicitReturning),
      lastInsertId: resolved.lastInsertId,
      sortByParameterOrder: node.sortByParameterOrder,
      multipleRows: node.rows !== null || node.select !== null,
      upsert: node.afterValues !== null,
      bulk: this.isBulk(node, returned) ? this.bulkInsert(node, resolved, text, returned) : null,
    };
  }

  /** Whether many parameter sets are put into the VALUES of one statement. An INSERT that asks for defaults is, even if it has none. */
  private isBulk(node: InsertNode, returned: readonly ExpressionNode[]): boolean {
    const { driverBulk, multiValuesInsert, insertManyReturning, bulkValues, insertManyValues } = this.dialect.capabilities;
    if (!this.options.executemany || driverBulk || !multiValuesInsert || node.rows || node.select) return false;
    return returned.length > 0
      ? insertManyReturning
      : bulkValues || insertManyValues === "unnest" || (insertManyReturning && node.returnDefaults);
  }

  private bulkInsert(node: InsertNode, resolved: Resolved, text: NotedInsert, returned: readonly ExpressionNode[]): BulkInsert {
    return {
      head: this.slotted(text.head),
      row: this.slotted(text.row ?? ""),
      alone: text.row === null,
      tail: this.slotted(text.tail),
      counted: text.counted ?? false,
      cells: this.dialect.capabilities.insertManyValues === "values" ? null : this.insertCells(node, resolved, text),
      sentinel: this.placedSentinel(this.sentinelOf(node, resolved, returned)),
    };
  }

  /** The parts of the statement, where each value is a parameter or the same expression for all rows; no prefix or suffix has a place in them. */
  private insertCells(node: InsertNode, { assignments, set }: Resolved, text: NotedInsert): InsertCells | null {
    if (text.row === null || node.prefixes.length > 0 || node.suffixes.length > 0) return null;
    const { clause, after = "", returning } = text;
    const values: InsertCell[] = [];
    for (const [index, { value }] of assignments.entries()) {
      const slot = set[index]?.slot;
      if (slot === undefined || (slot === null && this.slotted(value).slots.length > 0)) return null;
      values.push(slot === null ? { slot, text: value } : { slot, text: null });
    }
    return {
      clause: this.slotted(clause),
      table: this.process(node.table, { asFrom: true }),
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

  // --- UPDATE ------------------------------------------------------------------------------------------------------------------

  visitUpdate(node: UpdateNode): string {
    const extra = this.extraFroms(node, node.where);
    const own = [node.table, ...extra].flatMap(insideJoin);
    return this.statement(node, own, (topLevel) => this.updateText(node, extra, topLevel));
  }

  private updateText(node: UpdateNode, extra: readonly FromNode[], topLevel: boolean): string {
    const others = node.table instanceof JoinNode ? [...insideJoin(node.table), ...extra] : extra;
    const resolved = new UpdateValues(node, tableOf(node.table), this.valueWriter(node, topLevel, others)).resolve();
    this.attachedCtes(node);
    const { outputClause } = this.dialect.capabilities;
    const returned = this.returnedColumns(node, resolved, topLevel);
    const froms = this.namedFroms(node, extra);
    const parts = [
      `UPDATE ${this.affixes(node.prefixes)}${this.updateTarget(node, extra)} SET `,
      resolved.assignments.map((each) => `${each.target}=${each.value}`).join(", "),
      outputClause ? this.returningText(returned, node) : "",
      froms.length > 0 ? this.updateFrom(node, froms) : "",
      this.criterionText(" WHERE ", node.where, {}),
      this.afterCriteria(node),
      ` ${this.extensions(node, "postCriteria")}`.trimEnd(),
      outputClause ? "" : this.returningText(returned, node),
      this.suffixes(node.suffixes).trimEnd(),
    ];
    if (topLevel) {
      this.dml = {
        ...this.dmlFacts(node, resolved, resolved.implicitReturning),
        inline: node.inline || (this.options.executemany ?? false),
        hasWhere: node.where.length > 0,
      };
    }
    return this.withClause(topLevel) + parts.join("");
  }

  /** What UPDATE names first: the target, and where SET may name several tables all of them. @throws UnsupportedError for a join, where it names one table */
  protected updateTarget(node: UpdateNode, extra: readonly FromNode[]): string {
    const { multiTableUpdate, updateFrom } = this.dialect.capabilities;
    if (multiTableUpdate) return this.list([node.table, ...extra], ", ", { asFrom: true });
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
    return aliasFollows ? this.fromName(target) : this.process(target, { asFrom: true });
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
    return ` FROM ${this.list(extra, ", ", { asFrom: true })}`;
  }

  /** What an UPDATE or DELETE has after its WHERE: LIMIT, in some databases. */
  protected afterCriteria(_node: UpdateNode | DeleteNode): string {
    return "";
  }

  // --- DELETE ------------------------------------------------------------------------------------------------------------------

  visitDelete(node: DeleteNode): string {
    const extra = [...node.using, ...this.extraFroms(node, node.where).filter((from) => !node.using.flatMap(insideJoin).includes(from))];
    return this.statement(node, [node.table, ...extra.flatMap(insideJoin)], (topLevel) => this.deleteText(node, extra, topLevel));
  }

  private deleteText(node: DeleteNode, extra: readonly FromNode[], topLevel: boolean): string {
    this.attachedCtes(node);
    const plan = fetchPlan(node, tableOf(node.table), {
      capabilities: this.dialect.capabilities,
      executemany: this.options.executemany ?? false,
      topLevel,
    });
    const implicit = plan.implicitReturning
      ? [...node.table.columns.filter((column) => plan.returnsDefault(column)), ...node.supplementalColumns]
      : [];
    const returned = node.columns.length > 0 ? node.columns : implicit;
    this.noteResult(node, returned, topLevel);
    const { outputClause } = this.dialect.capabilities;
    const froms = this.namedFroms(node, extra);
    const parts = [
      `DELETE ${this.affixes(node.prefixes)}FROM ${this.deleteTarget(node, extra)}`,
      outputClause ? this.returningText(returned, node) : "",
      froms.length > 0 ? this.deleteUsing(node, froms) : "",
      this.criterionText(" WHERE ", node.where, {}),
      this.afterCriteria(node),
      ` ${this.extensions(node, "postCriteria")}`.trimEnd(),
      outputClause ? "" : this.returningText(returned, node),
      this.suffixes(node.suffixes).trimEnd(),
    ];
    if (topLevel) this.dml = { ...this.dmlFacts(node, null, implicit), hasWhere: node.where.length > 0 };
    return this.withClause(topLevel) + parts.join("");
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
    const own = insideJoin(node.table);
    const found = new Set(where.flatMap((each) => [...fromsOf(each)]));
    if (node.kind === "update" && "cells" in node && Array.isArray(node.cells)) {
      for (const cell of node.cells) if (this.isNode(cell)) for (const from of fromsOf(cell)) found.add(from);
    }
    return [...found].filter((from) => !own.includes(from));
  }
}
