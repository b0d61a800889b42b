import { ArgumentError } from "../errors/index.js";
import { nodeOf } from "../expression/coerce.js";
import { booleanType } from "../expression/common-types.js";
import { joined } from "../expression/grouping.js";
import { baseColumn, type ColumnNode } from "../nodes/column.js";
import { Binary } from "../nodes/expressions.js";
import { TableNode } from "../nodes/froms.js";
import type { ExpressionNode, FromNode } from "../nodes/node.js";
import { operators } from "../nodes/operator.js";

function fullName(column: ColumnNode): string {
  const table = column.table;
  if (!(table instanceof TableNode)) return column.name;
  return `${table.schema === null ? "" : `${table.schema}.`}${table.name}.${column.name}`;
}

/** Whether the foreign key's target is that column of a table. */
function isTarget(target: string | (() => unknown), column: ColumnNode): boolean {
  const base = baseColumn(column);
  if (typeof target === "string") return target === fullName(base);
  return nodeOf(target()) === base;
}

function conditions(referring: FromNode, referred: FromNode): ExpressionNode[] {
  const found: ExpressionNode[] = [];
  for (const column of referring.columns) {
    for (const key of baseColumn(column).facts.foreignKeys) {
      const target = referred.columns.find((candidate) => isTarget(key.target, candidate));
      if (target) found.push(new Binary(target, operators.eq, column, booleanType));
    }
  }
  return found;
}

/** The ON clause that the foreign keys between the two say. */
export function joinCondition(left: FromNode, right: FromNode): ExpressionNode {
  const found = [...conditions(right, left), ...(left === right ? [] : conditions(left, right))];
  const condition = joined(operators.and, found);
  if (condition === null)
    throw new ArgumentError(
      "Can't find any foreign key relationships between the two sides of the join: give the ON clause as second argument.",
    );
  return condition;
}
