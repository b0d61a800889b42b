import { ArgumentError } from "../errors/index.js";
import { boundValue, expressionOf, nodeOf } from "../expression/coerce.js";
import { nullType } from "../expression/common-types.js";
import { type CompiledText, type CompileOptions, compileNode, type StatementCompiler } from "../expression/compile-hook.js";
import { type Assignable, type BindsIn, ColumnElement } from "../expression/index.js";
import { Constant } from "../nodes/expressions.js";
import { type ShownColumn, shownBy, ValuesNode } from "../nodes/froms.js";
import { ScalarValues } from "../nodes/scalar-values.js";
import { inferType, type SqlType, type TypeLike } from "../sqltypes/index.js";
import { type Cte, type CteSettings, cteOf } from "./cte.js";
import { FromElement, type RowColumns } from "./from.js";

/** The columns of a VALUES list: their keys and types; one that may be null is `nullable()`. */
export type ValuesColumns = Readonly<Record<string, TypeLike<unknown>>>;
/** The row of such columns. */
export type ValuesRow<D extends ValuesColumns> = { [K in keyof D]: D[K]["$t"] };
type ValuesInput<D extends ValuesColumns> = { readonly [K in keyof D]: Assignable<D[K]["$t"]> } | readonly Assignable<D[keyof D]["$t"]>[];
/** The message for a key that is no column. */
interface UnknownColumn<Name> {
  readonly "this list has no such column": Name;
}
/** What is asked of rows by key besides: that their keys are columns. */
type KnownRows<R, D extends ValuesColumns> = {
  readonly [I in keyof R]: R[I] extends readonly unknown[] ? unknown : { readonly [K in Exclude<keyof R[I], keyof D>]: UnknownColumn<K> };
};
/** The binds in rows of values and expressions. */
type BindsOfRows<R> = R extends readonly (infer Row)[]
  ? Row extends readonly (infer Cell)[]
    ? BindsIn<Cell>
    : BindsIn<Row[keyof Row]>
  : never;
type IsOne<K, All = K> = K extends unknown ? ([All] extends [K] ? true : false) : never;
/** The one column's value; several make a tuple, whose order the compiler does not know: it fits any. */
type OnlyColumn<D extends ValuesColumns> = IsOne<keyof D> extends true ? D[keyof D]["$t"] : never;

/** The rows of a VALUES list where a value may stand: by themselves the value of the only row, and after IN all of them. */
export class ScalarRows<out T, out B> extends ColumnElement<T | null, B> {
  declare readonly $tuple: [T] extends [never] ? never : readonly [T];
}

/** What `values()` takes last. */
export interface ValuesOptions {
  /** Write the values into the text, not as parameters. */
  readonly literalBinds?: boolean;
}

/** `(VALUES …) AS name (columns)`: rows that travel with the statement and stand in FROM. */
export class Values<D extends ValuesColumns, out N extends string, out B = never> extends FromElement<
  RowColumns<ValuesRow<D>, N, B>,
  ValuesRow<D>,
  N,
  B
