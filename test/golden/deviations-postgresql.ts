import { answers, type Deviation } from "./deviation.js";

/** The deliberate deviations of PostgreSQL alone. */
export const postgresqlDeviations: readonly Deviation[] = [
  {
    subject: "introspection",
    id: "intro-str-pg-specific",
    reason: "PostgreSQL's own placeholders are numbered; SQLAlchemy writes those of its driver.",
    check: answers({ facts: { str: "INSERT INTO crew (id) VALUES ($1::INTEGER) ON CONFLICT DO NOTHING RETURNING crew.id" } }),
  },
];
