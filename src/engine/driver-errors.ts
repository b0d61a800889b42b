import type { Driver, DriverErrorFacts, ErrorCondition } from "../dialects/driver.js";
import {
  AthanorError,
  DatabaseError,
  DataError,
  type DBAPIError,
  IntegrityError,
  InterfaceError,
  InternalError,
  InvalidCachedStatementError,
  NotSupportedError,
  OperationalError,
  ProgrammingError,
  type StatementErrorFacts,
} from "../errors/index.js";

const classes: Readonly<Record<DriverErrorFacts["kind"], new (message: string, facts: StatementErrorFacts) => DBAPIError>> = {
  interface: InterfaceError,
  database: DatabaseError,
  data: DataError,
  integrity: IntegrityError,
  operational: OperationalError,
  programming: ProgrammingError,
  internal: InternalError,
  notSupported: NotSupportedError,
};

/** The statement during which an error came, as the user knows it. */
export interface FailedStatement {
  readonly sql: string;
  /** Asked for only where there is an error to tell of. */
  readonly params: () => unknown;
  readonly hideParameters: boolean;
  /** The number of the parameter set, where there is only one. */
  readonly row?: number | undefined;
  /** The number of the first parameter set, where the driver counts from there. */
  readonly firstRow?: number | undefined;
}

/** What is said of an error that another transaction would not meet. */
function repeatable(reason: string, condition: ErrorCondition | undefined): string {
  if (condition === "deadlock") return `deadlock: ${reason}. Another transaction waits for this one as well: roll it back and repeat it`;
  if (condition === "lockTimeout")
    return `lock timeout: ${reason}. Another transaction holds what this one needs: roll it back and repeat it`;
  return `serialization failure: ${reason}. Others have changed what this transaction has read: roll it back and repeat it`;
}

/** A driver's error as one of ours, with the statement and its parameters; any other error as it is. */
export function translated(error: unknown, driver: Driver, statement: FailedStatement): unknown {
  if (error instanceof AthanorError) return error;
  const facts = driver.describeError(error);
  if (facts === null) return error;
  const reason = facts.message ?? (error instanceof Error ? error.message : String(error));
  const message = facts.serializationFailure ? repeatable(reason, facts.condition) : reason;
  return new (facts.staleStatement ? InvalidCachedStatementError : classes[facts.kind])(message, {
    statement: statement.sql,
    params: statement.params(),
    hideParameters: statement.hideParameters,
    cause: error,
    code: facts.code,
    condition: facts.condition,
    constraint: facts.constraint,
    table: facts.table,
    columns: facts.columns,
    row: facts.row === undefined ? statement.row : facts.row + (statement.firstRow ?? 0),
    connectionInvalidated: facts.disconnected,
    serializationFailure: facts.serializationFailure,
  });
}
