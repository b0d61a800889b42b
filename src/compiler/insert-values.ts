import { CompileError, InvalidRequestError } from "../errors/index.js";
import { integerType } from "../expression/common-types.js";
import { BindForm, bindFacts } from "../nodes/bind-form.js";
import { type ColumnDefault, ColumnNode } from "../nodes/column.js";
import { absent, areValues, type InsertNode } from "../nodes/dml.js";
import { Bind, Fragment, NextValue, ScalarSubselect } from "../nodes/expressions.js";
import { ExpressionNode } from "../nodes/node.js";
import { walk } from "../nodes/traverse.js";
import { unknownLiteral } from "./literals.js";
import { rowName } from "./plain-slots.js";
import { fromExecution, type Given, ownValue, ValuesResolution } from "./values-resolution.js";

/** VALUES has no table in scope: only a query, or text that has one, may name a column there. */
function refuseColumns(expression: ExpressionNode): void {
  walk(expression, (node) => {
    if (node instanceof ColumnNode && node.table !== null) {
      const table = "name" in node.table && node.table.name !== null ? String(node.table.name) : node.table.kind;
      throw new CompileError(
        `VALUES has no table in scope, so the column ${table}.${node.name} can't be a value: select it in a scalar subquery, or use fromSelect().`,
      );
    }
    return !(node instanceof ScalarSubselect || node instanceof Fragment);
  });
}

/** Values resolution of an INSERT: given values, keys, defaults, several rows, and what a SELECT leaves out. */
export class InsertValues extends ValuesResolution<InsertNode> {
  protected override hasOwnValues(): boolean {
    return this.statement.names !== null;
  }

  protected override clientDefault(column: ColumnNode): ColumnDefault | null {
    if (column.facts.default !== null) return column.facts.default;
    const sequence = this.writer.countingSequence(column);
    return sequence === null ? null : { kind: "sequence", sequence };
  }

  protected override expressionText(expression: ExpressionNode): string {
    if (!this.place.merging) refuseColumns(expression);
    return super.expressionText(expression);
  }

  protected override resolveColumns(): void {
    const { statement } = this;
    if (statement.mixed) {
      throw new InvalidRequestError(
        "Can't mix single and multiple VALUES formats in one INSERT statement; one style appends to a list while the other replaces values, so the intent is ambiguous.",
      );
    }
    if (statement.select) {
      this.insertFromSelect();
      return;
    }
    const names = statement.names ?? [];
    const cells = statement.rows ? (statement.rows[0] ?? []) : (statement.cells ?? []);
    const given = this.given(names, cells, statement.rows ? "rows" : "cells");
    for (const column of statement.table.columns) {
      const value = given.take(column.key);
      if (value !== undefined && value.value !== absent) {
        this.assignGiven(column, value);
      } else if (column.facts.primaryKey && this.plan.needsKey) {
        if (this.plan.implicitReturning) this.keyByReturning(column);
        else this.keyWithoutReturning(column);
      } else {
        this.insertDefault(column);
      }
      this.addSupplemental(column);
    }
    this.addRemainingSupplemental();
    given.refuseOthers(statement.table.columns);
    this.nameOneForEmpty();
  }

  /** An INSERT of nothing needs a column to name, where many rows shall be made of it, and where there is no other form. */
  private nameOneForEmpty(): void {
    const { statement, capabilities } = this;
    const first = statement.table.columns[0];
    const { defaultMetavalue, defaultValues, emptyInsert, defaultCountsUp } = capabilities;
    const mustName = this.executemany || !(defaultValues || emptyInsert);
    if (this.assignments.length > 0 || !mustName || defaultMetavalue === null || !first) return;
    const value = !defaultCountsUp && first === this.table?.autoincrement ? "NULL" : defaultMetavalue;
    this.name(first, value);
  }

  private insertDefault(column: ColumnNode): void {
    const { facts } = column;
    if (facts.default !== null) {
      if (facts.default.kind !== "sentinel" || this.plan.sentinels.includes(column)) this.ownDefault(column);
    } else if (this.hasServerDefault(column)) {
      if (this.plan.returnsDefault(column)) this.returnImplicitly(column);
      else if (!facts.primaryKey) this.fetchAfterwards(column);
    } else if (this.plan.returnsDefault(column)) {
      this.returnImplicitly(column);
    } else if (facts.primaryKey && !facts.nullable && column !== this.table?.autoincrement) {
      this.warnKeyWithoutValue(column);
    }
  }

