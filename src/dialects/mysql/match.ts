import { ArgumentError } from "../../errors/index.js";
import { boundValue, expressionOf } from "../../expression/coerce.js";
import { booleanType, stringType } from "../../expression/common-types.js";
import { type AnyExpr, ColumnElement, type Expr } from "../../expression/index.js";
import { Grouping } from "../../nodes/expressions.js";
import { declareFields, ExpressionNode, type Fields } from "../../nodes/node.js";

/** How the text of a search is read. */
export type MatchMode = "boolean" | "naturalLanguage" | "queryExpansion" | "naturalLanguageWithQueryExpansion";

const WORDS: Readonly<Record<MatchMode, string>> = {
  boolean: " IN BOOLEAN MODE",
  naturalLanguage: " IN NATURAL LANGUAGE MODE",
  queryExpansion: " WITH QUERY EXPANSION",
  naturalLanguageWithQueryExpansion: " IN NATURAL LANGUAGE MODE WITH QUERY EXPANSION",
};

const matchFields = declareFields<MatchAgainst>({ columns: "nodes", text: "node", words: "fact", type: "type" });
/** `MATCH (a, b) AGAINST (text IN BOOLEAN MODE)`. */
export class MatchAgainst extends ExpressionNode {
  readonly kind = "matchAgainst";
  readonly type = booleanType;
  readonly fields: Fields = matchFields;
  constructor(
    readonly columns: readonly ExpressionNode[],
    readonly text: ExpressionNode,
    readonly words: string,
  ) {
    super();
  }
}

/**
 * A full-text search in the columns of a FULLTEXT index: `matchAgainst([t.c.title, t.c.body], "+boat -sail", "boolean")` gives
 * `(MATCH (title, body) AGAINST (? IN BOOLEAN MODE))`. A criterion; `typeCoerce(…, float())` makes it the relevance.
 *
 * @param mode how the text is read; left out, as the database does
 * @throws ArgumentError without columns, and for another mode
 * @since 0.1.0
 */
export function matchAgainst<C extends readonly AnyExpr[], B = never>(
  columns: C,
  text: string | Expr<string | null, B, unknown>,
  mode?: MatchMode,
): ColumnElement<boolean | null, B | C[number]["$binds"]> {
  if (columns.length === 0) throw new ArgumentError("matchAgainst() needs at least one column.");
  const words = mode === undefined ? "" : WORDS[mode];
  if (words === undefined) throw new ArgumentError(`matchAgainst(): the mode is one of ${Object.keys(WORDS).join(", ")}; got '${mode}'.`);
  const searched = expressionOf(text) ?? boundValue(text, "param", stringType);
  const nodes = columns.map((column) => column.node);
  // in parentheses it stands for itself: a bare boolean would be compared with 1, and a relevance is less
  return new ColumnElement(new Grouping(new MatchAgainst(nodes, searched, words), booleanType));
}
