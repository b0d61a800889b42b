import { ArgumentError, UnsupportedError } from "../errors/index.js";
import { described } from "../expression/coerce.js";
import { type ExtendedKind, ExtensionNode } from "../nodes/extensions.js";
import type { StatementNode } from "../nodes/statement.js";

/** A clause that a dialect adds to statements, for `ext()`: S the kinds of statements that take it, B the binds inside. */
export interface SyntaxExtension<in S extends ExtendedKind, out B> {
  readonly $extends: (statement: S) => void;
  readonly $binds: B;
  readonly node: ExtensionNode;
}

/** The clause, as a dialect's function hands it out. */
export function extension<S extends ExtendedKind, B>(node: ExtensionNode): SyntaxExtension<S, B> {
  return new Extension<S, B>(node);
}

class Extension<in S extends ExtendedKind, out B> implements SyntaxExtension<S, B> {
  declare readonly $extends: (statement: S) => void;
  declare readonly $binds: B;

  constructor(readonly node: ExtensionNode) {}
}

/** The statement's extensions with one more, which takes the place of an earlier one of its kind. @throws UnsupportedError where the statement does not take it */
export function withExtension(
  statement: Pick<StatementNode, "kind" | "extensions">,
  given: { readonly node: unknown },
): readonly ExtensionNode[] {
  const { node } = given;
  if (!(node instanceof ExtensionNode)) throw new ArgumentError(`ext() takes a clause that a dialect adds, got ${described(given)}.`);
  if (node.points[statement.kind] === undefined)
    throw new UnsupportedError(`Extension ${node.kind} cannot be applied to ${statement.kind}`);
  return [...statement.extensions.filter((each) => each.kind !== node.kind), node];
}
