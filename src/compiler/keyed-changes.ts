import { ColumnNode } from "../nodes/column.js";
import type { DeleteNode, UpdateNode } from "../nodes/dml.js";
import { Binary, Bind } from "../nodes/expressions.js";
import { TableNode } from "../nodes/froms.js";
import type { ExpressionNode } from "../nodes/node.js";
import { operators } from "../nodes/operator.js";
import { BigIntegerType, IntegerType, SmallIntegerType, type SqlType, UuidType } from "../sqltypes/index.js";

/** A column of a key, and the value that it must have. */
export interface KeyPart {
  readonly column: ColumnNode;
  readonly bind: Bind;
}

/** Types whose values the client can compare as the database does: one value has one form. Text has collations, and numbers have scales. */
function hasOneForm(type: SqlType<unknown>): boolean {
  return type instanceof IntegerType || type instanceof BigIntegerType || type instanceof SmallIntegerType || type instanceof UuidType;
}

function keyPart(criterion: ExpressionNode, table: TableNode): KeyPart | null {
  if (!(criterion instanceof Binary) || criterion.operator !== operators.eq || criterion.modifier !== null) return null;
  const { left: column, right: bind } = criterion;
  if (!(column instanceof ColumnNode && column.table === table && bind instanceof Bind)) return null;
  return !bind.expanding && !bind.literalExecute && hasOneForm(column.type) && hasOneForm(bind.type) ? { column, bind } : null;
}

function isKey(table: TableNode, columns: readonly ColumnNode[]): boolean {
  const keys = [table.primaryKey, ...table.uniques().flatMap((unique) => (unique.identifies ? [unique.columns] : []))];
  return keys.some((key) => key.length > 0 && key.length === columns.length && key.every((column) => columns.includes(column)));
}

/** A row of the table may have to go before another one can. */
function refersToItself(table: TableNode): boolean {
  return table.foreignKeys().some(({ targets }) => targets.some((target) => target.table === table));
}

/** The key by which a statement finds its row; null where it has other criteria, or clauses besides them. */
export function keyOf(node: UpdateNode | DeleteNode): readonly KeyPart[] | null {
  const { table, where } = node;
  if (node.rare !== null || node.columns.length > 0 || where.length === 0 || !(table instanceof TableNode)) return null;
  const parts: KeyPart[] = [];
  for (const criterion of where) {
    const part = keyPart(criterion, table);
    if (part === null || parts.some(({ column }) => column === part.column)) return null;
    parts.push(part);
  }
  if (node.kind === "delete" && (node.using.length > 0 || refersToItself(table))) return null;
  const columns = parts.map(({ column }) => column);
  return isKey(table, columns) ? parts : null;
}

/** Whether rows may be changed in any order: none of the columns is a part of what is unique, where one row may have to make room for another. */
export function isFreeOfOrder(table: TableNode, columns: readonly ColumnNode[]): boolean {
  const ordered = new Set([...table.primaryKey, ...table.uniques().flatMap((unique) => unique.columns)]);
  return !columns.some((column) => ordered.has(column));
}
