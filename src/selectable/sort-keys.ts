import { ArgumentError } from "../errors/index.js";
import type { AnyExpr } from "../expression/index.js";
import { rowKeys } from "../nodes/labels.js";
import type { ExpressionNode } from "../nodes/node.js";

/** What ORDER BY and GROUP BY take: an expression, or the key of a selected column. */
export type SortKey = AnyExpr | string;

/** The binds inside of sort keys. */
export type BindsOfKeys<E extends readonly SortKey[]> = E[number] extends infer K ? (K extends AnyExpr ? K["$binds"] : never) : never;

/** The nodes of sort keys. @throws ArgumentError for a name that no selected column has */
export function sortNodes(keys: readonly SortKey[], columns: readonly ExpressionNode[]): readonly ExpressionNode[] {
  return keys.map((key) => {
    if (typeof key !== "string") return key.node;
    const known = rowKeys(columns);
    const column = columns[known.indexOf(key)];
    if (column) return column;
    throw new ArgumentError(
      `Can't resolve label reference for ORDER BY / GROUP BY '${key}': selected are ${known.join(", ")}. Textual SQL is given as sql.text('${key}').`,
    );
  });
}
