import { ArgumentError } from "../errors/index.js";
import { described, nodeOf } from "../expression/coerce.js";
import { textStatement } from "../expression/fragment.js";
import { ColumnElement } from "../expression/index.js";
import { baseColumn, ColumnNode } from "../nodes/column.js";
import { DeleteNode, DmlNode, InsertNode, isUnrestricted, UpdateNode, type ValueKey } from "../nodes/dml.js";
import { Bind, Fragment } from "../nodes/expressions.js";
import { AliasNode, JoinNode, TableNode } from "../nodes/froms.js";
import { rowKeys } from "../nodes/labels.js";
import { type MergeActionNode, MergeNode } from "../nodes/merge.js";
import type { ExpressionNode, FromNode, Node } from "../nodes/node.js";
import { CompoundNode, SelectNode, TextSelectNode } from "../nodes/select.js";
import { StatementNode } from "../nodes/statement.js";
import { walkStatement } from "../nodes/traverse.js";
import { columnsOfQuery } from "../selectable/compound.js";
import type { ColumnDescription } from "./shared.js";

/** A table that a statement reads or writes, and which of its columns. */
export interface TableAccess {
  readonly table: string;
  readonly schema: string | null;
  /** Column keys, in the table's order. */
  readonly columns: readonly string[];
}

/** A named bind parameter of a statement. */
export interface ParameterDescription {
  readonly name: string;
  /** The SQL type's name; `null` where the statement gives it none. */
  readonly type: string;
  /** Whether the execution must give a value. */
  readonly required: boolean;
  /** Whether it takes a list, for IN. */
  readonly expanding: boolean;
}

/** What `describeStatement()` tells. */
export interface StatementDescription {
  /** `insert`, `update`, `delete`, `merge`, `select`, or `text` for SQL in text. */
  readonly kind: string;
  /** The tables that it reads, in the order in which they come up; what RETURNING gives is read too. */
  readonly reads: readonly TableAccess[];
  /** The tables whose rows it changes, those of statements in CTEs included. A DELETE writes all columns; an INSERT without values may. */
  readonly writes: readonly TableAccess[];
  readonly parameters: readonly ParameterDescription[];
  /** The columns of its rows; none for a statement without rows, and for text that does not say them. */
  readonly returns: readonly ColumnDescription[];
  /** Whether an UPDATE or DELETE is restricted by criteria; null for other statements. */
  readonly hasWhere: boolean | null;
}

/** Which columns of which tables. */
class Accesses {
  readonly #byTable = new Map<TableNode, Set<ColumnNode>>();

  table(table: TableNode): Set<ColumnNode> {
    let columns = this.#byTable.get(table);
    if (!columns) this.#byTable.set(table, (columns = new Set()));
    return columns;
  }

  column(column: ColumnNode): void {
    const base = baseColumn(column);
    if (base.table instanceof TableNode) this.table(base.table).add(base);
  }

  list(): readonly TableAccess[] {
    return [...this.#byTable].map(([{ name, schema, columns }, named]) => ({
      table: name,
      schema,
      columns: columns.filter((column) => named.has(column)).map((column) => column.key),
    }));
  }
}

function tableOf(from: FromNode): TableNode | null {
  if (from instanceof TableNode) return from;
  return from instanceof AliasNode && from.element instanceof TableNode ? from.element : null;
}

/** The tables that one statement changes: of a join those whose columns it sets. */
function changedTables(node: DmlNode): ReadonlySet<TableNode> {
  const ofJoin = node instanceof UpdateNode && node.table instanceof JoinNode;
  const targets = ofJoin ? (node.keys ?? []).flatMap((key) => (key instanceof ColumnNode && key.table ? [key.table] : [])) : [node.table];
  return new Set(targets.flatMap((target) => tableOf(target) ?? []));
}

function columnOfKey(table: TableNode, key: ValueKey): ColumnNode | null {
  if (key instanceof ColumnNode) return key;
  return typeof key === "string" ? (table.columns.find((column) => column.key === key) ?? null) : null;
}

