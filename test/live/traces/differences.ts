import type { EngineOptions } from "athanor";
import type { GoldenStep } from "../../golden/trace-step.js";
import type { Target } from "../../servers/targets.js";
import type { ServerBackend } from "./harbor.js";

/** Where a backend, or one driver of it, rightly answers otherwise than SQLite. */
export interface TraceDifference {
  readonly on: readonly (ServerBackend | Target["name"])[];
  readonly ids: readonly string[];
  readonly reason: string;
  /** What it answers, in the terms of the golden file: the step, counted from 1, and what is different in it. */
  readonly steps?: Readonly<Record<number, Partial<GoldenStep>>>;
  /** What it must be told to be able to run the scenario. */
  readonly options?: EngineOptions;
  /** It can't run the scenario at all. */
  readonly isLeftOut?: boolean;
}

const raises = (errorClass: string): Partial<GoldenStep> => ({ error: { class: errorClass, message: "" } });
const refuses = (errorClass: string, message: string): Partial<GoldenStep> => ({
  error: { class: errorClass, message, module: "athanor" },
});
const rows = (...expected: readonly (readonly unknown[])[]): Partial<GoldenStep> => ({ result: { rows: expected } });
const key = (value: unknown) => ({ inserted_primary_key: [value], inserted_primary_key_rows: [[value]] });

const ABORTED = "An error ends PostgreSQL's transaction: outside of one, what follows is done all the same.";
const GAPS = "A driver that sends the rows in one go lets InnoDB reserve more keys than it needs.";
const NO_UPDATE_RETURNING = "MariaDB has no UPDATE..RETURNING.";
const ASKED_BEFORE = "The sequence of a key is asked for its value before an INSERT that returns nothing.";
const TOO_LONG = "A text that is longer than its column is refused, where SQLite keeps it.";

