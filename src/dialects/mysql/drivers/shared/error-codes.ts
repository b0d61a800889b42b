// What the error numbers of MySQL and MariaDB say: the classes that PyMySQL gives them, which SQLAlchemy's users know, and their conditions.
import type { DriverErrorFacts, ErrorCondition } from "../../../driver.js";

type Kind = DriverErrorFacts["kind"];

/** The error classes by number, where the first characters of the SQLSTATE would not say so. */
const KINDS: Readonly<Record<number, Kind>> = {
  1007: "programming",
  1008: "programming",
  1044: "operational",
  1045: "operational",
  1048: "integrity",
  1051: "programming",
  1142: "operational",
  1143: "operational",
  1171: "data",
  1179: "programming",
  1196: "notSupported",
  1215: "integrity",
  1216: "integrity",
  1217: "integrity",
  1230: "data",
  1235: "notSupported",
  1263: "data",
  1265: "data",
  1286: "notSupported",
  1289: "notSupported",
  1364: "integrity",
  1365: "data",
  1366: "data",
  1367: "data",
  1406: "data",
  1441: "data",
  1451: "integrity",
  1452: "integrity",
  3140: "data",
  3819: "integrity",
  4025: "integrity",
};

/** The same by the first two characters of the SQLSTATE; what is not here is an `operational` error. */
const KINDS_OF_STATES: Readonly<Record<string, Kind>> = {
  "0A": "notSupported",
  "21": "programming",
  "22": "data",
  "23": "integrity",
  "3D": "programming",
  "3F": "programming",
  "42": "programming",
};

const CONDITIONS: Readonly<Record<number, ErrorCondition>> = {
  1020: "serializationFailure",
  1022: "uniqueViolation",
  1048: "notNullViolation",
  1051: "undefinedTable",
  1054: "undefinedColumn",
  1062: "uniqueViolation",
  1064: "syntaxError",
  1146: "undefinedTable",
  1149: "syntaxError",
  1169: "uniqueViolation",
  1205: "lockTimeout",
  1213: "deadlock",
  1216: "foreignKeyViolation",
  1217: "foreignKeyViolation",
  1317: "statementTimeout",
  1364: "notNullViolation",
  1451: "foreignKeyViolation",
  1452: "foreignKeyViolation",
  1557: "foreignKeyViolation",
  1586: "uniqueViolation",
  1761: "foreignKeyViolation",
  1762: "foreignKeyViolation",
  1969: "statementTimeout",
  3024: "statementTimeout",
  3572: "lockTimeout",
  3819: "checkViolation",
  4025: "checkViolation",
};

/** A new transaction can succeed: somebody else has changed the row, a deadlock was lost, or a lock was waited for in vain. */
const REPEATABLE = new Set([1020, 1205, 1213]);

/** The statement is longer than `max_allowed_packet`. */
export const TOO_LONG = 1153;

/** The server ends the connection with these: it is shut down, the connection was killed, or has waited too long for us. */
const FAREWELL = new Set([1053, 1152, TOO_LONG, 1158, 1159, 1160, 1161, 1927, 4031]);

/** The prepared statement is not there any more, or can't be made again. */
const STALE = new Set([1243, 1615]);

/** No more statements can be prepared: `max_prepared_stmt_count`. */
export const NO_ROOM = 1461;
/** The statement can't be prepared at all. */
export const NOT_PREPARABLE = 1295;

/** Somebody has stopped the statement: `KILL QUERY`. */
export const INTERRUPTED = 1317;

/** Whether the server does not know the prepared statement any more. */
export function isStale(errno: number): boolean {
  return STALE.has(errno);
}

/** What the message's names say of what was violated. */
type Violated = Pick<DriverErrorFacts, "constraint" | "table" | "columns">;

const unquoted = (name: string | undefined): string | undefined => name?.replaceAll("``", "`");

function names(list: string | undefined): string[] {
  return Array.from((list ?? "").matchAll(/`((?:[^`]|``)*)`/g), ([, name = ""]) => unquoted(name) ?? "");
}

/** `… fails (`shop`.`item`, CONSTRAINT `fk` FOREIGN KEY (`a`, `b`) REFERENCES …)`. */
const FOREIGN_KEY = /\(`(?:[^`]|``)*`\.`((?:[^`]|``)*)`, CONSTRAINT `((?:[^`]|``)*)` FOREIGN KEY \(([^)]*)\)/;
/** `CONSTRAINT `positive` failed for `shop`.`item``; the column's name stands there alone where the check is the column's. */
const MARIADB_CHECK = /`((?:[^`]|``)*)`[^`]*`(?:[^`]|``)*`\.`((?:[^`]|``)*)`/;

/** The names in the server's message, whatever language the words around them are in. */
function violated(errno: number, message: string): Violated {
  switch (errno) {
    case 1062:
    case 1586: {
      // since 8.0.19 MySQL says `table.key`
      const key = /'([^']*)'[^']*$/.exec(message)?.[1];
      const [, table, constraint = key] = /^([^.]+)\.(.+)$/.exec(key ?? "") ?? [];
      return { constraint, table };
    }
    case 1451:
    case 1452: {
      const [, table, constraint, columns] = FOREIGN_KEY.exec(message) ?? [];
      return { table: unquoted(table), constraint: unquoted(constraint), columns: columns === undefined ? undefined : names(columns) };
    }
    case 1048:
    case 1364: {
      const column = /'((?:[^'])*)'/.exec(message)?.[1];
      return { columns: column === undefined ? undefined : [column] };
    }
    case 3819:
      return { constraint: /'([^']*)'/.exec(message)?.[1] };
    case 4025: {
      const [, constraint, table] = MARIADB_CHECK.exec(message) ?? [];
      return { constraint: unquoted(constraint), table: unquoted(table) };
    }
    default:
      return {};
  }
}

/** What an error of the server says. Its code is the number, which is the same whatever the package calls it. */
export function factsOfServerError(errno: number, sqlState: string | undefined, message: string): DriverErrorFacts {
  const disconnected = FAREWELL.has(errno);
  return {
    kind: KINDS[errno] ?? KINDS_OF_STATES[sqlState?.slice(0, 2) ?? ""] ?? "operational",
    code: String(errno),
    busy: false,
    serializationFailure: REPEATABLE.has(errno),
    disconnected,
    condition: disconnected ? "disconnect" : CONDITIONS[errno],
    ...violated(errno, message),
    staleStatement: isStale(errno),
    message,
  };
}
