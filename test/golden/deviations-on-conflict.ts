import { expect } from "vitest";
import type { Deviation } from "./deviation.js";

const of = (subject: string, ids: readonly string[], rest: Omit<Deviation, "subject" | "id">): readonly Deviation[] =>
  ids.map((id) => ({ subject, id, ...rest }));

/** The deliberate deviations of ON CONFLICT, PostgreSQL's and SQLite's. */
export const onConflictDeviations: readonly Deviation[] = [
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
