import { CompileError } from "athanor";
import { type Deviation, refuses } from "./deviation.js";

const BOTH = ["mysql", "mariadb"];

/** The refusal of a CTE in front of VALUES. */
function refusesCte(dialect: string, name: string): Deviation["check"] {
  return refuses(
    CompileError,
    `The '${dialect}' dialect has no WITH before INSERT..VALUES, so the CTE '${name}' can't be used: insert fromSelect(), or take a subquery.`,
  );
}

/** The deliberate deviations of MySQL and MariaDB alone. */
export const mysqlDeviations: readonly Deviation[] = [
  ...BOTH.map((dialect) => ({
    subject: "insert-values-forms",
    id: "values-scalar-select-with-cte",
    dialects: [dialect],
    reason: "SQLAlchemy leaves the WITH out, so that the statement selects from what is not there.",
    check: refusesCte(dialect, "top"),
  })),
];
