/** Every error that athanor itself raises is one of these; `instanceof AthanorError` tells them from all others. */
export class AthanorError extends Error {
  /** A short stable code, where the error has one. */
  readonly code: string | undefined;

  constructor(message: string, options?: { readonly cause?: unknown; readonly code?: string }) {
    super(message, options && "cause" in options ? { cause: options.cause } : undefined);
    this.name = new.target.name;
    this.code = options?.code;
  }
}

/** An argument that no use of the called function allows. */
export class ArgumentError extends AthanorError {}

/** A statement that cannot be written as SQL for the chosen dialect. */
export class CompileError extends AthanorError {}

/** A join without ON between tables that several foreign keys relate. */
export class AmbiguousForeignKeysError extends ArgumentError {}

/** A name that is longer than the database allows, and that it would refuse or cut in silence. */
export class IdentifierError extends CompileError {}

/** A SQL feature that the chosen dialect does not have. */
export class UnsupportedError extends CompileError {}

/** A call that is right in itself but not in the present state. */
export class InvalidRequestError extends AthanorError {}

/** An UPDATE or DELETE without WHERE, on an engine that refuses them (`requireWhere`). */
export class MissingWhereError extends InvalidRequestError {}

/** The server has rolled back what was to be committed: a statement of the transaction had failed. */
export class TransactionAbortedError extends InvalidRequestError {}

/** `one()` or `scalarOne()` on a result without rows. */
export class NoResultFound extends InvalidRequestError {}

/** `one()`, `oneOrNone()` or `scalarOne()` on a result with more than one row. */
export class MultipleResultsFound extends InvalidRequestError {}

/** A table, column or constraint that a foreign key names and that does not exist. */
export class NoReferenceError extends InvalidRequestError {}

/** A value that its SQL type refuses: NaN for an integer, an invalid Date, text with a NUL. */
export class ValueRefusedError extends ArgumentError {}
