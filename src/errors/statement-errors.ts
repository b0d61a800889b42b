import { AthanorError } from "./errors.js";

/** What went wrong while one statement was executed. */
export interface StatementErrorFacts {
  /** The SQL text, as it was sent or would have been sent. */
  readonly statement: string;
  /** The parameters, one set or many; empty where `hideParameters` is on. */
  readonly params: unknown;
  /** The driver's own error, or the type's refusal. */
  readonly cause: unknown;
  /** True when the parameters must stay out of the message and of `params`. */
  readonly hideParameters?: boolean;
  /** True when the connection was lost with it. */
  readonly connectionInvalidated?: boolean;
  /** True when only another transaction can succeed: a stale snapshot, a lost deadlock. */
  readonly serializationFailure?: boolean;
  /** What went wrong, in a word that is the same for all databases: `uniqueViolation`. */
  readonly condition?: string | undefined;
  /** The violated constraint, its table and its columns, where the server tells. */
  readonly constraint?: string | undefined;
  readonly table?: string | undefined;
  readonly columns?: readonly string[] | undefined;
  /** The driver's or server's code. */
  readonly code?: string | undefined;
  /** The index of the parameter set that failed, where that is known. */
  readonly row?: number | undefined;
}

const LONGEST_SHOWN = 300;

function shownParams(params: unknown): string {
  const text =
    JSON.stringify(params, (_key, value: unknown) => {
      if (typeof value === "bigint") return `${value}n`;
      if (value instanceof Uint8Array) return `<${value.length} bytes>`;
      return value;
    }) ?? "undefined";
  return text.length > LONGEST_SHOWN ? `${text.slice(0, LONGEST_SHOWN)}… (${text.length} characters)` : text;
}

/** A statement could not be executed: the message has the statement and, unless hidden, its parameters. */
export class StatementError extends AthanorError {
  readonly statement: string;
  readonly params: unknown;
  readonly connectionInvalidated: boolean;
  /** Whether the same statements may succeed in another transaction: `engine.transaction()` repeats them. */
  readonly serializationFailure: boolean;
  readonly row: number | undefined;
  /** What went wrong, in a word that is the same for all databases: `uniqueViolation`; undefined where it has none. */
  readonly condition: string | undefined;
  /** The constraint that was violated, its table and its columns, where the server tells. */
  readonly constraint: string | undefined;
  readonly table: string | undefined;
  readonly columns: readonly string[] | undefined;

  constructor(message: string, facts: StatementErrorFacts) {
    const shown = facts.hideParameters ? "[SQL parameters hidden due to hideParameters]" : `[parameters: ${shownParams(facts.params)}]`;
    const row = facts.row === undefined ? "" : ` (parameter set ${facts.row})`;
    // without a statement, while a connection is made, there is nothing to show
    super(facts.statement === "" ? message : `${message}${row}\n[SQL: ${facts.statement}]\n${shown}`, {
      cause: facts.cause,
      ...(facts.code === undefined ? {} : { code: facts.code }),
    });
    this.statement = facts.statement;
    this.params = facts.hideParameters ? undefined : facts.params;
    this.connectionInvalidated = facts.connectionInvalidated ?? false;
    this.serializationFailure = facts.serializationFailure ?? false;
    this.row = facts.row;
    this.condition = facts.condition;
    this.constraint = facts.constraint;
    this.table = facts.table;
    this.columns = facts.columns;
  }
}

/** The database, or its driver, raised an error. */
export class DBAPIError extends StatementError {}
/** The driver itself was used wrongly. */
export class InterfaceError extends DBAPIError {}
/** The database refused; the classes below say in which way. */
export class DatabaseError extends DBAPIError {}
/** A value does not fit: out of range, wrong format, not exactly representable. */
export class DataError extends DatabaseError {}
/** A constraint was violated. */
export class IntegrityError extends DatabaseError {}
/** Not the statement's fault: lost connection, full disk, locked file, timeout. */
export class OperationalError extends DatabaseError {}
/** No connection could be had in time: all are in use, or the server does not answer. */
export class PoolTimeoutError extends OperationalError {}
/** The connection was lost while a transaction was being committed: it may have been committed or not, which only the data can tell. Never repeated. */
export class OutcomeUnknownError extends OperationalError {}
/** Wrong SQL, unknown table or column, wrong number of parameters. */
export class ProgrammingError extends DatabaseError {}
/** A prepared statement does not fit the schema any more, and the transaction in which that was found has failed: repeat it. */
export class InvalidCachedStatementError extends DatabaseError {}
/** The database is in a state that it should not be in. */
export class InternalError extends DatabaseError {}
/** The database does not have what was asked for. */
export class NotSupportedError extends DatabaseError {}
