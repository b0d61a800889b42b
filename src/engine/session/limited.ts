import type { TransactionRules } from "../../dialects/base.js";
import type { DriverConnection } from "../../dialects/driver.js";
import { UnsupportedError } from "../../errors/index.js";
import type { Work } from "../../util/work.js";
import { isStopped, type Limits } from "../limits.js";
import { Cancellation } from "./cancellation.js";
import type { Session } from "./session.js";

/** How a server's timeout is set and ended. */
type TimeoutWords = NonNullable<TransactionRules["timeout"]>;

/** What is to run within limits. */
export interface LimitedWork<T> {
  readonly work: () => Work<T>;
  /** Whether it may change the database: not every server's timeout is for that. */
  readonly writes: boolean;
}

/**
 * Runs the work within limits. @throws the signal's reason, where what ran was stopped by it; UnsupportedError for a timeout where
 * the server has none
 */
export function* limited<T>(session: Session, { signal, timeout }: Limits, { work, writes }: LimitedWork<T>): Work<T> {
  if (signal?.aborted) throw signal.reason;
  const timed = timeout === undefined ? work : timedWork(session, timeout, { work, writes });
  if (signal === undefined) return yield* timed();
  const { connection, sender, streams } = session;
  const cancellation = new Cancellation(signal, {
    connection,
    begun: () => sender.lastBegun,
    isAlone: () => !streams.areClosing,
    giveUp: async () => {
      sender.invalidate();
      await connection.close();
    },
  });
  sender.cancellation = cancellation;
  try {
    return yield* timed();
  } catch (error) {
    throw signal.aborted && isStopped(error) ? signal.reason : error;
  } finally {
    cancellation.end();
    yield* sender.cancelled();
    sender.cancellation = null;
  }
}

/** The work with a timeout: the driver's, where it keeps one, else the server's. */
function timedWork<T>(session: Session, timeout: number, { work, writes }: LimitedWork<T>): () => Work<T> {
  const { connection } = session;
  if (connection.limit) return () => inDriversTime(connection, timeout, work);
  const words = timeoutWords(session, writes);
  return () => inTime(session, words, timeout, work);
}

function* inDriversTime<T>(connection: DriverConnection, timeout: number, work: () => Work<T>): Work<T> {
  connection.limit?.(timeout);
  try {
    return yield* work();
  } finally {
    connection.limit?.(null);
  }
}

function timeoutWords({ dialect }: Session, writes: boolean): TimeoutWords {
  const words = dialect.transactions.timeout;
  if (!words) throw new UnsupportedError(`The '${dialect.name}' dialect has no timeout for statements: give a signal instead.`);
  if (words.queriesOnly && writes)
    throw new UnsupportedError(
      `The timeout of '${dialect.name}' is for queries only, and this statement writes: give it a signal instead.`,
    );
  return words;
}

/** Runs the work with the server's timeout. */
function* inTime<T>(session: Session, words: TimeoutWords, timeout: number, work: () => Work<T>): Work<T> {
  const inTransaction = session.transaction.isUnderWay;
  if (inTransaction || !session.connection.sessionPerTransaction) return yield* timed(session, { words, timeout, inTransaction }, work);
  return yield* session.atomically(() => timed(session, { words, timeout, inTransaction: true }, work));
}

interface Timing {
  readonly words: TimeoutWords;
  readonly timeout: number;
  readonly inTransaction: boolean;
}

/** Sets the timeout around the work. What has failed in a transaction ends the setting with it. */
function* timed<T>({ sender, transaction, streams }: Session, { words, timeout, inTransaction }: Timing, work: () => Work<T>): Work<T> {
  yield* sender.control(words.set(timeout, inTransaction));
  try {
    return yield* work();
  } finally {
    yield* sender.cancelled();
    const canReset = words.outlivesTransaction ? !sender.invalidated : transaction.canTry;
    // behind a stream it has its turn when the rows have been read
    if (canReset && streams.isInTheWay) sender.ahead(words.reset(inTransaction));
    else if (canReset) yield* sender.control(words.reset(inTransaction));
  }
}
