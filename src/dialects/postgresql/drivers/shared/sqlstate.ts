// What PostgreSQL's error codes say: the classes that psycopg gives them, which SQLAlchemy's users know, and their conditions.
import type { DriverErrorFacts, ErrorCondition } from "../../../driver.js";

type Kind = DriverErrorFacts["kind"];

/** The error classes by the first two characters of the code; one that is not here is a `database` error. */
const KINDS: Readonly<Record<string, Kind>> = {
  "08": "operational",
  "0A": "notSupported",
  "20": "programming",
  "21": "programming",
  "22": "data",
  "23": "integrity",
  "24": "internal",
  "25": "internal",
  "26": "operational",
  "27": "operational",
  "28": "operational",
  "2B": "internal",
  "2D": "internal",
  "2F": "internal",
  "34": "operational",
  "38": "internal",
  "39": "internal",
  "3B": "internal",
  "3D": "programming",
  "3F": "programming",
  "40": "operational",
  "42": "programming",
  "44": "programming",
  "53": "operational",
  "54": "operational",
  "55": "operational",
  "57": "operational",
  "58": "operational",
  F0: "internal",
  HV: "operational",
  P0: "internal",
  XX: "internal",
};

const CONDITIONS: Readonly<Record<string, ErrorCondition>> = {
  "23505": "uniqueViolation",
  "23503": "foreignKeyViolation",
  "23502": "notNullViolation",
  "23514": "checkViolation",
  "23P01": "exclusionViolation",
  "40001": "serializationFailure",
  "40P01": "deadlock",
  "55P03": "lockTimeout",
  "57014": "statementTimeout",
  "42601": "syntaxError",
  "42P01": "undefinedTable",
  "42703": "undefinedColumn",
};

/** The server ends the connection with these: it is shut down, has crashed, or has waited too long for us. */
const FAREWELL = /^(08|57P0[1235]|25P03)/;

/** What a server tells of an error, as drivers hand it over. */
export interface ServerError {
  readonly code: string;
  readonly detail?: string | undefined;
  readonly schema?: string | undefined;
  readonly table?: string | undefined;
  readonly column?: string | undefined;
  readonly constraint?: string | undefined;
  /** The server's function that raised it: unlike the message, in no language. */
  readonly routine?: string | undefined;
  /** What it was doing, from the innermost on, a line for each. */
  readonly where?: string | undefined;
}

/** Columns and values of `Key (a, "b c")=(1, 2) already exists.`, whatever language the words around them are in. */
function violatedKey(detail: string | undefined): { readonly columns?: readonly string[]; readonly text?: string | undefined } {
  const [, list, text] = /\(((?:[^()"]|"(?:[^"]|"")*")+)\)=\((.*)\)/s.exec(detail ?? "") ?? [];
  return list === undefined ? {} : { columns: columnNames(list), text };
}

/** The names of `a, "b c"`. */
function columnNames(list: string): readonly string[] {
  return Array.from(list.matchAll(/"((?:[^"]|"")*)"|([^\s,]+)/g), ([, quoted, bare]) => quoted?.replaceAll('""', '"') ?? bare ?? "");
}

/** Whether a prepared statement does not fit the schema any more, or is not there. */
function isStale(code: unknown, routine: unknown): boolean {
  return code === "26000" || (code === "0A000" && routine === "RevalidateCachedQuery");
}

/** The same, of an error as a package throws it. */
export function isStaleStatement(error: unknown): boolean {
  return error instanceof Error && "code" in error && isStale(error.code, "routine" in error ? error.routine : undefined);
}

/** What an error of the server says. */
export function factsOfServerError({ code, detail, table, column, constraint, routine, where }: ServerError): DriverErrorFacts {
  const disconnected = FAREWELL.test(code);
  const key = violatedKey(detail);
  return {
    kind: KINDS[code.slice(0, 2)] ?? "database",
    code,
    busy: false,
    serializationFailure: code === "40001" || code === "40P01",
    disconnected,
    condition: disconnected ? "disconnect" : CONDITIONS[code],
    constraint,
    table,
    columns: column === undefined ? key.columns : [column],
    violatedKey: key.text,
    detail,
    place: where,
    staleStatement: isStale(code, routine),
  };
}
