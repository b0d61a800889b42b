import { answers, type Deviation } from "./deviation.js";

const EXACT = "An exact decimal stays exact, where no database is known that has none.";

/** The deliberate deviations in how types write their values. */
export const typeDeviations: readonly Deviation[] = [
  {
    subject: "typed-binds",
    id: "type-numeric",
    dialects: ["default", "str"],
    reason: EXACT,
    check: answers({ driver_params: { ratio: 0.5 } }),
  },
  {
    subject: "typed-binds",
    id: "type-numeric-from-int",
    dialects: ["default", "str"],
    reason: EXACT,
    check: answers({ driver_params: { ratio: 1 } }),
  },
  {
    subject: "select-essentials",
    id: "sel-cast",
    dialects: ["default"],
    reason: EXACT,
    check: answers({ driver_params: {} }),
  },
  {
    subject: "select-essentials",
    id: "sel-cast",
    dialects: ["sqlite"],
    reason: "A date is an ISO string, which SQLAlchemy refuses on SQLite alone.",
    check: answers({ driver_params: { param_1: 1.5 } }),
  },
  {
    subject: "select-essentials",
    id: "sel-cast",
    dialects: ["str", "postgresql", "postgresql_psycopg", "postgresql_asyncpg", "oracle"],
    reason: "A number is no boolean: it goes to the database as it is, and CAST makes a boolean of it.",
    check: answers({ driver_params: {} }),
  },
  {
    subject: "typed-binds",
    id: "type-enum-bad",
    reason: "A string that the enumeration does not have is refused; SQLAlchemy leaves it to the database, which may have no such type.",
    check: answers({
      driver_params: { level: { error: { class: "ValueError", message: "enum refuses \"nope\": give one of 'low', 'mid', 'high'" } } },
    }),
  },
];
