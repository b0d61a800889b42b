import { ArgumentError } from "../errors/index.js";
import { postfix } from "../expression/build.js";
import { type AnyExpr, Ordering } from "../expression/index.js";
import { Label } from "../nodes/expressions.js";
import { LabelReference } from "../nodes/label-reference.js";
import { rowKeys } from "../nodes/labels.js";
import type { ExpressionNode } from "../nodes/node.js";
import { type Operator, operators } from "../nodes/operator.js";

/** The key of a selected column with a direction: `desc("total")`. */
export class KeyOrdering {
  constructor(
    readonly key: string,
    readonly operators: readonly Operator[],
  ) {}

  /** `… NULLS FIRST`. @since 0.1.0 */
  nullsFirst(): KeyOrdering {
    return new KeyOrdering(this.key, [...this.operators, operators.nullsFirst]);
  }

  /** `… NULLS LAST`. @since 0.1.0 */
  nullsLast(): KeyOrdering {
    return new KeyOrdering(this.key, [...this.operators, operators.nullsLast]);
  }
}

type Directed<K> = K extends AnyExpr ? Ordering<K["$type"], K["$binds"]> : KeyOrdering;

function directed<const K extends AnyExpr | string>(key: K, operator: Operator): Directed<K> {
  const made = typeof key === "string" ? new KeyOrdering(key, [operator]) : new Ordering(postfix(key.node, operator));
  // the marked place: which of the two it is follows from the argument's type, which the compiler can't see inside
  return made as Directed<K>;
}

/** From high to low: of an expression, or of the selected column with that key: `orderBy(desc("total"))`. @since 0.1.0 */
export function desc<const K extends AnyExpr | string>(key: K): Directed<K> {
  return directed(key, operators.desc);
}

/** From low to high, which is what ORDER BY does by itself. @since 0.1.0 */
export function asc<const K extends AnyExpr | string>(key: K): Directed<K> {
  return directed(key, operators.asc);
}

/** What ORDER BY and GROUP BY take: an expression, or the key of a selected column. */
export type SortKey = AnyExpr | string | KeyOrdering;

/** The binds inside of sort keys. */
export type BindsOfKeys<E extends readonly SortKey[]> = E[number] extends infer K ? (K extends AnyExpr ? K["$binds"] : never) : never;

/** The selected column of that key; a label stands by its name. */
function selected(key: string, columns: readonly ExpressionNode[]): ExpressionNode {
  const known = rowKeys(columns);
  const column = columns[known.indexOf(key)];
  if (column) return column instanceof Label ? new LabelReference(column) : column;
  throw new ArgumentError(
    `Can't resolve label reference for ORDER BY / GROUP BY '${key}': selected are ${known.join(", ")}. Textual SQL is given as sql.text('${key}').`,
  );
}

/** The nodes of sort keys. @throws ArgumentError for a name that no selected column has */
export function sortNodes(keys: readonly SortKey[], columns: readonly ExpressionNode[]): readonly ExpressionNode[] {
  return keys.map((key) => {
    if (typeof key === "string") return selected(key, columns);
    return key instanceof KeyOrdering ? key.operators.reduce(postfix, selected(key.key, columns)) : key.node;
  });
}
