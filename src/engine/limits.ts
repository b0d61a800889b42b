import { ArgumentError, StatementError } from "../errors/index.js";

/** What an `AbortSignal` is to us: declared here, since it belongs to the host and not to the language. */
export interface AbortSignalLike {
  readonly aborted: boolean;
  readonly reason: unknown;
  addEventListener(type: "abort", listener: () => void): void;
  removeEventListener(type: "abort", listener: () => void): void;
}

/** How far an execution may go. */
export interface Limits {
  /**
   * Stops the execution when it is aborted, and rejects with the signal's reason. What was not yet sent is dropped; what runs is
   * cancelled on the server; where that can't be done without hitting something else, the connection is given up. A statement
   * that has succeeded meanwhile stays done, and gives its result.
   */
  readonly signal?: AbortSignalLike;
  /**
   * How long the server works on one statement, in milliseconds; then it fails with the condition `statementTimeout`. MySQL
   * gives up queries only: there a statement that writes is refused with a timeout.
   */
  readonly timeout?: number;
}

/** Whether there is a limit at all. */
export function isLimited({ signal, timeout }: Limits): boolean {
  return signal !== undefined || timeout !== undefined;
}

/** @throws ArgumentError for a limit that can't be meant */
export function checkLimits({ signal, timeout }: Limits): void {
  if (timeout !== undefined && !(Number.isFinite(timeout) && timeout > 0))
    throw new ArgumentError(`timeout is a time in milliseconds, more than 0; got ${timeout}.`);
  if (signal !== undefined && !(typeof signal === "object" && signal !== null && "aborted" in signal && "addEventListener" in signal))
    throw new ArgumentError("signal is an AbortSignal: new AbortController().signal, or AbortSignal.timeout(1000).");
}

/** Calls when the signal is aborted. @returns what ends that */
export function onAbort(signal: AbortSignalLike | undefined, abort: (reason: unknown) => void): () => void {
  if (signal === undefined) return () => {};
  const listener = (): void => abort(signal.reason);
  signal.addEventListener("abort", listener);
  return () => signal.removeEventListener("abort", listener);
}

/** The answer, or the signal's reason as soon as it is aborted. @param drop takes an answer for which nobody waits any more */
export function untilAborted<T>(
  answer: Promise<T>,
  signal: AbortSignalLike | undefined,
  drop: (late: T) => unknown = () => {},
): Promise<T> {
  if (signal === undefined) return answer;
  return new Promise((resolve, reject) => {
    const abort = (reason: unknown): void => {
      answer.then(drop, () => {});
      reject(reason);
    };
    const end = onAbort(signal, abort);
    if (signal.aborted) abort(signal.reason);
    answer.finally(end).then(resolve, reject);
  });
}

/** Whether the error is what a statement fails with when it is stopped. */
export function isStopped(error: unknown): boolean {
  return error instanceof StatementError && (error.condition === "statementTimeout" || error.connectionInvalidated);
}
