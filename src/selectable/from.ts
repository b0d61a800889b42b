import { ArgumentError } from "../errors/index.js";
import { criterionNode, described, nodeOf } from "../expression/coerce.js";
import { grouped } from "../expression/grouping.js";
import type { Criterion, FromClause } from "../expression/index.js";
import { inspect } from "../expression/inspect.js";
import { AliasNode, JoinNode } from "../nodes/froms.js";
import { type ExpressionNode, FromNode } from "../nodes/node.js";
import { operators } from "../nodes/operator.js";
import { CompoundNode, type QueryNode, SelectNode, TextSelectNode } from "../nodes/select.js";
import { type Column, columnsOf } from "./column.js";
import { joinCondition } from "./join-condition.js";

/** A FROM element of any kind. */
export type AnyFrom = FromClause<unknown, unknown, string, unknown>;

/** The FROM element inside what the user gave. */
export function fromNode(value: unknown): FromNode {
  const node = nodeOf(value);
  if (node instanceof FromNode) return node;
  throw new ArgumentError(
    `FROM clause expected, got ${described(value)}.${node?.kind === "select" ? " To create a FROM clause from a SELECT, use the .subquery() method." : ""}`,
  );
}

/** The query inside what the user gave. */
export function queryNode(value: unknown): QueryNode {
  const found = nodeOf(value) ?? value;
  if (found instanceof SelectNode || found instanceof CompoundNode || found instanceof TextSelectNode) return found;
  throw new ArgumentError(`SELECT statement or equivalent textual object expected, got ${described(value)}.`);
}

/** Which rows of a join are kept without a match: of the left side, or of both. */
export interface JoinKind {
  readonly outer: boolean;
  readonly full: boolean;
}

/** The criterion of a join that the user gave; null where it is to be found by the foreign keys. */
export function onClause(on: unknown): ExpressionNode | null {
  return on === undefined ? null : criterionNode(on);
}

/** Joins two FROM elements; without a criterion, by the foreign keys between them. */
export function joinNodes(left: FromNode, right: FromNode, on: ExpressionNode | null, kind: JoinKind): JoinNode {
  const criterion = on === null ? joinCondition(left, right) : grouped(on, operators.asBoolean);
  return new JoinNode(left, right, criterion, kind.outer, kind.full);
}

const inner = { outer: false, full: false };
const leftOuter = { outer: true, full: false };
const fullOuter = { outer: true, full: true };
export const joinKinds = { inner, leftOuter, fullOuter };

/**
 * Whatever can be joined, and stands in FROM with columns of its own: C its columns by key, Ty its row, N its name,
 * B the binds inside.
 */
export abstract class FromElement<out C, out Ty, out N extends string, out B = never> implements FromClause<C, Ty, N, B> {
  declare readonly $type: Ty;
  declare readonly $from: N;
  declare readonly $binds: B;
  abstract readonly node: FromNode;
  #columns: C | undefined;

  /** The columns by key. */
  get c(): C {
    // the marked place: that the columns are those of C is what the constructors' signatures say
    return (this.#columns ??= columnsOf(this.node) as C);
  }

  /** The name, for reading. */
  toString(): string {
    return "name" in this.node && this.node.name !== null ? String(this.node.name) : this.node.kind;
  }

  [inspect](): string {
    return `${this.node.kind} ${this.toString()} (${this.node.columns.map((column) => column.key).join(", ")})`;
  }

  /** `this JOIN other ON criterion`; without a criterion, by the foreign keys. @throws ArgumentError where there are none @since 0.1.0 */
  join<T extends AnyFrom, W extends Criterion = never>(other: T, on?: W): Join<N | T["$from"], never, B | T["$binds"] | W["$binds"]> {
    return new Join(joinNodes(this.node, fromNode(other), onClause(on), inner));
  }

  /** `this LEFT OUTER JOIN other ON criterion`. @since 0.1.0 */
  outerJoin<T extends AnyFrom, W extends Criterion = never>(
    other: T,
    on?: W,
  ): Join<N | T["$from"], T["$from"], B | T["$binds"] | W["$binds"]> {
    return new Join(joinNodes(this.node, fromNode(other), onClause(on), leftOuter));
  }

  /** `this FULL OUTER JOIN other ON criterion`. @since 0.1.0 */
  fullJoin<T extends AnyFrom, W extends Criterion = never>(
    other: T,
    on?: W,
  ): Join<N | T["$from"], N | T["$from"], B | T["$binds"] | W["$binds"]> {
    return new Join(joinNodes(this.node, fromNode(other), onClause(on), fullOuter));
  }
}

/** A join: N the names in it, Nulled those that may be left out, B the binds. Goes to `selectFrom()`, `update()` and `using()`. */
export class Join<out N extends string, out Nulled, out B> implements FromClause<unknown, unknown, N, B> {
  declare readonly $join: N;
  declare readonly $nulled: Nulled;
  declare readonly $type: unknown;
  declare readonly $from: N;
  declare readonly $binds: B;
  declare readonly c: unknown;
  /** No key says by itself which of the joined tables' columns is meant. */
  declare readonly $defs: Readonly<Record<never, never>>;

  constructor(readonly node: JoinNode) {}

  /** Joins one more. @since 0.1.0 */
  join<T extends AnyFrom, W extends Criterion = never>(other: T, on?: W): Join<N | T["$from"], Nulled, B | T["$binds"] | W["$binds"]> {
    return new Join(joinNodes(this.node, fromNode(other), onClause(on), inner));
  }

  /** Joins one more, which may be left out. @since 0.1.0 */
  outerJoin<T extends AnyFrom, W extends Criterion = never>(
    other: T,
    on?: W,
  ): Join<N | T["$from"], Nulled | T["$from"], B | T["$binds"] | W["$binds"]> {
    return new Join(joinNodes(this.node, fromNode(other), onClause(on), leftOuter));
  }

  /** Joins one more; either side may be left out. @since 0.1.0 */
  fullJoin<T extends AnyFrom, W extends Criterion = never>(
    other: T,
    on?: W,
  ): Join<N | T["$from"], N | T["$from"], B | T["$binds"] | W["$binds"]> {
    return new Join(joinNodes(this.node, fromNode(other), onClause(on), fullOuter));
  }
}

/** What the joins among FROM elements may leave out. */
export type NulledBy<F> = F extends { readonly $nulled: infer Nulled } ? Nulled : never;

/** The columns of a row as those of a FROM element. */
export type RowColumns<R, N extends string, B> = { readonly [K in keyof R & string]: Column<R[K], K, N, B> };

/** A subquery or a CTE: its columns come from a row. */
export class SubColumns<out R, out N extends string, out B> extends FromElement<RowColumns<R, N, B>, R, N, B> {
  constructor(readonly node: FromNode) {
    super();
  }

  /** The same under another name. @since 0.1.0 */
  alias<S extends string>(name?: S): SubColumns<R, S, B> {
    return new SubColumns(new AliasNode(this.node, name ?? null));
  }
}
