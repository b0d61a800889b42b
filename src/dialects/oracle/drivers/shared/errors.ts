import type { DriverErrorFacts } from "../../../driver.js";
import { DriverError, factsOfLoss, withFailedSet } from "../../../driver-error.js";
import { factsOfServerError } from "./error-numbers.js";

/** The package's own codes, of the connection: what begins with NJS-5 is the network's, and two are of handles that are closed. */
const LOSS = /^NJS-(?:5\d\d|003|530)$/;
const TIMEOUT = "NJS-123";

/** The server's own words, without the package's link to a page that explains them. */
const withoutHelp = (message: string): string => message.replace(/\nHelp: https?:\S+$/, "");

function factsOf(error: Error): DriverErrorFacts | null {
  if (error instanceof DriverError) return error.facts;
  const code = "code" in error && typeof error.code === "string" ? error.code : undefined;
  const number = "errorNum" in error && typeof error.errorNum === "number" ? error.errorNum : 0;
  if (code !== undefined && LOSS.test(code)) return factsOfLoss(code);
  if (number > 0) return factsOfServerError(number, withoutHelp(error.message));
  if (code === undefined || !code.startsWith("NJS-")) return "syscall" in error ? factsOfLoss(code) : null;
  const timeout = code === TIMEOUT;
  return {
    kind: timeout ? "operational" : "interface",
    code,
    busy: false,
    serializationFailure: false,
    disconnected: false,
    condition: timeout ? "statementTimeout" : undefined,
  };
}

/** What a thrown value means; null for one that is not the package's. */
export function describeError(error: unknown): DriverErrorFacts | null {
  if (!(error instanceof Error)) return null;
  const facts = factsOf(error);
  return facts === null ? null : withFailedSet(error, facts);
}
