import type { Sentinel } from "../compiler/compiled.js";
import type { Compiled } from "../compiler/compiled-statement.js";
import type { Dialect } from "../dialects/base.js";
import type { DriverResult, WireValue } from "../dialects/driver.js";
import { StatementError } from "../errors/index.js";
import type { Work } from "../util/work.js";
import { type ArrayPlan, arrayPlan, arrayValues, checkCount } from "./array-insert.js";
import { type InsertPage, type InsertPlan, insertPlan, isUniform, pageParameters, pagesOf, singleRows, writePage } from "./insert-pages.js";
import type { WireRow } from "./row-factory.js";
import type { Session } from "./session/session.js";
import { wireSlots, writeSlots } from "./wire.js";

/** The pages of a bulk INSERT that is to be executed. */
export interface BulkJob extends InsertPlan {
  /** The number of the first set among all that were given. */
  readonly first: number;
  readonly hideParameters: boolean;
  /** How the rows travel as arrays; null where they travel as a VALUES list. */
  readonly arrays: ArrayPlan | null;
  /** The driver sends a page's sets in one go, and gives their rows in order. */
  readonly batched: boolean;
}

/** What a job is made of besides the compiled form. */
export interface BulkSettings {
  readonly dialect: Dialect;
  /** The server's, where it tells. */
  readonly serverVersion: number | undefined;
  /** The most parameters that the driver takes; undefined for as many as the database. */
  readonly maxParameters: number | undefined;
  /** The most bytes of one statement; undefined for any number. */
  readonly maxBytes: number | undefined;
  /** The driver can send many sets in one go. */
  readonly batches: boolean;
  readonly first: number;
  readonly hideParameters: boolean;
  readonly pageSize: number | undefined;
}

/** Sets that a driver sends in one go. */
const ROWS_A_BATCH = 10_000;
/** Rows in one statement whose text is the same for any number of them. */
const ARRAY_ROWS_A_PAGE = 10_000;

export interface BulkOutcome {
  readonly rows: WireRow[];
  readonly rowCount: number;
}

/** The job of a run of parameter sets; null where the driver is given one set after the other. */
export function bulkJob(compiled: Compiled, sets: BulkJob["sets"], settings: BulkSettings): BulkJob | null {
  const { first, hideParameters, pageSize, dialect, serverVersion, maxParameters, maxBytes, batches } = settings;
  const plan = insertPlan(compiled, sets, pageSize, maxParameters, maxBytes);
  if (plan === null) return null;
  const job: BulkJob = { ...plan, first, hideParameters, arrays: null, batched: false };
  if (batches && isBatchable(job)) return { ...job, pageSize: pageSize ?? ROWS_A_BATCH, rowAtATime: true, sentinel: null, batched: true };
  const arrays = isUniform(plan.bulk, sets) ? arrayPlan(dialect, compiled, plan.bulk, serverVersion) : null;
  return arrays ? (withArrays(job, arrays, pageSize) ?? job) : job;
}

/** Whether the driver may send it in one go: there is something to send, and a row for each set where they are to be in order. */
function isBatchable({ compiled, ordered, bulk }: BulkJob): boolean {
  return compiled.order.length > 0 && !bulk.counted && !(ordered && compiled.dml?.upsert);
}

/** The same by arrays; null where they would bring the rows in no order that can be told. */
function withArrays(job: BulkJob, arrays: ArrayPlan, pageSize = ARRAY_ROWS_A_PAGE): BulkJob | null {
  const ordered = job.ordered ? arrays.ordered : null;
  if (job.ordered && ordered === null && job.sentinel === null) return null;
  return {
    ...job,
    arrays: { ...arrays, ordered },
    pageSize,
    rowAtATime: false,
    sentinel: ordered ? null : job.sentinel,
    anyNumber: (extra) => (ordered?.insert ?? arrays.any).sql + extra,
  };
}

/** The sets of a page, each in the order of the statement's own placeholders. */
function pageSets(job: BulkJob, { start, count }: InsertPage): WireValue[][] {
  const { compiled, sets, first } = job;
  return sets.slice(start, start + count).map((set, at) => wireSlots(compiled, compiled.order, set, first + start + at, job));
}

/** The page's values, as the driver takes them. */
function wireValues(job: BulkJob, page: InsertPage): WireValue[] {
  const { arrays } = job;
  if (arrays) return arrayValues(arrays, job, page);
  const wires: WireValue[] = [];
  writePage(job, page, (slots, start, end) => writeSlots(job, slots, start, end, wires));
  return wires;
}

function* insertPage(job: BulkJob, session: Session, page: InsertPage): Work<DriverResult> {
  const { compiled, first } = job;
  const shown = {
    sql: compiled.sql,
    params: () => pageSets(job, page),
    row: page.count === 1 ? first + page.start : undefined,
  };
  if (job.batched && page.count > 1) return yield* session.batch(page.sql, pageSets(job, page), compiled.parameters, shown);
  const parameters = session.connection.typedParameters && job.arrays === null ? pageParameters(job, page) : undefined;
  return yield* session.query(page.sql, wireValues(job, page), true, { parameters, shown });
}

/** A bulk INSERT in pages, in whatever order its rows come back. */
export function* insertInPages(job: BulkJob, session: Session): Work<BulkOutcome> {
  const rows: WireRow[] = [];
  let rowCount = 0;
  for (const page of pagesOf(job)) {
    const result = yield* insertPage(job, session, page);
    if (result.rows) for (const row of result.rows) rows.push(row);
    rowCount += result.rowCount;
  }
  return { rows, rowCount };
}

