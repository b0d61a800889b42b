import { CompileError, InvalidRequestError } from "../errors/index.js";
import { integerType } from "../expression/common-types.js";
import { grouped } from "../expression/grouping.js";
import { ColumnNode } from "../nodes/column.js";
import { absent, type InsertNode, type UpdateNode } from "../nodes/dml.js";
import { Bind, Fragment, NextValue, ScalarSubselect } from "../nodes/expressions.js";
import { AliasNode, TableNode } from "../nodes/froms.js";
import { ExpressionNode, type FromNode } from "../nodes/node.js";
import { walk } from "../nodes/traverse.js";
import type { SqlType } from "../sqltypes/index.js";
import type { SlotRequest } from "./base.js";
import type { Capabilities } from "./capabilities.js";
import type { Prefetch, SetColumn } from "./compiled.js";
import { type FetchPlan, fetchPlan } from "./fetch-plan.js";

/** What the resolution needs of the compiler that it works for. */
export interface ValueWriter {
  readonly capabilities: Capabilities;
  /** The parameter names that the execution brings; null where they are not known. */
  readonly columnKeys: readonly string[] | null;
  readonly executemany: boolean;
  /** False inside of a CTE: binds are numbered there, since several statements share their names. */
  readonly topLevel: boolean;
  columnText(column: ColumnNode): string;
  expressionText(expression: ExpressionNode): string;
  /** An expression that an UPDATE sets: its columns stand without their table. */
  targetText(expression: ExpressionNode): string;
  /** A bind parameter of the user's, given to a column. */
  bindText(bind: Bind, name: string, type: SqlType<unknown>): string;
  slot(request: SlotRequest): string;
  numbered(base: string): string;
  literal(value: unknown, type: SqlType<unknown>): string | null;
  ordinal(field: string, index: number): number;
  slotIn(text: string): number | null;
  warn(message: string): void;
}

/** A column with the text of its value. */
export interface Assignment {
  /** The column's text; of an expression that an UPDATE sets, the expression's. */
  readonly target: string;
  readonly value: string;
}

/** What values resolution found: which columns are written with what, and what is fetched. */
export interface Resolved {
  readonly assignments: readonly Assignment[];
  /** Further rows of VALUES, each in the order of the assignments. */
  readonly furtherRows: readonly (readonly string[])[];
  /** Expressions that an INSERT..SELECT selects besides. */
  readonly selectAdditions: readonly ExpressionNode[];
  readonly set: readonly SetColumn[];
  readonly prefetch: readonly Prefetch[];
  readonly postfetch: readonly ColumnNode[];
  readonly implicitReturning: readonly ExpressionNode[];
  readonly lastInsertId: boolean;
  readonly sentinels: readonly ColumnNode[];
}

/** A value that the execution brings. */
const fromExecution: unique symbol = Symbol("given at execution");

interface Given {
  readonly value: unknown;
  readonly ordinal: number;
}

/** The table of an INSERT or UPDATE; null for what is no table. */
export function tableOf(target: FromNode): TableNode | null {
  if (target instanceof TableNode) return target;
  return target instanceof AliasNode && target.element instanceof TableNode ? target.element : null;
}

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

/**
 * Which columns an INSERT or UPDATE writes, with which text: the statement's own values, else the execution's
 * parameters; then defaults of the client, SQL defaults, keys; and what has to be fetched afterwards. After
 * SQLAlchemy's `crud`.
 */
export class ValuesResolution {
  readonly #assignments: Assignment[] = [];
  readonly #set: SetColumn[] = [];
  readonly #prefetch: Prefetch[] = [];
  readonly #postfetch: ColumnNode[] = [];
  readonly #implicitReturning: ExpressionNode[] = [];
  readonly #selectAdditions: ExpressionNode[] = [];
  readonly #plan: FetchPlan;
  #lastInsertId = false;

  constructor(
    private readonly statement: InsertNode | UpdateNode,
    private readonly table: TableNode | null,
    private readonly writer: ValueWriter,
  ) {
    this.#plan = fetchPlan(statement, table, writer);
  }

