import { ArgumentError, CompileError } from "athanor";
import { expect } from "vitest";
import { answers, type Deviation, refuses } from "./deviation.js";
import { mssqlDeviations } from "./deviations-mssql.js";
import { mysqlDeviations } from "./deviations-mysql.js";
import { onConflictDeviations } from "./deviations-on-conflict.js";
import { oracleDeviations } from "./deviations-oracle.js";
import { postgresqlDeviations } from "./deviations-postgresql.js";
import { selectDeviations } from "./deviations-selects.js";
import { sqliteDeviations } from "./deviations-sqlite.js";
import { statementDeviations } from "./deviations-statements.js";
import { typeDeviations } from "./deviations-types.js";
import { ACCIDENTAL_ATTRIBUTE_ERROR } from "./reasons.js";

const EMPTY_SET = "Defect: SQLAlchemy writes a SET with nothing after it.";
const JOIN_REFUSED = "subject table for an INSERT, UPDATE or DELETE expected, got a FROM clause (join).";

/** Every deliberate deviation from SQLAlchemy, with its reason. */
export const deviations: readonly Deviation[] = [
  {
    subject: "errors",
    id: "err-from-select-unknown-name",
    reason: "Defect: SQLAlchemy raises an accidental KeyError.",
    check: refuses(ArgumentError, "fromSelect(): the table has no column 'nope'; it has id, name, email, rating."),
  },
  {
    subject: "errors",
    id: "err-from-select-count-mismatch",
    reason: "Defect: SQLAlchemy writes an INSERT that no database can run.",
    check: refuses(ArgumentError, "fromSelect() names 2 column(s), but the SELECT gives 1."),
  },
  {
    subject: "errors",
    id: "err-values-list-of-mixed",
    reason: ACCIDENTAL_ATTRIBUTE_ERROR,
    check: refuses(ArgumentError, "values(): row 1 is a list, while row 0 is an object: give all rows in one form."),
  },
  {
    subject: "errors",
    id: "err-values-scalar",
    reason: ACCIDENTAL_ATTRIBUTE_ERROR,
    check: refuses(
      ArgumentError,
      "values() takes an object by column key, a Map by column, a list in column order, or a list of these; got 5.",
    ),
  },
  {
    subject: "errors",
    id: "err-values-string",
    reason: "Defect: SQLAlchemy takes a string for a row of characters.",
    check: refuses(
      ArgumentError,
      "values() takes an object by column key, a Map by column, a list in column order, or a list of these; got 'abc'.",
    ),
  },
  {
    subject: "errors",
    id: "err-too-many-tuple-values",
    reason: "Defect: SQLAlchemy drops the surplus values in silence.",
    check: refuses(ArgumentError, "Too many values: the row has 4, the table has 3 columns (code, title, country)."),
  },
  {
    subject: "errors",
    id: "err-ordered-values-not-pairs",
    reason: "Defect: SQLAlchemy raises an accidental ValueError.",
    check: refuses(ArgumentError, "orderedValues() takes pairs of a column and a value; argument 0 is an object of class Object."),
  },
  {
    subject: "errors",
    id: "err-insert-into-join",
    reason: ACCIDENTAL_ATTRIBUTE_ERROR,
    check: refuses(ArgumentError, JOIN_REFUSED),
  },
  {
    subject: "errors",
    id: "err-where-none",
    reason: "Defect: SQLAlchemy writes WHERE NULL, which matches nothing. A criterion that has got lost is never right.",
    check: refuses(
      ArgumentError,
      "A criterion is null: a WHERE that has vanished would touch every row. Leave the call out, or give sql.true if all rows are meant.",
    ),
  },
  {
    subject: "errors",
    id: "err-value-python-object",
    reason: "Defect: SQLAlchemy hands an unusable value to the driver. Here the type refuses it.",
    check: ({ golden, mismatches }) => {
      const refusal = { name: { error: { class: "ValueError", message: "varchar refuses an object: give a string" } } };
      expect(mismatches({ params: { ...golden?.params, name: {} }, driver_params: refusal }).join("\n")).toBe("");
    },
  },
  {
    subject: "errors",
    id: "err-value-multi-column-select",
    reason: "Defect: SQLAlchemy writes a subquery of two columns where one value stands.",
    check: refuses(ArgumentError, "A scalar subquery must select exactly one column; this one selects 2."),
  },
  {
    subject: "errors",
    id: "err-multi-column-in-row",
    reason: "Defect: SQLAlchemy names a table that is not in scope. Here that comes before what the dialect does not have.",
    check: refuses(
      CompileError,
      "VALUES has no table in scope, so the column port.title can't be a value: select it in a scalar subquery, or use fromSelect().",
    ),
  },
  {
    subject: "errors",
    id: "err-cte-no-returning-select-all",
    reason: "Defect: SQLAlchemy writes a SELECT of no columns.",
    check: refuses(ArgumentError, "a FROM clause (u) has no columns to select: a statement in a CTE needs returning()."),
  },
  {
    subject: "errors",
    id: "err-boolean-of-clause",
    reason: "JavaScript does not ask an object for its truth value: every one is true, and no library can refuse that.",
    check: ({ build }) => expect(build).not.toThrow(),
  },
  {
    subject: "insert-values-forms",
    id: "values-multi-extra-key-in-later-row",
    reason:
      "Defect: SQLAlchemy drops a value whose key the first row does not have. Here that comes before what the dialect does not have.",
    check: refuses(
      ArgumentError,
      "values(): row 1 has 'rating', which row 0 does not have; its value would be lost. Give it in every row, or execute with a list of parameters, where rows may differ.",
    ),
  },
  {
    subject: "insert-values-forms",
    id: "values-column-of-own-table",
    reason: "Defect: SQLAlchemy names a column that is not in scope.",
    check: refuses(
      CompileError,
      "VALUES has no table in scope, so the column crew.id can't be a value: select it in a scalar subquery, or use fromSelect().",
    ),
  },
  {
    subject: "introspection",
    id: "intro-insert-returning",
    dialects: ["facts"],
    reason: "The names are the keys of the row, where every column has one; a known function has a type.",
    check: answers({
      facts: {
        returning_names: ["id", "who", "anon_1", "lower_1"],
        returning_types: ["Integer", "String", "Integer", "String"],
        exported_keys: ["id", "who", "anon_1", "lower_1"],
      },
    }),
  },
  {
    subject: "introspection",
    id: "intro-insert-returning-dup",
    dialects: ["facts"],
    reason: "The names are the keys of the row, where no two columns have one key.",
    check: answers({ facts: { returning_names: ["id", "id_1", "name"], exported_keys: ["id", "id_1", "name"] } }),
  },
  {
    subject: "insert-binds",
    id: "binds-type-from-column",
    dialects: ["sqlite"],
    reason: "A column of ISO text takes ISO text on every dialect; SQLAlchemy refuses it on SQLite alone.",
    check: answers({ driver_params: { when: "2031-04-05 00:00:00.000000" } }),
  },
  {
    subject: "insert-returning",
    id: "ins-ret-alias-of-table",
    reason: "Defect: SQLAlchemy names an alias that the statement does not have.",
    check: refuses(
      CompileError,
      "RETURNING names the alias 'a', which this statement does not have: name the columns of the table itself.",
    ),
  },
  {
    subject: "update-basics",
    id: "upd-empty-values",
    reason: EMPTY_SET,
    check: refuses(CompileError, "An UPDATE without anything to SET: give values(), or parameters whose names are columns."),
  },
  {
    subject: "update-basics",
    id: "upd-empty-column-keys",
    reason: EMPTY_SET,
    check: refuses(CompileError, "An UPDATE without anything to SET: give values(), or parameters whose names are columns."),
  },
  ...mssqlDeviations,
  ...mysqlDeviations,
  ...oracleDeviations,
  ...postgresqlDeviations,
  ...onConflictDeviations,
  ...selectDeviations,
  ...sqliteDeviations,
  ...statementDeviations,
  ...typeDeviations,
];
