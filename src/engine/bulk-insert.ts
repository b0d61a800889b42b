import type { Sentinel } from "../compiler/compiled.js";
import type { Compiled } from "../compiler/compiled-statement.js";
import type { Dialect } from "../dialects/base.js";
import type { DriverResult, WireValue } from "../dialects/driver.js";
import { StatementError } from "../errors/index.js";
import type { Work } from "../util/work.js";
import { type ArrayPlan, arrayPlan, arrayValues } from "./array-insert.js";
import { type InsertPage, type InsertPlan, insertPlan, isUniform, pageParameters, pagesOf, singleRows, writePage } from "./insert-pages.js";
import type { WireRow } from "./row-factory.js";
import { checkCount, inOrder } from "./row-order.js";
import type { Session } from "./session/session.js";
import type { SlotSets } from "./slot-sets.js";
import { wireSets, writeSlots } from "./wire.js";

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
  readonly rows: readonly WireRow[];
  readonly rowCount: number;
}

type PageOutcome = Pick<DriverResult, "rows" | "rowCount">;

/** The job of a run of parameter sets; null where the driver is given one set after the other. */
export function bulkJob(compiled: Compiled, sets: SlotSets, settings: BulkSettings): BulkJob | null {
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
  return wireSets(job, job.compiled.order, start, start + count);
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

/** Sends one page. */
type SendPage = (job: BulkJob, session: Session, page: InsertPage) => Work<PageOutcome>;

function* inPages(job: BulkJob, session: Session, send: SendPage): Work<BulkOutcome> {
  const rows: WireRow[] = [];
  let rowCount = 0;
  for (const page of pagesOf(job)) {
    const sent = yield* send(job, session, page);
    if (sent.rows) for (const row of sent.rows) rows.push(row);
    rowCount += sent.rowCount;
  }
  return { rows, rowCount };
}

/** A bulk INSERT in pages, in whatever order its rows come back. */
export function insertInPages(job: BulkJob, session: Session): Work<BulkOutcome> {
  return inPages(job, session, insertPage);
}

/** A bulk INSERT whose rows come back in the order of the parameter sets: proven by the database, or checked by the sentinel, else row by row. */
export function* insertInOrder(job: BulkJob, session: Session): Work<BulkOutcome> {
  const { sentinel, batched, arrays } = job;
  if (batched || arrays?.ordered) return yield* inPages(job, session, provenPage);
  if (sentinel === null) return yield* inPages(job, session, oneByOne);
  try {
    // one savepoint for all pages: one for each took a tenth of the time on SQLite
    return yield* session.atomically(() => inPages(job, session, checkedPage(sentinel)));
  } catch (error) {
    if (!(error instanceof OutOfOrder)) throw error;
    // what may belong to other sets than it seems is undone, and all is done again
    return yield* inPages(job, session, oneByOne);
  }
}

/** A page of which the database says which row is which. */
function* provenPage(job: BulkJob, session: Session, page: InsertPage): Work<PageOutcome> {
  const { rows, rowCount } = yield* insertPage(job, session, page);
  const { ordered } = job.arrays ?? {};
  if (ordered) return { rows: ordered.inOrder(rows ?? [], page.count), rowCount };
  checkCount(rows ?? [], page.count);
  return { rows, rowCount };
}

function* oneByOne(job: BulkJob, session: Session, page: InsertPage): Work<PageOutcome> {
  const rows: WireRow[] = [];
  let rowCount = 0;
  for (const single of singleRows(job, page)) {
    const result = yield* insertPage(job, session, single);
    if (result.rows) rows.push(...result.rows);
    rowCount += result.rowCount;
  }
  return { rows, rowCount };
}

/** Nothing proves that the rows are those of the sets. */
class OutOfOrder extends Error {}

/** A page whose rows the sentinel puts in order. @throws OutOfOrder where it can't */
const checkedPage = (sentinel: Sentinel): SendPage =>
  function* (job, session, page) {
    const { rows, rowCount } = yield* insertPage(job, session, page);
    const sorted = page.count === 1 ? rows : inOrder(job, sentinel, rows ?? [], page);
    if (sorted === null) throw new OutOfOrder();
    return { rows: sorted, rowCount };
  };

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
