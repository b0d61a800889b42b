import { ArgumentError } from "../errors/index.js";
import { Fragment as FragmentNode, Identifier, LiteralColumn } from "../nodes/expressions.js";
import type { ExpressionNode, Node } from "../nodes/node.js";
import { CompoundNode, SelectNode, TextSelectNode } from "../nodes/select.js";
import { emptyStatement } from "../nodes/statement.js";
import { givenType, inferType, type TypeLike } from "../sqltypes/index.js";
import { boundValue, nodeOf, scalarSubselect } from "./coerce.js";
import { ColumnElement } from "./column-element.js";
import { nullType } from "./common-types.js";
import type { BindsIn } from "./types.js";

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
    return new ColumnElement(new FragmentNode(this.#node.parts, this.#node.nodes, givenType(type, "as()")));
  }
}

function partNode(value: unknown, at: number): Node {
  if (value === undefined) throw new ArgumentError(`sql\`…\`: value ${at} is undefined; undefined is no SQL value, give null.`);
  const node = nodeOf(value);
  if (node instanceof SelectNode || node instanceof CompoundNode) return scalarSubselect(node);
  return node ?? boundValue(value, "param", inferType(value));
}

/** The safe fragment, as `sql` itself: each value is bound, each column or table is written by name. */
export function fragment<const V extends readonly unknown[]>(parts: TemplateStringsArray, ...values: V): Fragment<BindsIn<V[number]>> {
  return new Fragment(new FragmentNode([...parts], values.map(partNode), nullType));
}

/** A name, quoted where the dialect must: `sql.identifier("user name")`. @since 0.1.0 */
export function identifier(name: string): ColumnElement<unknown> {
  if (typeof name !== "string" || name === "" || name.includes("\\0"))
    throw new ArgumentError("sql.identifier() needs a name that is not empty and has no NUL.");
  return new ColumnElement(new Identifier(name, nullType));
}

/** Text as it is, without parameters: never give it anything that a user of yours has typed. @since 0.1.0 */
export function raw(sqlText: string): ColumnElement<unknown> {
  return new ColumnElement(new LiteralColumn(sqlText, nullType));
}

/** The tree of a text that is executed by itself. */
export function textStatement(node: ExpressionNode): TextSelectNode {
  return new TextSelectNode({ ...emptyStatement, text: node, columns: [] });
}
