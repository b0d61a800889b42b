// What went wrong, in the words of all databases: SQLite tells it by its extended codes and its messages, which are in no other language.
import type { DriverErrorFacts, ErrorCondition } from "../../../driver.js";

/** What was violated, or not found. */
type Told = Pick<DriverErrorFacts, "condition" | "constraint" | "table" | "columns">;

const CONDITIONS: Readonly<Record<string, ErrorCondition>> = {
  SQLITE_BUSY: "lockTimeout",
  SQLITE_BUSY_RECOVERY: "lockTimeout",
  SQLITE_BUSY_SNAPSHOT: "serializationFailure",
  SQLITE_BUSY_TIMEOUT: "lockTimeout",
  SQLITE_CONSTRAINT_CHECK: "checkViolation",
  SQLITE_CONSTRAINT_FOREIGNKEY: "foreignKeyViolation",
  SQLITE_CONSTRAINT_NOTNULL: "notNullViolation",
  SQLITE_CONSTRAINT_PRIMARYKEY: "uniqueViolation",
  SQLITE_CONSTRAINT_ROWID: "uniqueViolation",
  SQLITE_CONSTRAINT_UNIQUE: "uniqueViolation",
  SQLITE_INTERRUPT: "statementTimeout",
  SQLITE_LOCKED_SHAREDCACHE: "lockTimeout",
};

/** Of a plain SQLITE_ERROR the message alone says what it is. */
const MESSAGES: readonly (readonly [RegExp, ErrorCondition])[] = [
  [/^no such table: /, "undefinedTable"],
  [/^no such column: |^table .* has no column named /, "undefinedColumn"],
  [/: syntax error$|^incomplete input$|^unrecognized token: /, "syntaxError"],
];

/** `thing.name, thing.size`, as far as no name in it has a dot or a comma itself. */
function columnsOf(list: string): Told {
  const names = list.split(", ").map((each) => each.split("."));
  const table = names[0]?.[0];
  const columns = names.map(([, column = ""]) => column);
  const isPlain = names.every((parts) => parts.length === 2 && parts[0] === table);
  return isPlain ? { table, columns } : {};
}

/** The names in the message. An unnamed check is told by its expression, which is no name. */
function violated(message: string): Told {
  const [, kind, names = ""] = /^(UNIQUE|NOT NULL|CHECK) constraint failed: (.*)$/s.exec(message) ?? [];
  if (kind === undefined) return {};
  if (kind === "CHECK") return /^\w+$/.test(names) ? { constraint: names } : {};
  const index = /^index '(.*)'$/.exec(names)?.[1];
  return index === undefined ? columnsOf(names) : { constraint: index };
}

/** What an error says, as data. @param code the result code's name */
export function toldBy(code: string, message: string): Told {
  const condition = code === "SQLITE_ERROR" ? MESSAGES.find(([shape]) => shape.test(message))?.[1] : CONDITIONS[code];
  return condition === undefined ? {} : { condition, ...violated(message) };
}
