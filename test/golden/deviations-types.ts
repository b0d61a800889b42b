import { answers, type Deviation } from "./deviation.js";

/** The deliberate deviations in how types write their values. */
export const typeDeviations: readonly Deviation[] = [
  {
    subject: "select-essentials",
    id: "sel-cast",
    dialects: ["sqlite"],
    reason: "A date is an ISO string, which SQLAlchemy refuses on SQLite alone.",
    check: answers({ driver_params: { param_1: 1.5 } }),
  },
  {
    subject: "typed-binds",
    id: "type-variant",
    dialects: ["postgresql", "postgresql_psycopg", "postgresql_asyncpg"],
    reason: "An integer refuses what is no number; SQLAlchemy leaves it to the database.",
    check: answers({
      driver_params: {
        v: {
          error: {
            class: "ValueError",
            message: 'integer refuses "x": give a whole number between -9007199254740991 and 9007199254740991',
          },
        },
      },
    }),
  },
];
