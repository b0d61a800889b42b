import type { RowEntry } from "../compiler/compiled.js";
import type { Compiled } from "../compiler/compiled-statement.js";
import { DataError } from "../errors/index.js";
import { nullType, type Reader, reader } from "../sqltypes/index.js";
import type { WireContext } from "./wire.js";

/** A row as the driver gives it. */
export type WireRow = readonly unknown[];
type RowObject = Record<string, unknown>;

/** Makes typed rows of what the driver gives. */
export interface RowFactory {
  readonly keys: readonly string[];
  object(row: WireRow): RowObject;
  tuple(row: WireRow): readonly unknown[];
  /** The first column. */
  first(row: WireRow): unknown;
}

/** A value as its column has it. @throws DataError that names the column, for one that the type refuses */
export function readCell(read: Reader | undefined, wire: unknown, key: string, sql: string, context: WireContext): unknown {
  if (!read) return wire;
  try {
    return read(wire);
  } catch (error) {
    const { hideParameters } = context;
    const reason = hideParameters ? "its type refuses the value" : error instanceof Error ? error.message : String(error);
    throw new DataError(`column '${key}' of the result: ${reason}`, {
      statement: sql,
      params: undefined,
      cause: hideParameters ? undefined : error,
      hideParameters: true,
    });
  }
}

/** Also for a name that objects have in another meaning. */
function put(object: RowObject, key: string, value: unknown): void {
  if (key === "__proto__") Object.defineProperty(object, key, { value, enumerable: true, writable: true, configurable: true });
  else object[key] = value;
}

function entryValue(entry: RowEntry, row: WireRow, cell: (index: number, row: WireRow) => unknown): unknown {
  const { nested, start } = entry;
  if (nested === null) return cell(start, row);
  if (entry.identifying.every((index) => row[index] === null)) return null;
  const object: RowObject = {};
  nested.forEach((key, offset) => {
    put(object, key, cell(start + offset, row));
  });
  return object;
}

/** The names with those that come again numbered, so that none hides another. */
function numbered(names: readonly string[]): readonly string[] {
  const taken = new Set(names);
  const seen = new Set<string>();
  return names.map((name) => {
    let key = name;
    for (let number = 1; seen.has(key) || (key !== name && taken.has(key)); number += 1) key = `${name}_${number}`;
    seen.add(key);
    return key;
  });
}

/** Rows of text without declared columns: what the driver calls them, as it gives them. */
function plainFactory(compiled: Compiled, columns: readonly string[]): RowFactory {
  const plain = reader(nullType, compiled.dialect.types);
  const keys = numbered(columns);
  return {
    keys,
    object: (row) => Object.fromEntries(keys.map((key, index) => [key, plain(row[index])])),
    tuple: (row) => row.map(plain),
    first: (row) => plain(row[0]),
  };
}

/** The factory for a compiled statement's rows. `columns` are the driver's names, for statements that declare none. */
export function rowFactory(compiled: Compiled, columns: readonly string[], context: WireContext): RowFactory {
  const { resultColumns, shape, readers, sql } = compiled;
  if (resultColumns === null || shape === null) return plainFactory(compiled, columns);
  const cell = (index: number, row: WireRow): unknown =>
    readCell(readers[index], row[index], resultColumns[index]?.key ?? "", sql, context);
  return {
    keys: shape.entries.map((entry) => entry.key),
    object: (row) => {
      const object: RowObject = {};
      for (const entry of shape.entries) put(object, entry.key, entryValue(entry, row, cell));
      return object;
    },
    tuple: (row) => resultColumns.map((_, index) => cell(index, row)),
    first: (row) => cell(0, row),
  };
}
