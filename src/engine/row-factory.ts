import type { RowEntry } from "../compiler/compiled.js";
import type { Compiled } from "../compiler/compiled-statement.js";
import { DataError } from "../errors/index.js";
import type { Reader } from "../sqltypes/index.js";

/** A row as the driver gives it. */
export type WireRow = readonly unknown[];
type RowObject = Record<string, unknown>;

/** Makes typed rows of what the driver gives. */
export interface RowFactory {
  readonly keys: readonly string[];
  object(row: WireRow): RowObject;
  tuple(row: WireRow): readonly unknown[];
}

/** A value as its column has it. @throws DataError that names the column, for one that the type refuses */
export function readCell(read: Reader | undefined, wire: unknown, key: string, sql: string): unknown {
  if (!read) return wire;
  try {
    return read(wire);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new DataError(`column '${key}' of the result: ${reason}`, {
      statement: sql,
      params: undefined,
      cause: error,
      hideParameters: true,
    });
  }
}

function entryValue(entry: RowEntry, row: WireRow, cell: (index: number, row: WireRow) => unknown): unknown {
  const { nested, start } = entry;
  if (nested === null) return cell(start, row);
  if (entry.identifying.every((index) => row[index] === null)) return null;
  const object: RowObject = {};
  nested.forEach((key, offset) => {
    object[key] = cell(start + offset, row);
  });
  return object;
}

/** Rows of text without declared columns: what the driver calls them, as it gives them; integers as numbers where they are safe. */
function plainFactory(columns: readonly string[]): RowFactory {
  const plain = (value: unknown): unknown => (typeof value === "bigint" && Number.isSafeInteger(Number(value)) ? Number(value) : value);
  return {
    keys: columns,
    object: (row) => Object.fromEntries(columns.map((key, index) => [key, plain(row[index])])),
    tuple: (row) => row.map(plain),
  };
}

/** The factory for a compiled statement's rows. `columns` are the driver's names, for statements that declare none. */
export function rowFactory(compiled: Compiled, columns: readonly string[]): RowFactory {
  const { resultColumns, shape, readers, sql } = compiled;
  if (resultColumns === null || shape === null) return plainFactory(columns);
  const cell = (index: number, row: WireRow): unknown => readCell(readers[index], row[index], resultColumns[index]?.key ?? "", sql);
  return {
    keys: shape.entries.map((entry) => entry.key),
    object: (row) => {
      const object: RowObject = {};
      for (const entry of shape.entries) object[entry.key] = entryValue(entry, row, cell);
      return object;
    },
    tuple: (row) => resultColumns.map((_, index) => cell(index, row)),
  };
}
