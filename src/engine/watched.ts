import type { Work } from "../util/work.js";
import type { StatementEvent } from "./events.js";
import type { Session } from "./session/session.js";
import { channels, traced } from "./tracing.js";

/** How many rows an execution was about. */
export interface RowCounts {
  readonly rowCount: number;
  readonly rows: readonly unknown[] | null;
}

/** Whether anybody wants to hear of executions. */
export function isWatched({ events }: Session): boolean {
  return events.watchesStatements || channels.execute?.hasSubscribers === true;
}

/** Executes what was announced, and tells those who listen how it went. @param countsOf what is known of the rows; a stream's are still to come */
export function* watched<T>(
  session: Session,
  statement: StatementEvent,
  countsOf: (result: T) => RowCounts | null,
  work: () => Work<T>,
): Work<T> {
  const started = performance.now();
  const tell = (counts: RowCounts | null, error: unknown): void =>
    session.events.emit("executed", {
      ...statement,
      duration: (performance.now() - started) / 1000,
      rowCount: counts?.rowCount ?? null,
      rows: counts?.rows?.length ?? null,
      error,
    });
  let result: T;
  try {
    result = yield* tracedStatement(session, statement, countsOf, work);
  } catch (error) {
    tell(null, error);
    throw error;
  }
  tell(countsOf(result), null);
  return result;
}

/** The same for tracers, who are given the counts as the result. */
function* tracedStatement<T>(
  { origin }: Session,
  statement: StatementEvent,
  countsOf: (result: T) => RowCounts | null,
  work: () => Work<T>,
): Work<T> {
  if (!channels.execute?.hasSubscribers) return yield* work();
  const kept: T[] = [];
  yield* traced(channels.execute, { ...origin, ...statement }, function* () {
    const result = yield* work();
    kept.push(result);
    const counts = countsOf(result);
    return { rowCount: counts?.rowCount ?? null, rows: counts?.rows?.length ?? null };
  });
  const [result] = kept;
  // the marked place: the work has come to its end, or thrown
  return result as T;
}
