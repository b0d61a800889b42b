import { CompileError } from "athanor";
import { expect } from "vitest";
import { answers, type Deviation, refuses } from "./deviation.js";
import { BYTES_TEXT, INTERVAL_TEXT, JSON_TEXT } from "./reasons.js";

const PLACEHOLDER_LEFT = "SQLAlchemy leaves a placeholder without a value in a text that was to have none.";
const POSTGRESQL = ["postgresql", "postgresql_psycopg", "postgresql_asyncpg"];
/** The dialects whose text differs in nothing that these cases have. */
const PLAIN = ["default", "str", "mysql", "mariadb"];

/** Instead: this text. */
function writes(sql: string): Deviation["check"] {
  return ({ answer }) => {
    const given = answer();
    expect("compiled" in given ? given.compiled.sql : String(given.raised)).toBe(sql);
  };
}

const NOT_KNOWN = "which is known only when the statement is executed: give it in the statement itself.";

/** Deviations in what SELECT, IN lists and literal values hold. */
export const selectDeviations: readonly Deviation[] = [
  {
    subject: "select-essentials",
    id: "sel-distinct-on",
    dialects: ["str"],
    reason: "Text for reading has all that the statement says.",
    check: answers({ sql: "SELECT DISTINCT ON (crew.name) crew.name, crew.rating \nFROM crew" }),
  },
  {
    subject: "literal-binds",
    id: "lit-insert-json",
    dialects: [...PLAIN, "sqlite"],
    reason: JSON_TEXT,
    check: writes(`INSERT INTO sample (payload) VALUES ('{"k":[1,null,"it''s"]}')`),
  },
  {
    subject: "literal-binds",
    id: "lit-insert-json",
    dialects: POSTGRESQL,
    reason: JSON_TEXT,
    check: writes(`INSERT INTO sample (payload) VALUES ('{"k":[1,null,"it''s"]}') RETURNING sample.id`),
  },
  {
    subject: "literal-binds",
    id: "lit-insert-binary",
    dialects: [...PLAIN, "sqlite"],
    fault: "fails by accident",
    reason: BYTES_TEXT,
    check: writes("INSERT INTO sample (raw) VALUES (X'00ff')"),
  },
  {
    subject: "literal-binds",
    id: "lit-insert-binary",
    dialects: POSTGRESQL,
    fault: "fails by accident",
    reason: BYTES_TEXT,
    check: writes("INSERT INTO sample (raw) VALUES ('\\x00ff'::BYTEA) RETURNING sample.id"),
  },
  {
    subject: "literal-binds",
    id: "lit-insert-interval",
    dialects: [...PLAIN, "sqlite"],
    fault: "fails by accident",
    reason: INTERVAL_TEXT,
    check: writes("INSERT INTO sample (span) VALUES ('1970-01-02 00:00:05.000000')"),
  },
  {
    subject: "literal-binds",
    id: "lit-named-missing",
    reason: "Defect: SQLAlchemy writes NULL for a value that is missing.",
    check: refuses(CompileError, "Bind parameter 'k' without a renderable value not allowed here."),
  },
  {
    subject: "literal-binds",
    id: "lit-client-default",
    reason: "Defect: SQLAlchemy writes NULL for defaults. A plain one is written as it is; a function has not run yet.",
    check: refuses(CompileError, `literalBinds has no value for 'serial', ${NOT_KNOWN}`),
  },
  {
    subject: "literal-binds",
    id: "lit-column-keys",
    reason: "Defect: SQLAlchemy's message speaks of an internal symbol.",
    check: refuses(CompileError, `literalBinds has no value for 'name', ${NOT_KNOWN}`),
  },
  {
    subject: "literal-binds",
    id: "lit-on-duplicate",
    dialects: ["mysql", "mariadb"],
    fault: "cannot run",
    reason: PLACEHOLDER_LEFT,
    check: writes("INSERT INTO port (code) VALUES ('A') ON DUPLICATE KEY UPDATE title = 'it'"),
  },
  {
    subject: "literal-binds",
    id: "lit-on-duplicate",
    dialects: ["mysql8"],
    fault: "cannot run",
    reason: PLACEHOLDER_LEFT,
    check: writes("INSERT INTO port (code) VALUES ('A') AS new ON DUPLICATE KEY UPDATE title = 'it'"),
  },
];
