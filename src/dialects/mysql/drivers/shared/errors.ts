// Both packages give the server's errors the same properties: errno, sqlState, sqlMessage and code.
import type { DriverErrorFacts } from "../../../driver.js";
import { DriverError, factsOfLoss, withFailedSet } from "../../../driver-error.js";
import { factsOfServerError } from "./error-codes.js";

/** The numbers that servers use; the packages' own errors have others, or none. */
const isServers = (errno: number): boolean => (errno >= 1000 && errno < 2000) || (errno >= 3000 && errno < 10_000);

function textOf(error: object, key: string): string | undefined {
  const value: unknown = Reflect.get(error, key);
  return typeof value === "string" ? value : undefined;
}

/** The server's error number; undefined for an error that is not the server's. */
export function serverErrno(error: unknown): number | undefined {
  if (typeof error !== "object" || error === null) return undefined;
  const errno: unknown = Reflect.get(error, "errno");
  return typeof errno === "number" && isServers(errno) && textOf(error, "sqlState") !== undefined ? errno : undefined;
}

function factsOf(error: Error): DriverErrorFacts | null {
  if (error instanceof DriverError) return error.facts;
  const code = textOf(error, "code");
  const errno = serverErrno(error);
  if (errno !== undefined) return factsOfServerError(errno, textOf(error, "sqlState"), textOf(error, "sqlMessage") ?? error.message);
  if ("syscall" in error || Reflect.get(error, "fatal") === true) return factsOfLoss(code);
  if (!("sqlState" in error)) return null;
  const message = textOf(error, "sqlMessage");
  return {
    kind: "interface",
    code,
    busy: false,
    serializationFailure: false,
    disconnected: false,
    ...(message !== undefined && { message }),
  };
}

/** What a thrown value means; null for one that is not the packages'. */
export function describeError(error: unknown): DriverErrorFacts | null {
  if (!(error instanceof Error)) return null;
  const facts = factsOf(error);
  return facts === null ? null : withFailedSet(error, facts);
}
