import type { Simplify } from "../expression/index.js";
import type { ColumnFacts } from "../nodes/column.js";
import type { Column } from "../selectable/index.js";
import type { SqlType } from "../sqltypes/index.js";

/** A column definition, seen from a table: what is read, whether an INSERT needs it, what it may be set to in `values()` and by a parameter. */
export interface AnyDef {
  readonly $t: unknown;
  readonly $read: unknown;
  readonly $need: string;
  readonly $set: unknown;
  readonly $param: unknown;
  readonly $flags: unknown;
  readonly sqlType: SqlType<unknown>;
  readonly columnName: string | null;
  readonly facts: ColumnFacts;
}
/** The columns of a table, by key. */
export type Defs = { readonly [key: string]: AnyDef };

/** `table.c`. */
export type Columns<D extends Defs, Tb extends string> = { readonly [K in keyof D & string]: Column<D[K]["$read"], K, Tb> };
/** `table.$row`: all columns but those that only serve bulk INSERTs. */
export type RowOf<D extends Defs> = Simplify<{ -readonly [K in keyof D as "hidden" extends D[K]["$flags"] ? never : K]: D[K]["$read"] }>;
/** The keys that a statement may write. */
export type Written<D extends Defs> = { [K in keyof D]: D[K]["$need"] extends "never" ? never : K }[keyof D];
/** The keys that an INSERT must have: an integer key too, where it is one of several. */
export type RequiredKeys<D extends Defs> = {
  [K in keyof D]: D[K]["$need"] extends "optional"
    ? never
    : D[K]["$need"] extends "required"
      ? K
      : D[K]["$need"] extends "key"
        ? "key" extends D[Exclude<keyof D, K>]["$flags"]
          ? K
          : never
        : never;
}[keyof D];
/** The keys of the primary key. */
export type KeyKeys<D extends Defs> = { [K in keyof D]: "key" extends D[K]["$flags"] ? K : never }[keyof D];
/** `table.$insert`. */
export type InsertRow<D extends Defs> = Simplify<
  { [K in RequiredKeys<D>]: D[K]["$read"] } & { [K in Exclude<Written<D>, RequiredKeys<D>>]?: D[K]["$read"] | undefined }
>;
/** `table.$update`. */
export type UpdateRow<D extends Defs> = { [K in Written<D>]?: D[K]["$read"] | undefined };
/** The parameters by column: the same as UpdateRow, but cheaper for the compiler; those of generated columns are undefined. */
export type ParamRow<D extends Defs> = { [K in keyof D]?: D[K]["$param"] };
/** What `values()` may be given: every column, none required (what is missing is asked for when the statement is executed). */
export type Settable<D extends Defs> = { readonly [K in keyof D]?: D[K]["$set"] };
/** A row of `values([…])`: what is required must be there. */
export type FullRow<D extends Defs> = { readonly [K in RequiredKeys<D>]: D[K]["$set"] } & Settable<D>;

/** The message for a key that is no column. */
export interface UnknownColumn<Name> {
  readonly "this table has no such column": Name;
}