  resolve(): Resolved {
    const { statement, writer } = this;
    if (writer.columnKeys === null && !this.#hasOwnValues()) this.#everyColumn();
    else if (statement.kind === "insert") this.#insert(statement);
    else this.#update(statement);
    return {
      assignments: this.#assignments,
      furtherRows: statement.kind === "insert" && statement.rows ? this.#furtherRows(statement, statement.rows) : [],
      selectAdditions: this.#selectAdditions,
      set: this.#set,
      prefetch: this.#prefetch,
      postfetch: this.#postfetch,
      implicitReturning: this.#implicitReturning,
      lastInsertId: this.#lastInsertId,
      sentinels: this.#plan.sentinels,
    };
  }

  #hasOwnValues(): boolean {
    const { statement } = this;
    return statement.kind === "insert" ? statement.names !== null : statement.keys !== null || statement.multiple;
  }

  // --- what was given ----------------------------------------------------------------------------------------------------------

  /** The statement's values and then the execution's, by column key; a key of both is the statement's. */
  #given(names: readonly string[], cells: readonly unknown[], field: string): Map<string, Given> {
    const given = new Map<string, Given>();
    for (const key of this.writer.columnKeys ?? []) if (!names.includes(key)) given.set(key, { value: fromExecution, ordinal: -1 });
    for (const [index, name] of names.entries()) given.set(name, { value: cells[index], ordinal: this.writer.ordinal(field, index) });
    return given;
  }

  #refuseUnconsumed(given: ReadonlyMap<string, Given>, names: readonly string[]): void {
    const left = names.filter((name) => given.has(name));
    if (left.length > 0) throw new CompileError(`Unconsumed column names: ${left.join(", ")}`);
  }

  // --- INSERT ------------------------------------------------------------------------------------------------------------------

  #insert(statement: InsertNode): void {
    if (statement.mixed) {
      throw new InvalidRequestError(
        "Can't mix single and multiple VALUES formats in one INSERT statement; one style appends to a list while the other replaces values, so the intent is ambiguous.",
      );
    }
    const names = statement.select ? [] : (statement.names ?? []);
    const cells = statement.rows ? (statement.rows[0] ?? []) : (statement.cells ?? []);
    const given = this.#given(names, cells, statement.rows ? "rows" : "cells");
    if (statement.select) {
      this.#insertFromSelect(statement, given);
      return;
    }
    for (const column of statement.table.columns) {
      const value = given.get(column.key);
      if (value !== undefined && value.value !== absent) {
        given.delete(column.key);
        this.#assignGiven(column, value);
      } else if (column.facts.primaryKey && this.#plan.needsKey) {
        if (this.#plan.implicitReturning) this.#keyByReturning(column);
        else this.#keyWithoutReturning(column);
      } else {
        this.#insertDefault(column);
      }
      this.#addSupplemental(column);
    }
    this.#addRemainingSupplemental();
    this.#refuseUnconsumed(given, names);
    this.#emptyForMany(statement);
  }

  /** An INSERT of nothing, of which many rows shall be made, needs a column to name. */
  #emptyForMany(statement: InsertNode): void {
    const { writer } = this;
    const first = statement.table.columns[0];
    const word = writer.capabilities.defaultMetavalue;
    if (this.#assignments.length === 0 && writer.executemany && word !== null && first)
      this.#assignments.push({ target: writer.columnText(first), value: word });
  }

  #insertDefault(column: ColumnNode): void {
    const { facts } = column;
    if (facts.default !== null) {
      if (facts.default.kind !== "sentinel" || this.#plan.sentinels.includes(column)) this.#ownDefault(column);
    } else if (this.#hasServerDefault(column)) {
      if (this.#plan.returnsDefault(column)) this.#implicitReturning.push(column);
      else if (!facts.primaryKey) this.#postfetch.push(column);
    } else if (this.#plan.returnsDefault(column)) {
      this.#implicitReturning.push(column);
    } else if (facts.primaryKey && !facts.nullable && column !== this.table?.autoincrement) {
      this.#warnKeyWithoutValue(column);
    }
  }

  #hasServerDefault(column: ColumnNode): boolean {
    const { facts } = column;
    return facts.serverDefault !== null || facts.computed !== null || facts.identity !== null;
  }

  #ownDefault(column: ColumnNode): void {
    const byDefault = column.facts.default;
    if (byDefault === null) return;
    if (byDefault.kind === "sequence") {
      if (!this.writer.capabilities.sequences) return;
      this.#assignExpression(column, new NextValue(byDefault.sequence, integerType));
      this.#fetchLater(column);
    } else if (byDefault.kind === "sql") {
      this.#assignExpression(column, byDefault.expression);
      this.#fetchLater(column);
    } else {
      this.#assignPrefetch(column, column.key, 0);
    }
  }

  #fetchLater(column: ColumnNode): void {
    if (this.#plan.returnsDefault(column)) this.#implicitReturning.push(column);
    else if (!column.facts.primaryKey) this.#postfetch.push(column);
  }

  /** A key that RETURNING brings: the default may run inside of the statement. */
  #keyByReturning(column: ColumnNode): void {
    const byDefault = column.facts.default;
    if (byDefault?.kind === "sequence") {
      if (this.writer.capabilities.sequences) this.#assignExpression(column, new NextValue(byDefault.sequence, integerType));
      this.#implicitReturning.push(column);
    } else if (byDefault?.kind === "sql") {
      this.#assignExpression(column, byDefault.expression);
      this.#implicitReturning.push(column);
    } else if (byDefault) {
      this.#assignPrefetch(column, column.key, 0);
    } else if (column === this.table?.autoincrement || this.#hasServerDefault(column)) {
      this.#implicitReturning.push(column);
    } else if (!column.facts.nullable) {
      this.#warnKeyWithoutValue(column);
    }
  }

  /** A key that has to be known before, or that the driver tells afterwards. */
  #keyWithoutReturning(column: ColumnNode): void {
    const { capabilities } = this.writer;
    const byDefault = column.facts.default;
    const counting = column === this.table?.autoincrement;
    const runsBefore = byDefault !== null && (byDefault.kind !== "sequence" || capabilities.sequences);
    if (runsBefore || (counting && !capabilities.lastInsertId && byDefault === null && capabilities.preexecuteSequences)) {
      this.#assignPrefetch(column, column.key, 0);
    } else if (byDefault === null && !this.#hasServerDefault(column) && !column.facts.nullable && !counting) {
      this.#warnKeyWithoutValue(column);
    } else if (capabilities.lastInsertId) {
      this.#lastInsertId = true;
    }
  }

  #warnKeyWithoutValue(column: ColumnNode): void {
    const table = this.table?.name ?? "";
    const composite =
      (this.table?.primaryKey.length ?? 0) > 1
        ? " Note that 'autoincrement(true)' must be indicated explicitly for composite (e.g. multicolumn) primary keys if AUTO_INCREMENT/SERIAL/IDENTITY behavior is expected for one of the columns in the primary key."
        : "";
    this.writer.warn(
      `Column '${table}.${column.name}' is marked as a member of the primary key for table '${table}', but has no client-side or server-side default generator indicated, nor does it indicate 'autoincrement(true)' or 'nullable()', and no explicit value is passed.  Primary key columns typically may not store NULL.${composite}`,
    );
  }

  #insertFromSelect(statement: InsertNode, given: Map<string, Given>): void {
    const named = new Set(statement.names ?? []);
    for (const name of named) {
      const column = statement.table.columns.find((candidate) => candidate.key === name);
      if (!column) throw new CompileError(`Unconsumed column names: ${name}`);
      given.delete(name);
      this.#assignments.push({ target: this.writer.columnText(column), value: "" });
    }
    if (!statement.includeDefaults) return;
    for (const column of statement.table.columns) if (!named.has(column.key)) this.#selectDefault(column);
    if (this.#selectAdditions.length > 0 && statement.select?.kind !== "select") {
      const added = statement.table.columns
        .filter((column) => !named.has(column.key) && column.facts.default !== null && column.facts.default.kind !== "sentinel")
        .map((column) => `'${column.key}'`);
      throw new CompileError(
        `Can't extend statement for INSERT..FROM SELECT to include additional default-holding column(s) ${added.join(", ")}.  Convert the selectable to a subquery() first, or pass includeDefaults: false to Insert.fromSelect() to skip these columns.`,
      );
    }
  }

  #selectDefault(column: ColumnNode): void {
    const byDefault = column.facts.default;
    if (byDefault === null || byDefault.kind === "sentinel") return;
    if (byDefault.kind === "sequence") {
      if (!this.writer.capabilities.sequences) return;
      this.#selectAdditions.push(new NextValue(byDefault.sequence, integerType));
    } else if (byDefault.kind === "sql") {
      this.#selectAdditions.push(byDefault.expression);
    } else {
      this.#selectAdditions.push(this.#prefetchBind(column));
    }
    this.#assignments.push({ target: this.writer.columnText(column), value: "" });
  }

  /** A default of the client inside of the SELECT: its slot is made now, its text when the SELECT is written. */
  #prefetchBind(column: ColumnNode): Bind {
    const bind = new Bind(column.key, column.key, column.type, null);
    const text = this.writer.slot({ key: column.key, type: column.type, ordinal: -1, crud: true, node: bind });
    this.#notePrefetch(column, text, 0);
    return bind;
  }

  // --- several rows ------------------------------------------------------------------------------------------------------------

  #furtherRows(statement: InsertNode, rows: readonly (readonly unknown[])[]): readonly (readonly string[])[] {
    const names = statement.names ?? [];
    const written = statement.table.columns.filter((column) => this.#rowColumns.includes(column));
    return rows.slice(1).map((cells, at) => {
      const row = at + 1;
      return written.map((column) => {
        const index = names.indexOf(column.key);
        const cell = index < 0 ? absent : cells[index];
        if (cell === absent) return this.#rowDefault(column, row);
        return this.#cellText(
          column,
          { value: cell, ordinal: this.writer.ordinal("rows", row * names.length + index) },
          `${column.key}_m${row}`,
        );
      });
    });
  }

  readonly #rowColumns: ColumnNode[] = [];

  #rowDefault(column: ColumnNode, row: number): string {
    const byDefault = column.facts.default;
    if (byDefault === null || byDefault.kind === "sentinel") {
      throw new CompileError(
        `INSERT value for column ${this.table?.name}.${column.name} is explicitly rendered as a bound parameter in the VALUES clause; a client-side value or SQL expression is required`,
      );
    }
    if (byDefault.kind === "sql") return this.#expressionText(byDefault.expression);
    if (byDefault.kind === "sequence") return this.#expressionText(new NextValue(byDefault.sequence, integerType));
    const text = this.writer.slot({ key: `${column.key}_m${row}`, type: column.type, ordinal: -1, crud: true });
    this.#notePrefetch(column, text, row);
    return text;
  }

  // --- UPDATE ------------------------------------------------------------------------------------------------------------------

  #update(statement: UpdateNode): void {
    if (statement.multiple) throw new InvalidRequestError("UPDATE construct does not support multiple parameter sets.");
    const keys = statement.keys ?? [];
    const names = keys.map((key) => (typeof key === "string" ? key : ""));
    const given = this.#given(names, statement.cells ?? [], "cells");
    given.delete("");
    this.#updateExpressions(statement);
    for (const column of this.#updateOrder(statement, names)) {
      const value = given.get(column.key);
      if (value === undefined) {
        this.#updateDefault(column);
      } else {
        given.delete(column.key);
        this.#assignGiven(column, value);
      }
      this.#addSupplemental(column);
    }
    this.#addRemainingSupplemental();
    this.#refuseUnconsumed(given, names);
    if (this.#assignments.length === 0)
      throw new CompileError("An UPDATE without anything to SET: give values(), or parameters whose names are columns.");
  }

  #updateOrder(statement: UpdateNode, names: readonly string[]): readonly ColumnNode[] {
    const { columns } = statement.table;
    if (!statement.ordered) return columns;
    const first = names.flatMap((name) => columns.filter((column) => column.key === name));
    return [...first, ...columns.filter((column) => !first.includes(column))];
  }

  /** Keys that are no columns of the target: other tables' columns, which few databases can set, and expressions. */
  #updateExpressions(statement: UpdateNode): void {
    const foreign = new Set<string>();
    (statement.keys ?? []).forEach((key, index) => {
      if (typeof key === "string") return;
      if (key instanceof ColumnNode) {
        if (key.table) foreign.add("name" in key.table ? String(key.table.name) : key.table.kind);
        return;
      }
      const cell = statement.cells?.[index];
      const value =
        cell instanceof ExpressionNode
          ? this.#expressionText(cell)
          : this.#valueSlot(this.writer.numbered("param"), key.type, { value: cell, ordinal: this.writer.ordinal("cells", index) }, true);
      this.#assignments.push({ target: this.writer.targetText(key), value });
    });
    if (foreign.size > 0) {
      throw new CompileError(
        `Backend does not support additional tables in the SET clause; cannot include columns from table(s) ${[...foreign].map((name) => `'${name}'`).join(", ")} in SET clause`,
      );
    }
  }

  #updateDefault(column: ColumnNode): void {
    const { facts } = column;
    const onUpdate = facts.onUpdate;
    if (onUpdate !== null && onUpdate.kind !== "sequence") {
      if (onUpdate.kind !== "sql") {
        this.#assignPrefetch(column, column.key, 0);
        return;
      }
      this.#assignExpression(column, onUpdate.expression);
      this.#fetchUpdated(column);
    } else if (facts.serverOnUpdate !== null || facts.computed !== null) {
      this.#fetchUpdated(column);
    } else if (this.#plan.namesDefault(column)) {
      this.#implicitReturning.push(column);
    }
  }

  #fetchUpdated(column: ColumnNode): void {
    if (this.#plan.returnsDefault(column)) this.#implicitReturning.push(column);
    else this.#postfetch.push(column);
  }

  // --- both --------------------------------------------------------------------------------------------------------------------

  /** Nothing is known of the values: every column is a parameter. */
  #everyColumn(): void {
    for (const column of this.statement.table.columns) {
      if (column.facts.insertSentinel) continue;
      this.#assign(column, this.#valueSlot(column.key, column.type, { value: fromExecution, ordinal: -1 }, false));
    }
  }

  #assignGiven(column: ColumnNode, given: Given): void {
    const several = this.statement.kind === "insert" && this.statement.rows !== null;
    const name = several ? `${column.key}_m0` : column.key;
    const isExpression = given.value instanceof ExpressionNode && !(given.value instanceof Bind);
    if (this.#plan.nullKeyCountsUp && column === this.table?.autoincrement && this.#mayBeNull(given.value)) {
      if (this.#plan.lastInsertId) this.#lastInsertId = true;
      else if (this.#plan.implicitReturning) this.#implicitReturning.push(column);
    }
    this.#assign(column, this.#cellText(column, given, name));
    if (!isExpression) return;
    if (this.statement.kind === "update") this.#fetchUpdated(column);
    else if (!column.facts.primaryKey) this.#fetchLater(column);
    else if (this.#plan.implicitReturning) this.#implicitReturning.push(column);
    else if (this.writer.capabilities.lastInsertId) this.#lastInsertId = true;
  }

  #mayBeNull(value: unknown): boolean {
    return value === null || value === fromExecution || (value instanceof Bind && value.value === null);
  }

  #cellText(column: ColumnNode, given: Given, name: string): string {
    const { value } = given;
    if (value instanceof Bind) return this.writer.bindText(value, this.writer.topLevel ? name : "", column.type);
    if (value instanceof ExpressionNode) return this.#expressionText(value);
    return this.#valueSlot(name, column.type, given, value !== fromExecution);
  }

  #valueSlot(name: string, type: SqlType<unknown>, given: Given, unique: boolean): string {
    const { value } = given;
    const required = value === fromExecution;
    if (!required) {
      const literal = this.writer.literal(value, type);
      if (literal !== null) return literal;
    }
    if (!this.writer.topLevel)
      return this.writer.slot({
        key: this.writer.numbered("param"),
        type,
        ordinal: given.ordinal,
        constant: required ? null : value,
        required,
        unique: true,
      });
    return this.writer.slot({
      key: name,
      type,
      ordinal: given.ordinal,
      constant: required ? null : value,
      required,
      unique,
      crud: !unique,
    });
  }

  #expressionText(expression: ExpressionNode): string {
    if (this.statement.kind === "insert") refuseColumns(expression);
    return this.writer.expressionText(grouped(expression, null));
  }

  #assign(column: ColumnNode, value: string): void {
    this.#assignments.push({ target: this.writer.columnText(column), value });
    this.#rowColumns.push(column);
    this.#set.push({ column, slot: this.writer.slotIn(value) });
  }

  #assignExpression(column: ColumnNode, expression: ExpressionNode): void {
    this.#assign(column, this.#expressionText(expression));
  }

  #assignPrefetch(column: ColumnNode, name: string, row: number): void {
    const key = this.writer.topLevel ? name : this.writer.numbered("param");
    const text = this.writer.slot({ key, type: column.type, ordinal: -1, crud: true });
    this.#assign(column, text);
    this.#notePrefetch(column, text, row);
  }

  #notePrefetch(column: ColumnNode, text: string, row: number): void {
    const slot = this.writer.slotIn(text);
    const made = this.statement.kind === "update" ? column.facts.onUpdate : column.facts.default;
    if (slot !== null && made !== null) this.#prefetch.push({ slot, column, default: made, row });
  }

  #addSupplemental(column: ColumnNode): void {
    if (this.statement.supplementalColumns.includes(column) && !this.#implicitReturning.includes(column))
      this.#implicitReturning.push(column);
  }

  #addRemainingSupplemental(): void {
    for (const each of this.statement.supplementalColumns) if (!this.#implicitReturning.includes(each)) this.#implicitReturning.push(each);
  }
}
