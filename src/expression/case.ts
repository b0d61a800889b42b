import { CaseNode } from "../nodes/expressions.js";
import type { ExpressionNode } from "../nodes/node.js";
import { operators } from "../nodes/operator.js";
import { criterionNode, valueNode } from "./coerce.js";
import { ColumnElement } from "./column-element.js";
import { nullType } from "./common-types.js";
import { grouped } from "./grouping.js";
import type { Criterion, Operand } from "./types.js";

type Whens = readonly (readonly [ExpressionNode, ExpressionNode])[];

function condition(criterion: Criterion): ExpressionNode {
  const node = criterionNode(criterion);
  return node.kind === "function" ? node : grouped(node, null);
}

function caseNode(whens: Whens, otherwise: ExpressionNode | null): CaseNode {
  const results = [...whens.map((when) => when[1]), ...(otherwise ? [otherwise] : [])];
  const type = results.map((result) => result.type).find((candidate) => candidate.kind !== "null") ?? nullType;
  return new CaseNode(whens, otherwise, type);
}

/** A CASE under way: `when` adds a branch, `else` ends it. Without `else` it gives NULL where no branch holds. */
export class Case<T, out B, out F> extends ColumnElement<T | null, B, F> {
  readonly #whens: Whens;

  constructor(whens: Whens) {
    super(caseNode(whens, null));
    this.#whens = whens;
  }

  /** `WHEN criterion THEN result`. @since 0.1.0 */
  when<U, W extends Criterion, B2 = never, F2 = never>(
    criterion: W,
    result: Operand<U, B2, F2>,
  ): Case<T | U, B | B2 | W["$binds"], F | F2> {
    return new Case([...this.#whens, [condition(criterion), valueNode(result)]]);
  }

  /** `ELSE value END`. @since 0.1.0 */
  else<U, B2 = never, F2 = never>(value: Operand<U, B2, F2>): ColumnElement<T | U, B | B2, F | F2> {
    return new ColumnElement(caseNode(this.#whens, grouped(valueNode(value), operators.as)));
  }
}

/**
 * `CASE WHEN criterion THEN result … END`: `caseWhen(t.c.n.gt(5), "big").when(t.c.n.gt(2), "middle").else("small")`.
 * @since 0.1.0
 */
export function caseWhen<T, W extends Criterion, B = never, F = never>(
  criterion: W,
  result: Operand<T, B, F>,
): Case<T, B | W["$binds"], F> {
  return new Case([[condition(criterion), valueNode(result)]]);
}
