import { MissingWhereError } from "../errors/index.js";
import { DeleteNode, isUnrestricted, UpdateNode } from "../nodes/dml.js";
import type { StatementNode } from "../nodes/statement.js";
import { walkStatement } from "../nodes/traverse.js";

/**
 * Refuses an UPDATE or DELETE of every row that does not say so; those in CTEs too.
 * @throws MissingWhereError
 */
export function checkWhere(statement: StatementNode): void {
  walkStatement(statement, (node) => {
    if (!(node instanceof UpdateNode || node instanceof DeleteNode) || node.allRows || !isUnrestricted(node)) return undefined;
    const table = "name" in node.table ? String(node.table.name) : "a table";
    const effect =
      node instanceof UpdateNode
        ? `UPDATE of '${table}' has no WHERE and would change`
        : `DELETE from '${table}' has no WHERE and would delete`;
    throw new MissingWhereError(
      `${effect} every row, which requireWhere refuses: add criteria by where(), or say allRows() if every row is meant.`,
    );
  });
}
