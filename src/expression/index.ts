export { array, arrayContainedBy, arrayContains, arrayElement, arrayOverlaps, arraySlice } from "./arrays.js";
export { type Case, caseOf, caseWhen, type SubjectCase } from "./case.js";
export { type CastElement, cast, extract, tryCast, typeCoerce } from "./cast.js";
export {
  type BetweenOptions,
  ColumnElement,
  type InOperand,
  Label,
  type LikeOptions,
  Ordering,
  type RegexpOptions,
  type Truth,
} from "./column-element.js";
export { and, not, or } from "./conjunctions.js";
export type { Fragment } from "./fragment.js";
export type { Func } from "./function-call.js";
export { func } from "./functions.js";
export { type JsonAt, type JsonElement, jsonPath } from "./json.js";
export { type BindOptions, bindList, bindParam, literal, literalColumn } from "./named.js";
export { allOf, anyOf, type Quantified } from "./quantified.js";
export { tuple } from "./tuple.js";
export type {
  AnyExpr,
  Assignable,
  Auto,
  BindsIn,
  Criterion,
  Expr,
  FromClause,
  NamedBind,
  Operand,
  OptionalBind,
  ParamsOf,
  Simplify,
  Subselect,
  UnknownParameter,
} from "./types.js";
export type { FrameBound, FrameBounds, Window } from "./windows.js";
