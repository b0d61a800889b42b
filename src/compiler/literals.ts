import { CompileError, ValueRefusedError } from "../errors/index.js";
import { literalWriter, type SqlType, shown, type TypeAdapters } from "../sqltypes/index.js";

/** A value as text. @throws CompileError where its type has no such form, or refuses it */
export function literalText(value: unknown, type: SqlType<unknown>, types: TypeAdapters): string {
  try {
    return literalWriter(type, types)(value);
  } catch (error) {
    if (!(error instanceof ValueRefusedError)) throw error;
    const name = type.kind === "null" ? "NULL" : type.ddl();
    throw new CompileError(`Could not render literal value "${shown(value)}" with datatype ${name}; see the cause for more detail.`, {
      cause: error,
    });
  }
}

/** The error for a value that is not there yet when the text is written. */
export function unknownLiteral(name: string): CompileError {
  return new CompileError(
    `literalBinds has no value for '${name}', which is known only when the statement is executed: give it in the statement itself.`,
  );
}
