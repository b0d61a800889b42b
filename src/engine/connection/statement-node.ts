import { ArgumentError } from "../../errors/index.js";
import { described } from "../../expression/coerce.js";
import { textStatement } from "../../expression/fragment.js";
import { ExpressionNode } from "../../nodes/node.js";
import { StatementNode } from "../../nodes/statement.js";

/** The statement inside what the user gave. @throws ArgumentError for what can't be executed */
export function statementNode(value: unknown): StatementNode {
  const node: unknown = typeof value === "object" && value !== null && "node" in value ? value.node : value;
  if (node instanceof StatementNode) return node;
  if (node instanceof ExpressionNode && node.kind === "fragment") return textStatement(node);
  throw new ArgumentError(`Not an executable object: ${described(value)}. Give a statement, or text as sql.text('…').`);
}
