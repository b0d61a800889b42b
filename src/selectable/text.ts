import { ArgumentError } from "../errors/index.js";
import { nodeOf } from "../expression/coerce.js";
import { nullType } from "../expression/common-types.js";
import { ColumnElement, type Expr, type NamedBind, type OptionalBind, type ParamsOf, type UnknownParameter } from "../expression/index.js";
import { BindForm, bindFacts } from "../nodes/bind-form.js";
import { ColumnNode } from "../nodes/column.js";
import { Bind, Fragment as FragmentNode, noValue } from "../nodes/expressions.js";
import { TextSelectNode } from "../nodes/select.js";
import { emptyStatement } from "../nodes/statement.js";
import { givenType, inferType, type TypeLike } from "../sqltypes/index.js";
import type { Rows, Statement } from "./statement.js";
import { type TextColumns, type TextRow, TextSelect, type TextTuple } from "./text-select.js";

/** `:name`, but not `::type`, `\\:escaped`, `:word:` or a colon inside a word. */
const BIND_IN_TEXT = /(?<![:\w\\]):(\w+)(?![\w:])/g;

type Characters<S extends string, All = never> = S extends `${infer C}${infer Rest}` ? Characters<Rest, All | C> : All;
type WordCharacter = Characters<"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_">;
/** The word at the start of a text, if there is one, and no colon behind it. */
type Word<S extends string, W extends string = ""> = S extends `${infer C}${infer Rest}`
  ? C extends WordCharacter
    ? Word<Rest, `${W}${C}`>
    : C extends ":"
      ? never
      : Exclude<W, "">
  : Exclude<W, "">;
/** What BIND_IN_TEXT finds: the words after a colon, unless a word, a backslash or another colon stands before it. */
type NamesIn<S extends string, Names = never> = S extends `${infer Before}:${infer Rest}`
  ? NamesIn<Rest, Before extends "" | `${string}${WordCharacter | "\\"}` ? Names : Names | Word<Rest>>
  : Names;
/** The binds of a text; one that is only known at run time may have any. */
type TextBinds<S extends string> = string extends S
  ? OptionalBind<string, unknown>
  : NamesIn<` ${S}`> extends infer N
    ? N extends string
      ? NamedBind<N, unknown>
      : never
    : never;

/** The names of binds. */
type NameIn<B> = B extends { readonly name: infer N } | { readonly optional: infer N } ? N : never;
/** The binds of a text that are still open when some have been given: a value closes one, a bind gives it its type. */
type Remaining<B, V> = Exclude<B, { readonly name: keyof V }> | Retyped<V>;
type Retyped<V> = {
  [K in keyof V & string]: V[K] extends Expr<infer T, infer B, unknown> ? ([B] extends [never] ? never : NamedBind<K, T>) : never;
}[keyof V & string];
/** The row of a text: what the driver calls its columns, with values as they come. */
export type PlainRow = Readonly<Record<string, unknown>>;

/** A piece of SQL text with `:name` parameters: a criterion, a value, or a statement of its own. */
export class TextClause<out B = never> extends ColumnElement<boolean | null, B> implements Statement<Rows<PlainRow>, ParamsOf<B>> {
  declare readonly $result: Rows<PlainRow>;
  declare readonly $params: (params: ParamsOf<B>) => void;
  declare readonly node: FragmentNode;

  constructor(node: FragmentNode) {
    super(node);
  }

  /** Gives parameters their values: `sql.text(":who").bindParams({ who: "me" })`. @throws ArgumentError for a name that the text does not have @since 0.1.0 */
  bindParams<const V extends Readonly<Record<string, unknown>>>(
    values: V & { readonly [K in Exclude<keyof V, NameIn<B>>]: UnknownParameter<K> },
  ): TextClause<Remaining<B, V>> {
    const known = this.node.nodes.filter((node) => node instanceof Bind).map((node) => node.name);
    for (const name of Object.keys(values)) {
      if (!known.includes(name))
        throw new ArgumentError(
          `This text() construct doesn't define a bound parameter named '${name}'; it has ${known.length === 0 ? "none" : known.map((each) => `'${each}'`).join(", ")}.`,
        );
    }
    const nodes = this.node.nodes.map((node) => {
      if (!(node instanceof Bind) || node.name === null || !Object.hasOwn(values, node.name)) return node;
      const value = values[node.name];
      const given = nodeOf(value);
      return given instanceof Bind
        ? new Bind(new BindForm(node.name, node.base, given.type, given), given.value)
        : new Bind(new BindForm(node.name, node.base, inferType(value)), value);
    });
    return new TextClause(new FragmentNode(this.node.parts, nodes, this.node.type));
  }

  /**
   * The text as a query with these columns, in the text's order: `sql.text("SELECT id, name FROM t").columns({ id: integer(), name: text() })`.
   * @throws ArgumentError without columns
   * @since 0.1.0
   */
  columns<const D extends TextColumns>(columns: D): TextSelect<TextRow<D>, TextTuple<D>, B> {
    const shown = Object.entries(columns).map(([key, type]) => new ColumnNode(null, key, key, givenType(type, `columns(): ${key}`)));
    if (shown.length === 0) throw new ArgumentError("columns() needs at least one column: a key and its type.");
    return new TextSelect(new TextSelectNode({ ...emptyStatement, text: this.node, columns: shown }));
  }

  /** The text as a value of that type, decoded as one. @since 0.1.0 */
  as<T>(type: TypeLike<T>): ColumnElement<T, B> {
    return new ColumnElement(new FragmentNode(this.node.parts, this.node.nodes, givenType(type, "as()")));
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
    const name = match[1] ?? "";
    nodes.push(new Bind(new BindForm(name, name, nullType, bindFacts({ required: true })), noValue));
    from = match.index + match[0].length;
  }
  parts.push(sqlText.slice(from).replaceAll("\\:", ":"));
  return new TextClause(new FragmentNode(parts, nodes, nullType));
}
