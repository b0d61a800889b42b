import type { AttachedCte, HintNode, OptionsNode, PrefixNode } from "./clauses.js";
import type { ExtensionNode } from "./extensions.js";
import { type ExpressionNode, Node } from "./node.js";
import { type ClausesData, noClauses, RareClauses } from "./rare-clauses.js";

/** Options of an execution: they travel with the statement and do not change its text. */
export type ExecutionOptions = Readonly<Record<string, unknown>>;

/** What every statement is made of; the rare clauses one by one, or as another statement has them. */
export interface StatementData extends Partial<ClausesData> {
  readonly rare?: RareClauses | null;
  readonly executionOptions: ExecutionOptions;
}

export const emptyStatement: StatementData = { rare: null, executionOptions: {} };

/**
 * A tree that can be executed. Each class reads what it is made of by itself and hands it up one by one: were it read here,
 * from statements of all classes, the engine would have to look each name up (a copy took a fifth of a microsecond longer).
 */
export abstract class StatementNode extends Node {
  /** null where there are none of them. */
  readonly rare: RareClauses | null;
  readonly executionOptions: ExecutionOptions;
  /** The compiled form that was found last, so that a statement kept by the user is looked up once. */
  memo: unknown = undefined;

  constructor(rare: RareClauses | null, executionOptions: ExecutionOptions) {
    super();
    this.rare = rare;
    this.executionOptions = executionOptions;
  }

  /** Its rare clauses, or what stands for none. */
  get rareClauses(): ClausesData {
    return this.rare ?? noClauses;
  }
  get prefixes(): readonly PrefixNode[] {
    return this.rareClauses.prefixes;
  }
  get suffixes(): readonly PrefixNode[] {
    return this.rareClauses.suffixes;
  }
  get hints(): readonly HintNode[] {
    return this.rareClauses.hints;
  }
  get ctes(): readonly AttachedCte[] {
    return this.rareClauses.ctes;
  }
  get extensions(): readonly ExtensionNode[] {
    return this.rareClauses.extensions;
  }
  get options(): OptionsNode | null {
    return this.rareClauses.options;
  }
}

/** The rare clauses of an object that has what a statement has, and more; null for none. */
export function rareClausesOf(data: StatementData): RareClauses | null {
  return RareClauses.with(data.rare ?? null, data);
}

/**
 * The rows that a statement gives: their expressions and, where the user named them (`select({ user: users })`), the keys.
 * A key with a count stands for that many columns, which make one nested row.
 */
export interface RowSource extends Pick<ClausesData, "recordKeys"> {
  readonly columns: readonly ExpressionNode[];
}

export const statementRoles = {
  rare: "node",
  rareClauses: "aside",
  prefixes: "aside",
  suffixes: "aside",
  hints: "aside",
  ctes: "aside",
  extensions: "aside",
  options: "aside",
  executionOptions: "aside",
  memo: "aside",
} as const;

/** What a copy may be given: all but the rare clauses, which are kept together. */
export type OwnField<N extends StatementNode> = Exclude<keyof N, keyof ClausesData>;

/** A statement that nobody else has yet: it may be written to until it is handed out. */
export type Draft<N extends StatementNode> = { -readonly [K in OwnField<N>]: N[K] } & { readonly [K in keyof N]: N[K] };

/** A copy of the statement, to be changed. What a class makes of its data must be a getter, or it would be the original's. */
export function draftOf<N extends StatementNode>(node: N): Draft<N> {
  // the marked place: each class of statements is made of what it holds
  const { constructor } = node as { readonly constructor: unknown } as { readonly constructor: new (data: N) => N };
  return new constructor(node);
}
