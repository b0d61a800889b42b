import { UnsupportedError } from "../../errors/index.js";
import { booleanType } from "../../expression/common-types.js";
import { ColumnNode } from "../../nodes/column.js";
import type { DmlNode } from "../../nodes/dml.js";
import { CaseNode, Label, LiteralColumn, TupleNode } from "../../nodes/expressions.js";
import { AliasNode } from "../../nodes/froms.js";
import { MergeDelete, MergeNode, MergeNothing } from "../../nodes/merge.js";
import type { ExpressionNode } from "../../nodes/node.js";
import { ReturnedRow, type RowVersionName } from "../../nodes/returned-row.js";
import { fromsOf, replaceNodes } from "../../nodes/traverse.js";
import { nullType } from "../../sqltypes/index.js";

/** Of which rows a statement can tell: as they are then, as they were, or both, since a MERGE deletes some. */
function rowsOf(node: DmlNode): "inserted" | "deleted" | "both" {
  if (!(node instanceof MergeNode)) return node.kind === "delete" ? "deleted" : "inserted";
  const actions = node.clauses.map(({ action }) => action).filter((action) => !(action instanceof MergeNothing));
  const deleting = actions.filter((action) => action instanceof MergeDelete);
  if (deleting.length === 0) return "inserted";
  return deleting.length === actions.length ? "deleted" : "both";
}

/** @throws UnsupportedError for the row before an INSERT or after a DELETE, which OUTPUT does not know */
function refuseMissingRows(columns: readonly ExpressionNode[], { kind }: DmlNode): void {
  const missing: RowVersionName | null = kind === "insert" ? "old" : kind === "delete" ? "new" : null;
  const found = columns.flatMap(fromsOf).find((from) => from instanceof ReturnedRow && from.version === missing);
  if (found) throw new UnsupportedError(`OUTPUT of ${kind === "insert" ? "an INSERT" : "a DELETE"} has no ${missing} row: there is none.`);
}

/** The columns of an OUTPUT clause: those of the target are the row's as it is then, or as it was before it was deleted. */
export function outputColumns(columns: readonly ExpressionNode[], node: DmlNode): readonly ExpressionNode[] {
  refuseMissingRows(columns, node);
  const { table } = node;
  const rows = rowsOf(node);
  const [inserted, deleted] = [new AliasNode(table, "inserted"), new AliasNode(table, "deleted")];
  const returned = (column: ColumnNode): ExpressionNode | null => {
    const index = table.columns.indexOf(column);
    const [now, before] = [inserted.columns[index], deleted.columns[index]];
    if (now === undefined || before === undefined) return null;
    if (rows !== "both") return rows === "inserted" ? now : before;
    return new CaseNode([[new LiteralColumn("$action = 'DELETE'", booleanType), before]], now, column.type);
  };
  const { elements } = replaceNodes(new TupleNode(columns, nullType), (at) =>
    at instanceof ColumnNode && at.table === table ? returned(at) : null,
  );
  return elements.map((element, index) => {
    const column = columns[index];
    return element instanceof CaseNode && column instanceof ColumnNode ? new Label(column.name, element, column.type) : element;
  });
}
