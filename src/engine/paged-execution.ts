import type { MaybePromise } from "../dialects/driver.js";
import { settled, type Work } from "../util/work.js";
import type { Execution } from "./execution.js";
import type { Part } from "./outcome.js";
import { Result } from "./result.js";
import { rowFactory } from "./row-factory.js";
import type { RowObject } from "./row-maker.js";
import type { PagedWork } from "./session/paged-work.js";
import type { SetPages } from "./set-pages.js";

/** The sets of one page, where nothing else is said. */
export const SETS_A_PAGE = 10_000;
/** The same for a database in this process: no way there and back is saved by longer pages, which leave more behind in memory. */
export const SETS_A_NEAR_PAGE = 1000;

/** What a paged execution asks of its connection. */
export interface PagedOwner {
  /** Asks the source, which is the user's code, while the connection waits. */
  ask<T>(source: () => T): T;
  /** Begins what is all or nothing. */
  begin(): Work<PagedWork>;
  /** Runs what is done for one page within the limits. */
  limited<T>(work: () => Work<T>): Work<T>;
  /** Hears of how many sets have been executed; left out where nobody asks. */
  readonly progress?: ((sets: number) => unknown) | undefined;
}

/**
 * A statement whose parameter sets come one by one: it is executed page by page, all or nothing, with one page of sets and
 * what they brought in memory.
 */
export class PagedExecution {
  #work: PagedWork | null = null;
  #first = 0;

  constructor(
    private readonly execution: Execution,
    private readonly pages: SetPages,
    private readonly owner: PagedOwner,
  ) {}

  /** Executes the next page; null at the end, when all is kept. @param returns whether the statement must return rows */
  *next(returns: boolean): Work<readonly Part[] | null> {
    const sets = yield* settled(this.owner.ask(() => this.pages.next()));
    if (sets.length === 0) {
      if (this.#work) yield* this.#work.keep();
      return null;
    }
    const work = (this.#work ??= yield* this.owner.begin());
    const first = this.#first;
    this.#first += sets.length;
    const parts = yield* work.page(() => this.owner.limited(() => this.execution.page(sets, first, returns)));
    const { progress } = this.owner;
    if (progress) yield* settled(this.owner.ask(() => progress(this.#first)));
    return parts;
  }

  /** The rows of the next page, each made when it is asked for; null at the end. */
  *nextRows(): Work<Iterable<RowObject> | null> {
    const parts = yield* this.next(true);
    return parts && rowsOf(parts);
  }

  /** Executes all pages, and keeps nothing but how many rows that were. */
  *rowCount(): Work<number> {
    let count = 0;
    for (let parts = yield* this.next(false); parts; parts = yield* this.next(false))
      for (const { answer } of parts) count += answer.rowCount;
    return count;
  }

  /** Executes all pages: the rows are kept, and the sets are not, unless the keys are told set by set. */
  *result(): Work<Result> {
    const kept: Part[] = [];
    for (let parts = yield* this.next(false); parts; parts = yield* this.next(false)) {
      for (const part of parts) {
        const isKeyed = part.answer.rows !== null && part.compiled.dml?.implicitReturning;
        if (isKeyed) kept.push(part);
        else if (part.answer.rows !== null) kept.push(withoutSets(part, part.answer.rowCount));
        else kept[0] = withoutSets(kept[0] ?? part, (kept[0]?.answer.rowCount ?? 0) + part.answer.rowCount);
      }
    }
    const [first, ...more] = kept;
    return first ? new Result(first, more) : this.execution.nothing();
  }

  /** Undoes what is not kept, and tells the source that no more is wanted. May be called more than once. */
  *close(): Work<void> {
    if (this.#work) yield* this.#work.undo();
    yield* settled<unknown>(this.owner.ask((): MaybePromise<unknown> => this.pages.close()));
  }
}

/** What is left of a part whose sets were too many to be kept. */
function withoutSets(part: Part, rowCount: number): Part {
  return { ...part, answer: { ...part.answer, rowCount, rowCounts: null }, sets: null };
}

function* rowsOf(parts: readonly Part[]): Generator<RowObject> {
  for (const { compiled, answer, context } of parts) {
    const factory = rowFactory(compiled, answer.columns, context);
    for (const row of answer.rows ?? []) yield factory.object(row);
  }
}
