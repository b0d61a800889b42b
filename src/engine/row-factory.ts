import type { Compiled } from "../compiler/compiled-statement.js";
import { DataError } from "../errors/index.js";
import { nullType, type Reader, reader } from "../sqltypes/index.js";
import { type RowMaker, type RowObject, rowMaker, type WireRow } from "./row-maker.js";
import type { WireContext } from "./wire.js";

export type { WireRow } from "./row-maker.js";

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
  if (compiled.resultColumns === null || compiled.shape === null) return plainFactory(compiled, columns);
  const { memo } = compiled;
  if (memo instanceof DeclaredRows && memo.context.hideParameters === context.hideParameters) return memo;
  const factory = new DeclaredRows(compiled, context);
  compiled.memo = factory;
  return factory;
}

/** Rows of declared columns: made once for a compiled form, since its columns never change. */
class DeclaredRows implements RowFactory {
  readonly keys: readonly string[];
  #make: RowMaker | undefined;

  constructor(
    private readonly compiled: Compiled,
    readonly context: WireContext,
  ) {
    this.keys = (compiled.shape?.entries ?? []).map((entry) => entry.key);
  }

  object(row: WireRow): RowObject {
    this.#make ??= rowMaker(this.compiled.shape?.entries ?? [], this.compiled.readers);
    try {
      return this.#make(row);
    } catch (error) {
      // the cell that is refused says so with its column's name
      this.tuple(row);
      throw error;
    }
  }

  tuple(row: WireRow): readonly unknown[] {
    return this.compiled.readers.map((_, index) => this.#cell(index, row));
  }

  first(row: WireRow): unknown {
    return this.#cell(0, row);
  }

  #cell(index: number, row: WireRow): unknown {
    const { readers, resultColumns, sql } = this.compiled;
    return readCell(readers[index], row[index], resultColumns?.[index]?.key ?? "", sql, this.context);
  }
}