  private hasServerDefault(column: ColumnNode): boolean {
    const { facts } = column;
    return facts.serverDefault !== null || facts.computed !== null || facts.identity !== null;
  }

  private ownDefault(column: ColumnNode): void {
    const byDefault = column.facts.default;
    if (byDefault === null) return;
    if (byDefault.kind === "sequence") {
      if (!this.capabilities.sequences) return;
      this.assignExpression(column, new NextValue(byDefault.sequence, integerType));
      this.fetchLater(column);
    } else if (byDefault.kind === "sql") {
      this.assignExpression(column, byDefault.expression);
      this.fetchLater(column);
    } else {
      if (this.place.merging && byDefault.kind === "callable") throw this.sameForAllRows(column);
      this.assignPrefetch(column, column.key, 0);
    }
  }

  /** The client does not know how many rows a MERGE inserts: what a function makes once would be in all of them. */
  private sameForAllRows(column: ColumnNode): CompileError {
    return new CompileError(
      `thenInsert(): the default of '${column.key}' is a function, which would make one value for all rows that the MERGE inserts: give '${column.key}' explicitly, as a column of the source, a SQL expression or a value.`,
    );
  }

  /** A key that RETURNING brings: the default may run inside of the statement. */
  private keyByReturning(column: ColumnNode): void {
    const byDefault = column.facts.default;
    if (byDefault?.kind === "sequence") {
      if (this.capabilities.sequences) this.assignExpression(column, new NextValue(byDefault.sequence, integerType));
      this.returnImplicitly(column);
    } else if (byDefault?.kind === "sql") {
      this.assignExpression(column, byDefault.expression);
      this.returnImplicitly(column);
    } else if (byDefault) {
      this.assignPrefetch(column, column.key, 0);
    } else if (column === this.table?.autoincrement || this.hasServerDefault(column)) {
      this.returnImplicitly(column);
    } else if (!column.facts.nullable) {
      this.warnKeyWithoutValue(column);
    }
  }

  /** A key that has to be known before, or that the driver tells afterwards. */
  private keyWithoutReturning(column: ColumnNode): void {
    const { capabilities } = this;
    const byDefault = column.facts.default;
    const counting = column === this.table?.autoincrement;
    const runsBefore = byDefault !== null && (byDefault.kind !== "sequence" || capabilities.sequences);
    if (runsBefore || (counting && !capabilities.lastInsertId && byDefault === null && capabilities.preexecuteSequences)) {
      this.assignPrefetch(column, column.key, 0);
    } else if (byDefault === null && !this.hasServerDefault(column) && !column.facts.nullable && !counting) {
      this.warnKeyWithoutValue(column);
    } else if (capabilities.lastInsertId) {
      this.lastInsertId = true;
    }
  }

  private warnKeyWithoutValue(column: ColumnNode): void {
    const table = this.table?.name ?? "";
    const composite =
      (this.table?.primaryKey.length ?? 0) > 1
        ? " Note that 'autoincrement(true)' must be indicated explicitly for composite (e.g. multicolumn) primary keys if AUTO_INCREMENT/SERIAL/IDENTITY behavior is expected for one of the columns in the primary key."
        : "";
    this.writer.warn(
      `Column '${table}.${column.name}' is marked as a member of the primary key for table '${table}', but has no client-side or server-side default generator indicated, nor does it indicate 'autoincrement(true)' or 'nullable()', and no explicit value is passed.  Primary key columns typically may not store NULL.${composite}`,
    );
  }

  private insertFromSelect(): void {
    const { statement } = this;
    const named = new Set(statement.names ?? []);
    for (const name of named) {
      const column = statement.table.columns.find((candidate) => candidate.key === name);
      if (!column) throw new CompileError(`Unconsumed column names: ${name}`);
      this.name(column, "");
    }
    if (!statement.includeDefaults) return;
    for (const column of statement.table.columns) if (!named.has(column.key)) this.selectDefault(column);
    if (this.selectAdditions.length > 0 && statement.select?.kind !== "select") {
      const added = statement.table.columns
        .filter((column) => !named.has(column.key) && column.facts.default !== null && column.facts.default.kind !== "sentinel")
        .map((column) => `'${column.key}'`);
      throw new CompileError(
        `Can't extend statement for INSERT..FROM SELECT to include additional default-holding column(s) ${added.join(", ")}.  Convert the selectable to a subquery() first, or pass includeDefaults: false to Insert.fromSelect() to skip these columns.`,
      );
    }
  }

  /** Names a column that is given no value here. */
  private name(column: ColumnNode, value: string): void {
    this.assignments.push({ target: this.columnText(column), value, column: null, slot: null });
  }

