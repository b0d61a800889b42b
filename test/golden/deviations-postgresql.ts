import { expect } from "vitest";
import { answers, type Deviation } from "./deviation.js";

const TYPE_IN_EVERY_ROW = "A bind parameter without a type takes its column's in every row; SQLAlchemy gives it to the first row only.";
const LOWER_IS_TEXT = "lower() is known to give text, so that the value set to it is cast like any text.";
const CASTING = ["postgresql_psycopg", "postgresql_asyncpg"];
const ALL = ["postgresql", ...CASTING];

/** The deliberate deviations of PostgreSQL alone. */
export const postgresqlDeviations: readonly Deviation[] = [
  {
    subject: "errors",
    id: "err-key-function",
    dialects: ["postgresql_psycopg"],
    reason: LOWER_IS_TEXT,
    check: answers({ sql: "UPDATE crew SET lower(name)=%(param_1)s::VARCHAR" }),
  },
  {
    subject: "errors",
    id: "err-key-function",
    dialects: ["postgresql_asyncpg"],
    reason: LOWER_IS_TEXT,
    check: answers({ sql: "UPDATE crew SET lower(name)=$1::VARCHAR" }),
  },
  {
    subject: "insert-values-forms",
    id: "values-multi-named-bindparam",
    dialects: ["postgresql_psycopg"],
    reason: TYPE_IN_EVERY_ROW,
    check: answers({ sql: "INSERT INTO crew (name) VALUES (%(n0)s::VARCHAR), (%(n1)s::VARCHAR)" }),
  },
  {
    subject: "insert-values-forms",
    id: "values-multi-named-bindparam",
    dialects: ["postgresql_asyncpg"],
    reason: TYPE_IN_EVERY_ROW,
    check: answers({ sql: "INSERT INTO crew (name) VALUES ($1::VARCHAR), ($2::VARCHAR)" }),
  },
  {
    subject: "introspection",
    id: "intro-str-pg-specific",
    reason: "PostgreSQL's own placeholders are numbered; SQLAlchemy writes those of its driver.",
    check: answers({ facts: { str: "INSERT INTO crew (id) VALUES ($1::INTEGER) ON CONFLICT DO NOTHING RETURNING crew.id" } }),
  },
  {
    subject: "quoting",
    id: "quote-reserved-words-many",
    dialects: ALL,
    reason: "PostgreSQL reserves LATERAL: without quotes, CREATE TABLE and the columns of an INSERT could not have the name.",
    check: ({ golden, mismatches }) =>
      expect(mismatches({ sql: golden?.sql?.replace("misc.lateral", 'misc."lateral"') ?? "" }).join("\n")).toBe(""),
  },
];
