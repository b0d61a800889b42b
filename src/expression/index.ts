export { type Case, caseWhen } from "./case.js";
export { type CastElement, cast, extract, typeCoerce } from "./cast.js";
export { ColumnElement, type InOperand, Label, type LikeOptions, Ordering, type Truth } from "./column-element.js";
export { and, not, or } from "./conjunctions.js";
export type { Fragment } from "./fragment.js";
export { type Func, func, type Window } from "./functions.js";
export { type BindOptions, bindList, bindParam, literal, literalColumn } from "./named.js";
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
