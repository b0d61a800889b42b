import { ArgumentError } from "../errors/index.js";
import { CaseNode } from "../nodes/expressions.js";
import type { ExpressionNode } from "../nodes/node.js";
import { operators } from "../nodes/operator.js";
import { coerceTo } from "../sqltypes/index.js";
import { boundValue, criterionNode, expressionOf, valueNode } from "./coerce.js";
import { ColumnElement } from "./column-element.js";
import { nullType } from "./common-types.js";
import { grouped } from "./grouping.js";
import type { Criterion, Expr, Operand } from "./types.js";

type Whens = readonly (readonly [ExpressionNode, ExpressionNode])[];

function condition(criterion: Criterion): ExpressionNode {
  const node = criterionNode(criterion);
  return node.kind === "function" ? node : grouped(node, null);
}

function caseNode(whens: Whens, otherwise: ExpressionNode | null, subject: ExpressionNode | null = null): CaseNode {
  const results = [...whens.map((when) => when[1]), ...(otherwise ? [otherwise] : [])];
  const type = results.map((result) => result.type).find((candidate) => candidate.kind !== "null") ?? nullType;
  return new CaseNode(whens, otherwise, type, subject);
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

/** A CASE about one expression: S its type. `when` adds a value to compare it with, `else` ends it. */
export class SubjectCase<out S, T, out B, out F> extends ColumnElement<T | null, B, F> {
  readonly #subject: ExpressionNode;
  readonly #whens: Whens;

  constructor(subject: ExpressionNode, whens: Whens) {
    super(caseNode(whens, null, subject));
    this.#subject = subject;
    this.#whens = whens;
  }

  /** `WHEN value THEN result`. @since 0.1.0 */
  when<U, B2 = never, B3 = never, F3 = never>(
    value: Operand<NonNullable<S>, B2>,
    result: Operand<U, B3, F3>,
  ): SubjectCase<S, T | U, B | B2 | B3, F | F3> {
    return new SubjectCase(this.#subject, [...this.#whens, [compared(this.#subject, value), valueNode(result)]]);
  }

  /** `ELSE value END`. @since 0.1.0 */
  else<U, B2 = never, F2 = never>(value: Operand<U, B2, F2>): ColumnElement<T | U, B | B2, F | F2> {
    return new ColumnElement(caseNode(this.#whens, grouped(valueNode(value), operators.as), this.#subject));
  }
}

/** A value beside the subject has the subject's type. */
function compared(subject: ExpressionNode, value: unknown): ExpressionNode {
  if (value === undefined || value === null)
    throw new ArgumentError(`CASE compares with ${value}, which nothing is equal to: use caseWhen() and isNull().`);
  return expressionOf(value) ?? boundValue(value, "param", coerceTo(subject.type, value));
}

/** A CASE about an expression that has no branch yet. */
export interface CaseSubject<out S, out B> {
  /** `WHEN value THEN result`. @since 0.1.0 */
  when<T, B2 = never, B3 = never, F = never>(
    value: Operand<NonNullable<S>, B2>,
    result: Operand<T, B3, F>,
  ): SubjectCase<S, T, B | B2 | B3, F>;
}

/**
 * `CASE subject WHEN value THEN result … END`: `caseOf(t.c.grade).when("a", 1).when("b", 2).else(0)`.
 * @since 0.1.0
 */
export function caseOf<S, B>(subject: Expr<S, B, unknown>): CaseSubject<S, B> {
  const node = grouped(subject.node, operators.as);
  return { when: (value, result) => new SubjectCase(node, [[compared(node, value), valueNode(result)]]) };
}
