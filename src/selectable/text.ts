import { ArgumentError } from "../errors/index.js";
import { nodeOf } from "../expression/coerce.js";
import { nullType } from "../expression/common-types.js";
import { ColumnElement, type NamedBind } from "../expression/index.js";
import { ColumnNode } from "../nodes/column.js";
import { Bind, Fragment as FragmentNode, noValue } from "../nodes/expressions.js";
import { TextSelectNode } from "../nodes/select.js";
import { emptyStatement } from "../nodes/statement.js";
import { inferType, type TypeLike } from "../sqltypes/index.js";
import { type TextColumns, type TextRow, TextSelect, type TextTuple } from "./text-select.js";

/** `:name`, but not `::type`, `\\:escaped` or a colon inside a word. */
const BIND_IN_TEXT = /(?<![:\w\\]):(\w+)(?!:)/g;

type NamesIn<S extends string> = string extends S ? never : S extends `${string}:${infer Rest}` ? Word<Rest> | NamesIn<Rest> : never;
type Word<S extends string, W extends string = ""> = S extends `${infer C}${infer R}`
  ? C extends Letter
    ? Word<R, `${W}${C}`>
    : W extends ""
      ? never
      : W
  : W extends ""
    ? never
    : W;
type Letter =
  | "a"
  | "b"
  | "c"
  | "d"
  | "e"
  | "f"
  | "g"
  | "h"
  | "i"
  | "j"
  | "k"
  | "l"
  | "m"
  | "n"
  | "o"
  | "p"
  | "q"
  | "r"
  | "s"
  | "t"
  | "u"
  | "v"
  | "w"
  | "x"
  | "y"
  | "z"
  | Capitalize<
      | "a"
      | "b"
      | "c"
      | "d"
      | "e"
      | "f"
      | "g"
      | "h"
      | "i"
      | "j"
      | "k"
      | "l"
      | "m"
      | "n"
      | "o"
      | "p"
      | "q"
      | "r"
      | "s"
      | "t"
      | "u"
      | "v"
      | "w"
      | "x"
      | "y"
      | "z"
    >
  | "0"
  | "1"
  | "2"
  | "3"
  | "4"
  | "5"
  | "6"
  | "7"
  | "8"
  | "9"
  | "_";
type TextBinds<S extends string> = NamesIn<S> extends infer N ? (N extends string ? NamedBind<N, unknown> : never) : never;

/** A piece of SQL text with `:name` parameters: a criterion, a value, or a statement of its own. */
export class TextClause<out B = never> extends ColumnElement<boolean | null, B> {
  readonly #node: FragmentNode;

  constructor(node: FragmentNode) {
    super(node);
    this.#node = node;
  }

  /** Gives parameters their values: `sql.text(":who").bindParams({ who: "me" })`. @throws ArgumentError for a name that the text does not have @since 0.1.0 */
  bindParams<const V extends Readonly<Record<string, unknown>>>(values: V): TextClause<Exclude<B, NamedBind<keyof V & string, unknown>>> {
    const known = this.#node.nodes.filter((node) => node instanceof Bind).map((node) => node.name);
    for (const name of Object.keys(values)) {
      if (!known.includes(name))
        throw new ArgumentError(
          `This text() construct doesn't define a bound parameter named '${name}'; it has ${known.length === 0 ? "none" : known.map((each) => `'${each}'`).join(", ")}.`,
        );
    }
    const nodes = this.#node.nodes.map((node) => {
      if (!(node instanceof Bind) || node.name === null || !Object.hasOwn(values, node.name)) return node;
      const value = values[node.name];
      const given = nodeOf(value);
      return given instanceof Bind
        ? new Bind(node.name, node.base, given.type, given.value, given.required, given.expanding, given.literalExecute, given.callable)
        : new Bind(node.name, node.base, inferType(value), value);
    });
    return new TextClause(new FragmentNode(this.#node.parts, nodes, this.#node.type));
  }

  /**
   * The text as a query with these columns, in the text's order: `sql.text("SELECT id, name FROM t").columns({ id: integer(), name: text() })`.
   * @throws ArgumentError without columns
   * @since 0.1.0
   */
  columns<const D extends TextColumns>(columns: D): TextSelect<TextRow<D>, TextTuple<D>, B> {
    const shown = Object.entries(columns).map(([key, type]) => new ColumnNode(null, key, key, type.sqlType));
    if (shown.length === 0) throw new ArgumentError("columns() needs at least one column: a key and its type.");
    return new TextSelect(new TextSelectNode({ ...emptyStatement, text: this.#node, columns: shown }));
  }

  /** The text as a value of that type, decoded as one. @since 0.1.0 */
  as<T>(type: TypeLike<T>): ColumnElement<T, B> {
    return new ColumnElement(new FragmentNode(this.#node.parts, this.#node.nodes, type.sqlType));
  }
}

/**
 * SQL text with named parameters, as SQLAlchemy's `text()`: `sql.text("rating > :low")`. `\\:` is a colon.
 * @since 0.1.0
 */
export function text<const S extends string>(sqlText: S): TextClause<TextBinds<S>> {
  const parts: string[] = [];
  const nodes: Bind[] = [];
  let from = 0;
  for (const match of sqlText.matchAll(BIND_IN_TEXT)) {
    parts.push(sqlText.slice(from, match.index).replaceAll("\\:", ":"));
    nodes.push(new Bind(match[1] ?? "", match[1] ?? "", nullType, noValue, true));
    from = match.index + match[0].length;
  }
  parts.push(sqlText.slice(from).replaceAll("\\:", ":"));
  return new TextClause(new FragmentNode(parts, nodes, nullType));
}
