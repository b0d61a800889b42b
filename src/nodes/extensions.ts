import { declareFields, type ExpressionNode, type Fields, Node } from "./node.js";

/** The kinds of statements that can be extended. */
export type ExtendedKind = "select" | "update" | "delete";
/** Where an extension stands: before the columns of a SELECT, or behind the criteria of an UPDATE or DELETE. */
export type ExtensionPoint = "preColumns" | "postCriteria";

/** A clause that a statement has by `ext()`: its class says which statements take it, and where it stands in them. Of one class a statement has one. */
export abstract class ExtensionNode extends Node {
  abstract get points(): Readonly<Partial<Record<string, ExtensionPoint>>>;
}

const dmlPoints: Readonly<Partial<Record<ExtendedKind, ExtensionPoint>>> = { update: "postCriteria", delete: "postCriteria" };
const dmlLimitFields = declareFields<DmlLimit>({ limit: "node", points: "aside" });
/** `LIMIT n` of an UPDATE or DELETE. */
export class DmlLimit extends ExtensionNode {
  readonly kind = "dmlLimit";
  readonly fields: Fields = dmlLimitFields;
  get points() {
    return dmlPoints;
  }
  constructor(readonly limit: ExpressionNode) {
    super();
  }
}

const selectPoints: Readonly<Partial<Record<ExtendedKind, ExtensionPoint>>> = { select: "preColumns" };
const distinctOnFields = declareFields<DistinctOn>({ columns: "nodes", points: "aside" });
/** `DISTINCT ON (a, b)`. */
export class DistinctOn extends ExtensionNode {
  readonly kind = "distinctOn";
  readonly fields: Fields = distinctOnFields;
  get points() {
    return selectPoints;
  }
  constructor(readonly columns: readonly ExpressionNode[]) {
    super();
  }
}
