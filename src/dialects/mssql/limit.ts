import { CompileError } from "../../errors/index.js";
import { Bind } from "../../nodes/expressions.js";
import type { ExpressionNode } from "../../nodes/node.js";
import type { LimitNode } from "../../nodes/select.js";

/** Whether TOP says it all: it skips no rows. */
export function usesTop({ offset, limit, fetch }: LimitNode): boolean {
  return offset === null && (limit ?? fetch) !== null;
}

/** Whether the number of rows is one that the user gave, not an expression or a named parameter. */
export function isPlainCount(count: ExpressionNode): boolean {
  return count instanceof Bind && count.name === null && !count.callable;
}

/** Checks a limit that TOP can't express. @throws CompileError without an order, and for what only TOP has */
export function checkPage({ percent, withTies }: LimitNode, orderBy: readonly ExpressionNode[]): void {
  if (percent || withTies)
    throw new CompileError("MSSQL needs TOP to use PERCENT and/or WITH TIES. Only simple fetch without offset can be used.");
  if (orderBy.length === 0) throw new CompileError("MSSQL requires an order_by when using an OFFSET or a non-simple LIMIT clause");
}

/** Checks a limit. @throws CompileError for one that is skipping rows without an order, or that nothing can express */
export function checkLimit(limit: LimitNode, orderBy: readonly ExpressionNode[]): void {
  if (!usesTop(limit)) checkPage(limit, orderBy);
}
