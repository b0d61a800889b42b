import type { DmlFacts } from "../compiler/compiled.js";
import type { Compiled } from "../compiler/compiled-statement.js";
import type { DriverResult } from "../dialects/driver.js";
import type { ColumnNode } from "../nodes/column.js";
import { reader } from "../sqltypes/index.js";
import type { DmlOutcome } from "./result.js";
import type { RowFactory, WireRow } from "./row-factory.js";

type Values = readonly unknown[];
type Named = Readonly<Record<string, unknown>>;

function named(compiled: Compiled, values: Values): Named {
  if (compiled.isExpanding) return Object.fromEntries(compiled.expanded(values).values.map(({ name, value }) => [name, value]));
  return Object.fromEntries(compiled.slots.map((slot, index) => [slot.key, values[index]]));
}

/** Where the value of a key's column comes from. */
function keyValue(
  column: ColumnNode,
  compiled: Compiled,
  dml: DmlFacts,
  values: Values,
  returned: Values | null,
  lastInsertId: DriverResult["lastInsertId"],
): unknown {
  const index = compiled.resultColumns?.findIndex((each) => each.column === column) ?? -1;
  if (dml.implicitReturning && index >= 0 && returned) return returned[index];
  const slot = dml.set.find((each) => each.column === column)?.slot ?? null;
  const given = slot === null ? null : values[slot];
  if (given !== null && given !== undefined) return given;
  if (dml.lastInsertId && column === dml.table?.autoincrement && lastInsertId !== null)
    return reader(column.type, compiled.dialect.types)(lastInsertId);
  return null;
}

/** The values of one inserted row, as far as the client knows them. */
type KeySource = (column: ColumnNode) => unknown;

/** A row of a VALUES list. */
function rowOfList(compiled: Compiled, dml: DmlFacts, values: Values, row: number): KeySource {
  return (column) => {
    const slot = row === 0 ? dml.set.find((each) => each.column === column)?.slot : compiled.slotByKey.get(`${column.key}_m${row}`);
    return slot === undefined || slot === null ? null : values[slot];
  };
}

/** The rows of a VALUES list; none for INSERT..SELECT. */
function listedRows(compiled: Compiled, dml: DmlFacts, values: Values): readonly KeySource[] {
  const keys = dml.table?.primaryKey ?? [];
  const rows: KeySource[] = [rowOfList(compiled, dml, values, 0)];
  while (keys.some((column) => compiled.slotByKey.has(`${column.key}_m${rows.length}`)))
    rows.push(rowOfList(compiled, dml, values, rows.length));
  return rows;
}

/** The keys of the inserted rows; null where one is not known. */
function keyRows(
  compiled: Compiled,
  dml: DmlFacts,
  sets: readonly Values[],
  tuples: readonly Values[] | null,
  result: DriverResult,
): readonly Named[] | null {
  const { table } = dml;
  if (dml.kind !== "insert" || table === null || table.primaryKey.length === 0) return null;
  const single = sets.length === 1 && !dml.upsert;
  const sources =
    dml.multipleRows && !dml.implicitReturning
      ? sets.flatMap((values) => listedRows(compiled, dml, values))
      : sets.map((values, at): KeySource => {
          const lastInsertId = single ? result.lastInsertId : null;
          return (column) => keyValue(column, compiled, dml, values, tuples?.[at] ?? null, lastInsertId);
        });
  const rows: Named[] = [];
  for (const source of sources) {
    const key = table.primaryKey.map((column) => [column.key, source(column)] as const);
    if (key.some(([, value]) => value === null || value === undefined)) return null;
    rows.push(Object.fromEntries(key));
  }
  return rows;
}

/** What is known after an INSERT, UPDATE or DELETE. */
export function dmlOutcome(
  compiled: Compiled,
  dml: DmlFacts,
  sets: readonly Values[],
  result: DriverResult,
  factory: RowFactory | null,
  executemany: boolean,
): DmlOutcome {
  const rows: readonly WireRow[] | null = dml.implicitReturning && factory ? (result.rows ?? []) : null;
  const tuples = (): readonly Values[] | null => rows && factory && rows.map((row) => factory.tuple(row));
  return {
    kind: dml.kind,
    parameters: () => sets.map((values) => named(compiled, values)),
    executemany,
    keys: () => keyRows(compiled, dml, sets, tuples(), result),
    defaults: () => rows && factory && rows.map((row) => factory.object(row)),
    prefetch: dml.prefetch.map(({ column, row }) => (row === 0 ? column.key : `${column.key}_m${row}`)),
    postfetch: dml.postfetch.map((column) => column.key),
  };
}
