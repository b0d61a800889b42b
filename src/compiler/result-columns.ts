import { ColumnNode } from "../nodes/column.js";
import { Fragment, Label, LiteralColumn } from "../nodes/expressions.js";
import { rowKeys } from "../nodes/labels.js";
import type { ExpressionNode } from "../nodes/node.js";
import type { LabelStyle } from "../nodes/select.js";
import type { RowSource } from "../nodes/statement.js";
import type { ResultColumn, RowEntry, RowShape } from "./compiled.js";

const none: readonly never[] = [];

function nameOf(node: ExpressionNode): string | null {
  if (node instanceof ColumnNode) return node.key;
  return node instanceof Label || node instanceof LiteralColumn ? node.name : null;
}

/** The names of expressions that stand in RETURNING, null where one has none; text is no column, and has no place there. */
export function returnedNames(columns: readonly ExpressionNode[]): readonly (string | null)[] {
  if (columns.length === 0) return none;
  const [only] = columns;
  if (columns.length === 1 && only instanceof ColumnNode) return [only.key];
  return columns.filter((column) => !(column instanceof Fragment)).map(nameOf);
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
  // as long as they have to be: a list that grows takes room for seventeen at once
  const resultColumns: ResultColumn[] = new Array(columns.length);
  const entries: RowEntry[] = new Array(columns.length);
  for (let start = 0; start < columns.length; start += 1) {
    const expression = columns[start];
    if (expression === undefined || (expression instanceof LiteralColumn && expression.name === "*")) return unknownResult;
    const key = keys[start] ?? "";
    const column = expression instanceof ColumnNode && expression.fields === null ? expression : null;
    resultColumns[start] = { key, name: nameOf(expression), type: expression.type, column };
    entries[start] = { key, start, nested: null, identifying: none };
  }
  return { resultColumns, shape: source.recordKeys ? shapeOf(columns, source.recordKeys) : { entries } };
}
