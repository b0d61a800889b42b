import { ArgumentError, CompileError } from "athanor";
import { answers, type Deviation, refuses } from "./deviation.js";
import { NO_UPDATE, NO_WITH } from "./reasons.js";

const BOTH = ["mysql", "mariadb"];

/** The refusal of a CTE in front of VALUES. */
function refusesCte(dialect: string, name: string): Deviation["check"] {
  return refuses(
    CompileError,
    `The '${dialect}' dialect has no WITH before INSERT..VALUES, so the CTE '${name}' can't be used: insert fromSelect(), or take a subquery.`,
  );
}

const LOST_TABLE = {
  fault: "cannot run",
  reason: NO_WITH,
} as const;
const LOST_UPDATE = { fault: "means something else", reason: NO_UPDATE } as const;

/** The deliberate deviations of MySQL and MariaDB alone. */
export const mysqlDeviations: readonly Deviation[] = [
  ...[
    { subject: "insert-values-forms", id: "values-scalar-select-with-cte", name: "top", ...LOST_TABLE },
    { subject: "cte-dml", id: "cte-select-into-insert-values", name: "mx", ...LOST_TABLE },
    { subject: "cte-dml", id: "cte-add-cte-to-insert", name: "up", ...LOST_UPDATE },
  ].flatMap(({ name, ...each }) =>
    BOTH.map((dialect) => ({
      ...each,
      dialects: [dialect],
      check: refusesCte(dialect, name),
    })),
  ),
  {
    subject: "on-duplicate-key",
    id: "mysql-dup-unknown-column",
    fault: "loses a value",
    reason: "A key that is no column of the table is refused; SQLAlchemy drops its value, and warns.",
    check: refuses(ArgumentError, "onDuplicateKeyUpdate(): the table has no column 'nope'; it has id, name, email, rating."),
  },
  {
    subject: "introspection",
    id: "intro-excluded",
    reason: "The row that was to be inserted is no alias that a name is needed for: MySQL's version decides how it is called.",
    check: answers({ facts: { inserted_alias: undefined } }),
  },
  {
    subject: "introspection",
    id: "intro-str-dialect-specific",
    reason: "MySQL's text is that of 8.0.20 and later, with the placeholders of its protocol; SQLAlchemy writes those of its driver.",
    check: answers({ facts: { str: "INSERT INTO crew (id) VALUES (?) AS new ON DUPLICATE KEY UPDATE name = ?" } }),
  },
];
