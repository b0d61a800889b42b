import { ArgumentError } from "../errors/index.js";
import { described, nodeOf } from "../expression/coerce.js";
import type { Subselect } from "../expression/index.js";
import { AttachedCte } from "../nodes/clauses.js";
import { CteNode, type ShownColumn } from "../nodes/froms.js";
import type { Node } from "../nodes/node.js";
import { CompoundNode, type SetOperator } from "../nodes/select.js";
import { emptyStatement, type StatementNode } from "../nodes/statement.js";
import { type AffixOptions, affixNode } from "./affix.js";
import { type AnyFrom, queryNode, SubColumns } from "./from.js";

/** What `cte()` takes besides the name. */
export interface CteSettings {
  /** Its columns are named in the WITH clause, and its query may name the CTE itself. */
  readonly recursive?: boolean;
  /** Written in the WITH of the statement that names it, not in the outermost one. */
  readonly nesting?: boolean;
  /** MATERIALIZED or NOT MATERIALIZED, where there is such a hint. */
  readonly materialized?: boolean;
}

/** The last argument of `addCte()`. */
export interface AddCteOptions {
  /** They are written in the WITH of this statement, even where it is part of another. */
  readonly nestHere: boolean;
}
/** What `addCte()` takes: CTEs, and the options last. */
export type AddedCtes = readonly (AnyFrom | AddCteOptions)[];

/** A CTE, `WITH name AS (…)`, as a FROM element: R its row, N its name, B the binds inside. */
export class Cte<out R, out N extends string, out B> extends SubColumns<R, N, B> {
  declare readonly node: CteNode;

  constructor(node: CteNode) {
    super(node);
  }

  /** The rows of this CTE and of another query: for recursion. @throws ArgumentError where this is no query @since 0.1.0 */
  unionAll<S, B2>(this: Cte<S, N, B>, query: Subselect<readonly S[keyof S][], B2>): Cte<S, N, B | B2> {
    return new Cte(restated(this.node, "UNION ALL", query));
  }

  /** The same, without repeated rows. @since 0.1.0 */
  union<S, B2>(this: Cte<S, N, B>, query: Subselect<readonly S[keyof S][], B2>): Cte<S, N, B | B2> {
    return new Cte(restated(this.node, "UNION", query));
  }

  /** Text before the parentheses: `prefixWith("MATERIALIZED", { dialect: "postgresql" })`. @throws ArgumentError for an unknown option @since 0.1.0 */
  prefixWith(text: string, options?: AffixOptions): Cte<R, N, B> {
    return new Cte(changed(this.node, { prefixes: [...this.node.prefixes, affixNode(text, options)] }));
  }

  /** Text after the parentheses. @throws ArgumentError for an unknown option @since 0.1.0 */
  suffixWith(text: string, options?: AffixOptions): Cte<R, N, B> {
    return new Cte(changed(this.node, { suffixes: [...this.node.suffixes, affixNode(text, options)] }));
  }
}

function changed(node: CteNode, changes: Partial<Pick<CteNode, "statement" | "prefixes" | "suffixes" | "restates">>): CteNode {
  const { statement, restates, ...affixes } = { ...node, ...changes };
  const shown = node.columns.map(({ name, key, type, source, anonymous }) => ({ name, key, type, source, anonymous }));
  return new CteNode(statement, node.name, shown, node, restates, affixes);
}

function restated(node: CteNode, operator: SetOperator, query: unknown): CteNode {
  const selects = [node.statement, query].map(queryNode);
  const statement = new CompoundNode({ ...emptyStatement, operator, selects, orderBy: [], limit: null });
  return changed(node, { statement, restates: node });
}

/** The CTE of a statement, or of VALUES, that shows these columns. */
export function cteOf<R, N extends string, B>(
  statement: Node,
  shown: readonly ShownColumn[],
  name: string | undefined,
  { recursive = false, nesting = false, materialized }: CteSettings = {},
): Cte<R, N, B> {
  return new Cte(new CteNode(statement, name ?? null, shown, { recursive, nesting, materialized: materialized ?? null }));
}

function isOptions(value: unknown): value is AddCteOptions {
  return typeof value === "object" && value !== null && nodeOf(value) === null && "nestHere" in value;
}

/** CTEs added to those that the statement carries. @throws ArgumentError for what is no CTE */
export function addCtes(node: StatementNode, given: readonly unknown[]): readonly AttachedCte[] {
  const last = given.at(-1);
  const options = isOptions(last) ? last : null;
  const attached = (options === null ? given : given.slice(0, -1)).map((cte) => {
    const inner = nodeOf(cte);
    if (!(inner instanceof CteNode)) throw new ArgumentError(`CTE object expected, got ${described(cte)}.`);
    return new AttachedCte(inner, options?.nestHere ?? false);
  });
  return [...node.ctes, ...attached];
}
