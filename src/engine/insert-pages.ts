// How the parameter sets of an INSERT are put into statements of many rows each: text, values and order, of compiled form and
// values alone. Whoever executes them sends the pages one after the other.
import type { BindSlot, BulkInsert, Sentinel, SlottedText, StatementParameter } from "../compiler/compiled.js";
import type { Compiled } from "../compiler/compiled-statement.js";
import { betweenPlaceholders, isNumbered, isPositional, slotPlaceholder } from "../compiler/placeholders.js";
import { type MeasuredRows, rowsThatFit } from "./page-length.js";
import type { SlotSets } from "./slot-sets.js";

/** An INSERT of many parameter sets, in pages. After SQLAlchemy's "insertmanyvalues". */
export interface InsertPlan extends MeasuredRows {
  /** The slot values of each set, defaults included. */
  readonly sets: SlotSets;
  /** The most rows of one page. */
  readonly pageSize: number;
  /** Whether the rows that come back must be in the order of the sets. */
  readonly ordered: boolean;
  /** What puts them into that order; null where each row is a page, or no order is asked for. */
  readonly sentinel: Sentinel | null;
  /** The text for any number of rows; null where it is written for each number. */
  readonly anyNumber: ((extra: string) => string) | null;
  /** Each row is a page of its own: nothing would tell rows apart, what stands outside of VALUES is different for each, or there are no VALUES. */
  readonly rowAtATime: boolean;
}

/** One statement of several rows: those from `start` on. */
export interface InsertPage {
  readonly start: number;
  readonly count: number;
  readonly sql: string;
}

/** SQLite prepares longer texts ever more slowly, and gains nothing from them. */
const ROWS_A_PAGE = 100;

const pageTexts = new WeakMap<Compiled, Map<string, string>>();

/**
 * Plans the pages.
 * @param pageSize the most rows of one page; it is less where the statement could not have so many parameters
 * @param maxParameters the most parameters that the driver takes
 * @param maxBytes the most bytes of one statement that the server takes
 * @returns null where the driver is given the statement with one set after the other
 */
export function insertPlan(
  compiled: Compiled,
  sets: SlotSets,
  pageSize = ROWS_A_PAGE,
  maxParameters = Number.POSITIVE_INFINITY,
  maxBytes = Number.POSITIVE_INFINITY,
): InsertPlan | null {
  const { dml, resultColumns } = compiled;
  const bulk = dml?.bulk ?? null;
  if (dml === null || bulk === null || compiled.isExpanding) return null;
  const returns = resultColumns !== null;
  const uniform = isUniform(bulk, sets);
  if ((bulk.alone || !uniform) && !returns) return null;
  const ordered = returns && isOrdered(compiled);
  // an upsert may bring fewer rows than it was given, and keys in any order
  const sentinel = ordered && !dml.upsert ? bulk.sentinel : null;
  const rowAtATime = bulk.alone || !uniform || (ordered && sentinel === null);
  return {
    compiled,
    bulk,
    sets,
    maxBytes,
    pageSize: rowAtATime ? 1 : Math.max(1, Math.min(pageSize, mostRows(compiled, bulk, maxParameters))),
    ordered,
    sentinel: rowAtATime ? null : sentinel,
    anyNumber: null,
    rowAtATime,
  };
}

/** Whether the rows that come back must be in the order of the sets: when that was asked for, and when keys and defaults are told set by set. */
export function isOrdered({ dml }: Compiled): boolean {
  return dml !== null && (dml.sortByParameterOrder || dml.implicitReturning);
}

/** Whether what stands outside of the row, in a CTE or RETURNING, has the same value for all sets. */
export function isUniform(bulk: BulkInsert, sets: SlotSets): boolean {
  return [...bulk.head.slots, ...bulk.tail.slots].every((slot) => sets.isSame(slot));
}

/** How many rows a statement has parameters for. */
function mostRows(compiled: Compiled, bulk: BulkInsert, driversMost: number): number {
  const { head, row, tail } = slotsOf(compiled, bulk);
  const { maxParameters, maxValuesRows } = compiled.dialect.capabilities;
  return Math.min(maxValuesRows, Math.floor((Math.min(maxParameters, driversMost) - head.length - tail.length) / Math.max(1, row.length)));
}

/** How many rows the next page has. */
function rowsFrom(plan: InsertPlan, start: number): number {
  return rowsThatFit(plan, start, Math.min(start + plan.pageSize, plan.sets.length));
}

/** The pages, one after the other. */
export function* pagesOf(plan: InsertPlan): Generator<InsertPage> {
  const extra = plan.sentinel?.extra ?? "";
  for (let start = 0, count = 0; start < plan.sets.length; start += count) {
    count = rowsFrom(plan, start);
    yield pageOf(plan, start, count, extra);
  }
}

/** Whether all sets go to the server at once. */
export function isOnePage(plan: InsertPlan): boolean {
  return rowsFrom(plan, 0) === plan.sets.length;
}

/** The pages of one row each, for rows that another page has. */
export function* singleRows(plan: InsertPlan, { start, count }: InsertPage): Generator<InsertPage> {
  for (let row = start; row < start + count; row += 1) yield pageOf(plan, row, 1, "");
}

