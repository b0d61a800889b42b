import type { TypeAdapter } from "../sqltypes/index.js";
import type { LengthUnit } from "./identifier-length.js";
import type { MergeCapabilities } from "./merge-capabilities.js";

/** How placeholders look: `:name`, `?`, `%s`, `%(name)s`, `:1`, `$1`, `@p1`. */
export type ParamStyle = "named" | "qmark" | "format" | "pyformat" | "numeric" | "numeric_dollar" | "numeric_at";

/** What a database has and how its text differs, as plain data. */
export interface Capabilities {
  readonly paramStyle: ParamStyle;
  /** `VALUES (…), (…)`. */
  readonly multiValuesInsert: boolean;
  /** `INSERT INTO t DEFAULT VALUES`. */
  readonly defaultValues: boolean;
  /** A word that stands for a column's default in VALUES, and of which an INSERT of nothing can be made. */
  readonly defaultMetavalue: string | null;
  /** `INSERT INTO t () VALUES ()`. */
  readonly emptyInsert: boolean;
  readonly insertReturning: boolean;
  readonly updateReturning: boolean;
  readonly deleteReturning: boolean;
  /** RETURNING of many rows in one INSERT. */
  readonly insertManyReturning: boolean;
  /** Several parameter sets may be a statement each where their rows come back; else that is refused, where they can't be put together. */
  readonly returningSetBySet: boolean;
  /** Many rows are put into the VALUES of one INSERT, even where it returns nothing. */
  readonly bulkValues: boolean;
  /** Many rows are inserted by the driver itself, which gives what they return in the order of the parameter sets. */
  readonly driverBulk: boolean;
  /**
   * How the rows that a bulk INSERT returns are told apart by a key that counts up: not at all; by what is found of the
   * keys, which the database promises no order; by the key, which RETURNING brings; or by the key, of rows that a SELECT
   * hands over in the order of a counter.
   */
  readonly countedRows: "none" | "checked" | "returned" | "selected";
  /** That key may be a sequence's, which counts the rows in their order. */
  readonly countingSequences: boolean;
  /** How the rows of a bulk INSERT travel: as a VALUES list, or as an array for each column, of which the server makes rows. */
  readonly insertManyValues: "values" | "unnest";
  /** Fetch defaults by RETURNING without being asked. */
  readonly implicitReturning: boolean;
  /** The driver gives the key of the row inserted last. */
  readonly lastInsertId: boolean;
  /** RETURNING is used even where the driver gives that key. */
  readonly preferReturning: boolean;
  /** An upsert updates the row that has a unique key of the new one, whichever: its primary key may be another. */
  readonly upsertsByAnyKey: boolean;
  readonly sequences: boolean;
  /** NULL for a counting key lets the database count all the same. */
  readonly nullKeyCountsUp: boolean;
  /** DEFAULT for a counting key lets the database count, as nothing does. */
  readonly defaultCountsUp: boolean;
  /** A sequence may be left out, since there are other ways to count. */
  readonly sequencesOptional: boolean;
  /** Run a key's sequence or SQL default before the INSERT, where it can't be returned. */
  readonly preexecuteSequences: boolean;
  readonly nativeBoolean: boolean;
  /** `a / b` of integers drops the fraction. */
  readonly integerDivisionFloors: boolean;
  /** UPDATE..FROM. */
  readonly updateFrom: boolean;
  /** The FROM of an UPDATE, and the USING of a DELETE, name the target too; where it has an alias, only they do. */
  readonly targetInFrom: boolean;
  /** `UPDATE a, b SET a.x = …, b.y = …`: the columns of SET are written with their tables, and may be those of each of them. */
  readonly multiTableUpdate: boolean;
  /** The WITH of an INSERT stands before its SELECT, and there is none before VALUES. */
  readonly cteFollowsInsert: boolean;
  /** A WITH that holds a recursive CTE says RECURSIVE. */
  readonly recursiveWord: boolean;
  /** `IN (VALUES (…), (…))` for tuples. */
  readonly tupleInValues: boolean;
  /** What is returned stands in an OUTPUT clause: before VALUES, FROM and WHERE. */
  readonly outputClause: boolean;
  /** Columns of RETURNING are written without their table. */
  readonly bareReturning: boolean;
  /** Labels that tell columns apart are written in RETURNING too, and what a type reads by an expression has its column's name there. */
  readonly labelledReturning: boolean;
  /** The most of a name in a statement: labels, aliases and numbered names that would be longer are cut, so that the database does not cut them alike. */
  readonly maxIdentifierLength: number;
  /** The most of a name that the database keeps: a table's, a column's, a constraint's, an index's. */
  readonly maxObjectNameLength: number;
  /** It cuts longer names in silence; else it refuses them. */
  readonly cutsLongNames: boolean;
  /** What these lengths count. */
  readonly identifierLengthUnit: LengthUnit;
  /** The connection's own schema, where it is known: written where `schemaTranslateMap` leads to no schema. */
  readonly defaultSchema: string | null;
  /** ORDER BY and GROUP BY know the labels of the select list, and a label of it stands there by its name. */
  readonly sortsByLabel: boolean;
  /** `TRY_CAST(x AS type)`. */
  readonly tryCast: boolean;
  /** Arrays: `ARRAY[1, 2]`, `a[1]`, `a @> b`. */
  readonly arrays: boolean;
  /** `SELECT DISTINCT ON (…)`. */
  readonly distinctOn: boolean;
  /** LIMIT of an UPDATE or DELETE. */
  readonly dmlLimit: boolean;
  /** MERGE; null without. */
  readonly merge: MergeCapabilities | null;
  /** How RETURNING names the row before and after the change: `old.name`; null where it can't. */
  readonly returnedRows: { readonly old: string; readonly new: string } | null;
  /** The most rows of VALUES in an INSERT. */
  readonly maxValuesRows: number;
  /** The most parameters of one statement. */
  readonly maxParameters: number;
}

/** What the compiler needs of a dialect. */
export interface CompilerDialect {
  readonly name: string;
  readonly capabilities: Capabilities;
  readonly identifiers: IdentifierRules;
  /** The dialect's own way with types, by kind. */
  readonly types: Readonly<Record<string, TypeAdapter>>;
  /** The options that it reads from statements, by kind of statement. */
  readonly statementOptions: StatementOptions;
}

/** Names of options that a dialect reads from statements (`withDialectOptions()`), by kind of statement. */
export type StatementOptions = Readonly<Record<string, readonly string[]>>;

/** How names are written. */
export interface IdentifierRules {
  /** Words that must be quoted, in lower case. */
  readonly reserved: ReadonlySet<string>;
  /** Those of them that a column may be called by without quotes, behind its table's name and a dot; left out, none. */
  readonly freeBehindDot?: ReadonlySet<string>;
  readonly quoteStart: string;
  readonly quoteEnd: string;
  /** What needs no quotes: a pattern for the whole name. */
  readonly legal: RegExp;
  /** A dot in a schema's name parts the database from its owner. */
  readonly dottedSchemas?: boolean;
}
