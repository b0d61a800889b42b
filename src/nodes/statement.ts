import type { AttachedCte, HintNode, OptionsNode, PrefixNode } from "./clauses.js";
import type { ExtensionNode } from "./extensions.js";
import { declareFields, type ExpressionNode, type Fields, Node } from "./node.js";

/** Options of an execution: they travel with the statement and do not change its text. */
export type ExecutionOptions = Readonly<Record<string, unknown>>;

/** The clauses that few statements have, and every one may. */
export interface ClausesData {
  readonly prefixes: readonly PrefixNode[];
  readonly suffixes: readonly PrefixNode[];
  readonly hints: readonly HintNode[];
  readonly ctes: readonly AttachedCte[];
  readonly extensions: readonly ExtensionNode[];
  readonly options: OptionsNode | null;
}

/** What every statement is made of; the rare clauses one by one, or as another statement has them. */
export interface StatementData extends Partial<ClausesData> {
  readonly rare?: RareClauses | null;
  readonly executionOptions: ExecutionOptions;
}

const noClauses: ClausesData = { prefixes: [], suffixes: [], hints: [], ctes: [], extensions: [], options: null };
export const emptyStatement: StatementData = { rare: null, executionOptions: {} };

const rareFields = declareFields<RareClauses>({
  prefixes: "nodes",
  suffixes: "nodes",
  hints: "nodes",
  ctes: "nodes",
  extensions: "nodes",
  options: "node",
});
/** Those clauses of one statement. Most have none of them: they are kept together so that a statement is small, and soon copied. */
export class RareClauses extends Node implements ClausesData {
  readonly kind = "rareClauses";
  readonly prefixes: readonly PrefixNode[];
  readonly suffixes: readonly PrefixNode[];
  readonly hints: readonly HintNode[];
  readonly ctes: readonly AttachedCte[];
  readonly extensions: readonly ExtensionNode[];
  readonly options: OptionsNode | null;
  readonly fields: Fields = rareFields;

  constructor(data: ClausesData) {
    super();
    this.prefixes = data.prefixes;
    this.suffixes = data.suffixes;
    this.hints = data.hints;
    this.ctes = data.ctes;
    this.extensions = data.extensions;
    this.options = data.options;
  }
}

/** The clauses of which a statement is made: of another statement, or of an object that has what another has, and more; null for none. */
export function rareClausesOf(data: StatementData): RareClauses | null {
  if (data instanceof StatementNode) return data.rare;
  const copied = data.rare ?? noClauses;
  const { prefixes, suffixes, hints, ctes, extensions, options } = data;
  const all: ClausesData = {
    prefixes: prefixes ?? copied.prefixes,
    suffixes: suffixes ?? copied.suffixes,
    hints: hints ?? copied.hints,
    ctes: ctes ?? copied.ctes,
    extensions: extensions ?? copied.extensions,
    options: options === undefined ? copied.options : options,
  };
  return rareClauses(all);
}

/** null where there are none of them, so that statements without are alike. */
function rareClauses(data: ClausesData): RareClauses | null {
  const { prefixes, suffixes, hints, ctes, extensions, options } = data;
  const isNone = options === null && [prefixes, suffixes, hints, ctes, extensions].every((list) => list.length === 0);
  return isNone ? null : new RareClauses(data);
}

/**
 * A tree that can be executed. Each class reads what it is made of by itself and hands it up one by one: were it read here,
 * from statements of all classes, the engine would have to look each name up (a copy took a fifth of a microsecond longer).
 */
export abstract class StatementNode extends Node implements ClausesData, StatementData {
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

  get prefixes(): readonly PrefixNode[] {
    return (this.rare ?? noClauses).prefixes;
  }
  get suffixes(): readonly PrefixNode[] {
    return (this.rare ?? noClauses).suffixes;
  }
  get hints(): readonly HintNode[] {
    return (this.rare ?? noClauses).hints;
  }
  get ctes(): readonly AttachedCte[] {
    return (this.rare ?? noClauses).ctes;
  }
  get extensions(): readonly ExtensionNode[] {
    return (this.rare ?? noClauses).extensions;
  }
  get options(): OptionsNode | null {
    return (this.rare ?? noClauses).options;
  }
}

/** The rare clauses of a statement with changes. */
export function rareClausesWith({ rare }: StatementNode, changes: Partial<ClausesData>): RareClauses | null {
  return rareClauses({ ...(rare ?? noClauses), ...changes });
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
  rare: "node",
  prefixes: "aside",
  suffixes: "aside",
  hints: "aside",
  ctes: "aside",
  extensions: "aside",
  options: "aside",
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
