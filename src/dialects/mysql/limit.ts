import type { Operand } from "../../expression/index.js";
import { Bind } from "../../nodes/expressions.js";
import { DmlLimit } from "../../nodes/extensions.js";
import { extension, type SyntaxExtension } from "../../selectable/extension.js";
import { countNode } from "../../selectable/limit.js";

/**
 * `LIMIT n` of an UPDATE or DELETE: `deleteFrom(users).ext(limit(10))`. A parameter is written into the text when the
 * statement is executed.
 * @throws ArgumentError for what is no whole number
 * @since 0.1.0
 */
export function limit<B = never>(n: Operand<number, B>): SyntaxExtension<"update" | "delete", B> {
  const node = countNode(n, "limit");
  const literal = node instanceof Bind ? new Bind(node.form.with({ expanding: false, literalExecute: true }), node.value) : node;
  return extension(new DmlLimit(literal));
}