  private select(expression: ExpressionNode): void {
    this.selectAdditions = [...this.selectAdditions, expression];
  }

  private selectDefault(column: ColumnNode): void {
    const byDefault = column.facts.default;
    if (byDefault === null || byDefault.kind === "sentinel") return;
    if (byDefault.kind === "sequence") {
      if (!this.capabilities.sequences) return;
      this.select(new NextValue(byDefault.sequence, integerType));
    } else if (byDefault.kind === "sql") {
      this.select(byDefault.expression);
    } else {
      this.select(this.prefetchBind(column));
    }
    this.name(column, "");
  }

  /** A default of the client inside of the SELECT. */
  private prefetchBind(column: ColumnNode): Bind {
    const made = this.clientDefault(column);
    const { literalBinds } = this;
    const { topLevel } = this.place;
    if (literalBinds && made?.kind !== "scalar") throw unknownLiteral(column.key);
    const { constant = null, callable = false } = topLevel && !literalBinds ? {} : ownValue(made);
    const name = topLevel || this.writer.isFree(column.key) ? column.key : null;
    const bind = new Bind(new BindForm(name, name ?? "param", column.type, bindFacts({ callable })), constant);
    if (literalBinds) return bind;
    this.writer.reserve(bind);
    if (topLevel && made !== null) this.selectPrefetch = [...this.selectPrefetch, { bind, column, default: made }];
    return bind;
  }

  private assignGiven(column: ColumnNode, given: Given): void {
    const { plan, statement } = this;
    const name = statement.rows !== null ? rowName(column.key, 0) : column.key;
    const counting = column === this.table?.autoincrement;
    if (plan.nullKeyCountsUp && counting && (given.value === fromExecution || statement.nullKey)) {
      if (plan.lastInsertId) this.lastInsertId = true;
      else if (plan.implicitReturning) this.returnImplicitly(column);
    }
    this.assign(column, this.cellText(column, given, name));
    if (!(given.value instanceof ExpressionNode) || given.value instanceof Bind) return;
    if (!column.facts.primaryKey) this.fetchLater(column);
    else if (plan.implicitReturning) this.returnImplicitly(column);
    else if (this.capabilities.lastInsertId) this.lastInsertId = true;
  }

  private fetchLater(column: ColumnNode): void {
    if (this.plan.returnsDefault(column)) this.returnImplicitly(column);
    else if (!column.facts.primaryKey) this.fetchAfterwards(column);
  }

  // --- several rows ------------------------------------------------------------------------------------------------------------

  protected override writtenRows(): readonly string[] {
    const names = this.statement.names ?? [];
    const rows = this.statement.rows ?? [];
    if (rows.length < 2) return this.furtherRows;
    const columns = this.set.map(({ column }) => column);
    const indexes = columns.map(({ key }) => names.indexOf(key));
    const given = indexes.every((index) => index >= 0);
    const plain = given && rows.every(areValues) ? this.plainRows(columns, indexes, rows.length) : null;
    if (plain !== null) return [plain];
    return rows
      .slice(1)
      .map((cells, at) => `(${columns.map((column, index) => this.rowCell(column, cells, indexes[index] ?? -1, at + 1)).join(", ")})`);
  }

  private plainRows(columns: readonly ColumnNode[], indexes: readonly number[], rows: number): string | null {
    return this.place.topLevel ? this.writer.plainRows(columns, this.place.source, indexes, rows) : null;
  }

  private rowCell(column: ColumnNode, cells: readonly unknown[], index: number, row: number): string {
    const value = index < 0 ? absent : cells[index];
    if (value === absent) return this.rowDefault(column, row);
    const name = rowName(column.key, row);
    // the column's type stands in the first row
    if (value instanceof Bind) return this.bindText(value, name, column.type, true);
    return this.cellText(column, { value, ordinal: this.ordinal("rows", index, row) }, name);
  }

  private rowDefault(column: ColumnNode, row: number): string {
    const byDefault = column.facts.default;
    if (byDefault === null || byDefault.kind === "sentinel") {
      throw new CompileError(
        `INSERT value for column ${this.table?.name}.${column.name} is explicitly rendered as a bound parameter in the VALUES clause; a client-side value or SQL expression is required`,
      );
    }
    if (byDefault.kind === "sql") return this.expressionText(byDefault.expression);
    if (byDefault.kind === "sequence") return this.expressionText(new NextValue(byDefault.sequence, integerType));
    return this.defaultSlot(column, rowName(column.key, row), row);
  }
}
