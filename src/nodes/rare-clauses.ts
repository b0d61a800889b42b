import type { AttachedCte, ForUpdateNode, HintNode, OptionsNode, PrefixNode } from "./clauses.js";
import type { ExtensionNode } from "./extensions.js";
import { declareFields, type ExpressionNode, type Fields, type FromNode, Node } from "./node.js";
import type { LabelStyle, QueryNode } from "./select.js";

/** The clauses that few statements have. A kind of statement that never has one of them does not look at it. */
export type ClausesData = Omit<RareClauses, keyof Node>;

/** What a statement has that has none of them. */
export const noClauses: ClausesData = {
  prefixes: [],
  suffixes: [],
  hints: [],
  ctes: [],
  extensions: [],
  options: null,
  recordKeys: null,
  groupBy: [],
  having: [],
  distinct: false,
  distinctOn: [],
  forUpdate: null,
  correlate: null,
  correlateExcept: null,
  labelStyle: "disambiguate",
  returnDefaults: false,
  returnDefaultsColumns: null,
  supplementalColumns: [],
  inline: false,
  mixed: false,
  select: null,
  includeDefaults: true,
  sortByParameterOrder: false,
  afterValues: null,
  ordered: false,
  multiple: false,
  using: [],
};

const rareFields = declareFields<RareClauses>({
  prefixes: "nodes",
  suffixes: "nodes",
  hints: "nodes",
  ctes: "nodes",
  extensions: "nodes",
  options: "node",
  recordKeys: "facts",
  groupBy: "nodes",
  having: "nodes",
  distinct: "fact",
  distinctOn: "nodes",
  forUpdate: "node",
  correlate: "nodes",
  correlateExcept: "nodes",
  labelStyle: "fact",
  returnDefaults: "fact",
  returnDefaultsColumns: "nodes",
  supplementalColumns: "nodes",
  inline: "fact",
  mixed: "fact",
  select: "node",
  includeDefaults: "fact",
  sortByParameterOrder: "fact",
  afterValues: "node",
  ordered: "fact",
  multiple: "fact",
  using: "nodes",
});
/**
 * Those clauses of one statement. Most have none of them: they are kept together so that a statement is small, and soon copied,
 * which each call of a builder's method does.
 */
export class RareClauses extends Node {
  readonly kind = "rareClauses";
  readonly fields: Fields = rareFields;

  // of every statement
  readonly prefixes: readonly PrefixNode[];
  readonly suffixes: readonly PrefixNode[];
  readonly hints: readonly HintNode[];
  readonly ctes: readonly AttachedCte[];
  readonly extensions: readonly ExtensionNode[];
  readonly options: OptionsNode | null;
  /**
   * The keys of a row where the user named them (`select({ user: users })`). A key with a count stands for that many columns,
   * which make one nested row.
   */
  readonly recordKeys: readonly string[] | null;

  // of a SELECT
  readonly groupBy: readonly ExpressionNode[];
  readonly having: readonly ExpressionNode[];
  readonly distinct: boolean;
  readonly distinctOn: readonly ExpressionNode[];
  readonly forUpdate: ForUpdateNode | null;
  /** The FROM elements that come from the enclosing statement; null leaves it to the compiler. */
  readonly correlate: readonly FromNode[] | null;
  readonly correlateExcept: readonly FromNode[] | null;
  readonly labelStyle: LabelStyle;

  // of a statement that writes
  readonly returnDefaults: boolean;
  /** null: all columns that have no value of their own. */
  readonly returnDefaultsColumns: readonly ExpressionNode[] | null;
  readonly supplementalColumns: readonly ExpressionNode[];
  /** Nothing is fetched that the database makes. */
  readonly inline: boolean;

  // of an INSERT
  /** Set when single and multiple values were both given: an error, when compiled. */
  readonly mixed: boolean;
  readonly select: QueryNode | null;
  readonly includeDefaults: boolean;
  readonly sortByParameterOrder: boolean;
  /** ON CONFLICT, ON DUPLICATE KEY: a dialect's own clause after VALUES. */
  readonly afterValues: Node | null;

  // of an UPDATE
  /** SET in the order in which the values were given. */
  readonly ordered: boolean;
  /** Set when several rows were given: an error, when compiled. */
  readonly multiple: boolean;

  // of a DELETE
  readonly using: readonly FromNode[];

  private constructor(data: ClausesData) {
    super();
    this.prefixes = data.prefixes;
    this.suffixes = data.suffixes;
    this.hints = data.hints;
    this.ctes = data.ctes;
    this.extensions = data.extensions;
    this.options = data.options;
    this.recordKeys = data.recordKeys;
    this.groupBy = data.groupBy;
    this.having = data.having;
    this.distinct = data.distinct;
    this.distinctOn = data.distinctOn;
    this.forUpdate = data.forUpdate;
    this.correlate = data.correlate;
    this.correlateExcept = data.correlateExcept;
    this.labelStyle = data.labelStyle;
    this.returnDefaults = data.returnDefaults;
    this.returnDefaultsColumns = data.returnDefaultsColumns;
    this.supplementalColumns = data.supplementalColumns;
    this.inline = data.inline;
    this.mixed = data.mixed;
    this.select = data.select;
    this.includeDefaults = data.includeDefaults;
    this.sortByParameterOrder = data.sortByParameterOrder;
    this.afterValues = data.afterValues;
    this.ordered = data.ordered;
    this.multiple = data.multiple;
    this.using = data.using;
  }

  /** What some clauses become with changes; null where there are none of them then, so that statements without are alike. */
  static with(before: RareClauses | null, changes: Partial<ClausesData>): RareClauses | null {
    const all: Record<ClauseName, unknown> = { ...noClauses };
    let isNone = true;
    for (const name of names) {
      const value = changes[name] === undefined ? (before ?? noClauses)[name] : changes[name];
      all[name] = value;
      if (value !== noClauses[name] && !(Array.isArray(value) && value.length === 0 && Array.isArray(noClauses[name]))) isNone = false;
    }
    // the marked place: each value is the one of its name
    return isNone ? null : new RareClauses(all as unknown as ClausesData);
  }
}

type ClauseName = keyof ClausesData;
// the marked place: the names of an object that has all of them and no others
const names = Object.keys(noClauses) as readonly ClauseName[];
