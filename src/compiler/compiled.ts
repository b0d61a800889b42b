import type { ColumnDefault, ColumnNode } from "../nodes/column.js";
import type { DmlKind } from "../nodes/dml.js";
import type { TableNode } from "../nodes/froms.js";
import type { SqlType } from "../sqltypes/index.js";
import type { ParamStyle } from "./capabilities.js";
import type { TypeForm } from "./type-forms.js";

/** Text before something, and behind it. */
export type Around = readonly [before: string, after: string];

/** One bind parameter of the text. Where it stands several times it is one slot. */
export interface BindSlot {
  /** The name by which an execution gives the value. */
  readonly key: string;
  /** The name in the text, with characters replaced that no placeholder may have. */
  readonly name: string;
  readonly type: SqlType<unknown>;
  /** What the dialect makes of values of that type. */
  readonly form: TypeForm;
  /** Where the statement's own value is: its place among the values of the statement's walk; −1 for a constant of the schema. */
  readonly ordinal: number;
  /** The value, where `ordinal` is −1; `noValue` if there is none. */
  readonly constant: unknown;
  readonly required: boolean;
  /** The value is a function, called at each execution. */
  readonly callable: boolean;
  /** A list, spread when the statement is executed. */
  readonly expanding: boolean;
  /** Written into the text when the statement is executed. */
  readonly literalExecute: boolean;
  /** The types of a tuple's elements, for a list of tuples. */
  readonly itemTypes: readonly SqlType<unknown>[] | null;
  /** What its type writes around it. */
  readonly around: Around;
  /** What stands for a list without items. */
  readonly emptyText: string;
  /** It takes a value from the database, as those of RETURNING … INTO do: there is none to bind. */
  readonly out: boolean;
  /** The style of its placeholder, in a part of the text that another dialect has written; null for the statement's own. */
  readonly style: ParamStyle | null;
}

/** One of a statement's parameters, as a driver has to know it that binds by name, by type, or what the database gives back. */
export interface StatementParameter {
  /** The name that the text has for it: `id` of `:id`, `p1` of `@p1`; null where only its place tells. */
  readonly name: string | null;
  readonly type: SqlType<unknown>;
  /** It takes a value from the database, as those of RETURNING … INTO do: there is none to bind. */
  readonly out: boolean;
}

/** Text with slots between its parts: `parts[0] slot[0] parts[1] slot[1] …`. */
export interface SlottedText {
  readonly parts: readonly string[];
  readonly slots: readonly number[];
}

/** A default that the client makes before the statement is executed. */
export interface Prefetch {
  /** The slot that it fills. */
  readonly slot: number;
  readonly column: ColumnNode;
  readonly default: ColumnDefault;
  /** The row of a multi-row VALUES list. */
  readonly row: number;
}

/** A column of the result. */
export interface ResultColumn {
  /** The key in the row. */
  readonly key: string;
  /** The name that the expression has by itself; null for a nameless one. */
  readonly name: string | null;
  readonly type: SqlType<unknown>;
  /** The table's column that it is; null for every other expression, which may hold values of the statement. */
  readonly column: ColumnNode | null;
}

/** How a row is made of the result's columns: flat, or with nested rows. */
export interface RowShape {
  readonly entries: readonly RowEntry[];
}
export interface RowEntry {
  readonly key: string;
  /** Index of the first column. */
  readonly start: number;
  /** Keys of a nested row; null for a plain value. */
  readonly nested: readonly string[] | null;
  /** The columns by which a nested row is known to be there: all NULL means null. */
  readonly identifying: readonly number[];
}

/** What an INSERT or UPDATE does to one column. */
export interface SetColumn {
  readonly column: ColumnNode;
  /** The slot of its value; null where it is a SQL expression. */
  readonly slot: number | null;
}

