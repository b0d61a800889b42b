import { ArgumentError, OutcomeUnknownError, StatementError } from "../errors/index.js";
import { pause, type Work } from "../util/work.js";
import type { AbortSignalLike } from "./limits.js";

/** How `engine.transaction()` runs its callback. */
export interface TransactionOptions {
  /** How often it is repeated at the most, after serialization failures and deadlocks; 5 times by default. */
  readonly retry?: number;
  readonly isolationLevel?: string;
  /** The database refuses to write. */
  readonly readOnly?: boolean;
  /** Ends the waiting for a connection, and stops what runs in the transaction. */
  readonly signal?: AbortSignalLike;
}

const REPEATS = 5;
const FIRST_PAUSE = 5;
const LONGEST_PAUSE = 500;

/** Whether it, or what it was caused by, says that only another transaction can succeed. */
function isSerializationFailure(error: unknown): boolean {
  let isFailure = false;
  for (let each = error; each instanceof Error; each = each.cause) {
    // it may have been committed: another attempt could do everything twice
    if (each instanceof OutcomeUnknownError) return false;
    isFailure ||= each instanceof StatementError && each.serializationFailure;
  }
  return isFailure;
}

/** Random, so that those who got in each other's way don't meet again. */
function pauseAfter(attempt: number): Work<void> {
  const longest = Math.min(FIRST_PAUSE * 2 ** attempt, LONGEST_PAUSE);
  return pause((0.5 + Math.random() / 2) * longest);
}

/** Runs the attempt, and runs it again after a serialization failure; no other error is met with another attempt. @throws ArgumentError for what is no number of times */
export function* repeated<T>(attempt: () => Work<T>, repeats: number = REPEATS): Work<T> {
  if (!Number.isSafeInteger(repeats) || repeats < 0) throw new ArgumentError(`retry is a number of times, at least 0; got ${repeats}.`);
  for (let count = 0; ; count += 1) {
    try {
      return yield* attempt();
    } catch (error) {
      if (count >= repeats || !isSerializationFailure(error)) throw error;
    }
    yield* pauseAfter(count);
  }
}
