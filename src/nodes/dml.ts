import { Bind, Constant } from "./expressions.js";
import { TableNode } from "./froms.js";
import { declareFields, type ExpressionNode, type Fields, type FromNode, Node } from "./node.js";
import type { QueryNode } from "./select.js";
import {
  type ExecutionOptions,
  emptyStatement,
  type RareClauses,
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

export interface DmlData extends StatementData, RowSource {
  readonly table: FromNode;
  readonly returnDefaults: boolean;
  /** null: all columns that have no value of their own. */
  readonly returnDefaultsColumns: readonly ExpressionNode[] | null;
  readonly supplementalColumns: readonly ExpressionNode[];
}

/** A key of `values()`: a column's key, or an expression that a dialect may set. */
export type ValueKey = string | ExpressionNode;

export const dmlRoles = {
  ...statementRoles,
  columns: "nodes",
  recordKeys: "facts",
  table: "node",
  returnDefaults: "fact",
  returnDefaultsColumns: "nodes",
  supplementalColumns: "nodes",
} as const;
export const emptyDml: Omit<DmlData, "table"> = {
  ...emptyStatement,
  columns: [],
  recordKeys: null,
  returnDefaults: false,
  returnDefaultsColumns: null,
  supplementalColumns: [],
};

/** The statements that write. */
export type DmlKind = "insert" | "update" | "delete" | "merge";

/** What INSERT, UPDATE, DELETE and MERGE share. `columns` is RETURNING. */
export abstract class DmlNode extends StatementNode implements DmlData {
  abstract override readonly kind: DmlKind;
  readonly table: FromNode;
  readonly columns: readonly ExpressionNode[];
  readonly recordKeys: readonly string[] | null;
  readonly returnDefaults: boolean;
  readonly returnDefaultsColumns: readonly ExpressionNode[] | null;
  readonly supplementalColumns: readonly ExpressionNode[];

  constructor(
    rare: RareClauses | null,
    executionOptions: ExecutionOptions,
    table: FromNode,
    columns: readonly ExpressionNode[],
    recordKeys: readonly string[] | null,
    returnDefaults: boolean,
    returnDefaultsColumns: readonly ExpressionNode[] | null,
    supplementalColumns: readonly ExpressionNode[],
  ) {
    super(rare, executionOptions);
    this.table = table;
    this.columns = columns;
    this.recordKeys = recordKeys;
    this.returnDefaults = returnDefaults;
    this.returnDefaultsColumns = returnDefaultsColumns;
    this.supplementalColumns = supplementalColumns;
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
  /** Set when single and multiple values were both given: an error, when compiled. */
  readonly mixed: boolean;
  readonly select: QueryNode | null;
  readonly includeDefaults: boolean;
  readonly inline: boolean;
  readonly sortByParameterOrder: boolean;
  /** ON CONFLICT, ON DUPLICATE KEY: a dialect's own clause after VALUES. */
  readonly afterValues: Node | null;
}

const insertFields = declareFields<InsertNode>({
  ...dmlRoles,
  names: "facts",
  cells: "cells",
  byColumn: "aside",
  nullKey: "fact",
  rows: "rows",
  mixed: "fact",
  select: "node",
  includeDefaults: "fact",
  inline: "fact",
  sortByParameterOrder: "fact",
  afterValues: "node",
});
/** `INSERT INTO …`. */
export class InsertNode extends DmlNode implements InsertData {
  readonly kind = "insert";
  readonly names: readonly string[] | null;
  readonly cells: readonly unknown[] | null;
  readonly byColumn: ReadonlySet<ValueKey> | null;
  readonly rows: readonly (readonly unknown[])[] | null;
  readonly mixed: boolean;
  readonly select: QueryNode | null;
  readonly includeDefaults: boolean;
  readonly inline: boolean;
  readonly sortByParameterOrder: boolean;
  readonly afterValues: Node | null;
  readonly fields: Fields = insertFields;

  /** NULL was given for the key that the database counts up: many databases count up all the same, and the key is to be fetched. */
  get nullKey(): boolean {
    const { table, names, cells } = this;
    if (names === null || cells === null || !cells.some(isNull)) return false;
    const counting = table instanceof TableNode ? table.autoincrement : null;
    return counting !== null && isNull(cells[names.indexOf(counting.key)]);
  }

  constructor(data: InsertData) {
    const { executionOptions, table, columns, recordKeys, returnDefaults, returnDefaultsColumns, supplementalColumns } = data;
    super(
      data instanceof InsertNode ? data.rare : rareClausesOf(data),
      executionOptions,
      table,
      columns,
      recordKeys,
      returnDefaults,
      returnDefaultsColumns,
      supplementalColumns,
    );
    this.names = data.names;
    this.cells = data.cells;
    this.byColumn = data.byColumn;
    this.rows = data.rows;
    this.mixed = data.mixed;
    this.select = data.select;
    this.includeDefaults = data.includeDefaults;
    this.inline = data.inline;
    this.sortByParameterOrder = data.sortByParameterOrder;
    this.afterValues = data.afterValues;
  }
}

export interface UpdateData extends DmlData {
  /** Keys of the target's columns where they are strings; a column object of any table, or an expression, otherwise. */
  readonly keys: readonly ValueKey[] | null;
  readonly cells: readonly unknown[] | null;
  /** The keys that were given as the columns themselves; null where all were names. */
  readonly byColumn: ReadonlySet<ValueKey> | null;
  /** SET in the order in which the values were given. */
  readonly ordered: boolean;
  /** Set when several rows were given: an error, when compiled. */
  readonly multiple: boolean;
  readonly where: readonly ExpressionNode[];
  readonly inline: boolean;
  /** Said by the user: without WHERE, every row is meant. */
  readonly allRows: boolean;
}

const updateFields = declareFields<UpdateNode>({
  ...dmlRoles,
  keys: "mixed",
  cells: "cells",
  byColumn: "aside",
  ordered: "fact",
  multiple: "fact",
  where: "nodes",
  inline: "fact",
  allRows: "aside",
});
/** `UPDATE … SET …`. */
export class UpdateNode extends DmlNode implements UpdateData {
  readonly kind = "update";
  readonly keys: readonly ValueKey[] | null;
  readonly cells: readonly unknown[] | null;
  readonly byColumn: ReadonlySet<ValueKey> | null;
  readonly ordered: boolean;
  readonly multiple: boolean;
  readonly where: readonly ExpressionNode[];
  readonly inline: boolean;
  readonly allRows: boolean;
  readonly fields: Fields = updateFields;

  constructor(data: UpdateData) {
    const { executionOptions, table, columns, recordKeys, returnDefaults, returnDefaultsColumns, supplementalColumns } = data;
    super(
      data instanceof UpdateNode ? data.rare : rareClausesOf(data),
      executionOptions,
      table,
      columns,
      recordKeys,
      returnDefaults,
      returnDefaultsColumns,
      supplementalColumns,
    );
    this.keys = data.keys;
    this.cells = data.cells;
    this.byColumn = data.byColumn;
    this.ordered = data.ordered;
    this.multiple = data.multiple;
    this.where = data.where;
    this.inline = data.inline;
    this.allRows = data.allRows;
  }
}

export interface DeleteData extends DmlData {
  readonly where: readonly ExpressionNode[];
  /** Said by the user: without WHERE, every row is meant. */
  readonly allRows: boolean;
  readonly using: readonly FromNode[];
}

const deleteFields = declareFields<DeleteNode>({ ...dmlRoles, where: "nodes", using: "nodes", allRows: "aside" });
/** `DELETE FROM …`. */
export class DeleteNode extends DmlNode implements DeleteData {
  readonly kind = "delete";
  readonly where: readonly ExpressionNode[];
  readonly using: readonly FromNode[];
  readonly allRows: boolean;
  readonly fields: Fields = deleteFields;

  constructor(data: DeleteData) {
    const { executionOptions, table, columns, recordKeys, returnDefaults, returnDefaultsColumns, supplementalColumns } = data;
    super(
      data instanceof DeleteNode ? data.rare : rareClausesOf(data),
      executionOptions,
      table,
      columns,
      recordKeys,
      returnDefaults,
      returnDefaultsColumns,
      supplementalColumns,
    );
    this.where = data.where;
    this.using = data.using;
    this.allRows = data.allRows;
  }
}

/** Whether an UPDATE or DELETE is about every row: without criteria, or with nothing but `true`, which is what is left of criteria that have vanished. */
export function isUnrestricted({ where }: UpdateNode | DeleteNode): boolean {
  return where.every((criterion) => criterion instanceof Constant && criterion.constant === "true");
}
