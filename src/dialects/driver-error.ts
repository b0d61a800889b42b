import type { DriverErrorFacts } from "./driver.js";

/** An error that one of our drivers raises itself, before or instead of the package beneath it. */
export class DriverError extends Error {
  readonly facts: DriverErrorFacts;

  constructor(
    kind: DriverErrorFacts["kind"],
    message: string,
    more: {
      readonly code?: string;
      readonly disconnected?: boolean;
      readonly condition?: DriverErrorFacts["condition"];
      readonly cause?: unknown;
    } = {},
  ) {
    super(message, "cause" in more ? { cause: more.cause } : undefined);
    this.name = "DriverError";
    const disconnected = more.disconnected ?? false;
    this.facts = {
      kind,
      code: more.code,
      busy: false,
      serializationFailure: false,
      disconnected,
      condition: disconnected ? "disconnect" : more.condition,
    };
  }
}

/** @throws DriverError where nothing can be sent any more: the connection is closed, or lost */
export function checkSendable(closed: boolean, lost: boolean): void {
  if (closed) throw new DriverError("interface", "The connection is closed.", { disconnected: true });
  if (lost) throw new DriverError("operational", "The connection to the server is lost.", { disconnected: true });
}

/** Which parameter set each error of `queryMany` came from: the errors are the package's own, and stay as they are. */
const failedSets = new WeakMap<object, number>();

/** Remembers the index of the set that failed. */
export function rememberFailedSet(error: unknown, index: number): void {
  if (typeof error === "object" && error !== null) failedSets.set(error, index);
}

/** The facts of an error with the index of the set that failed, where it came from `queryMany`. */
export function withFailedSet(error: object, facts: DriverErrorFacts): DriverErrorFacts {
  const row = failedSets.get(error);
  return row === undefined ? facts : { ...facts, row };
}

/** What the loss of a connection is. */
export function factsOfLoss(code: string | undefined): DriverErrorFacts {
  return { kind: "operational", code, busy: false, serializationFailure: false, disconnected: true, condition: "disconnect" };
}
