import type { AttachedCte, HintNode, OptionsNode, PrefixNode } from "./clauses.js";
import type { ExtensionNode } from "./extensions.js";
import { type ExpressionNode, Node } from "./node.js";

/** Options of an execution: they travel with the statement and do not change its text. */
export type ExecutionOptions = Readonly<Record<string, unknown>>;

/** What every statement carries. */
export interface StatementData {
  readonly prefixes: readonly PrefixNode[];
  readonly suffixes: readonly PrefixNode[];
  readonly hints: readonly HintNode[];
  readonly ctes: readonly AttachedCte[];
  readonly extensions: readonly ExtensionNode[];
  readonly options: OptionsNode | null;
  readonly executionOptions: ExecutionOptions;
}

export const emptyStatement: StatementData = {
  prefixes: [],
  suffixes: [],
  hints: [],
  ctes: [],
  extensions: [],
  options: null,
  executionOptions: {},
};

/** A tree that can be executed. */
export abstract class StatementNode extends Node implements StatementData {
  readonly prefixes: readonly PrefixNode[];
  readonly suffixes: readonly PrefixNode[];
  readonly hints: readonly HintNode[];
  readonly ctes: readonly AttachedCte[];
  readonly extensions: readonly ExtensionNode[];
  readonly options: OptionsNode | null;
  readonly executionOptions: ExecutionOptions;
  /** The compiled form that was found last, so that a statement kept by the user is looked up once. */
  memo: unknown = undefined;

  constructor(data: StatementData) {
    super();
    this.prefixes = data.prefixes;
    this.suffixes = data.suffixes;
    this.hints = data.hints;
    this.ctes = data.ctes;
    this.extensions = data.extensions;
    this.options = data.options;
    this.executionOptions = data.executionOptions;
  }
}

/**
 * The rows that a statement gives: their expressions and, where the user named them (`select({ user: users })`), the keys.
 * A key with a count stands for that many columns, which make one nested row.
 */
export interface RowSource {
  readonly columns: readonly ExpressionNode[];
  readonly recordKeys: readonly string[] | null;
}

export const statementRoles = {
  prefixes: "nodes",
  suffixes: "nodes",
  hints: "nodes",
  ctes: "nodes",
  extensions: "nodes",
  options: "node",
  executionOptions: "aside",
  memo: "aside",
} as const;

/** A statement that nobody else has yet: it may be written to until it is handed out. */
export type Draft<N extends StatementNode> = { -readonly [K in keyof N]: N[K] };

/** A copy of the statement, to be changed. What a class makes of its data must be a getter, or it would be the original's. */
export function draftOf<N extends StatementNode>(node: N): Draft<N> {
  // the marked place: each class of statements is made of what it holds
  const { constructor } = node as { readonly constructor: unknown } as { readonly constructor: new (data: N) => N };
  return new constructor(node);
}
