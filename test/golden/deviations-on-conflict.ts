import { ArgumentError } from "athanor";
import { expect } from "vitest";
import { type Deviating, type Deviation, refuses } from "./deviation.js";
import type { GoldenAnswer } from "./golden-case.js";

/** Instead: all placeholders of the text are `:name`, as in the rest of it. */
const oneStyle =
  (patch: Partial<GoldenAnswer> = {}) =>
  ({ golden, mismatches }: Deviating): void => {
    const sql = golden?.sql?.replace(/%\((\w+)\)s(::[A-Z]+)?/g, ":$1") ?? "";
    expect(mismatches({ ...patch, sql }).join("\n")).toBe("");
  };

const BOTH_STYLES = [
  "nothing-index-where",
  "update-literal",
  "update-set-order",
  "update-function",
  "update-where-and-index-where",
  "update-returning",
  "update-bindparam",
  "update-null",
  "update-schema",
  "constraint-object",
  "constraint-primary-key",
  "constraint-index",
  "array-json",
  "update-types",
].map((name) => `pg-conflict-${name}`);

const ONE_STYLE = "A text has one style of placeholders; SQLAlchemy writes those of this clause in the PostgreSQL driver's.";

const of = (subject: string, ids: readonly string[], rest: Omit<Deviation, "subject" | "id">): readonly Deviation[] =>
  ids.map((id) => ({ subject, id, ...rest }));

/** The deliberate deviations of ON CONFLICT, PostgreSQL's and SQLite's. */
export const onConflictDeviations: readonly Deviation[] = [
  ...of("on-conflict", BOTH_STYLES, { dialects: ["str"], fault: "cannot run", reason: ONE_STYLE, check: oneStyle() }),
  ...of("on-conflict", ["pg-conflict-update-set-unknown-key", "sqlite-conflict-update-set-unknown-key"], {
    fault: "cannot run",
    reason: "A key that is no column of the table is refused; SQLAlchemy writes it all the same, and warns.",
    check: refuses(ArgumentError, "set: the table has no column 'nope'; it has code, title, country."),
  }),
  ...of("on-conflict", ["sqlite-conflict-nothing-from-select", "sqlite-conflict-update-cte"], {
    fault: "cannot run",
    reason: "SQLite takes ON CONFLICT behind FROM for the ON of a join, so that SQLAlchemy's text can't run: a WHERE parts them.",
    check: ({ golden, mismatches }) =>
      expect(mismatches({ sql: golden?.sql?.replace(" ON CONFLICT", " \nWHERE true ON CONFLICT") ?? "" }).join("\n")).toBe(""),
  }),
  ...of("on-conflict", ["pg-conflict-alias-target"], {
    reason: "Defect: SQLAlchemy raises an accidental AttributeError. PostgreSQL lets the target have an alias.",
    check: ({ answer }) => {
      const given = answer();
      expect("compiled" in given && given.compiled.sql).toMatch(/^INSERT INTO port AS p \(code\) VALUES \(\S+\) ON CONFLICT DO NOTHING$/);
    },
  }),
  ...of("on-conflict", ["conflict-wrong-dialect-sqlite"], {
    dialects: ["postgresql"],
    reason: "Defect: SQLAlchemy raises an accidental AttributeError. The clause is the same on both.",
    check: ({ answer }) => {
      const given = answer();
      expect("compiled" in given && given.compiled.sql).toBe("INSERT INTO port (code) VALUES (%(code)s) ON CONFLICT DO NOTHING");
    },
  }),
];
