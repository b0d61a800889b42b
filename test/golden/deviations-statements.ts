import { ArgumentError, CompileError, UnsupportedError } from "athanor";
import { mysql } from "athanor/mysql";
import { sqlite } from "athanor/sqlite";
import { expect } from "vitest";
import { Node } from "../../src/nodes/node.js";
import { type Deviating, type Deviation, type Patch, refuses } from "./deviation.js";
import type { GoldenAnswer } from "./golden-case.js";
import { KEY_FORGOTTEN } from "./reasons.js";

const POSTGRESQL = ["postgresql", "postgresql_psycopg", "postgresql_asyncpg"];

/** Instead: what the function makes of the golden answer. */
const changed =
  (change: (golden: GoldenAnswer) => Patch) =>
  ({ golden, mismatches }: Deviating): void =>
    expect(mismatches(change(golden ?? {})).join("\n")).toBe("");

/** Instead of what SQLAlchemy says or refuses: this text. */
const writes =
  (sql: RegExp) =>
  ({ answer }: Deviating): void => {
    const given = answer();
    expect("compiled" in given ? given.compiled.sql : String(given.raised)).toMatch(sql);
  };

/** The tree of what a case builds. */
function nodeIn(statement: unknown): Node {
  if (typeof statement === "object" && statement !== null && "node" in statement && statement.node instanceof Node) return statement.node;
  throw new Error("the case builds no statement");
}

const NO_SCHEMA = "A table without a schema is one of the connection's default schema: nothing has to be asked of the database before.";

/** The deliberate deviations where statements stand in each other, name several tables, or are written for other schemas. */
export const statementDeviations: readonly Deviation[] = [
  {
    subject: "cte-dml",
    id: "cte-delete-then-insert",
    fault: "loses a value",
    reason: "For the DELETE inside SQLAlchemy forgets that the INSERT has a default, and inserts NULL.",
    check: changed(() => ({ prefetch: ["reason"] })),
  },
  {
    subject: "cte-dml",
    id: "cte-add-cte-to-delete",
    fault: "loses a value",
    reason: "SQLAlchemy does not run the default of an INSERT that stands in a CTE, and inserts NULL.",
    check: changed(({ params }) => ({ params: { ...params, reason: "retired" } })),
  },
  {
    subject: "cte-dml",
    id: "cte-add-cte-to-insert",
    dialects: POSTGRESQL,
    fault: "loses a value",
    reason: KEY_FORGOTTEN,
    check: changed(({ sql }) => ({ sql: `${sql} RETURNING crew.id`, returning: ["id"], implicit_returning: true })),
  },
  {
    subject: "cte-dml",
    id: "cte-insert-column-keys-inside",
    reason: "Defect: the names of the execution's parameters are the outer statement's, and add nothing to the INSERT inside.",
    check: writes(
      /^(INSERT INTO crew \(name\) )?WITH "?new"? AS \n\(INSERT INTO port \(code\) (OUTPUT \S+ )?VALUES \(\S+\)( RETURNING \S+( INTO :ret_0)?)?\)\n /,
    ),
  },
  {
    subject: "values-construct",
    id: "vals-empty",
    reason: "Defect: SQLAlchemy writes VALUES without rows, which no database can run.",
    check: refuses(CompileError, "VALUES 'v' has no rows: give it some by data()."),
  },
  ...["str", "sqlite", "postgresql", "postgresql_psycopg", "postgresql_asyncpg", "mssql"].map((dialect) => ({
    subject: "update-from",
    id: "updfrom-join-target",
    dialects: [dialect],
    reason: "Defect: a join is no table to update, except on MySQL; SQLAlchemy writes what the others can't run.",
    check: refuses(
      UnsupportedError,
      `The '${dialect === "str" ? "default" : dialect.replace(/_.*/, "")}' dialect has no UPDATE of a join: update one of its tables, and name the others in where().`,
    ),
  })),
  {
    subject: "prefix-hint-options",
    id: "option-unknown",
    reason: "A statement knows no dialects: the one whose option it is refuses what it does not know when it compiles.",
    check: ({ build }) => {
      const statement = build();
      expect(() => mysql().compile(nodeIn(statement))).toThrow(
        new ArgumentError("Option 'turbo' is not accepted by dialect 'mysql' for update: it has limit, orderBy."),
      );
      expect(sqlite().compile(nodeIn(statement)).sql).toBe("UPDATE crew SET rating=?");
    },
  },
  {
    subject: "schema-translate",
    id: "xlate-to-none",
    reason: `Defect: SQLAlchemy needs a connection first. ${NO_SCHEMA}`,
    check: writes(/^UPDATE dock SET name=\S+ WHERE dock\.id = \S+$/),
  },
];
