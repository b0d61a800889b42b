import type { BulkInsert, Sentinel, SlottedText } from "../compiler/compiled.js";
import type { Compiled } from "../compiler/compiled-statement.js";
import { slotPlaceholder } from "../compiler/placeholders.js";
import type { DriverResult, WireValue } from "../dialects/driver.js";
import { StatementError } from "../errors/index.js";
import type { WireRow } from "./row-factory.js";
import type { Session } from "./session.js";
import { wireSlots } from "./wire.js";
import type { Work } from "./work.js";

/** The parameter sets of a bulk INSERT, defaults included. */
export interface BulkJob {
  readonly compiled: Compiled;
  readonly bulk: BulkInsert;
  /** The slot values of each set. */
  readonly sets: readonly (readonly unknown[])[];
  /** The number of the first set among all that were given. */
  readonly first: number;
  readonly hideParameters: boolean;
  readonly pageSize: number;
}

export interface BulkOutcome {
  readonly rows: WireRow[];
  readonly rowCount: number;
}

/** SQLite prepares longer texts ever more slowly, and gains nothing from them. */
const ROWS_A_PAGE = 100;

/** Text and bytes of one statement, in characters and bytes: what is longer is held in memory more than once. */
const LONGEST_PAGE = 8_000_000;

const pageTexts = new WeakMap<Compiled, Map<string, string>>();

/** How many rows go into one statement. */
export function pageSizeOf(compiled: Compiled, bulk: BulkInsert, asked: number | undefined): number {
  const fixed = bulk.head.slots.length + bulk.tail.slots.length;
  const width = Math.max(1, bulk.row.slots.length);
  const byParameters = Math.floor((compiled.dialect.capabilities.maxParameters - fixed) / width);
  return Math.max(1, Math.min(asked ?? ROWS_A_PAGE, byParameters));
}

/** How many rows the next page has. */
function rowsFrom(job: BulkJob, start: number, most: number): number {
  const end = Math.min(start + most, job.sets.length);
  let length = 0;
  for (let row = start; row < end; row += 1) {
    const set = job.sets[row] ?? [];
    for (const slot of job.bulk.row.slots) {
      const value = set[slot];
      if (typeof value === "string" || value instanceof Uint8Array) length += value.length;
    }
    if (length > LONGEST_PAGE) return Math.max(1, row - start);
  }
  return end - start;
}

/** Whether all sets go to the server at once. */
export function isOnePage(job: BulkJob): boolean {
  return rowsFrom(job, 0, job.pageSize) === job.sets.length;
}

/** The text of an INSERT of so many rows. */
function pageText(compiled: Compiled, bulk: BulkInsert, rows: number, extra: string): string {
  const key = `${rows} ${extra}`;
  let texts = pageTexts.get(compiled);
  if (!texts) {
    texts = new Map();
    pageTexts.set(compiled, texts);
  }
  let text = texts.get(key);
  if (text === undefined) {
    text = writePage(compiled, bulk, rows) + extra;
    texts.set(key, text);
  }
  return text;
}

function writePage(compiled: Compiled, bulk: BulkInsert, rows: number): string {
  let number = 0;
  const write = (text: SlottedText): string => {
    let sql = text.parts[0] ?? "";
    text.slots.forEach((index, at) => {
      number += 1;
      const slot = compiled.slots[index];
      sql += (slot ? slotPlaceholder(compiled.dialect, slot, number) : "") + (text.parts[at + 1] ?? "");
    });
    return sql;
  };
  const row = (_: unknown, index: number): string => (bulk.counted ? `${write(bulk.row).slice(0, -1)}, ${index})` : write(bulk.row));
  return write(bulk.head) + Array.from({ length: rows }, row).join(", ") + write(bulk.tail);
}

function pageValues(job: BulkJob, start: number, rows: number): WireValue[] {
  const { compiled, bulk, hideParameters } = job;
  const context = { hideParameters };
  const head = job.sets[start] ?? [];
  const values = bulk.head.slots.length > 0 ? wireSlots(compiled, bulk.head.slots, head, job.first + start, context) : [];
  for (let row = start; row < start + rows; row += 1) {
    const set = job.sets[row] ?? [];
    for (const value of wireSlots(compiled, bulk.row.slots, set, job.first + row, context)) values.push(value);
  }
  if (bulk.tail.slots.length > 0) values.push(...wireSlots(compiled, bulk.tail.slots, head, job.first + start, context));
  return values;
}

