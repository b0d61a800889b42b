import type { DmlFacts } from "../compiler/compiled.js";
import type { Compiled } from "../compiler/compiled-statement.js";
import type { DriverResult } from "../dialects/driver.js";
import { InvalidRequestError } from "../errors/index.js";
import type { ColumnNode } from "../nodes/column.js";
import type { DmlKind } from "../nodes/dml.js";
import { reader } from "../sqltypes/index.js";
import { type RowFactory, readCell, rowFactory, type WireRow } from "./row-factory.js";
import type { SetList } from "./slot-sets.js";
import type { WireContext } from "./wire.js";

type Values = readonly unknown[];
type Named = Readonly<Record<string, unknown>>;

function named(compiled: Compiled, values: Values): Named {
  if (compiled.isExpanding) return Object.fromEntries(compiled.expanded(values).values.map(({ name, value }) => [name, value]));
  return Object.fromEntries(compiled.slots.map((slot, index) => [slot.key, values[index]]));
}

/** What is known of an executed INSERT, UPDATE or DELETE. */
export interface DmlOutcome {
  readonly kind: DmlKind;
  /** The parameters by name, a set for each row. Made when asked for. */
  readonly parameters: () => readonly Named[];
  readonly executemany: boolean;
  /** The keys of the inserted rows; null where they are not known. Made when asked for. */
  readonly keys: () => readonly Named[] | null;
  /** What returnDefaults() brought; null without. Made when asked for. */
  readonly defaults: () => readonly Named[] | null;
  readonly prefetch: readonly string[];
  readonly postfetch: readonly string[];
}

/** What one compiled form did with the parameter sets that are for it. */
export interface Part {
  readonly answer: DriverResult;
  readonly compiled: Compiled;
  /** The slot values of each set; null where they were too many to be kept. */
  readonly sets: SetList | null;
  /** What an error about a value may show. */
  readonly context: WireContext;
}

/** A part of an INSERT, UPDATE or DELETE. */
interface DmlPart extends Part {
  readonly dml: DmlFacts;
}

/** The rows that RETURNING brought without being asked for, read as the part's own columns; null without. */
function implicitRows<T>({ compiled, dml, answer, context }: DmlPart, read: (factory: RowFactory, row: WireRow) => T): readonly T[] | null {
  if (!dml.implicitReturning) return null;
  const factory = rowFactory(compiled, answer.columns, context);
  return (answer.rows ?? []).map((row) => read(factory, row));
}

/** Where the value of a key's column comes from. */
function keyValue(column: ColumnNode, part: DmlPart, values: Values, returned: Values | null): unknown {
  const { compiled, dml, context } = part;
  const { lastInsertId, rowCount } = part.answer;
  const index = compiled.resultColumns?.findIndex((each) => each.column === column) ?? -1;
  if (dml.implicitReturning && index >= 0 && returned) return returned[index];
  // another row may have been updated, whose key is another; or none inserted, as by INSERT IGNORE
  if (dml.upsert ? compiled.dialect.capabilities.upsertsByAnyKey : rowCount === 0) return null;
  const slot = dml.set.find((each) => each.column === column)?.slot ?? null;
  const given = slot === null ? null : values[slot];
  if (given !== null && given !== undefined) return given;
  if (dml.lastInsertId && !dml.upsert && column === dml.table?.autoincrement && lastInsertId !== null)
    return readCell(reader(column.type, compiled.dialect.types), lastInsertId, column.key, compiled.sql, context);
  return null;
}

/** The values of one inserted row, as far as the client knows them. */
type KeySource = (column: ColumnNode) => unknown;

/** A row of a VALUES list. */
function rowOfList({ compiled, dml }: DmlPart, values: Values, row: number): KeySource {
  return (column) => {
    const slot = row === 0 ? dml.set.find((each) => each.column === column)?.slot : compiled.slotByKey.get(`${column.key}_m${row}`);
    return slot === undefined || slot === null ? null : values[slot];
  };
}

/** The rows of a VALUES list; of INSERT..SELECT one, of which nothing is known. */
function listedRows(part: DmlPart, values: Values): readonly KeySource[] {
  const keys = part.dml.table?.primaryKey ?? [];
  const rows: KeySource[] = [rowOfList(part, values, 0)];
  while (keys.some((column) => part.compiled.slotByKey.has(`${column.key}_m${rows.length}`)))
    rows.push(rowOfList(part, values, rows.length));
  return rows;
}

/** The rows that were inserted; null where RETURNING brought more or fewer than there are sets. */
function insertedRows(part: DmlPart): readonly KeySource[] | null {
  const { dml, sets } = part;
  if (sets === null) return null;
  const returned = implicitRows(part, (factory, row) => factory.tuple(row));
  if (returned === null && dml.multipleRows) return [...sets].flatMap((values) => listedRows(part, values));
  if (returned !== null && returned.length !== sets.length) return null;
  return Array.from(
    sets,
    (values, at): KeySource =>
      (column) =>
        keyValue(column, part, values, returned?.[at] ?? null),
  );
}

/** The keys of the inserted rows; null where one is not known. */
function keyRows(part: DmlPart): readonly Named[] | null {
  const primaryKey = part.dml.table?.primaryKey ?? [];
  const sources = primaryKey.length === 0 ? null : insertedRows(part);
  if (sources === null) return null;
  const rows: Named[] = [];
  for (const source of sources) {
    const key = primaryKey.map((column) => [column.key, source(column)] as const);
    if (key.some(([, value]) => value === null || value === undefined)) return null;
    rows.push(Object.fromEntries(key));
  }
  return rows;
}

/** What the parts have, in one list; null where a part does not know it. */
export function joined<T>(lists: readonly (readonly T[] | null)[]): readonly T[] | null {
  const all: T[] = [];
  for (const list of lists) {
    if (list === null) return null;
    for (const item of list) all.push(item);
  }
  return all;
}

/** @throws InvalidRequestError where they are not kept */
function keptSets(sets: SetList | null): SetList {
  if (sets !== null) return sets;
  throw new InvalidRequestError(
    "Parameter sets that came one by one are not kept: give them as a list, or ask for what you need by returning().",
  );
}

/** What is known after an INSERT, UPDATE or DELETE; null for another statement. */
export function dmlOutcome(parts: readonly Part[], executemany: boolean): DmlOutcome | null {
  const dmlParts = parts.flatMap((part) => (part.compiled.dml ? [{ ...part, dml: part.compiled.dml }] : []));
  const [first] = dmlParts;
  if (!first) return null;
  const prefetched = dmlParts.flatMap(({ dml }) =>
    dml.prefetch.map(({ column, row }) => (row === 0 ? column.key : `${column.key}_m${row}`)),
  );
  return {
    kind: first.dml.kind,
    parameters: () => dmlParts.flatMap(({ compiled, sets }) => Array.from(keptSets(sets), (values) => named(compiled, values))),
    executemany,
    keys: () => joined(dmlParts.map(keyRows)),
    defaults: () => joined(dmlParts.map((part) => implicitRows(part, (factory, row) => factory.object(row)))),
    prefetch: [...new Set(prefetched)],
    postfetch: [...new Set(dmlParts.flatMap(({ dml }) => dml.postfetch.map((column) => column.key)))],
  };
}
