import type { DriverErrorFacts } from "../../../driver.js";
import { DriverError, factsOfLoss, withFailedSet } from "../../../driver-error.js";
import { factsOfServerError, isTelling, type ServerError } from "./error-numbers.js";

/** The package's own codes, of the connection: it was lost, or never came to be. */
const LOSS = new Set(["ESOCKET", "ECLOSE", "EINVALIDSTATE", "ENOTOPEN", "EINSTLOOKUP", "ENOTFOUND", "ETIMEOUT"]);
/** What the package says of a request that it has stopped, which leaves the connection as it is. */
const STOPPED = /^(Timeout: Request failed|Canceled\.)/;

function own(kind: DriverErrorFacts["kind"], code: string | undefined, condition?: DriverErrorFacts["condition"]): DriverErrorFacts {
  return { kind, code, busy: false, serializationFailure: false, disconnected: false, condition };
}

function codeOf(error: Error): string | undefined {
  return "code" in error && typeof error.code === "string" ? error.code : undefined;
}

function serverError(error: unknown): ServerError | null {
  if (!(error instanceof Error && codeOf(error) === "EREQUEST" && "number" in error && typeof error.number === "number")) return null;
  return { number: error.number, severity: Number(Reflect.get(error, "class") ?? 0), message: error.message };
}

function factsOf(error: Error): DriverErrorFacts | null {
  if (error instanceof DriverError) return error.facts;
  // a statement may give several errors: the first that says something, before those that say that it was ended
  const errors: readonly unknown[] = error instanceof AggregateError ? error.errors : [error];
  const told = errors.flatMap((each) => serverError(each) ?? []);
  const first = told.find(({ number }) => isTelling(number)) ?? told[0];
  if (first) return factsOfServerError(first);
  const code = codeOf(error);
  if (STOPPED.test(error.message)) return own("operational", code, "statementTimeout");
  if ("syscall" in error || (code !== undefined && LOSS.has(code))) return factsOfLoss(code);
  switch (code) {
    case "ELOGIN":
    case "EFEDAUTH":
      return own("operational", code);
    case "EPARAM":
      return own("data", code);
    case "EREQUEST":
    case "UNKNOWN":
      return own("database", code);
    default:
      return null;
  }
}

/** What a thrown value means; null for one that is not the package's. */
export function describeError(error: unknown): DriverErrorFacts | null {
  if (!(error instanceof Error)) return null;
  const facts = factsOf(error);
  return facts === null ? null : withFailedSet(error, facts);
}
