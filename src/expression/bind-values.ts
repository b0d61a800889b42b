import { ArgumentError } from "../errors/index.js";
import { Bind } from "../nodes/expressions.js";
import { type ExpressionNode, FromNode } from "../nodes/node.js";
import { replaceNodes } from "../nodes/traverse.js";
import { inferType } from "../sqltypes/index.js";

/**
 * A copy in which named bind parameters have these values. What stands in a FROM clause is not copied: columns elsewhere
 * belong to it.
 * @throws ArgumentError for a name that no bind parameter outside of FROM clauses has
 */
export function withBindValues(node: ExpressionNode, values: Readonly<Record<string, unknown>>): ExpressionNode {
  const given = Object.entries(values).filter(([, value]) => value !== undefined);
  const unknown = new Set(given.map(([name]) => name));
  const byName = new Map(given);
  const copy = replaceNodes(node, (at) => {
    if (at instanceof FromNode) return at;
    if (!(at instanceof Bind) || at.name === null || !byName.has(at.name)) return null;
    unknown.delete(at.name);
    const value = byName.get(at.name);
    const type = at.type.kind === "null" && !at.expanding ? inferType(value) : at.type;
    return new Bind(at.form.with({ type, required: false, callable: false }), value);
  });
  const [first] = unknown;
  if (first !== undefined) {
    throw new ArgumentError(
      `params(): the expression has no bind parameter named '${first}'; one inside of a subquery's FROM clause takes its value there, or at execution.`,
    );
  }
  return copy;
}
