import { ArgumentError } from "../errors/index.js";
import { described, expressionOf, nodeOf } from "../expression/coerce.js";
import { baseColumn, ColumnNode } from "../nodes/column.js";
import { absent, type ValueKey } from "../nodes/dml.js";
import { JoinNode } from "../nodes/froms.js";
import { givenKeys } from "../nodes/given-keys.js";
import { ExpressionNode, type FromNode } from "../nodes/node.js";
import { Sequence } from "../schema/index.js";

/** One row of values: keys, and as many cells. */
interface RowOf<K> {
  readonly keys: readonly K[];
  readonly cells: readonly unknown[];
}
/** A row whose keys are names, each of them once. */
type NamedRow = RowOf<string> & { readonly areNames: true; readonly byColumn: null };
/** The row of an object has names, each of them once; others tell which of the keys were given as the columns themselves. */
export type GivenRow = NamedRow | (RowOf<ValueKey> & { readonly areNames: false; readonly byColumn: ReadonlySet<ValueKey> | null });

/** A value for a cell: an expression's node, or the plain value. `undefined` is absent. */
export function cellOf(value: unknown): unknown {
  if (typeof value === "string" || typeof value === "number") return value;
  const node = expressionOf(value);
  if (node) return node;
  if (value instanceof Sequence) throw new ArgumentError(`SQL expression element expected, got Sequence('${value.facts.name}').`);
  if (typeof value === "function" || typeof value === "symbol")
    throw new ArgumentError(`A ${typeof value} is no SQL value; call it, or give it to the column's default().`);
  return value;
}

/** Whether it is an object by key, and nothing else. */
export function isPlainObject(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== "object" || value === null || nodeOf(value) !== null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  // a table's columns by key have a prototype of their own that has nothing
  return prototype === Object.prototype || prototype === null || Object.getPrototypeOf(prototype) === null;
}

/** Whether a key alone says which column of the target is meant: tables of a join may have the same keys. */
function isOf(table: FromNode, column: ColumnNode): boolean {
  return !(table instanceof JoinNode) && table.columns.includes(column);
}

function keyOf(table: FromNode, key: unknown): ValueKey {
  if (typeof key === "string") return key;
  const node = nodeOf(key);
  if (node instanceof ColumnNode) return isOf(table, node) || baseColumn(node).table === null ? node.key : node;
  if (node instanceof ExpressionNode) return node;
  throw new ArgumentError(`SET/VALUES column expression or string key expected, got ${described(key)}.`);
}

/** The row of an object whose keys all have a value; null for any other. */
function fullRow(object: Readonly<Record<string, unknown>>): NamedRow | null {
  const cells = Object.values(object);
  for (let at = 0; at < cells.length; at += 1) {
    const value = cells[at];
    if (typeof value === "string" || typeof value === "number") continue;
    if (value === undefined) return null;
    cells[at] = cellOf(value);
  }
  const keys = givenKeys(object);
  return keys !== null && keys.length === cells.length ? { areNames: true, keys, cells, byColumn: null } : null;
}

/** An object's own keys are the columns' already. */
function objectRow(object: Readonly<Record<string, unknown>>): NamedRow {
  return fullRow(object) ?? partialRow(object);
}

function partialRow(object: Readonly<Record<string, unknown>>): NamedRow {
  const keys: string[] = [];
  const cells: unknown[] = [];
  for (const key of Object.keys(object)) {
    const value = object[key];
    if (value === undefined) continue;
    keys.push(key);
    cells.push(cellOf(value));
  }
  return { areNames: true, keys, cells, byColumn: null };
}

function rowOf(pairs: Iterable<readonly [unknown, unknown]>, table: FromNode): GivenRow {
  const keys: ValueKey[] = [];
  const cells: unknown[] = [];
  let byColumn: Set<ValueKey> | null = null;
  for (const [key, value] of pairs) {
    if (value === undefined || (typeof key === "string" && byColumn?.has(key))) continue;
    const known = keyOf(table, key);
    if (typeof key !== "string") (byColumn ??= new Set()).add(known);
    keys.push(known);
    cells.push(cellOf(value));
  }
  return { areNames: false, keys, cells, byColumn };
}

function positional(row: readonly unknown[], table: FromNode): GivenRow {
  if (table instanceof JoinNode) throw new ArgumentError("values(): a join has no order of columns; give a Map by column.");
  const first = table.columns[0];
  if (first && (first.type.kind === "json" || first.type.kind === "array")) {
    throw new ArgumentError(
      `Positional values are ambiguous for a table whose first column, '${first.key}', holds ${first.type.kind}: give an object by column key.`,
    );
  }
  if (row.length > table.columns.length)
    throw new ArgumentError(
      `Too many values: the row has ${row.length}, the table has ${table.columns.length} columns (${table.columns.map((column) => column.key).join(", ")}).`,
    );
  return rowOf(
    row.map((value, index) => [table.columns[index]?.key, value] as const),
    table,
  );
}

/** A single row: an object by column key, a Map by column, or a list in column order. @throws ArgumentError for anything else */
export function givenRow(value: unknown, table: FromNode): GivenRow {
  if (Array.isArray(value)) return positional(value, table);
  if (value instanceof Map) return rowOf(value, table);
  if (isPlainObject(value)) return objectRow(value);
  throw new ArgumentError(
    `values() takes an object by column key, a Map by column, a list in column order, or a list of these; got ${described(value)}.`,
  );
}

/** The cells of a row that has just these keys in this order, as most rows of a list have; null for any other. */
function cellsLike(names: readonly string[], row: unknown): readonly unknown[] | null {
  if (!isPlainObject(row)) return null;
  const cells: unknown[] = new Array(names.length);
  let at = 0;
  for (const key in row) {
    const value = row[key];
    if (key !== names[at] || value === undefined) return null;
    cells[at] = cellOf(value);
    at += 1;
  }
  return at === names.length ? cells : null;
}

