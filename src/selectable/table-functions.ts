import { ArgumentError } from "../errors/index.js";
import { boundValue, nodeOf } from "../expression/coerce.js";
import { integerType, nullType } from "../expression/common-types.js";
import { call } from "../expression/function-call.js";
import { type AnyExpr, type BindsIn, ColumnElement, type Expr, type FromClause, type Simplify } from "../expression/index.js";
import type { ShownColumn } from "../nodes/froms.js";
import { ExpressionNode } from "../nodes/node.js";
import { TableSampleNode, TableValuedNode, WholeRow } from "../nodes/table-functions.js";
import { BigIntegerType } from "../sqltypes/index.js";
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
export interface TableValuedOptions<N extends string, O extends string = never> {
  readonly name?: N;
  /** Name the columns behind the alias too, `f(x) AS name(a, b)`; `"types"` writes their types there as well. */
  readonly derived?: boolean | "types";
  /** A last column of this name, which counts the rows from 1: `f(x) WITH ORDINALITY AS name(a, n)`. */
  readonly withOrdinality?: O;
  /** LATERAL: its arguments may be columns of what stands before it in FROM. */
  readonly lateral?: boolean;
}

const counter = new BigIntegerType<"number">({ mode: "number" });

/**
 * A function whose rows stand in FROM: `json_each(:doc) AS f`.
 * @param rows the function's call
 * @param columns its columns: their keys and types
 * @example `const f = tableValued(func.json_each(t.c.doc), { key: text(), value: text() }, { name: "f" })`, then `select(f.c.value)`
 * @throws ArgumentError for what is no function, and without columns
 * @since 0.1.0
 */
export function tableValued<E extends AnyExpr, D extends ValuesColumns, N extends string = "anon_1", O extends string = never>(
  rows: E,
  columns: D,
  options: TableValuedOptions<N, O> = {},
): SubColumns<Simplify<ValuesRow<D> & { [K in O]: number }>, N, E["$binds"]> {
  const { name, withOrdinality, lateral = false, derived = withOrdinality !== undefined } = options;
  const node = functionNode(rows, "tableValued()");
  const shown = shownOf(columns, "tableValued()");
  if (withOrdinality !== undefined && shown.some((column) => column.key === withOrdinality))
    throw new ArgumentError(`tableValued(): '${withOrdinality}' is a column of the function already; give withOrdinality another name.`);
  const counted: readonly ShownColumn[] =
    withOrdinality === undefined
      ? shown
      : [...shown, { name: withOrdinality, key: withOrdinality, type: counter, source: null, anonymous: false }];
  return new SubColumns(new TableValuedNode(node, name ?? null, counted, { derived, ordinality: withOrdinality !== undefined, lateral }));
}

/** A FROM element where a value may stand: N its name, which is its key in a row. */
export class WholeRowElement<out N extends string, out T, out B> extends ColumnElement<T, B, N> {
  declare readonly $key: N;
}

/**
 * A function of one column whose rows stand in FROM, as that column: `select(columnValued(func.unnest(t.c.tags, text()), "tag"))`
 * gives `SELECT tag FROM unnest(t.tags) AS tag`.
 * @throws ArgumentError for what is no function
 * @since 0.1.0
 */
export function columnValued<T, B, N extends string = "anon_1">(
  rows: Expr<T, B, unknown>,
  name?: N,
  options: { readonly lateral?: boolean } = {},
): WholeRowElement<N, T, B> {
  const node = functionNode(rows, "columnValued()");
  const form = { derived: false, ordinality: false, lateral: options.lateral ?? false };
  return new WholeRowElement(new WholeRow(new TableValuedNode(node, name ?? null, [], form), node.type));
}

/** The whole row of a FROM element as one value, for functions that take such: `func.row_to_json(wholeRow(users), json())`. @since 0.1.0 */
export function wholeRow<Ty, N extends string, B>(from: FromClause<unknown, Ty, N, B>): WholeRowElement<N, Ty, B> {
  return new WholeRowElement(new WholeRow(fromNode(from), nullType));
}
