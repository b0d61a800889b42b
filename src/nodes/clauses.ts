import type { CteNode } from "./froms.js";
import { declareFields, type ExpressionNode, type Fields, type FromNode, Node } from "./node.js";

const prefixFields = declareFields<PrefixNode>({ text: "node", dialect: "fact" });
/** Text after the statement's first word, or at its end; for one dialect or for all. */
export class PrefixNode extends Node {
  readonly kind = "prefix";
  readonly fields: Fields = prefixFields;
  constructor(
    readonly text: ExpressionNode,
    readonly dialect: string | null,
  ) {
    super();
  }
}

const hintFields = declareFields<HintNode>({ text: "fact", selectable: "node", dialect: "fact" });
/** A hint for the optimizer, about one selectable or the whole statement. */
export class HintNode extends Node {
  readonly kind = "hint";
  readonly fields: Fields = hintFields;
  constructor(
    readonly text: string,
    readonly selectable: FromNode | null,
    readonly dialect: string | null,
  ) {
    super();
  }
}

const attachedFields = declareFields<AttachedCte>({ cte: "node", nesting: "fact" });
/** A CTE that the statement carries without naming it elsewhere. */
export class AttachedCte extends Node {
  readonly kind = "attachedCte";
  readonly fields: Fields = attachedFields;
  constructor(
    readonly cte: CteNode,
    readonly nesting: boolean,
  ) {
    super();
  }
}

/** Where a list or an object begins among flattened options: no value of the user's is like these. */
const LIST = Symbol("list");
const OBJECT = Symbol("object");

function nodeIn(value: unknown): Node | null {
  if (value instanceof Node) return value;
  return typeof value === "object" && value !== null && "node" in value && value.node instanceof Node ? value.node : null;
}

/** What a value is made of, in a row: nodes and plain values. */
function flattened(value: unknown): readonly unknown[] {
  const node = nodeIn(value);
  if (node) return [node];
  if (Array.isArray(value)) return [LIST, value.length, ...value.flatMap(flattened)];
  if (typeof value !== "object" || value === null || Object.getPrototypeOf(value) !== Object.prototype) return [value];
  const entries = Object.entries(value);
  return [OBJECT, entries.length, ...entries.flatMap(([name, inner]) => [name, ...flattened(inner)])];
}

const optionsFields = declareFields<OptionsNode>({ entries: "mixed", byDialect: "aside" });
/** Options that one dialect reads from a statement. */
export class OptionsNode extends Node {
  readonly kind = "options";
  /** The options in a row: any of them may change the text. */
  readonly entries: readonly unknown[];
  readonly fields: Fields = optionsFields;
  constructor(readonly byDialect: Readonly<Record<string, Readonly<Record<string, unknown>>>>) {
    super();
    this.entries = flattened(byDialect);
  }
}

const forUpdateFields = declareFields<ForUpdateNode>({ of: "nodes", nowait: "fact", skipLocked: "fact", read: "fact", keyShare: "fact" });
/** `FOR UPDATE` and its forms. */
export class ForUpdateNode extends Node {
  readonly kind = "forUpdate";
  readonly fields: Fields = forUpdateFields;
  constructor(
    readonly of: readonly Node[],
    readonly nowait: boolean,
    readonly skipLocked: boolean,
    readonly read: boolean,
    readonly keyShare: boolean,
  ) {
    super();
  }
}
