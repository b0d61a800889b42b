import type { ParamsOf } from "../expression/index.js";
import type { Defs, KeyKeys, ParamRow, RequiredKeys } from "../schema/index.js";
import type { Done, Row, Rows, Tuple } from "../selectable/index.js";
import type { Insert } from "./insert.js";

/**
 * Which Insert a method gives back: D the columns, Tb the table's name, Res the result, G the keys already given, B the
 * binds. A dialect adds its own Insert here by declaration merging, so that its clauses are not lost on the way.
 */
export interface InsertKinds<D extends Defs, Tb extends string, Res, G, B> {
  core: Insert<D, Tb, Res, G, B, "core">;
}
export type InsertKind = keyof InsertKinds<Defs, string, unknown, unknown, unknown>;

/** The result of RETURNING; N names what a row may lack. */
export type RowsOf<A, N = never> = Rows<Row<A, N>, Tuple<A, N>>;
/** The primary key of a row. */
export type KeyOf<D extends Defs> = { [K in KeyKeys<D>]: D[K]["$read"] };
/** The result of an INSERT without RETURNING. */
export type Inserted<D extends Defs> = Done<KeyOf<D>>;
/** The parameters of an INSERT: any column; those that are required and not among G, the ones values() gave, must be there; the binds. */
export type InsertNeeds<D extends Defs, G, B> = { [K in Exclude<RequiredKeys<D>, G>]: D[K]["$read"] } & ParamRow<D> & ParamsOf<B>;
/** The parameters of an UPDATE: any column, and the binds. */
export type UpdateNeeds<D extends Defs, B> = ParamRow<D> & ParamsOf<B>;
/** The row of a statement that stands in a CTE. */
export type RowIn<Res> = Res extends Rows<infer R, unknown> ? R : Record<never, never>;
