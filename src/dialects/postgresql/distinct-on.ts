import { ArgumentError } from "../../errors/index.js";
import { selectedNode } from "../../expression/coerce.js";
import type { AnyExpr } from "../../expression/index.js";
import { DistinctOn } from "../../nodes/extensions.js";
import { extension, type SyntaxExtension } from "../../selectable/extension.js";

/**
 * `SELECT DISTINCT ON (a, b) …`: the first row of each group of equals, `select(t).ext(distinctOn(t.c.a)).orderBy(t.c.a, t.c.b)`.
 * @throws ArgumentError without columns
 * @since 0.1.0
 */
export function distinctOn<A extends readonly AnyExpr[]>(...columns: A): SyntaxExtension<"select", A[number]["$binds"]> {
  if (columns.length === 0) throw new ArgumentError("distinctOn() needs at least one column: without any, say distinct().");
  return extension(new DistinctOn(columns.map(selectedNode)));
}
