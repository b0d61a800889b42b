import { Bind, Constant } from "./expressions.js";
import { TableNode } from "./froms.js";
import { declareFields, type ExpressionNode, type Fields, type FromNode, Node } from "./node.js";
import type { RareClauses } from "./rare-clauses.js";
import type { QueryNode } from "./select.js";
import {
  type ExecutionOptions,
  emptyStatement,
  type RowSource,
  rareClausesOf,
  type StatementData,
  StatementNode,
  statementRoles,
} from "./statement.js";

/** A cell of a multi-row VALUES list whose row does not have that key. */
export const absent: unique symbol = Symbol("absent");

/** Whether a row holds bound values alone, as most do; whatever they are, it is of the same form. */
export function areValues(cells: readonly unknown[]): boolean {
  for (let at = 0; at < cells.length; at += 1) {
    const cell = cells[at];
    if (cell === absent || (typeof cell === "object" && cell instanceof Node)) return false;
  }
  return true;
}

export interface DmlData extends StatementData {
  readonly table: FromNode;
  readonly columns: readonly ExpressionNode[];
}

/** A key of `values()`: a column's key, or an expression that a dialect may set. */
export type ValueKey = string | ExpressionNode;

export const dmlRoles = {
  ...statementRoles,
  columns: "nodes",
  table: "node",
  recordKeys: "aside",
  inline: "aside",
  returnDefaults: "aside",
  returnDefaultsColumns: "aside",
  supplementalColumns: "aside",
} as const;
export const emptyDml: Omit<DmlData, "table"> = { ...emptyStatement, columns: [] };

/** The statements that write. */
export type DmlKind = "insert" | "update" | "delete" | "merge";

/** What INSERT, UPDATE, DELETE and MERGE share. `columns` is RETURNING. */
export abstract class DmlNode extends StatementNode implements DmlData, RowSource {
  abstract override readonly kind: DmlKind;
  readonly table: FromNode;
  readonly columns: readonly ExpressionNode[];

  constructor(rare: RareClauses | null, executionOptions: ExecutionOptions, table: FromNode, columns: readonly ExpressionNode[]) {
    super(rare, executionOptions);
    this.table = table;
    this.columns = columns;
  }

  get recordKeys(): readonly string[] | null {
    return this.rareClauses.recordKeys;
  }
  get inline(): boolean {
    return this.rareClauses.inline;
  }
  get returnDefaults(): boolean {
    return this.rareClauses.returnDefaults;
  }
  get returnDefaultsColumns(): readonly ExpressionNode[] | null {
    return this.rareClauses.returnDefaultsColumns;
  }
  get supplementalColumns(): readonly ExpressionNode[] {
    return this.rareClauses.supplementalColumns;
  }
}

/** One row of values: the keys and, in the same order, the cells. */
export interface ValuesData {
  /** Keys of the table's columns. */
  readonly names: readonly string[] | null;
  readonly cells: readonly unknown[] | null;
  /** The keys that were given as the columns themselves; null where all were names. */
  readonly byColumn: ReadonlySet<ValueKey> | null;
}

function isNull(cell: unknown): boolean {
  return cell === null || (cell instanceof Bind && cell.value === null);
}

export interface InsertData extends DmlData, ValuesData {
  /** The rows of a multi-row VALUES list, each in the order of `names`. */
  readonly rows: readonly (readonly unknown[])[] | null;
}

const insertFields = declareFields<InsertNode>({
  ...dmlRoles,
  names: "facts",
  cells: "cells",
  byColumn: "aside",
  nullKey: "fact",
  rows: "rows",
  mixed: "aside",
  select: "aside",
  includeDefaults: "aside",
  sortByParameterOrder: "aside",
  afterValues: "aside",
});
/** `INSERT INTO …`. */
export class InsertNode extends DmlNode implements InsertData {
  readonly kind = "insert";
  readonly names: readonly string[] | null;
  readonly cells: readonly unknown[] | null;
  readonly byColumn: ReadonlySet<ValueKey> | null;
  readonly rows: readonly (readonly unknown[])[] | null;
  readonly fields: Fields = insertFields;

