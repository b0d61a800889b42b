// What the errors of a package mean: those that the server has sent, those of the connection, and our own.
import type { DriverErrorFacts } from "../../../driver.js";
import { DriverError, factsOfLoss, withFailedSet } from "../../../driver-error.js";
import { factsOfServerError } from "./sqlstate.js";

const SQLSTATE = /^[0-9A-Z]{5}$/;

/** Under which names a package gives the table, column and constraint of an error. */
export interface ErrorFields {
  readonly table: string;
  readonly column: string;
  readonly constraint: string;
}

function textOf(error: object, key: string): string | undefined {
  const value: unknown = Reflect.get(error, key);
  return typeof value === "string" ? value : undefined;
}

/** Whether the server has sent it. */
export function isServerError(error: unknown): error is Error & { readonly code: string } {
  return error instanceof Error && "severity" in error && SQLSTATE.test(textOf(error, "code") ?? "");
}

/** How a driver's errors are described. @param isLoss whether an error of the package's own says that the connection is gone */
export function errorDescriber(
  fields: ErrorFields,
  isLoss: (error: Error, code: string | undefined) => boolean,
): (error: unknown) => DriverErrorFacts | null {
  const factsOf = (error: Error): DriverErrorFacts | null => {
    if (error instanceof DriverError) return error.facts;
    if (isServerError(error)) {
      const [detail, table, column, constraint, routine, where] = [
        "detail",
        fields.table,
        fields.column,
        fields.constraint,
        "routine",
        "where",
      ].map((key) => textOf(error, key));
      return factsOfServerError({ code: error.code, detail, table, column, constraint, routine, where });
    }
    const code = textOf(error, "code");
    return "syscall" in error || isLoss(error, code) ? factsOfLoss(code) : null;
  };
  return (error) => {
    if (!(error instanceof Error)) return null;
    const facts = factsOf(error);
    return facts === null ? null : withFailedSet(error, facts);
  };
}
