import type { Compiled } from "../compiler/compiled-statement.js";
import type { ArrayChange, ArrayInsertRules } from "../dialects/array-insert.js";
import type { Dialect } from "../dialects/base.js";
import type { DriverResult, ErrorCondition } from "../dialects/driver.js";
import { countedSets } from "../dialects/row-counts.js";
import { DatabaseError, OutcomeUnknownError } from "../errors/index.js";
import type { Work } from "../util/work.js";
import { columnArrays } from "./array-insert.js";
import type { Session } from "./session/session.js";
import { type WrittenSets, wireSets, wireSlots } from "./wire.js";

/** An UPDATE or DELETE by key, written for many sets. */
export interface KeyedPlan {
  readonly rules: ArrayInsertRules;
  readonly change: ArrayChange;
}

/** Sets in one statement. */
const SETS_A_PAGE = 10_000;

const changes = new WeakMap<Compiled, ArrayChange | null>();

/** How many sets of the statement become one; null where they can't. */
export function keyedPlan({ arrayInsert: rules }: Dialect, compiled: Compiled): KeyedPlan | null {
  const keyed = compiled.dml?.keyed ?? null;
  if (rules === null || keyed === null || compiled.isExpanding) return null;
  let change = changes.get(compiled);
  if (change === undefined) changes.set(compiled, (change = rules.writeChange(compiled, keyed)));
  return change && { rules, change };
}

/** Whether no two sets are about one row. NULL is no row's key. */
function areDistinct({ compiled, sets, first, hideParameters }: WrittenSets): boolean {
  const slots = compiled.dml?.keyed?.key.map(({ slot }) => slot) ?? [];
  const known = new Set<string>();
  for (let index = 0; index < sets.length; index += 1) {
    const key = wireSlots(compiled, slots, sets.set(index), first + index, { hideParameters });
    if (key.includes(null)) continue;
    const text = key.join();
    if (known.has(text)) return false;
    known.add(text);
  }
  return true;
}

/** Errors of which the order of the sets is no cause: locks, limits, and a connection that is lost. */
const OTHER_CAUSES: ReadonlySet<string | undefined> = new Set<ErrorCondition>([
  "serializationFailure",
  "deadlock",
  "lockTimeout",
  "statementTimeout",
  "disconnect",
]);

/** What may be otherwise when the sets come one after the other: even a trigger that changes rows of other sets. */
function mayDependOnOrder(error: unknown): boolean {
  if (!(error instanceof DatabaseError) || error instanceof OutcomeUnknownError) return false;
  return !error.connectionInvalidated && !OTHER_CAUSES.has(error.condition);
}

/**
 * Executes the sets as one statement for each page of them, all or nothing.
 * @returns null where two sets are about one row, or where it fails: then nothing was done, and one after the other tells what is wrong
 */
export function* changedByKey(plan: KeyedPlan, given: WrittenSets, session: Session): Work<DriverResult | null> {
  if (!areDistinct(given)) return null;
  try {
    return yield* session.atomically(() => pages(plan, given, session));
  } catch (error) {
    if (mayDependOnOrder(error) && session.transaction.canTry) return null;
    throw error;
  }
}

function* pages(plan: KeyedPlan, given: WrittenSets, session: Session): Work<DriverResult> {
  const counts: number[] = new Array(given.sets.length).fill(0);
  for (let start = 0; start < counts.length; start += SETS_A_PAGE) {
    const end = Math.min(start + SETS_A_PAGE, counts.length);
    for (const number of yield* changedSets(plan, given, start, end, session))
      counts[start + number - 1] = (counts[start + number - 1] ?? 0) + 1;
  }
  return countedSets(counts);
}

/** The numbers of the sets from `start` up to `end` that have changed a row, one for each row, counted from 1. */
function* changedSets(
  { rules, change }: KeyedPlan,
  given: WrittenSets,
  start: number,
  end: number,
  session: Session,
): Work<readonly number[]> {
  const { compiled } = given;
  const shown = {
    sql: compiled.sql,
    params: () => wireSets(given, compiled.order, start, end),
  };
  const arrays = columnArrays(rules, change.arrays, given, start, end);
  const { rows } = yield* session.query(change.sql, arrays, true, { shown });
  return (rows ?? []).map(([number]) => Number(number));
}
