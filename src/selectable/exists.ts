import { ArgumentError } from "../errors/index.js";
import { withCriteria } from "../expression/coerce.js";
import { booleanType, integerType } from "../expression/common-types.js";
import { ColumnElement, type Criterion, type Subselect } from "../expression/index.js";
import { LiteralColumn, ScalarSubselect, Unary } from "../nodes/expressions.js";
import { operators } from "../nodes/operator.js";
import { emptySelect, type QueryNode, SelectNode } from "../nodes/select.js";
import { type AnyFrom, fromNode, queryNode } from "./from.js";

function existsNode(query: QueryNode): Unary {
  return new Unary(operators.exists, new ScalarSubselect(query, booleanType), booleanType);
}

/** `EXISTS (SELECT …)`; further criteria can be added to a plain SELECT inside. */
export class Exists<out B> extends ColumnElement<boolean, B> {
  readonly #query: QueryNode;

  constructor(query: QueryNode) {
    super(existsNode(query));
    this.#query = query;
  }

  #select(): SelectNode {
    if (!(this.#query instanceof SelectNode))
      throw new ArgumentError("Criteria can only be added to exists() of a SELECT, not to one of a compound or a text.");
    return this.#query;
  }

  /** Adds criteria to the query inside. @throws ArgumentError where it is no SELECT @since 0.1.0 */
  where<E extends readonly Criterion[]>(...criteria: E): Exists<B | E[number]["$binds"]> {
    const query = this.#select();
    return new Exists(new SelectNode({ ...query, where: withCriteria(query.where, criteria) }));
  }

  /** Names what the query inside selects from. @throws ArgumentError where it is no SELECT @since 0.1.0 */
  selectFrom(...from: readonly AnyFrom[]): Exists<B> {
    const query = this.#select();
    return new Exists(new SelectNode({ ...query, froms: [...query.froms, ...from.map(fromNode)] }));
  }
}

/**
 * Whether the query has rows: `exists(select(a.c.id).where(…))`; without a query, `exists().where(…)` gives `EXISTS (SELECT * FROM … WHERE …)`.
 * @since 0.1.0
 */
export function exists<B = never>(query?: Subselect<unknown, B>): Exists<B> {
  return new Exists(
    query === undefined ? new SelectNode({ ...emptySelect, columns: [new LiteralColumn("*", integerType)] }) : queryNode(query),
  );
}