  constructor(data: InsertData) {
    super(data instanceof InsertNode ? data.rare : rareClausesOf(data), data.executionOptions, data.table, data.columns);
    this.names = data.names;
    this.cells = data.cells;
    this.byColumn = data.byColumn;
    this.rows = data.rows;
  }

  /** NULL was given for the key that the database counts up: many databases count up all the same, and the key is to be fetched. */
  get nullKey(): boolean {
    const { table, names, cells } = this;
    if (names === null || cells === null || !cells.some(isNull)) return false;
    const counting = table instanceof TableNode ? table.autoincrement : null;
    return counting !== null && isNull(cells[names.indexOf(counting.key)]);
  }
  get mixed(): boolean {
    return this.rareClauses.mixed;
  }
  get select(): QueryNode | null {
    return this.rareClauses.select;
  }
  get includeDefaults(): boolean {
    return this.rareClauses.includeDefaults;
  }
  get sortByParameterOrder(): boolean {
    return this.rareClauses.sortByParameterOrder;
  }
  get afterValues(): Node | null {
    return this.rareClauses.afterValues;
  }
}

export interface UpdateData extends DmlData {
  /** Keys of the target's columns where they are strings; a column object of any table, or an expression, otherwise. */
  readonly keys: readonly ValueKey[] | null;
  readonly cells: readonly unknown[] | null;
  /** The keys that were given as the columns themselves; null where all were names. */
  readonly byColumn: ReadonlySet<ValueKey> | null;
  readonly where: readonly ExpressionNode[];
  /** Said by the user: without WHERE, every row is meant. */
  readonly allRows: boolean;
}

const updateFields = declareFields<UpdateNode>({
  ...dmlRoles,
  keys: "mixed",
  cells: "cells",
  byColumn: "aside",
  where: "nodes",
  allRows: "aside",
  ordered: "aside",
  multiple: "aside",
});
/** `UPDATE … SET …`. */
export class UpdateNode extends DmlNode implements UpdateData {
  readonly kind = "update";
  readonly keys: readonly ValueKey[] | null;
  readonly cells: readonly unknown[] | null;
  readonly byColumn: ReadonlySet<ValueKey> | null;
  readonly where: readonly ExpressionNode[];
  readonly allRows: boolean;
  readonly fields: Fields = updateFields;

  constructor(data: UpdateData) {
    super(data instanceof UpdateNode ? data.rare : rareClausesOf(data), data.executionOptions, data.table, data.columns);
    this.keys = data.keys;
    this.cells = data.cells;
    this.byColumn = data.byColumn;
    this.where = data.where;
    this.allRows = data.allRows;
  }

  get ordered(): boolean {
    return this.rareClauses.ordered;
  }
  get multiple(): boolean {
    return this.rareClauses.multiple;
  }
}

export interface DeleteData extends DmlData {
  readonly where: readonly ExpressionNode[];
  /** Said by the user: without WHERE, every row is meant. */
  readonly allRows: boolean;
}

const deleteFields = declareFields<DeleteNode>({ ...dmlRoles, where: "nodes", using: "aside", allRows: "aside" });
/** `DELETE FROM …`. */
export class DeleteNode extends DmlNode implements DeleteData {
  readonly kind = "delete";
  readonly where: readonly ExpressionNode[];
  readonly allRows: boolean;
  readonly fields: Fields = deleteFields;

  constructor(data: DeleteData) {
    super(data instanceof DeleteNode ? data.rare : rareClausesOf(data), data.executionOptions, data.table, data.columns);
    this.where = data.where;
    this.allRows = data.allRows;
  }

  get using(): readonly FromNode[] {
    return this.rareClauses.using;
  }
}

/** Whether an UPDATE or DELETE is about every row: without criteria, or with nothing but `true`, which is what is left of criteria that have vanished. */
export function isUnrestricted({ where }: UpdateNode | DeleteNode): boolean {
  return where.every((criterion) => criterion instanceof Constant && criterion.constant === "true");
}
