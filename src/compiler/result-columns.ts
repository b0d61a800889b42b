import { ColumnNode } from "../nodes/column.js";
import { Fragment, Label, LiteralColumn } from "../nodes/expressions.js";
import { rowKeys } from "../nodes/labels.js";
import type { ExpressionNode } from "../nodes/node.js";
import type { LabelStyle } from "../nodes/select.js";
import type { RowSource } from "../nodes/statement.js";
import type { ResultColumn, RowEntry, RowShape } from "./compiled.js";

function nameOf(node: ExpressionNode): string | null {
  if (node instanceof ColumnNode) return node.key;
  return node instanceof Label || node instanceof LiteralColumn ? node.name : null;
}

/** The names of expressions that stand in RETURNING, null where one has none; text is no column, and has no place there. */
export function returnedNames(columns: readonly ExpressionNode[]): readonly (string | null)[] {
  const names: (string | null)[] = [];
  for (const column of columns) if (!(column instanceof Fragment)) names.push(nameOf(column));
  return names;
}

function nestedEntry(key: string, start: number, columns: readonly ExpressionNode[]): RowEntry {
  const keys = columns.map((column) => (column instanceof ColumnNode ? column.key : "")),
    identifying: number[] = [];
  columns.forEach((column, index) => {
    if (column instanceof ColumnNode && column.facts.primaryKey) identifying.push(start + index);
  });
  return { key, start, nested: keys, identifying: identifying.length > 0 ? identifying : columns.map((_, index) => start + index) };
}

function shapeOf(columns: readonly ExpressionNode[], recordKeys: readonly string[]): RowShape {
  let start = 0;
  const entries = recordKeys.map((written): RowEntry => {
    const colon = written.indexOf(":");
    const count = Number(written.slice(0, colon));
    const key = written.slice(colon + 1);
    const entry =
      count === 0 ? { key, start, nested: null, identifying: [] } : nestedEntry(key, start, columns.slice(start, start + count));
    start += Math.max(count, 1);
    return entry;
  });
  return { entries };
}

const none: readonly never[] = [];
const unknownResult = { resultColumns: null, shape: null };

/** The columns of the result and the form of its rows; without columns, as in plain text, the driver's own names serve. */
export function resultOf(source: {
  readonly columns: readonly ExpressionNode[];
  readonly recordKeys?: RowSource["recordKeys"];
  readonly labelStyle?: LabelStyle;
}): {
  readonly resultColumns: readonly ResultColumn[] | null;
  readonly shape: RowShape | null;
} {
  const { columns } = source;
  if (columns.length === 0) return unknownResult;
  const keys = rowKeys(columns, source.labelStyle);
  const resultColumns: ResultColumn[] = [];
  const entries: RowEntry[] = [];
  for (const expression of columns) {
    if (expression instanceof LiteralColumn && expression.name === "*") return unknownResult;
    const start = resultColumns.length;
    const key = keys[start] ?? "";
    const column = expression instanceof ColumnNode && expression.fields === null ? expression : null;
    resultColumns.push({ key, name: nameOf(expression), type: expression.type, column });
    entries.push({ key, start, nested: null, identifying: none });
  }
  return { resultColumns, shape: source.recordKeys ? shapeOf(columns, source.recordKeys) : { entries } };
}
