import type { BulkInsert } from "../compiler/compiled.js";
import type { Compiled } from "../compiler/compiled-statement.js";
import type { ArrayInsert, ArrayInsertRules } from "../dialects/array-insert.js";
import type { Dialect } from "../dialects/base.js";
import type { WireValue } from "../dialects/driver.js";
import type { InsertPage } from "./insert-pages.js";
import type { WireRow } from "./row-factory.js";
import { checkAscending, checkCount } from "./row-order.js";
import { type WrittenSets, writeSlots } from "./wire.js";

/** How a bulk INSERT sends its rows as arrays. */
export interface ArrayPlan {
  readonly rules: ArrayInsertRules;
  /** For rows that may come back in any order. */
  readonly any: ArrayInsert;
  /** For rows in the order of the parameter sets, with what puts the rows that came back in order; null where nothing does. */
  readonly ordered: {
    readonly insert: ArrayInsert;
    readonly inOrder: (rows: readonly WireRow[], count: number) => readonly WireRow[];
  } | null;
}

/** Rows whose keys ascend are in the order in which they were inserted. */
function ascending(index: number): (rows: readonly WireRow[], count: number) => readonly WireRow[] {
  return (rows, count) => {
    checkCount(rows, count);
    checkAscending(rows, index);
    return rows;
  };
}

/** Each row has its number as its first column. */
function byNumber(rows: readonly WireRow[], count: number): WireRow[] {
  checkCount(rows, count);
  const sorted: WireRow[] = [];
  for (const row of rows) sorted[Number(row[0]) - 1] = row.slice(1);
  return sorted;
}

function planOf(rules: ArrayInsertRules, compiled: Compiled, bulk: BulkInsert, numbers: boolean): ArrayPlan | null {
  const { cells, sentinel } = bulk;
  const any = cells && rules.write(compiled, cells, "any", "");
  if (!any) return null;
  // an upsert may bring fewer rows than it was given, and keys in any order
  if (compiled.dml?.upsert) return { rules, any, ordered: null };
  if (sentinel?.kind === "counted") {
    const insert = rules.write(compiled, cells, "input", sentinel.extra);
    return { rules, any, ordered: insert && { insert, inOrder: ascending(sentinel.index) } };
  }
  const insert = numbers ? rules.write(compiled, cells, "numbered", "") : null;
  return { rules, any, ordered: insert && { insert, inOrder: byNumber } };
}

const plans = new WeakMap<Compiled, Map<boolean, ArrayPlan | null>>();

/** How the statement's rows are sent as arrays; null where they can't be. */
export function arrayPlan(dialect: Dialect, compiled: Compiled, bulk: BulkInsert, serverVersion: number | undefined): ArrayPlan | null {
  const { arrayInsert: rules } = dialect;
  if (rules === null || bulk.cells === null) return null;
  const numbers = serverVersion !== undefined && serverVersion >= rules.numberedFrom;
  const known = plans.get(compiled) ?? new Map<boolean, ArrayPlan | null>();
  plans.set(compiled, known);
  let plan = known.get(numbers);
  if (plan === undefined) known.set(numbers, (plan = planOf(rules, compiled, bulk, numbers)));
  return plan;
}

/** An array for each of the slots, with the values of the sets from `start` up to `end`. */
export function columnArrays(
  rules: ArrayInsertRules,
  slots: readonly number[],
  written: WrittenSets,
  start: number,
  end: number,
): WireValue[] {
  return slots.map((slot) => {
    const column: WireValue[] = [];
    writeSlots(written, [slot], start, end, column);
    return rules.arrayValue(column);
  });
}

/** What the driver is given: an array for each column, all of one length, between what is the same for all rows. */
export function arrayValues({ rules, any, ordered }: ArrayPlan, written: WrittenSets, { start, count }: InsertPage): WireValue[] {
  const { before, arrays, after } = ordered?.insert ?? any;
  const wires: WireValue[] = [];
  writeSlots(written, before, start, start + 1, wires);
  wires.push(...columnArrays(rules, arrays, written, start, start + count));
  writeSlots(written, after, start, start + 1, wires);
  return wires;
}
