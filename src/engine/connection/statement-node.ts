import { ArgumentError } from "../../errors/index.js";
import { described } from "../../expression/coerce.js";
import { textStatement } from "../../expression/fragment.js";
import { type ClauseCall, treeOf } from "../../nodes/clause-call.js";
import { ExpressionNode } from "../../nodes/node.js";
import { StatementNode } from "../../nodes/statement.js";
import { StatementBase } from "../../selectable/statement.js";

/** What the statement that the user gave is made of. @throws ArgumentError for what can't be executed */
export function builtStatement(value: unknown): StatementNode | ClauseCall {
  if (value instanceof StatementBase) return value.built;
  const node: unknown = typeof value === "object" && value !== null && "node" in value ? value.node : value;
  if (node instanceof StatementNode) return node;
  if (node instanceof ExpressionNode && node.kind === "fragment") return textStatement(node);
  throw new ArgumentError(`Not an executable object: ${described(value)}. Give a statement, or text as sql.text('…').`);
}

/** The tree of the statement that the user gave. @throws ArgumentError for what can't be executed */
export function statementNode(value: unknown): StatementNode {
  return treeOf(builtStatement(value));
}