/** The sets of a page, each in the order of the statement's own placeholders. */
function pageSets(job: BulkJob, start: number, rows: number): WireValue[][] {
  const { compiled, sets, first } = job;
  return sets.slice(start, start + rows).map((set, at) => wireSlots(compiled, compiled.order, set, first + start + at, job));
}

function* insertPage(job: BulkJob, session: Session, start: number, rows: number, extra: string): Work<DriverResult> {
  const text = pageText(job.compiled, job.bulk, rows, extra);
  return yield* session.query(text, pageValues(job, start, rows), true, {
    sql: job.compiled.sql,
    params: () => pageSets(job, start, rows),
    row: rows === 1 ? job.first + start : undefined,
  });
}

/** A bulk INSERT in pages, in whatever order its rows come back. */
export function* insertInPages(job: BulkJob, session: Session): Work<BulkOutcome> {
  const rows: WireRow[] = [];
  let rowCount = 0;
  for (let start = 0, count = 0; start < job.sets.length; start += count) {
    count = rowsFrom(job, start, job.pageSize);
    const result = yield* insertPage(job, session, start, count, "");
    if (result.rows) for (const row of result.rows) rows.push(row);
    rowCount += result.rowCount;
  }
  return { rows, rowCount };
}

/** A bulk INSERT whose rows come back in the order of the parameter sets: checked by the sentinel, else row by row. */
export function* insertInOrder(job: BulkJob, session: Session): Work<BulkOutcome> {
  const { sentinel } = job.bulk;
  const rows: WireRow[] = [];
  let rowCount = 0;
  const pageSize = sentinel === null ? 1 : job.pageSize;
  for (let start = 0, count = 0; start < job.sets.length; start += count) {
    count = rowsFrom(job, start, pageSize);
    const page =
      sentinel === null || count === 1
        ? yield* oneByOne(job, session, start, count)
        : yield* orderedPage(job, session, sentinel, start, count);
    for (const row of page.rows) rows.push(row);
    rowCount += page.rowCount;
  }
  return { rows, rowCount };
}

function* oneByOne(job: BulkJob, session: Session, start: number, count: number): Work<BulkOutcome> {
  const rows: WireRow[] = [];
  let rowCount = 0;
  for (let row = start; row < start + count; row += 1) {
    const result = yield* insertPage(job, session, row, 1, "");
    if (result.rows) rows.push(...result.rows);
    rowCount += result.rowCount;
  }
  return { rows, rowCount };
}

/** Rows that may belong to other sets than it seems are undone, and the page is done again, row by row. */
function* orderedPage(job: BulkJob, session: Session, sentinel: Sentinel, start: number, count: number): Work<BulkOutcome> {
  try {
    return yield* session.atomically(function* () {
      const result = yield* insertPage(job, session, start, count, sentinel.extra);
      const rows = inOrder(job, sentinel, result.rows ?? [], start, count);
      if (rows === null) throw new OutOfOrder();
      return { rows, rowCount: result.rowCount };
    });
  } catch (error) {
    if (!(error instanceof OutOfOrder)) throw error;
    return yield* oneByOne(job, session, start, count);
  }
}

/** Nothing proves that the rows are those of the sets. */
class OutOfOrder extends Error {}

/** The rows in the order of the sets; null where that is not certain. */
function inOrder(job: BulkJob, sentinel: Sentinel, rows: readonly WireRow[], start: number, count: number): WireRow[] | null {
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
  for (let start = 0, count = 0; start < job.sets.length; start += count) {
    count = rowsFrom(job, start, job.pageSize);
    const error = yield* tried(session, () => insertPage(job, session, start, count, ""));
    if (error) return { error: yield* failingRowOfPage(job, session, start, count) };
  }
  return null;
}

/** A row that fails before those after it are there, and not when they are, refers to one of them: then the fault lies elsewhere. */
function* failingRowOfPage(job: BulkJob, session: Session, start: number, count: number): Work<StatementError | null> {
  let failed = -1;
  for (let row = start; row < start + count; row += 1) {
    const error = yield* tried(session, () => insertPage(job, session, row, 1, ""));
    if (error && failed < 0) failed = row;
  }
  return failed < 0 ? null : yield* tried(session, () => insertPage(job, session, failed, 1, ""));
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
