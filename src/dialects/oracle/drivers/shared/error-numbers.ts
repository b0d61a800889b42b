// What the error numbers of Oracle say.
import type { DriverErrorFacts, ErrorCondition } from "../../../driver.js";

type Kind = DriverErrorFacts["kind"];

const CONDITIONS: Readonly<Record<number, ErrorCondition>> = {
  1: "uniqueViolation",
  54: "lockTimeout",
  60: "deadlock",
  900: "syntaxError",
  903: "syntaxError",
  904: "undefinedColumn",
  905: "syntaxError",
  906: "syntaxError",
  907: "syntaxError",
  911: "syntaxError",
  917: "syntaxError",
  921: "syntaxError",
  923: "syntaxError",
  933: "syntaxError",
  936: "syntaxError",
  942: "undefinedTable",
  1013: "statementTimeout",
  1400: "notNullViolation",
  1407: "notNullViolation",
  1756: "syntaxError",
  2290: "checkViolation",
  2291: "foreignKeyViolation",
  2292: "foreignKeyViolation",
  3049: "syntaxError",
  4021: "lockTimeout",
  8177: "serializationFailure",
  30006: "lockTimeout",
};

const KINDS: Readonly<Record<number, Kind>> = {
  1: "integrity",
  54: "operational",
  60: "operational",
  1013: "operational",
  1017: "operational",
  1400: "integrity",
  1401: "data",
  1407: "integrity",
  1426: "data",
  1438: "data",
  1476: "data",
  1722: "data",
  1756: "programming",
  2289: "programming",
  2290: "integrity",
  2291: "integrity",
  2292: "integrity",
  3049: "programming",
  4021: "operational",
  4043: "programming",
  6502: "data",
  8177: "operational",
  12899: "data",
  22835: "data",
  30006: "operational",
};

/** Errors in the text of a statement, and in the form of a date. */
const inText = (number: number): boolean => number >= 900 && number < 1000;
const inDate = (number: number): boolean => number >= 1830 && number < 1900;

/** The connection is gone, or the instance is on its way down or up. */
const FAREWELL = new Set([
  22, 28, 31, 45, 378, 600, 602, 603, 609, 1012, 1033, 1034, 1041, 1043, 1089, 1090, 1092, 2396, 3113, 3114, 3122, 3135, 12153, 12514,
  12528, 12537, 12541, 12547, 12570, 12583, 27146, 28511, 56600,
]);

/** Oracle undoes only the statement that loses a deadlock, but both transactions wait no more: a new one can succeed. */
const REPEATABLE = new Set([60, 8177]);

/** Names as the database has them: `"SCOTT"."ITEM"."NAME"`. */
const quotedNames = (message: string): string[] => Array.from(message.matchAll(/"([^"]*)"/g), ([, name = ""]) => name);

function violated(number: number, message: string): Pick<DriverErrorFacts, "constraint" | "table" | "columns"> {
  switch (number) {
    case 1:
    case 2290:
    case 2291:
    case 2292:
      return { constraint: /\(([^()]+)\)/.exec(message)?.[1]?.split(".").at(-1) };
    case 1400:
    case 1407:
    case 12899: {
      const [, table, column] = quotedNames(message);
      return { table, columns: column === undefined ? undefined : [column] };
    }
    default:
      return {};
  }
}

/** What an error of the server says. Its code is `ORA-` with the number, whatever the package calls it. */
export function factsOfServerError(number: number, message: string): DriverErrorFacts {
  const disconnected = FAREWELL.has(number);
  const kind = KINDS[number] ?? (disconnected ? "operational" : inText(number) ? "programming" : inDate(number) ? "data" : "database");
  return {
    kind,
    code: `ORA-${String(number).padStart(5, "0")}`,
    busy: false,
    serializationFailure: REPEATABLE.has(number),
    disconnected,
    condition: disconnected ? "disconnect" : CONDITIONS[number],
    ...violated(number, message),
    message,
  };
}
