import type { CompiledStatement } from "../../src/compiler/compiled-with-values.js";
import { runDefaults } from "../../src/engine/defaults.js";
import { type InsertPage, type InsertPlan, insertPlan, pageNames, pagesOf, pageValues } from "../../src/engine/insert-pages.js";
import { SlotSets } from "../../src/engine/slot-sets.js";
import { makeDialect } from "./dialects.js";
import type { Build } from "./golden-case.js";
import { resetCounters } from "./schema.js";

/** A row that is executed: values by parameter name. */
export type BulkRow = Readonly<Record<string, unknown>>;

/** What is executed, and in pages of how many rows. */
export interface BulkSettings {
  readonly rows: readonly BulkRow[];
  readonly pageSize: number;
}

/** A statement compiled for several rows, and how they are put together; null where the driver is given one row after the other. */
export interface BulkAnswer {
  readonly statement: CompiledStatement;
  readonly plan: InsertPlan | null;
}

interface Compilable {
  compile(options: object): CompiledStatement;
}

function isCompilable(value: unknown): value is Compilable {
  return typeof value === "object" && value !== null && "compile" in value;
}

/** The slot values of a row, with the defaults that the client makes. */
function slotValues({ compiled, values }: CompiledStatement, row: BulkRow, index: number): readonly unknown[] {
  const slots = compiled.slotValues(values, row, index);
  const work = runDefaults(compiled, slots, index, {
    call: (make) => make(),
    fetch: () => {
      throw new Error("no default of these tables is asked of the database");
    },
  });
  if (!work.next().done) throw new Error("the defaults of these tables wait for nothing");
  return slots;
}

/** Builds the statement, compiles it for a golden dialect, and plans its pages. */
export function bulkAnswer(build: Build, dialect: string, { rows, pageSize }: BulkSettings): BulkAnswer {
  resetCounters();
  const built = build();
  if (!isCompilable(built)) throw new Error("the case builds nothing that can be compiled");
  const statement = built.compile({ dialect: makeDialect(dialect), executemany: true, columnKeys: Object.keys(rows[0] ?? {}) });
  const sets = SlotSets.of(
    rows.map((row, index) => slotValues(statement, row, index)),
    statement.slots.length,
  );
  return { statement, plan: insertPlan(statement.compiled, sets, pageSize) };
}

/** The values of some slots, as they are before their types write them. */
const plainValues = (slots: readonly number[], set: readonly unknown[]): readonly unknown[] => slots.map((slot) => set[slot]);

/** A page's parameters: in order, or by name. */
function parametersOf(plan: InsertPlan, page: InsertPage, positional: boolean): unknown {
  const values = pageValues(plan, page, plainValues);
  if (positional) return values;
  return Object.fromEntries(pageNames(plan, page).map((name, index) => [name, values[index]]));
}

/** The slots whose values tell the rows apart, where the client knows them. */
function sentinelSlots({ bulk, ordered }: InsertPlan): readonly number[] {
  return ordered && bulk.sentinel?.kind === "client" ? bulk.sentinel.columns.map(({ slot }) => slot) : [];
}

/** The values by which a page's rows are put into order, row by row: one, or a list. */
function sentinelValues(plan: InsertPlan, { start, count }: InsertPage): readonly unknown[] {
  const slots = sentinelSlots(plan);
  if (slots.length === 0) return [];
  return [...plan.sets].slice(start, start + count).map((set) => (slots.length === 1 ? set[slots[0] ?? 0] : plainValues(slots, set)));
}

/** The pages as the golden file shows batches. */
export function batchesOf({ statement, plan }: BulkAnswer): readonly Readonly<Record<string, unknown>>[] {
  if (plan === null) return [];
  const pages = [...pagesOf(plan)];
  return pages.map((page, index) => ({
    sql: page.sql,
    parameters: parametersOf(plan, page, statement.positional !== null),
    batch_size: page.count,
    batch: index + 1,
    total_batches: pages.length,
    sentinel_values: sentinelValues(plan, page),
    downgraded_row_at_a_time: plan.rowAtATime && !plan.bulk.alone,
  }));
}

/** The sentinel's facts, as the golden file names them. */
export function sentinelFacts({ statement, plan }: BulkAnswer): Readonly<Record<string, unknown>> {
  const sorted = statement.dml?.sortByParameterOrder ?? false;
  const sentinel = sorted ? (plan?.bulk.sentinel ?? null) : null;
  const columns = sentinel === null ? [] : sentinel.kind === "counted" ? [sentinel.column.key] : keysOf(statement, plan);
  return {
    sentinel_columns: columns,
    num_sentinel_columns: columns.length,
    sentinel_param_keys: sentinel?.kind === "client" ? columns : [],
    implicit_sentinel: sentinel?.kind === "counted",
    embed_values_counter: sentinel !== null && (plan?.bulk.counted ?? false),
    sort_by_parameter_order: sorted,
  };
}

function keysOf(statement: CompiledStatement, plan: InsertPlan | null): readonly string[] {
  return plan === null ? [] : sentinelSlots(plan).map((slot) => statement.slots[slot]?.key ?? "");
}
