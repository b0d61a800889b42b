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

function keyRows(
  compiled: Compiled,
  dml: DmlFacts,
  sets: readonly Values[],
  tuples: readonly Values[] | null,
  result: DriverResult,
  executemany: boolean,
): readonly Named[] | null {
  const { table } = dml;
  if (dml.kind !== "insert" || table === null || (dml.multipleRows && !dml.implicitReturning)) return null;
  if (executemany && !dml.implicitReturning) return null;
  return sets.map((values, at) => {
    const returned = tuples?.[at] ?? null;
    return Object.fromEntries(
      table.primaryKey.map((column) => [column.key, keyValue(column, compiled, dml, values, returned, result.lastInsertId)]),
    );
  });
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
  const tuples = rows && factory ? rows.map((row) => factory.tuple(row)) : null;
  return {
    isInsert: dml.kind === "insert",
    parameters: () => sets.map((values) => named(compiled, values)),
    executemany,
    keys: keyRows(compiled, dml, sets, tuples, result, executemany),
    defaults: rows && factory ? rows.map((row) => factory.object(row)) : null,
    prefetch: dml.prefetch.map((each) => each.column.key),
    postfetch: dml.postfetch.map((column) => column.key),
  };
}