/**
 * A row added to what was given before: a key that comes again takes the later value, in the place of the earlier one; but
 * what was given for the column itself, as a Map can, no name replaces.
 * @param keyOf the key by which a column is known to the statement
 */
export function addedRow<K extends ValueKey>(
  before: {
    readonly keys: readonly K[] | null;
    readonly cells: readonly unknown[] | null;
    readonly byColumn: ReadonlySet<ValueKey> | null;
  },
  given: GivenRow,
  keyOf: (key: ValueKey) => K,
): { readonly keys: readonly K[]; readonly cells: readonly unknown[]; readonly byColumn: ReadonlySet<ValueKey> | null } {
  const allKeys = before.keys === null ? [] : [...before.keys];
  const allCells = before.cells === null ? [] : [...before.cells];
  for (let index = 0; index < given.keys.length; index += 1) {
    const key = keyOf(given.keys[index] ?? "");
    const earlier = allKeys.indexOf(key);
    if (earlier >= 0 && before.byColumn?.has(key) && !given.byColumn?.has(key)) continue;
    const at = earlier < 0 ? allKeys.length : earlier;
    allKeys[at] = key;
    allCells[at] = given.cells[index];
  }
  return { keys: allKeys, cells: allCells, byColumn: bothOf(before.byColumn, given.byColumn) };
}

function bothOf<K>(left: ReadonlySet<K> | null, right: ReadonlySet<K> | null): ReadonlySet<K> | null {
  if (right === null) return left;
  return left === null ? right : new Set([...left, ...right]);
}

/** What `addedRow` adds to where there was nothing before. */
export const noRow = { keys: null, cells: null, byColumn: null } as const;

/** A second argument of `values()` would be lost. @throws ArgumentError */
export function refuseMore(more: readonly unknown[]): void {
  if (more.length > 0)
    throw new ArgumentError(
      "Only a single object or list, or a list of objects or lists, is accepted: put all of a row into one, and several rows into one list.",
    );
}

/** Whether what `values()` was given is a list of rows: its first element is one. */
export function isRowList(value: unknown): value is readonly unknown[] {
  if (!Array.isArray(value)) return false;
  const first: unknown = value[0];
  return Array.isArray(first) || first instanceof Map || isPlainObject(first);
}

/** Whether a row may leave the column out: the client makes its value. */
function hasClientDefault(table: FromNode, key: string): boolean {
  const found = table.columns.find((column) => column.key === key)?.facts.default ?? null;
  return found !== null && found.kind !== "sentinel";
}

/** A key of a row of several: a name; what is no column has none, and is refused later. */
function nameOfKey(key: ValueKey): string {
  if (typeof key === "string") return key;
  return "key" in key ? String(key.key) : "";
}

function isSame(left: readonly string[], right: readonly string[]): boolean {
  if (left.length !== right.length) return false;
  for (let at = 0; at < left.length; at += 1) if (left[at] !== right[at]) return false;
  return true;
}

/** A row's cells in the order of the names. */
function cellsIn(
  names: readonly string[],
  row: { readonly keys: readonly string[]; readonly cells: readonly unknown[] },
): readonly unknown[] {
  if (isSame(row.keys, names)) return row.cells;
  return names.map((name) => {
    const at = row.keys.lastIndexOf(name);
    return at < 0 ? absent : row.cells[at];
  });
}

/**
 * Rows of one form, the cells of each in the same order: of the first one's keys, and of those that a later row has in
 * place of a default. @throws ArgumentError for mixed forms, and for any other key that the first row does not have
 */
export function givenRows(
  rows: readonly unknown[],
  table: FromNode,
  earlier: readonly string[] | null,
): { readonly names: readonly string[]; readonly rows: readonly (readonly unknown[])[] } {
  const form = Array.isArray(rows[0]) ? "list" : "object";
  let names = earlier ?? [];
  const otherRow = (row: unknown, index: number): readonly unknown[] => {
    const own = Array.isArray(row) ? "list" : "object";
    if (own !== form)
      throw new ArgumentError(
        `values(): row ${index} is ${own === "list" ? "a list" : described(row)}, while row 0 is ${form === "list" ? "a list" : "an object"}: give all rows in one form.`,
      );
    const { areNames, keys, cells } = givenRow(row, table);
    const written = areNames ? keys : keys.map(nameOfKey);
    const first = earlier === null && index === 0;
    if (!first && !isSame(written, names)) {
      const extra = written.find((key) => !names.includes(key) && (earlier !== null || !hasClientDefault(table, key)));
      if (extra !== undefined)
        throw new ArgumentError(
          `values(): row ${index} has '${extra}', which row 0 does not have; its value would be lost. Give it in every row, or execute with a list of parameters, where rows may differ.`,
        );
      names = [...names, ...written.filter((key) => !names.includes(key))];
    }
    if (first) names = written;
    return cellsIn(names, { keys: written, cells });
  };
  const given: (readonly unknown[])[] = new Array(rows.length);
  for (let index = 0; index < rows.length; index += 1) {
    const row = rows[index];
    given[index] = (index > 0 && form === "object" ? cellsLike(names, row) : null) ?? otherRow(row, index);
  }
  for (let index = 0; index < given.length; index += 1) given[index] = padded(given[index] ?? [], names.length);
  return { names, rows: given };
}

/** A row that came before others had more keys. */
function padded(cells: readonly unknown[], length: number): readonly unknown[] {
  return cells.length === length ? cells : [...cells, ...Array.from({ length: length - cells.length }, () => absent)];
}
