import { Fragment } from "../nodes/expressions.js";
import { TextSelectNode } from "../nodes/select.js";
import type { StatementNode } from "../nodes/statement.js";

/** Text that reads; a PRAGMA with a value may write. */
const READING = /^\s*(?:(?:SELECT|VALUES|EXPLAIN)\b|PRAGMA\b(?![^;]*=))/i;

/** Whether a statement may change the database. */
export function writes(node: StatementNode): boolean {
  // by its kind first: `instanceof` walks up all classes of what is none, and this is asked of each statement
  if (node.kind === "textSelect" && node instanceof TextSelectNode)
    return !(node.text instanceof Fragment && READING.test(node.text.parts[0] ?? ""));
  return node.kind !== "select" && node.kind !== "compound";
}
