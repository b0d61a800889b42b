import { answers, type Deviation } from "./deviation.js";

const PATH_TEXT = "A path travels as the text of one; this dialect, which has no driver, has no form of its own for it.";

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
    id: "type-json-path-where",
    dialects: ["str"],
    reason: PATH_TEXT,
    check: answers({ driver_params: { payload_1: '$."k"' } }),
  },
  {
    subject: "typed-binds",
    id: "type-json-path-int",
    dialects: ["str"],
    reason: PATH_TEXT,
    check: answers({ driver_params: { payload_1: '$."k"[0]."z"' } }),
  },
  {
    subject: "typed-binds",
    id: "type-array-literal",
    dialects: ["str"],
    reason: "A text has one style of placeholders; SQLAlchemy writes those of the array in the PostgreSQL driver's.",
    check: answers({ sql: "UPDATE crate SET nums=ARRAY[:param_1, :param_2, :param_3]" }),
  },
  {
    subject: "typed-binds",
    id: "type-custom-bind-expression",
    dialects: ["str"],
    reason: "A column that its type reads by an expression has its own name, as on all other dialects.",
    check: answers({ sql: "INSERT INTO folded (v) VALUES (fold(:v)) RETURNING unfold(folded.v) AS v" }),
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
