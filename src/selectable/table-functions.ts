import { ArgumentError } from "../errors/index.js";
import { boundValue, nodeOf } from "../expression/coerce.js";
import { integerType, nullType } from "../expression/common-types.js";
import { call } from "../expression/function-call.js";
import type { AnyExpr, BindsIn, FromClause } from "../expression/index.js";
import { ExpressionNode } from "../nodes/node.js";
import { TableSampleNode, TableValuedNode } from "../nodes/table-functions.js";
import { fromNode, SubColumns } from "./from.js";
import { shownOf, type ValuesColumns, type ValuesRow } from "./values.js";

function functionNode(value: unknown, what: string): ExpressionNode {
  const node = nodeOf(value);
  if (node instanceof ExpressionNode) return node;
  throw new ArgumentError(`${what} takes a function, such as func.bernoulli(5).`);
}

/** What `tableSample()` takes besides the table and the method. */
export interface TableSampleOptions<N extends string> {
  readonly name?: N;
  /** The same sample each time: `REPEATABLE (seed)`. */
  readonly seed?: number | AnyExpr;
}

/**
 * `table AS name TABLESAMPLE method`: a sample of a table's rows.
 * @param method a function, or a percentage for `system()`
 * @example `const s = tableSample(users, func.bernoulli(5), { name: "s" })`, then `select(s.c.id)`
 * @throws ArgumentError for what is no FROM clause or no function
 * @since 0.1.0
 */
export function tableSample<Ty, B, M extends number | AnyExpr, N extends string = "anon_1">(
  from: FromClause<unknown, Ty, string, B>,
  method: M,
  options: TableSampleOptions<N> = {},
): SubColumns<Ty, N, B | BindsIn<M>> {
  const { name, seed } = options;
  const sampling = typeof method === "number" ? call("system", [method], nullType) : functionNode(method, "tableSample()");
  const repeatable = typeof seed === "number" ? boundValue(seed, "param", integerType) : (seed?.node ?? null);
  return new SubColumns(new TableSampleNode(fromNode(from), sampling, repeatable, name ?? null));
}

/** What `tableValued()` takes besides the call and the columns. */
export interface TableValuedOptions<N extends string> {
  readonly name?: N;
  /** Name the columns behind the alias too: `f(x) AS name(columns)`. */
  readonly derived?: boolean;
}

/**
 * A function whose rows stand in FROM: `json_each(:doc) AS f`.
 * @param rows the function's call
 * @param columns its columns: their keys and types
 * @example `const f = tableValued(func.json_each(t.c.doc), { key: text(), value: text() }, { name: "f" })`, then `select(f.c.value)`
 * @throws ArgumentError for what is no function, and without columns
 * @since 0.1.0
 */
export function tableValued<E extends AnyExpr, D extends ValuesColumns, N extends string = "anon_1">(
  rows: E,
  columns: D,
  options: TableValuedOptions<N> = {},
): SubColumns<ValuesRow<D>, N, E["$binds"]> {
  const node = functionNode(rows, "tableValued()");
  return new SubColumns(new TableValuedNode(node, options.name ?? null, shownOf(columns, "tableValued()"), options.derived ?? false));
}