> {
  readonly #columns: D;

  constructor(
    readonly node: ValuesNode,
    columns: D,
  ) {
    super();
    this.#columns = columns;
  }

  #next(changes: Partial<Pick<ValuesNode, "name" | "rows" | "lateral">>): ValuesNode {
    const { name, rows, literalBinds, lateral } = { ...this.node, ...changes };
    return new ValuesNode(shownOf(this.#columns, "values()"), name, rows, literalBinds, lateral);
  }

  /** Adds rows: objects by column key, or lists in column order, of values and expressions. @throws ArgumentError for a row with other keys, and when compiled for a list of another length @since 0.1.0 */
  data<const R extends readonly ValuesInput<D>[]>(rows: R & KnownRows<R, D>): Values<D, N, B | BindsOfRows<R>> {
    const added = rows.map((row, index) => cellsOf(row, this.#columns, index));
    return new Values(this.#next({ rows: [...this.node.rows, ...added] }), this.#columns);
  }

  /** The same rows under another name. @since 0.1.0 */
  alias<S extends string>(name: S): Values<D, S, B> {
    return new Values(this.#next({ name }), this.#columns);
  }

  /** `LATERAL (VALUES …) AS name`: its expressions may name what stands before it in FROM. @since 0.1.0 */
  lateral<S extends string = N>(name?: S): Values<D, S, B> {
    return new Values(this.#next({ name: name ?? this.node.name, lateral: true }), this.#columns);
  }

  /** `WITH name (columns) AS (VALUES …)`, as a FROM element. @since 0.1.0 */
  cte<S extends string = "anon_1">(name?: S, options?: CteSettings): Cte<ValuesRow<D>, S, B> {
    return cteOf(this.node, shownBy(this.node), name, options);
  }

  /** The rows by themselves as SQL text, for reading. @throws CompileError without rows; ArgumentError for a list of another length @since 0.1.0 */
  compile(options?: CompileOptions): CompiledText;
  compile<C extends CompiledText>(options: CompileOptions & { readonly dialect: StatementCompiler<C> }): C;
  compile(options: CompileOptions & { readonly dialect?: StatementCompiler } = {}): CompiledText {
    return compileNode(this.node, options);
  }

  /**
   * The rows in parentheses: the value of the only one, `(VALUES (5))`, or the right side of IN:
   * `t.c.n.in(values({ n: integer() }).data([[1], [2]]).scalarValues())`.
   * @since 0.1.0
   */
  scalarValues(): ScalarRows<OnlyColumn<D>, B> {
    return new ScalarRows(new ScalarValues(this.node, this.node.types[0] ?? nullType));
  }
}

const sqlNull = new Constant("null", nullType);

function cellsOf(row: unknown, columns: ValuesColumns, index: number): readonly unknown[] {
  const keys = Object.keys(columns);
  return keyed(row, keys, index).map((cell, at) => {
    const key = keys[at] ?? String(at);
    if (cell === undefined) throw new ArgumentError(`values(): row ${index} has no '${key}'.`);
    return cellOf(cell, columns[key]?.sqlType ?? nullType);
  });
}

/** The cells of a row in the order of the columns; whether a list has one for each is seen where the rows are written. */
function keyed(row: unknown, keys: readonly string[], index: number): readonly unknown[] {
  if (Array.isArray(row)) return row;
  if (typeof row !== "object" || row === null || nodeOf(row))
    throw new ArgumentError(`values(): row ${index} must be an object or a list.`);
  const given = new Map<string, unknown>(Object.entries(row));
  for (const key of given.keys())
    if (!keys.includes(key))
      throw new ArgumentError(`values(): row ${index} has '${key}', which is no column; columns: ${keys.join(", ")}.`);
  return keys.map((key) => given.get(key));
}

/** An expression's node, NULL, or the plain value; that of a column without a type is bound with its own. */
function cellOf(cell: unknown, type: SqlType<unknown>): unknown {
  if (cell === null) return sqlNull;
  const node = expressionOf(cell);
  return node ?? (type.kind === "null" ? boundValue(cell, "param", inferType(cell)) : cell);
}

/** The columns that the user has named, as a FROM element shows them. @throws ArgumentError without any */
export function shownOf(columns: ValuesColumns, what: string): readonly ShownColumn[] {
  const shown = Object.entries(columns).map(([key, type]) => ({ name: key, key, type: type.sqlType, source: null, anonymous: false }));
  if (shown.length === 0) throw new ArgumentError(`${what} needs at least one column.`);
  return shown;
}

/**
 * Rows as a FROM element: `values("v", { n: text(), r: integer() }).data([{ n: "a", r: 1 }])` gives `(VALUES (:param_1, :param_2)) AS v (n, r)`.
 * Without a name it is `(VALUES …)` alone, and its columns stand without a table.
 * @throws ArgumentError without columns
 * @since 0.1.0
 */
export function values<N extends string, D extends ValuesColumns>(name: N, columns: D, options?: ValuesOptions): Values<D, N>;
export function values<D extends ValuesColumns>(columns: D, options?: ValuesOptions): Values<D, "anon_1">;
export function values(...given: Named | Unnamed): unknown {
  const [name, columns, options] = isNamed(given) ? given : [null, ...given];
  return new Values(new ValuesNode(shownOf(columns, "values()"), name, [], options?.literalBinds ?? false), columns);
}

type Named = [name: string, columns: ValuesColumns, options?: ValuesOptions | undefined];
type Unnamed = [columns: ValuesColumns, options?: ValuesOptions | undefined];

function isNamed(given: Named | Unnamed): given is Named {
  return typeof given[0] === "string";
}
