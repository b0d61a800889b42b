// What the error numbers of SQL Server say.
import type { DriverErrorFacts, ErrorCondition } from "../../../driver.js";

type Kind = DriverErrorFacts["kind"];

const CONDITIONS: Readonly<Record<number, ErrorCondition>> = {
  102: "syntaxError",
  105: "syntaxError",
  156: "syntaxError",
  170: "syntaxError",
  319: "syntaxError",
  207: "undefinedColumn",
  208: "undefinedTable",
  3701: "undefinedTable",
  4902: "undefinedTable",
  515: "notNullViolation",
  1205: "deadlock",
  1222: "lockTimeout",
  2601: "uniqueViolation",
  2627: "uniqueViolation",
  3960: "serializationFailure",
  41302: "serializationFailure",
  41305: "serializationFailure",
  41325: "serializationFailure",
};

/** The error classes by number; one that is not here goes by its severity. */
const KINDS: Readonly<Record<number, Kind>> = {
  220: "data",
  232: "data",
  241: "data",
  242: "data",
  245: "data",
  248: "data",
  295: "data",
  515: "integrity",
  517: "data",
  547: "integrity",
  1205: "operational",
  1222: "operational",
  2601: "integrity",
  2627: "integrity",
  2628: "data",
  3960: "operational",
  8114: "data",
  8115: "data",
  8134: "data",
  8152: "data",
  8169: "data",
  18456: "operational",
  41302: "operational",
  41305: "operational",
  41325: "operational",
};

/** A new transaction can succeed. */
const REPEATABLE = new Set([1205, 3960, 41302, 41305, 41325]);

/** The session ends with these: it was killed, or the server shuts down. Of this severity on, the server closes the connection itself. */
const FAREWELL = new Set([596, 6005, 6006]);
const FATAL = 20;
/** Of this severity on, it is not the statement's fault. */
const RESOURCES = 17;

const REFERENCE = 547;

/** What the server tells of an error. */
export interface ServerError {
  readonly number: number;
  readonly severity: number;
  readonly message: string;
}

/** The last part of `shop.dbo.item`. */
const lastPart = (name: string | undefined): string | undefined => name?.split(".").at(-1);

/** What the names in the message say, which stand in the same order in every language. */
function violated({ number, message }: ServerError): Pick<DriverErrorFacts, "constraint" | "table" | "columns"> {
  const names = Array.from(message.matchAll(/'([^']*)'|"([^"]*)"/g), ([, single, double]) => single ?? double);
  const [first, second, third, fourth] = names;
  switch (number) {
    case REFERENCE: // the constraint, the database, the table, and the column where it is one
      return { constraint: first, table: lastPart(third), columns: fourth === undefined ? undefined : [fourth] };
    case 2627:
      return { constraint: first, table: lastPart(second) };
    case 2601:
      return { constraint: second, table: lastPart(first) };
    case 515:
      return { columns: first === undefined ? undefined : [first], table: lastPart(second) };
    default:
      return {};
  }
}

function conditionOf({ number, message }: ServerError): ErrorCondition | undefined {
  if (number !== REFERENCE) return CONDITIONS[number];
  return /\bCHECK\b/.test(message.replace(/'[^']*'|"[^"]*"/g, "")) ? "checkViolation" : "foreignKeyViolation";
}

/** What an error of the server says. */
export function factsOfServerError(error: ServerError): DriverErrorFacts {
  const { number, severity } = error;
  const disconnected = severity >= FATAL || FAREWELL.has(number);
  return {
    kind: KINDS[number] ?? (disconnected || severity >= RESOURCES ? "operational" : "programming"),
    code: String(number),
    busy: false,
    serializationFailure: REPEATABLE.has(number),
    disconnected,
    condition: disconnected ? "disconnect" : conditionOf(error),
    ...violated(error),
    message: error.message,
  };
}

/** Whether the number says more than that something has failed. */
export function isTelling(number: number): boolean {
  return number === REFERENCE || number in CONDITIONS || number in KINDS;
}
