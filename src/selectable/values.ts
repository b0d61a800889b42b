import { ArgumentError } from "../errors/index.js";
import { nodeOf } from "../expression/coerce.js";
import { nullType } from "../expression/common-types.js";
import { ColumnElement } from "../expression/index.js";
import { type ShownColumn, ValuesNode } from "../nodes/froms.js";
import { ScalarValues } from "../nodes/scalar-values.js";
import type { TypeLike } from "../sqltypes/index.js";
import { FromElement, type RowColumns } from "./from.js";

/** The columns of a VALUES list: their keys and types; one that may be null is `nullable()`. */
export type ValuesColumns = Readonly<Record<string, TypeLike<unknown>>>;
/** The row of such columns. */
export type ValuesRow<D extends ValuesColumns> = { [K in keyof D]: D[K]["$t"] };
type ValuesInput<D extends ValuesColumns> = { readonly [K in keyof D]: D[K]["$t"] } | readonly D[keyof D]["$t"][];

type IsOne<K, All = K> = K extends unknown ? ([All] extends [K] ? true : false) : never;
/** The value of the one column; several make a tuple, whose order the compiler does not know: it fits any. */
type ScalarRow<D extends ValuesColumns> = IsOne<keyof D> extends true ? D[keyof D]["$t"] : never;

/** `(VALUES …) AS name (columns)`: rows that travel with the statement and stand in FROM. */
export class Values<D extends ValuesColumns, out N extends string> extends FromElement<
  RowColumns<ValuesRow<D>, N, never>,
  ValuesRow<D>,
  N
> {
  readonly #columns: D;

  constructor(
    readonly node: ValuesNode,
    columns: D,
  ) {
    super();
    this.#columns = columns;
  }

  /** Adds rows: objects by column key, or lists in column order. @throws ArgumentError for a row of another length or with other keys @since 0.1.0 */
  data(rows: readonly ValuesInput<D>[]): Values<D, N> {
    const keys = Object.keys(this.#columns);
    const added = rows.map((row, index) => cellsOf(row, keys, index));
    const shown = this.node.columns.map(({ name, key, type, source, anonymous }) => ({ name, key, type, source, anonymous }));
    return new Values(new ValuesNode(shown, this.node.name, [...this.node.rows, ...added], this.node.literalBinds), this.#columns);
  }

  /** The rows as the right side of IN: `t.c.n.in(values("v", { n: integer() }).data([[1], [2]]).scalarValues())`. @since 0.1.0 */
  scalarValues(): ColumnElement<readonly ScalarRow<D>[]> {
    return new ColumnElement(new ScalarValues(this.node, this.node.types[0] ?? nullType));
  }
}

function cellsOf(row: unknown, keys: readonly string[], index: number): readonly unknown[] {
  if (Array.isArray(row)) {
    const cells: readonly unknown[] = row;
    if (cells.length !== keys.length)
      throw new ArgumentError(`Wrong number of elements for ${keys.length}-tuple: row ${index} has ${cells.length}`);
    return cells;
  }
  if (typeof row !== "object" || row === null || nodeOf(row))
    throw new ArgumentError(`values(): row ${index} must be an object or a list.`);
  const given = new Map<string, unknown>(Object.entries(row));
  for (const key of given.keys())
    if (!keys.includes(key))
      throw new ArgumentError(`values(): row ${index} has '${key}', which is no column; columns: ${keys.join(", ")}.`);
  return keys.map((key) => {
    const value = given.get(key);
    if (value === undefined) throw new ArgumentError(`values(): row ${index} has no '${key}'.`);
    return value;
  });
}

/** The columns that the user has named, as a FROM element shows them. @throws ArgumentError without any */
export function shownOf(columns: ValuesColumns, what: string): readonly ShownColumn[] {
  const shown = Object.entries(columns).map(([key, type]) => ({ name: key, key, type: type.sqlType, source: null, anonymous: false }));
  if (shown.length === 0) throw new ArgumentError(`${what} needs at least one column.`);
  return shown;
}

/**
 * Rows as a FROM element: `values("v", { n: text(), r: integer() }).data([{ n: "a", r: 1 }])` gives `(VALUES (:param_1, :param_2)) AS v (n, r)`.
 * @since 0.1.0
 */
export function values<N extends string, D extends ValuesColumns>(
  name: N,
  columns: D,
  options: { readonly literalBinds?: boolean } = {},
): Values<D, N> {
  return new Values(new ValuesNode(shownOf(columns, "values()"), name, [], options.literalBinds ?? false), columns);
}