/** How returned rows of a bulk INSERT are matched to the parameter sets. `extra` is added to the text, for columns that RETURNING does not have. */
export type Sentinel =
  /** By values that the client knows: slot of the set, index in the returned row. */
  | {
      readonly kind: "client";
      readonly columns: readonly { readonly slot: number; readonly index: number; readonly type: SqlType<unknown> }[];
      readonly extra: string;
    }
  /** By a key that the database counts up: index in the returned row. */
  | { readonly kind: "counted"; readonly column: ColumnNode; readonly index: number; readonly extra: string };

/** The value of one column in each row: a parameter, or an expression without any. */
export type InsertCell = { readonly slot: number; readonly text: null } | { readonly slot: null; readonly text: string };

/** The parts of an INSERT, for a statement that takes its rows from arrays. */
export interface InsertCells {
  /** `WITH …` before it; empty without. */
  readonly clause: SlottedText;
  readonly table: string;
  readonly columns: readonly string[];
  readonly values: readonly InsertCell[];
  /** What stands between the rows and RETURNING: ON CONFLICT; empty without. */
  readonly after: SlottedText;
  /** ` RETURNING …`; empty without. */
  readonly returning: SlottedText;
}

/** The parts of `INSERT … VALUES (…) RETURNING …` from which statements of many rows are put together. */
export interface BulkInsert {
  readonly head: SlottedText;
  readonly row: SlottedText;
  /** There is no row to repeat, as in DEFAULT VALUES: each is a statement. */
  readonly alone: boolean;
  readonly tail: SlottedText;
  /** Each row's number is added as its last value. */
  readonly counted: boolean;
  /** null where rows can't be taken from arrays: a value is an expression with parameters, or DEFAULT. */
  readonly cells: InsertCells | null;
  /** null where nothing can tell rows apart. */
  readonly sentinel: Sentinel | null;
}

/** A column's text, and the slot of its value. */
export interface SlottedColumn {
  readonly column: string;
  readonly slot: number;
}

/**
 * The parts of an UPDATE or DELETE of the one row that has a key: of many sets with keys that differ each changes a row of
 * its own, whichever comes first, so that one statement may take them all from arrays.
 */
export interface KeyedChange {
  readonly table: string;
  /** What an UPDATE sets; null for a DELETE. */
  readonly set: readonly SlottedColumn[] | null;
  /** The columns of the key, with their table, and the values that they must have. */
  readonly key: readonly SlottedColumn[];
}

/** What a compiled INSERT, UPDATE, DELETE or MERGE tells besides its text. */
export interface DmlFacts {
  readonly kind: DmlKind;
  readonly table: TableNode | null;
  readonly set: readonly SetColumn[];
  readonly prefetch: readonly Prefetch[];
  /** Columns whose value the database makes and the client does not know afterwards. */
  readonly postfetch: readonly ColumnNode[];
  /** The names of the columns that RETURNING brings, null where one has none. */
  readonly returning: readonly (string | null)[];
  /** RETURNING was added without the caller's asking: its row goes to the key and the returned defaults. */
  readonly implicitReturning: boolean;
  /** Nothing is fetched. */
  readonly inline: boolean;
  /** The key comes from the driver's last insert id. */
  readonly lastInsertId: boolean;
  readonly sortByParameterOrder: boolean;
  /** Several rows in VALUES, or a SELECT: no single key. */
  readonly multipleRows: boolean;
  readonly hasWhere: boolean;
  /** A row that is there already may be kept or changed instead: what the driver says of the last insert is then about another one. */
  readonly upsert: boolean;
  readonly bulk: BulkInsert | null;
  /** null where the sets have to be executed one after the other. */
  readonly keyed: KeyedChange | null;
}

/** What the compiler hands over: all of it without any value of the statement. */
export interface CompiledData {
  readonly text: SlottedText;
  readonly slots: readonly BindSlot[];
  readonly resultColumns: readonly ResultColumn[] | null;
  readonly shape: RowShape | null;
  readonly dml: DmlFacts | null;
  readonly warnings: readonly string[];
}
