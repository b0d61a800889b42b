import { ArgumentError, CompileError, UnsupportedError } from "athanor";
import { expect } from "vitest";
import { answers, type Deviation, refuses } from "./deviation.js";
import { NO_KEYWORDS, NO_UPDATE, NO_WITH, NULL_COUNTS_UP } from "./reasons.js";

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
    subject: "insert-basics",
    id: "insert-empty-executemany",
    dialects: BOTH,
    reason: NULL_COUNTS_UP,
    check: answers({ sql: "INSERT INTO crew (id) VALUES (NULL)" }),
  },
  {
    subject: "prefix-hint-options",
    id: "option-mysql-limit-not-int",
    dialects: ["mysql"],
    fault: "fails by accident",
    reason: "The message says what is wrong, and with which option; Python's speaks of int().",
    check: refuses(ArgumentError, "The limit of an UPDATE or DELETE must be a whole number that is not negative, got 'all'."),
  },
  {
    subject: "schema-translate",
    id: "xlate-update-from",
    dialects: BOTH,
    reason: "A table of another schema is named with it in SET too, since two schemas may have a table of that name.",
    check: answers({
      sql: "UPDATE pier.dock, tenant_7.port SET pier.dock.name=tenant_7.port.title WHERE pier.dock.name = tenant_7.port.code",
    }),
  },
  {
    subject: "on-duplicate-key",
    id: "mysql-dup-unknown-column",
    fault: "loses a value",
    reason: "A key that is no column of the table is refused; SQLAlchemy drops its value, and warns.",
    check: refuses(ArgumentError, "onDuplicateKeyUpdate(): the table has no column 'nope'; it has id, name, email, rating."),
  },
  {
    subject: "on-duplicate-key",
    id: "mysql-dup-error-args-and-kwargs",
    reason: NO_KEYWORDS,
    check: refuses(
      ArgumentError,
      "Only a single object or Map is accepted: put all columns into one, or take onDuplicateKeyUpdateOrdered().",
    ),
  },
  {
    subject: "on-duplicate-key",
    id: "mysql-dup-wrong-dialect",
    dialects: ["str"],
    fault: "cannot run",
    reason: "String(stmt) writes MySQL's INSERT as MySQL does; the dialect of no database does not know the clause.",
    check: (given) => {
      refuses(UnsupportedError, "The 'default' dialect can't render a onDuplicateKey construct.")(given);
      expect(String(given.build())).toBe("INSERT INTO crew (id) VALUES (?) AS new ON DUPLICATE KEY UPDATE name = ?");
    },
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
