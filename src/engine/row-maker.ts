import type { RowEntry } from "../compiler/compiled.js";
import type { Reader } from "../sqltypes/index.js";
import { functionOfText } from "../util/code-text.js";

/** A row as the driver gives it. */
export type WireRow = readonly unknown[];
export type RowObject = Record<string, unknown>;

/** Makes an object of a row. */
export type RowMaker = (row: WireRow) => RowObject;

/** Also for a name that objects have in another meaning. */
function put(object: RowObject, key: string, value: unknown): void {
  if (key === "__proto__") Object.defineProperty(object, key, { value, enumerable: true, writable: true, configurable: true });
  else object[key] = value;
}

function entryValue({ nested, start, identifying }: RowEntry, readers: readonly Reader[], row: WireRow): unknown {
  if (nested === null) return readers[start]?.(row[start]);
  if (identifying.every((index) => row[index] === null)) return null;
  const object: RowObject = {};
  nested.forEach((key, offset) => {
    put(object, key, readers[start + offset]?.(row[start + offset]));
  });
  return object;
}

/** Key by key: for runtimes that take no code from text. */
export function loopingMaker(entries: readonly RowEntry[], readers: readonly Reader[]): RowMaker {
  return (row) => {
    const object: RowObject = {};
    for (const entry of entries) put(object, entry.key, entryValue(entry, readers, row));
    return object;
  };
}

/** A key in the text of an object literal: `["__proto__"]` is a property, `"__proto__"` would be the prototype. */
function literalKey(key: string): string {
  return key === "__proto__" ? '["__proto__"]' : JSON.stringify(key);
}

function cellText(index: number): string {
  return `read${index}(row[${index}])`;
}

function entryText({ key, nested, start, identifying }: RowEntry): string {
  if (nested === null) return `${literalKey(key)}: ${cellText(start)}`;
  const cells = nested.map((name, offset) => `${literalKey(name)}: ${cellText(start + offset)}`);
  const isNull = identifying.map((index) => `row[${index}] === null`).join(" && ") || "true";
  return `${literalKey(key)}: ${isNull} ? null : { ${cells.join(", ")} }`;
}

/**
 * The object literal of one shape, written out as code: the engine then gives all rows one hidden class, and makes them
 * several times faster than key by key. Where the runtime takes no code from text, rows are made key by key.
 */
export function rowMaker(entries: readonly RowEntry[], readers: readonly Reader[]): RowMaker {
  const names = readers.map((_, index) => `read${index}`).join(", ");
  const make = functionOfText<(readers: readonly Reader[]) => RowMaker>(
    ["readers"],
    `const [${names}] = readers; return (row) => ({ ${entries.map(entryText).join(", ")} });`,
  );
  return make?.(readers) ?? loopingMaker(entries, readers);
}
