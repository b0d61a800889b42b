import { held } from "../expression/coerce.js";
import { booleanType } from "../expression/common-types.js";
import { ColumnNode } from "../nodes/column.js";
import { Binary, Bind } from "../nodes/expressions.js";
import { type ExpressionNode, Node } from "../nodes/node.js";
import type { Path } from "../nodes/path.js";

/** Says that what follows are two columns. */
const columns = { columns: true };

/** Whether it is a table or a column of one: they stand for themselves. */
export function isTableOrColumn(node: Node): boolean {
  return node.fields === null;
}

/** The way on with tables and columns of them; null for any others. */
export function pathOfSelection(path: Path | null, items: readonly unknown[]): Path | null {
  let way = path;
  for (let at = 0; at < items.length && way !== null; at += 1) {
    const node = held(items[at]);
    way = node instanceof Node && isTableOrColumn(node) ? way.after(node) : null;
  }
  return way;
}

/** Whether it is a plain comparison of a table's column. */
function isPlain(criterion: ExpressionNode): criterion is Binary & { readonly left: ColumnNode } {
  if (!(criterion instanceof Binary)) return false;
  const { left, type, modifier, negatable } = criterion;
  return type === booleanType && modifier === null && negatable && left instanceof ColumnNode && isTableOrColumn(left);
}

/** The way on with a comparison of two tables' columns; null for any other criterion. */
export function pathOfColumns(path: Path, criterion: ExpressionNode): Path | null {
  if (!isPlain(criterion)) return null;
  const { left, operator, right } = criterion;
  if (!(right instanceof ColumnNode) || !isTableOrColumn(right)) return null;
  return path.after(columns).after(left).after(operator).after(right);
}

/** The way on with a comparison of a table's column with a value or with another such column; null for any other criterion. */
export function pathOfCriterion(path: Path, criterion: ExpressionNode): Path | null {
  if (!isPlain(criterion)) return null;
  const { left, operator, right } = criterion;
  // the form that all values beside this column have
  if (right instanceof Bind) return right.form === left.bindForm ? path.after(left).after(operator) : null;
  return pathOfColumns(path, criterion);
}
