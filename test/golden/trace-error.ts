import { ArgumentError, CompileError, DataError, IntegrityError, InvalidRequestError, OperationalError, ProgrammingError } from "athanor";
import { translated } from "./python.js";
import { shownAsJson } from "./python-text.js";

/** An error of a trace, as the golden files tell it. */
export interface TraceError {
  readonly class: string;
  readonly message: string;
  /** Set where the class is not SQLAlchemy's own; `athanor` where a deviation says what athanor raises, in its words. */
  readonly module?: string;
  /** What the error came from: the driver's own error, or what was raised while the parameters were made ready. */
  readonly orig?: { readonly class: string; readonly message: string };
}

/** The classes of athanor for SQLAlchemy's. A result is not closed in athanor, it has no rows. */
const CLASSES: Readonly<Record<string, abstract new (...args: never[]) => Error>> = {
  ArgumentError,
  CompileError,
  DataError,
  IntegrityError,
  InvalidRequestError,
  ObjectNotExecutableError: ArgumentError,
  OperationalError,
  ProgrammingError,
  ResourceClosedError: InvalidRequestError,
  ValueError: Error,
};

/** Names of accessors and options in messages, and what is said of Python, of SQLAlchemy's classes and of its driver. */
const REPLACEMENTS: readonly (readonly [RegExp, string])[] = [
  [/^\(sqlite3\.\w+\) /, ""],
  [/ \(Background on this error at: [^)]*\)/, ""],
  [/inserted_primary_key_rows/g, "insertedPrimaryKeyRows"],
  [/inserted_primary_key/g, "insertedPrimaryKey"],
  [/returned_defaults_rows/g, "returnedDefaultsRows"],
  [/return_defaults\(\)/g, "returnDefaults()"],
  [/hide_parameters=True/g, "hideParameters"],
  [/a SQLAlchemy Transaction\(\) object/, "a transaction"],
  [/^Dialect sqlite\+pysqlite /, "Dialect sqlite "],
  [/It has been closed automatically\.$/, "The statement has no returning(), or is no query."],
];

function message(text: string): string {
  const replaced = REPLACEMENTS.reduce((shown, [pattern, by]) => shown.replace(pattern, by), text);
  return translated(replaced.replace(/\[parameters: (.*)\]$/s, (_, params: string) => `[parameters: ${shownAsJson(params)}]`));
}

/** Python wraps what is raised while parameters are made ready into a StatementError; athanor raises it as it is. */
function unwrapped(expected: TraceError): TraceError {
  return expected.class === "StatementError" && expected.orig ? expected.orig : expected;
}

/** A message without the statement and its parameters, which follow it. */
export function withoutStatement(text: string): string {
  return text.split("\n[SQL: ", 1)[0] ?? "";
}

function sameText(wanted: string, error: Error): boolean {
  return error.message === wanted;
}

/**
 * What differs between an error of a trace and the one that athanor raised; null if nothing does.
 * @param isSame whether a message says what is expected, where it need not be the same to the letter
 */
export function traceErrorMismatch(
  wrapped: TraceError,
  actual: unknown,
  isSame: (wanted: string, error: Error) => boolean = sameText,
): string | null {
  const expected = unwrapped(wrapped);
  const wanted = expected.module === "athanor" ? expected.message : message(expected.message);
  if (!(actual instanceof Error)) return `expected ${expected.class}: ${wanted}; nothing was raised`;
  const errorClass = CLASSES[expected.class];
  if (errorClass === undefined || !(actual instanceof errorClass))
    return `expected ${expected.class}: ${wanted}\n     got ${actual.name}: ${actual.message}`;
  if (!isSame(wanted, actual)) return `expected message ${wanted}\n     got message ${actual.message}`;
  if (!expected.orig || isSame !== sameText) return null;
  const cause = actual.cause instanceof Error ? actual.cause.message : undefined;
  return cause === expected.orig.message ? null : `expected cause ${expected.orig.message}, got ${cause}`;
}
