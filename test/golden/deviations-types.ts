import { answers, type Deviation } from "./deviation.js";

const POSTGRESQL = ["postgresql", "postgresql_psycopg", "postgresql_asyncpg"];
const NO_BOOLEAN = "No boolean is ever handed to a driver:";

/** The deliberate deviations in how types write their values. */
export const typeDeviations: readonly Deviation[] = [
  ...[
    { id: "type-boolean", name: "flag", value: false },
    { id: "type-func-args", name: "mix_4", value: true },
  ].flatMap(({ id, name, value }): readonly Deviation[] => [
    {
      subject: "typed-binds",
      id,
      dialects: ["str"],
      reason: `${NO_BOOLEAN} this dialect, which has none, has no form of its own for it.`,
      check: answers({ driver_params: { [name]: Number(value) } }),
    },
    {
      subject: "typed-binds",
      id,
      dialects: POSTGRESQL,
      reason: `${NO_BOOLEAN} it travels as the text that PostgreSQL reads.`,
      check: answers({ driver_params: { [name]: String(value) } }),
    },
  ]),
  {
    subject: "typed-binds",
    id: "type-numeric",
    dialects: ["default", "str"],
    reason: "An exact decimal stays exact, where no database is known that has none.",
    check: answers({ driver_params: { ratio: 0.5 } }),
  },
  {
    subject: "typed-binds",
    id: "type-numeric-from-int",
    dialects: ["default", "str"],
    reason: "An exact decimal stays exact, where no database is known that has none.",
    check: answers({ driver_params: { ratio: 1 } }),
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
