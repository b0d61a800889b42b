export { caseWhen, type Case } from "./case.js";
export { cast, extract, typeCoerce, type CastElement } from "./cast.js";
export { ColumnElement, type InOperand, Label, type LikeOptions, Ordering, type Truth } from "./column-element.js";
export { and, not, or } from "./conjunctions.js";
export type { Fragment } from "./fragment.js";
export { func, type Func, type Window } from "./functions.js";
export { bindList, bindParam, type BindOptions, literal, literalColumn } from "./named.js";
export { tuple } from "./tuple.js";
export type { AnyExpr, Auto, Criterion, Expr, FromClause, NamedBind, Operand, ParamsOf, Simplify, Subselect } from "./types.js";