/** A bulk INSERT whose rows come back in the order of the parameter sets: proven by the database, or checked by the sentinel, else row by row. */
export function* insertInOrder(job: BulkJob, session: Session): Work<BulkOutcome> {
  const { sentinel, arrays } = job;
  const rows: WireRow[] = [];
  let rowCount = 0;
  for (const page of pagesOf(job)) {
    if (arrays?.ordered) {
      const result = yield* insertPage(job, session, page);
      for (const row of arrays.ordered.inOrder(result.rows ?? [], page.count)) rows.push(row);
      rowCount += result.rowCount;
      continue;
    }
    if (job.batched) {
      const result = yield* insertPage(job, session, page);
      checkCount(result.rows ?? [], page.count);
      for (const row of result.rows ?? []) rows.push(row);
      rowCount += result.rowCount;
      continue;
    }
    const outcome =
      sentinel === null || page.count === 1 ? yield* oneByOne(job, session, page) : yield* orderedPage(job, session, sentinel, page);
    for (const row of outcome.rows) rows.push(row);
    rowCount += outcome.rowCount;
  }
  return { rows, rowCount };
}

function* oneByOne(job: BulkJob, session: Session, page: InsertPage): Work<BulkOutcome> {
  const rows: WireRow[] = [];
  let rowCount = 0;
  for (const single of singleRows(job, page)) {
    const result = yield* insertPage(job, session, single);
    if (result.rows) rows.push(...result.rows);
    rowCount += result.rowCount;
  }
  return { rows, rowCount };
}

/** Rows that may belong to other sets than it seems are undone, and the page is done again, row by row. */
function* orderedPage(job: BulkJob, session: Session, sentinel: Sentinel, page: InsertPage): Work<BulkOutcome> {
  try {
    return yield* session.atomically(function* () {
      const result = yield* insertPage(job, session, page);
      const rows = inOrder(job, sentinel, result.rows ?? [], page);
      if (rows === null) throw new OutOfOrder();
      return { rows, rowCount: result.rowCount };
    });
  } catch (error) {
    if (!(error instanceof OutOfOrder)) throw error;
    return yield* oneByOne(job, session, page);
  }
}

/** Nothing proves that the rows are those of the sets. */
class OutOfOrder extends Error {}

/** The rows in the order of the sets; null where that is not certain. */
function inOrder(job: BulkJob, sentinel: Sentinel, rows: readonly WireRow[], { start, count }: InsertPage): WireRow[] | null {
  if (rows.length !== count) return null;
  if (sentinel.kind === "counted") return countsUp(rows, sentinel.index) ? rows.slice() : null;
  return sortedBySentinel(job, sentinel.columns, rows, start);
}

/** Ids with gaps, or in another order, may have been given to other rows than it seems. */
function countsUp(rows: readonly WireRow[], index: number): boolean {
  const first = Number(rows[0]?.[index]);
  return rows.every((row, at) => Number(row[index]) === first + at);
}

/** Drivers differ in how they give numbers. */
function wireKey(values: readonly unknown[]): string {
  return values.map((value) => (value instanceof Uint8Array ? [...value].join(",") : String(value))).join("\0");
}

function sortedBySentinel(
  job: BulkJob,
  columns: readonly { readonly slot: number; readonly index: number }[],
  rows: readonly WireRow[],
  start: number,
): WireRow[] | null {
  const slots = columns.map((column) => column.slot);
  const byKey = new Map(rows.map((row) => [wireKey(columns.map((column) => row[column.index])), row]));
  if (byKey.size !== rows.length) return null;
  const sorted: WireRow[] = [];
  for (let at = start; at < start + rows.length; at += 1) {
    const row = byKey.get(wireKey(wireSlots(job.compiled, slots, job.sets[at] ?? [], job.first + at, job)));
    if (row === undefined) return null;
    sorted.push(row);
  }
  return sorted;
}

// --- the row that failed -----------------------------------------------------------------------------------------------------

/**
 * Does the job again, page by page, and the page that fails row by row: for the error of its row.
 * @returns null where nothing fails this time; `error: null` where it can't be told which row it is
 */
export function* failingRow(job: BulkJob, session: Session): Work<{ readonly error: StatementError | null } | null> {
  for (const page of pagesOf(job)) {
    const error = yield* tried(session, () => insertPage(job, session, page));
    if (error) return { error: yield* failingRowOfPage(job, session, page) };
  }
  return null;
}

/** A row that fails before those after it are there, and not when they are, refers to one of them: then the fault lies elsewhere. */
function* failingRowOfPage(job: BulkJob, session: Session, page: InsertPage): Work<StatementError | null> {
  let failed: InsertPage | null = null;
  for (const single of singleRows(job, page)) {
    const error = yield* tried(session, () => insertPage(job, session, single));
    if (error) failed ??= single;
  }
  const again = failed;
  return again && (yield* tried(session, () => insertPage(job, session, again)));
}

/** The error of the work, which is undone then; null if there is none. */
function* tried(session: Session, work: () => Work<unknown>): Work<StatementError | null> {
  try {
    yield* session.atomically(work);
    return null;
  } catch (error) {
    if (error instanceof StatementError) return error;
    throw error;
  }
}