function pageOf(plan: InsertPlan, start: number, count: number, extra: string): InsertPage {
  if (plan.anyNumber) return { start, count, sql: plan.anyNumber(extra) };
  return { start, count, sql: plan.rowAtATime && !plan.bulk.counted ? plan.compiled.sql : pageText(plan, count, extra) };
}

// --- values ------------------------------------------------------------------------------------------------------------------

/** The slots whose values a page brings: those of the first set, those of each set, and those of the first set again. */
interface PageSlots {
  readonly head: readonly number[];
  readonly row: readonly number[];
  readonly tail: readonly number[];
}

/** By place, as the text has them; by number or name each once, those outside of VALUES first: then their numbers don't depend on the rows. */
function slotsOf(compiled: Compiled, { head, row, tail }: BulkInsert): PageSlots {
  const { paramStyle } = compiled.dialect.capabilities;
  if (isPositional(paramStyle) && !isNumbered(paramStyle)) return { head: head.slots, row: row.slots, tail: tail.slots };
  return { head: [...new Set([...head.slots, ...tail.slots])], row: [...new Set(row.slots)], tail: [] };
}

/**
 * Writes the values of a page in the order of its placeholders.
 * @param write writes the values of some slots, of the sets from `start` up to `end`
 */
export function writePage(
  { compiled, bulk, rowAtATime }: InsertPlan,
  { start, count }: InsertPage,
  write: (slots: readonly number[], start: number, end: number) => void,
): void {
  if (rowAtATime && !bulk.counted) {
    write(compiled.order, start, start + 1);
    return;
  }
  const { head, row, tail } = slotsOf(compiled, bulk);
  if (head.length > 0) write(head, start, start + 1);
  write(row, start, start + count);
  if (tail.length > 0) write(tail, start, start + 1);
}

/** The values of a page in the order of its placeholders, made of some slots of one set; `index` is the number of the set. */
export function pageValues<V>(
  plan: InsertPlan,
  page: InsertPage,
  make: (slots: readonly number[], set: readonly unknown[], index: number) => readonly V[],
): V[] {
  const values: V[] = [];
  writePage(plan, page, (slots, start, end) => {
    for (let at = start; at < end; at += 1) for (const value of make(slots, plan.sets.set(at), at)) values.push(value);
  });
  return values;
}

/** The slots of a page's placeholders in the order of its values, with the names that they have there. */
function pageSlots(plan: InsertPlan, page: InsertPage): Pick<BindSlot, "name" | "type" | "out">[] {
  const { slots } = plan.compiled;
  const single = plan.rowAtATime && !plan.bulk.counted;
  const inRow = new Set(single ? [] : plan.bulk.row.slots);
  return pageValues(plan, page, (wanted, _set, index) =>
    wanted.flatMap((at) => {
      const slot = slots[at];
      if (slot === undefined) return [];
      return inRow.has(at) ? { name: rowName(slot.name, index - page.start), type: slot.type, out: slot.out } : slot;
    }),
  );
}

/** The names of a page's placeholders, in the order of its values: for named styles. */
export function pageNames(plan: InsertPlan, page: InsertPage): string[] {
  return pageSlots(plan, page).map(({ name }) => name);
}

/** What the values of a page are, for a driver that asks. */
export function pageParameters(plan: InsertPlan, page: InsertPage): readonly StatementParameter[] {
  return plan.compiled.parametersOf(pageSlots(plan, page));
}

function rowName(name: string, row: number): string {
  return `${name}__${row}`;
}

// --- text --------------------------------------------------------------------------------------------------------------------

/** The text of an INSERT of so many rows; long ones are written once. */
function pageText({ compiled, bulk }: InsertPlan, rows: number, extra: string): string {
  const key = `${rows} ${extra}`;
  let texts = pageTexts.get(compiled);
  if (!texts) {
    texts = new Map();
    pageTexts.set(compiled, texts);
  }
  let text = texts.get(key);
  if (text === undefined) {
    text = writeText(compiled, bulk, rows) + extra;
    texts.set(key, text);
  }
  return text;
}

/** What a placeholder shows of its slot: a name, a number, or nothing. */
type Shown = (slot: BindSlot, index: number) => { readonly name: string; readonly number: number };

function writeText(compiled: Compiled, bulk: BulkInsert, rows: number): string {
  const { dialect, slots } = compiled;
  const style = dialect.capabilities.paramStyle;
  const { head, row } = slotsOf(compiled, bulk);
  const write = (text: SlottedText, shown: Shown): string => {
    let sql = betweenPlaceholders(style, text.parts[0] ?? "");
    text.slots.forEach((index, at) => {
      const slot = slots[index];
      if (slot) {
        const { name, number } = shown(slot, index);
        sql += slotPlaceholder(style, { name, form: slot.form, around: slot.around, style: slot.style }, number);
      }
      sql += betweenPlaceholders(style, text.parts[at + 1] ?? "");
    });
    return sql;
  };
  const fixed: Shown = ({ name }, index) => ({ name, number: head.indexOf(index) + 1 });
  const written: string[] = [];
  for (let at = 0; at < rows; at += 1) {
    const before = head.length + at * row.length;
    const text = write(bulk.row, ({ name }, index) => ({ name: rowName(name, at), number: before + row.indexOf(index) + 1 }));
    written.push(bulk.counted ? `${text.slice(0, -1)}, ${at})` : text);
  }
  return write(bulk.head, fixed) + written.join(", ") + write(bulk.tail, fixed);
}
