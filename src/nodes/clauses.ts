import type { CteNode } from "./froms.js";
import { declareFields, type ExpressionNode, type Fields, type FromNode, Node } from "./node.js";

const prefixFields = declareFields<PrefixNode>({ text: "node", dialect: "fact" });
/** Text after the statement's first word, or at its end; for one dialect or for all. */
export class PrefixNode extends Node {
  readonly kind = "prefix";
  get fields(): Fields {
    return prefixFields;
  }
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
  get fields(): Fields {
    return hintFields;
  }
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
  get fields(): Fields {
    return attachedFields;
  }
  constructor(
    readonly cte: CteNode,
    readonly nesting: boolean,
  ) {
    super();
  }
}

const optionsFields = declareFields<OptionsNode>({ entries: "facts", values: "cells", byDialect: "aside" });
/** Options that one dialect reads from a statement. */
export class OptionsNode extends Node {
  readonly kind = "options";
  readonly entries: readonly string[];
  readonly values: readonly unknown[];
  get fields(): Fields {
    return optionsFields;
  }
  constructor(readonly byDialect: Readonly<Record<string, Readonly<Record<string, unknown>>>>) {
    super();
    const flat = Object.entries(byDialect).flatMap(([dialect, options]) =>
      Object.entries(options).map(([name, value]) => ({
        name: `${dialect}_${name}=${typeof value === "object" ? "" : String(value)}`,
        value,
      })),
    );
    this.entries = flat.map((entry) => entry.name);
    this.values = flat.map((entry) => entry.value);
  }
}

const forUpdateFields = declareFields<ForUpdateNode>({ of: "nodes", nowait: "fact", skipLocked: "fact", read: "fact", keyShare: "fact" });
/** `FOR UPDATE` and its forms. */
export class ForUpdateNode extends Node {
  readonly kind = "forUpdate";
  get fields(): Fields {
    return forUpdateFields;
  }
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