/** Every legitimate difference, with its reason. */
export const traceDifferences: readonly TraceDifference[] = [
  {
    on: ["postgresql", "mariadb"],
    ids: ["trace-schema-translate"],
    reason: "The scenario attaches a database of SQLite's: every/schema-translate.test.ts has the same with the server's own schemas.",
    isLeftOut: true,
  },
  {
    on: ["postgresql"],
    ids: ["trace-error-null-pk", "trace-error-integrity"],
    reason: ABORTED,
    options: { isolationLevel: "AUTOCOMMIT" },
  },
  {
    on: ["postgresql"],
    ids: ["trace-insert-pk-given"],
    reason: "A sequence does not look at the keys that were given.",
    steps: {
      2: { result: key(1) },
      3: rows([40, "a", null, null], [1, "b", null, null]),
    },
  },
  {
    on: ["postgresql"],
    ids: ["trace-insert-pk-none"],
    reason: `NULL is no word for the next key. ${ABORTED}`,
    options: { isolationLevel: "AUTOCOMMIT" },
    steps: { 1: raises("IntegrityError"), 2: rows() },
  },
  {
    on: ["postgresql"],
    ids: ["trace-defaults-identity"],
    reason: "An identity column starts where it is told to.",
    steps: { 1: { result: key(10) }, 2: rows([10, "k", null]) },
  },
  {
    on: ["postgresql"],
    ids: ["trace-echo-long-parameters"],
    reason: `${TOO_LONG} ${ABORTED}`,
    options: { isolationLevel: "AUTOCOMMIT" },
    steps: { 2: raises("DataError") },
  },
  { on: ["mariadb"], ids: ["trace-echo-long-parameters"], reason: TOO_LONG, steps: { 2: raises("DataError") } },
  {
    on: ["mariadb+mariadb"],
    ids: ["trace-executemany-default-given-in-first"],
    reason: GAPS,
    steps: { 3: rows([1, "a", "x", "tok-1"], [2, "b", "y", "tok-2"], [4, "c", "z", "tok-3"], [5, "d", "red", "tok-4"]) },
  },
  { on: ["mariadb+mariadb"], ids: ["trace-executemany-returning-pages"], reason: GAPS, steps: { 1: rows([1], [2], [4], [5], [7]) } },
  {
    on: ["mariadb+mariadb"],
    ids: ["trace-echo-executemany"],
    reason: GAPS,
    steps: { 4: rows([6], [7], [8], [9], [10]), 5: rows([12], [13]) },
  },
  { on: ["mariadb"], ids: ["trace-update-returning"], reason: NO_UPDATE_RETURNING, steps: { 2: raises("ProgrammingError") } },
  {
    on: ["mariadb"],
    ids: ["trace-text-dml"],
    reason: NO_UPDATE_RETURNING,
    steps: { 3: raises("ProgrammingError"), 4: rows([1, "a"], [2, "b"], [3, "c"]) },
  },
  {
    on: ["mariadb"],
    ids: ["trace-return-defaults-update"],
    reason: `${NO_UPDATE_RETURNING} What the database made is told to be fetched afterwards.`,
    steps: Object.fromEntries(
      [2, 3].map((step) => [
        step,
        {
          result: {
            returned_defaults: null,
            returned_defaults_rows: null,
            postfetch_cols: ["touched", "etag"],
            lastrow_has_defaults: true,
            returns_rows: false,
            keys: raises("InvalidRequestError"),
            rows: raises("InvalidRequestError"),
          },
        },
      ]),
    ),
  },
  {
    on: ["mariadb"],
    ids: ["trace-defaults-sequence-ignored"],
    reason: ASKED_BEFORE,
    steps: { 1: { result: { last_inserted_params: { id: 1, title: "t" }, prefetch_cols: ["id"] } } },
  },
  {
    on: ["postgresql"],
    ids: ["trace-defaults-sql-pk-no-returning"],
    reason: ASKED_BEFORE,
    steps: {
      2: {
        result: {
          last_inserted_params: {
            id: 1,
            title: "r",
            kind: "manual",
            token: "tok-1",
            summary: "r/manual",
            lower_1: "CREATED",
            revision: 1,
          },
          prefetch_cols: ["id", "kind", "token", "summary", "revision"],
        },
      },
    },
  },
  {
    on: ["postgresql"],
    ids: ["trace-error-no-returning-support"],
    reason: ASKED_BEFORE,
    steps: {
      2: {
        result: {
          inserted_primary_key_rows: [[1], [2]],
          last_inserted_params: [
            { id: 1, name: "a" },
            { id: 2, name: "b" },
          ],
          prefetch_cols: ["id"],
        },
      },
    },
  },
  {
    on: ["mariadb"],
    ids: ["trace-executemany-returning-cte-bind"],
    reason: "MariaDB has no WITH before INSERT..VALUES.",
    steps: {
      1: refuses(
        "CompileError",
        "The 'mariadb' dialect has no WITH before INSERT..VALUES, so the CTE 'c' can't be used: insert fromSelect(), or take a subquery.",
      ),
    },
  },
  {
    on: ["mariadb"],
    ids: ["trace-cte-update-delete"],
    reason: "MariaDB has no WITH before UPDATE and DELETE.",
    steps: { 2: raises("ProgrammingError"), 3: raises("ProgrammingError"), 4: rows([1, "a", null, 1], [2, "b", null, 9]) },
  },
  {
    on: ["mariadb"],
    ids: ["trace-conflict-nothing", "trace-conflict-update-returning", "trace-conflict-update-many", "trace-conflict-update-bind-many"],
    reason: "MariaDB has ON DUPLICATE KEY UPDATE instead of ON CONFLICT, with tests of its own.",
    isLeftOut: true,
  },
  {
    on: ["mariadb"],
    ids: ["trace-values-construct-insert"],
    reason: "MariaDB 10.11 can't name the columns of VALUES.",
    steps: { 1: raises("ProgrammingError"), 2: rows() },
  },
];
