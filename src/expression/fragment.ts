import { ArgumentError } from "../errors/index.js";
import { Bind, Constant, Fragment as FragmentNode, Identifier, LiteralColumn, noValue } from "../nodes/expressions.js";
import { ExpressionNode, type Node } from "../nodes/node.js";
import { CompoundNode, SelectNode } from "../nodes/select.js";
import { emptyStatement } from "../nodes/statement.js";
import { TextSelectNode } from "../nodes/select.js";
import { inferType, type TypeLike } from "../sqltypes/index.js";
import { nodeOf, scalarSubselect } from "./coerce.js";
import { ColumnElement } from "./column-element.js";
import { booleanType, nullType } from "./common-types.js";
import type { Expr, NamedBind } from "./types.js";

type BindsIn<V> = V extends { readonly $binds: infer B } ? B : never;

/** Text with bound values in it. As a criterion it stands as it is; `as(type)` makes it a value. */
export class Fragment<out B = never> extends ColumnElement<boolean | null, B> {
  declare readonly $key: unknown;
  readonly #node: FragmentNode;

  constructor(node: FragmentNode) {
    super(node);
    this.#node = node;
  }

  /** The fragment as a value of that type, decoded as one. @since 0.1.0 */
  as<T>(type: TypeLike<T>): ColumnElement<T, B> {
    return new ColumnElement(new FragmentNode(this.#node.parts, this.#node.nodes, type.sqlType));
  }
}

function partNode(value: unknown, at: number): Node {
  if (value === undefined) throw new ArgumentError(`sql\`…\`: value ${at} is undefined; undefined is no SQL value, give null.`);
  const node = nodeOf(value);
  if (node instanceof SelectNode || node instanceof CompoundNode) return scalarSubselect(node);
  return node ?? new Bind(null, "param", inferType(value), value);
}

function fragment<const V extends readonly unknown[]>(parts: TemplateStringsArray, ...values: V): Fragment<BindsIn<V[number]>> {
  return new Fragment(new FragmentNode([...parts], values.map(partNode), nullType));
}

/** `:name`, but not `::type`, `\\:escaped` or a colon inside a word. */
const BIND_IN_TEXT = /(?<![:\w\\]):(\w+)(?!:)/g;

type NamesIn<S extends string> = string extends S ? never : S extends `${string}:${infer Rest}` ? Word<Rest> | NamesIn<Rest> : never;
type Word<S extends string, W extends string = ""> = S extends `${infer C}${infer R}` ? (C extends Letter ? Word<R, `${W}${C}`> : W extends "" ? never : W) : W extends "" ? never : W;
type Letter = "a" | "b" | "c" | "d" | "e" | "f" | "g" | "h" | "i" | "j" | "k" | "l" | "m" | "n" | "o" | "p" | "q" | "r" | "s" | "t" | "u" | "v" | "w" | "x" | "y" | "z" | Capitalize<"a" | "b" | "c" | "d" | "e" | "f" | "g" | "h" | "i" | "j" | "k" | "l" | "m" | "n" | "o" | "p" | "q" | "r" | "s" | "t" | "u" | "v" | "w" | "x" | "y" | "z"> | "0" | "1" | "2" | "3" | "4" | "5" | "6" | "7" | "8" | "9" | "_";
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
      if (!known.includes(name)) throw new ArgumentError(`This text() construct doesn't define a bound parameter named '${name}'; it has ${known.length === 0 ? "none" : known.map((each) => `'${each}'`).join(", ")}.`);
    }
    const nodes = this.#node.nodes.map((node) => {
      if (!(node instanceof Bind) || node.name === null || !Object.hasOwn(values, node.name)) return node;
      const value = values[node.name];
      const given = nodeOf(value);
      return given instanceof Bind ? new Bind(node.name, node.base, given.type, given.value, given.required, given.expanding, given.literalExecute, given.make) : new Bind(node.name, node.base, inferType(value), value);
    });
    return new TextClause(new FragmentNode(this.#node.parts, nodes, this.#node.type));
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
function text<const S extends string>(sqlText: S): TextClause<TextBinds<S>> {
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

/** A name, quoted where the dialect must: `sql.identifier("user name")`. @since 0.1.0 */
function identifier(name: string): ColumnElement<unknown> {
  if (typeof name !== "string" || name === "" || name.includes("\\0")) throw new ArgumentError("sql.identifier() needs a name that is not empty and has no NUL.");
  return new ColumnElement(new Identifier(name, nullType));
}

/** Text as it is, without parameters: never give it anything that a user of yours has typed. @since 0.1.0 */
function raw(sqlText: string): ColumnElement<unknown> {
  return new ColumnElement(new LiteralColumn(sqlText, nullType));
}

/**
 * The safe fragment: `` sql`length(${users.c.name}) > ${5}` ``. Values are bound, columns and tables are quoted.
 * With it come `sql.text`, `sql.identifier`, `sql.raw`, `sql.null`, `sql.true` and `sql.false`.
 * @since 0.1.0
 */
export const sql = Object.assign(fragment, {
  text,
  identifier,
  raw,
  null: new ColumnElement<null>(new Constant("null", nullType)),
  true: new ColumnElement<true>(new Constant("true", booleanType)),
  false: new ColumnElement<false>(new Constant("false", booleanType)),
  default: new ColumnElement<never>(new Constant("default", nullType)),
});

/** The tree of a text that is executed by itself. */
export function textStatement(node: ExpressionNode): TextSelectNode {
  return new TextSelectNode({ ...emptyStatement, text: node, columns: [] });
}

export type { Expr };