/** The columns that one statement writes by itself: those named, and those with a default of their own. */
function written(node: DmlNode, table: TableNode): readonly ColumnNode[] {
  if (node instanceof DeleteNode) return table.columns;
  if (node instanceof MergeNode) return node.clauses.flatMap(({ action }) => writtenBy(action, table));
  const keys: readonly ValueKey[] | null = node instanceof InsertNode ? node.names : node instanceof UpdateNode ? node.keys : null;
  if (keys === null) return table.columns;
  const own = table.columns.filter(({ facts }) => (node instanceof InsertNode ? facts.default : facts.onUpdate) !== null);
  return [...keys.flatMap((key) => columnOfKey(table, key) ?? []), ...own];
}

/** The same of one clause of a MERGE. */
function writtenBy(action: MergeActionNode, table: TableNode): readonly ColumnNode[] {
  switch (action.kind) {
    case "mergeUpdate":
      return [
        ...action.keys.flatMap((key) => columnOfKey(table, key) ?? []),
        ...table.columns.filter(({ facts }) => facts.onUpdate !== null),
      ];
    case "mergeInsert":
      return table.columns.filter(({ key, facts }) => action.names.includes(key) || facts.default !== null);
    case "mergeDelete":
      return table.columns;
    case "mergeNothing":
      return [];
  }
}

/** The columns that a dialect's clause assigns by itself: SET of ON CONFLICT and the like. */
function assigned(clause: Node): readonly ColumnNode[] | null {
  const set: unknown = "set" in clause && !(clause instanceof StatementNode) ? clause.set : null;
  return Array.isArray(set) ? set.filter((each) => each instanceof ColumnNode) : null;
}

/** Whether it is the row that was to be inserted, which is read from no table. */
function isInserted(from: FromNode | null): boolean {
  return from !== null && (from.kind === "insertedRow" || (from instanceof AliasNode && from.name === "excluded"));
}

function statementNode(statement: unknown): StatementNode {
  const node = nodeOf(statement);
  if (node instanceof StatementNode) return node;
  if (node instanceof Fragment) return textStatement(node);
  throw new ArgumentError(`describeStatement() takes a statement, got ${described(statement)}.`);
}

function kindOf(node: StatementNode): string {
  if (node instanceof CompoundNode) return "select";
  return node instanceof TextSelectNode ? "text" : node.kind;
}

function returnedColumns(node: StatementNode): readonly ExpressionNode[] {
  if (node instanceof DmlNode) return node.columns;
  return node instanceof SelectNode || node instanceof CompoundNode || node instanceof TextSelectNode ? columnsOfQuery(node) : [];
}

/**
 * What a statement does, without compiling it: the tables and columns that it reads and writes, its named parameters, the
 * columns of its rows, and whether an UPDATE or DELETE has a WHERE.
 *
 * @param statement an INSERT, UPDATE, DELETE, MERGE, a query, or text, of which only the parameters are known
 * @example `describeStatement(update(users).values({ name: "a" })).hasWhere` is `false`
 * @throws ArgumentError for what is no statement
 * @since 0.1.0
 */
export function describeStatement(statement: { readonly node: Node }): StatementDescription {
  const root = statementNode(statement);
  const [reads, writes] = [new Accesses(), new Accesses()];
  const targets = new Set<Node>();
  const parameters = new Map<string, ParameterDescription>();
  walkStatement(root, (node) => {
    const columns = assigned(node);
    if (columns) {
      for (const column of columns) writes.column(column);
      return "set";
    }
    if (node instanceof DmlNode) {
      for (const table of changedTables(node)) {
        targets.add(table);
        writes.table(table);
        for (const column of written(node, table)) writes.column(column);
      }
      // a key of SET that is a column is written, not read
      return "keys";
    }
    if (node instanceof TableNode && !targets.has(node)) reads.table(node);
    if (node instanceof ColumnNode && !isInserted(node.table)) reads.column(node);
    if (node instanceof Bind && node.name !== null) {
      const { name, type, required, expanding } = node;
      parameters.set(name, { name, type: type.kind, required, expanding });
    }
    return undefined;
  });
  const columns = returnedColumns(root);
  const keys = rowKeys(columns);
  return {
    kind: kindOf(root),
    reads: reads.list(),
    writes: writes.list(),
    parameters: [...parameters.values()],
    returns: columns.map((column, index) => ({ name: keys[index] ?? "", type: column.type.kind, expression: new ColumnElement(column) })),
    hasWhere: root instanceof UpdateNode || root instanceof DeleteNode ? !isUnrestricted(root) : null,
  };
}
