import { ArgumentError } from "../../errors/index.js";
import { selectedNode } from "../../expression/coerce.js";
import type { ExpressionNode } from "../../nodes/node.js";

/** What an UPDATE or DELETE may be told for these databases: how many rows, and which of them first. */
interface DmlOptions {
  readonly limit: string | null;
  readonly orderBy: readonly ExpressionNode[];
}

function limitOf(limit: unknown): string | null {
  if (limit === undefined || limit === null) return null;
  const text = String(limit);
  if (/^\d+$/.test(text)) return text;
  throw new ArgumentError(`The limit of an UPDATE or DELETE must be a whole number that is not negative, got '${text}'.`);
}

function orderOf(given: unknown): readonly ExpressionNode[] {
  if (given === undefined || given === null) return [];
  return (Array.isArray(given) ? given : [given]).map(selectedNode);
}

/**
 * Reads `withDialectOptions({ mysql: { limit: 10, orderBy: [users.c.id] } })`.
 * @throws ArgumentError for a limit that is no whole number, or an order that is no column
 */
export function dmlOptions(given: Readonly<Record<string, unknown>> | undefined): DmlOptions {
  return { limit: limitOf(given?.limit), orderBy: orderOf(given?.orderBy) };
}
