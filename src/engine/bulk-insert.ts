import type { BulkInsert, Sentinel, SlottedText } from "../compiler/compiled.js";
import type { Compiled } from "../compiler/compiled-statement.js";
import { slotPlaceholder } from "../compiler/placeholders.js";
import type { DriverResult, WireValue } from "../dialects/driver.js";
import { InvalidRequestError } from "../errors/index.js";
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

const pageTexts = new WeakMap<Compiled, Map<string, string>>();

/** How many rows go into one statement. */
export function pageSizeOf(compiled: Compiled, bulk: BulkInsert, asked: number | undefined): number {
  const fixed = bulk.head.slots.length + bulk.tail.slots.length;
  const width = Math.max(1, bulk.row.slots.length);
  const byParameters = Math.floor((compiled.dialect.capabilities.maxParameters - fixed) / width);
  return Math.max(1, Math.min(asked ?? ROWS_A_PAGE, byParameters));
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
  for (let start = 0; start < job.sets.length; start += job.pageSize) {
    const result = yield* insertPage(job, session, start, Math.min(job.pageSize, job.sets.length - start), "");
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
  for (let start = 0; start < job.sets.length; start += pageSize) {
    const count = Math.min(pageSize, job.sets.length - start);
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

function* orderedPage(job: BulkJob, session: Session, sentinel: Sentinel, start: number, count: number): Work<BulkOutcome> {
  if (sentinel.kind === "client") {
    const result = yield* insertPage(job, session, start, count, "");
    return { rows: sortedBySentinel(job, sentinel.columns, result.rows ?? [], start, count), rowCount: result.rowCount };
  }
  // ids that do not count up without gaps may belong to other rows than it seems: the page is undone and done again, row by row
  try {
    return yield* session.atomically(function* () {
      const result = yield* insertPage(job, session, start, count, sentinel.extra);
      const rows = result.rows ?? [];
      if (!countsUp(rows, sentinel.index, count)) throw new OutOfOrder();
      return { rows: rows.slice(), rowCount: result.rowCount };
    });
  } catch (error) {
    if (!(error instanceof OutOfOrder)) throw error;
    return yield* oneByOne(job, session, start, count);
  }
}

/** The database's order is not that of the sets. */
class OutOfOrder extends Error {}

function countsUp(rows: readonly WireRow[], index: number, count: number): boolean {
  if (rows.length !== count) return false;
  const first = Number(rows[0]?.[index]);
  return rows.every((row, at) => Number(row[index]) === first + at);
}

function wireKey(values: readonly unknown[]): string {
  return values
    .map((value) =>
      value instanceof Uint8Array ? `b${[...value].join(",")}` : `${typeof value === "bigint" ? "number" : typeof value} ${String(value)}`,
    )
    .join("\0");
}

function sortedBySentinel(
  job: BulkJob,
  columns: readonly { readonly slot: number; readonly index: number }[],
  rows: readonly WireRow[],
  start: number,
  count: number,
): WireRow[] {
  const slots = columns.map((column) => column.slot);
  const byKey = new Map<string, WireRow>();
  for (const row of rows) byKey.set(wireKey(columns.map((column) => row[column.index])), row);
  if (byKey.size !== count) {
    throw new InvalidRequestError(
      `Sentinel query did not produce unique row-by-row matches: ${count} parameter sets, ${byKey.size} distinct keys came back.`,
    );
  }
  return Array.from({ length: count }, (_, at) => {
    const key = wireKey(wireSlots(job.compiled, slots, job.sets[start + at] ?? [], job.first + start + at, job));
    const row = byKey.get(key);
    if (!row)
      throw new InvalidRequestError(
        `Can't match sentinel values of parameter set ${job.first + start + at} to the rows that came back; the database may have changed the values. Leave sortByParameterOrder() out, or use a key of another type.`,
      );
    return row;
  });
}
