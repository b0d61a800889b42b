import { ArgumentError } from "../errors/index.js";
import { described, held, nodeOf, selectedNode } from "../expression/coerce.js";
import { Label } from "../nodes/expressions.js";
import { AliasNode, TableNode } from "../nodes/froms.js";
import { ExpressionNode, FromNode } from "../nodes/node.js";
import type { RowSource } from "../nodes/statement.js";

function isShape(item: unknown): item is Readonly<Record<string, unknown>> {
  return typeof item === "object" && item !== null && Object.getPrototypeOf(item) === Object.prototype && nodeOf(item) === null;
}

function labelled(name: string, node: ExpressionNode): ExpressionNode {
  return node instanceof Label && node.name === name ? node : new Label(name, node instanceof Label ? node.element : node, node.type);
}

/** The columns that `select(…)` or `returning(…)` was given: tables are spread, and a record gives its keys as labels. */
export function selectionOf(items: readonly unknown[]): RowSource {
  const expressions = expressionsIn(items);
  if (expressions !== null) return { columns: expressions, recordKeys: null };
  const first = items[0];
  if (items.length === 1 && isShape(first)) return recordOf(first);
  const columns: ExpressionNode[] = [];
  for (const item of items) addSelected(item, columns);
  return { columns, recordKeys: null };
}

/** Expressions, as most selections hold nothing else; null for any other. */
function expressionsIn(items: readonly unknown[]): readonly ExpressionNode[] | null {
  const expressions: ExpressionNode[] = new Array(items.length);
  for (let at = 0; at < items.length; at += 1) {
    const node = held(items[at]);
    if (!(node instanceof ExpressionNode)) return null;
    expressions[at] = node;
  }
  return expressions;
}

function addSelected(item: unknown, columns: ExpressionNode[]): void {
  if (isShape(item))
    throw new ArgumentError("An object of columns must be the only argument: select({ uid: users.c.id, mail: addresses.c.email }).");
  if (item === undefined || item === null) throw new ArgumentError(`Column expression or FROM clause expected, got ${described(item)}.`);
  const node = nodeOf(item);
  if (node instanceof FromNode) columns.push(...spread(node));
  else columns.push(selectedNode(item));
}

function spread(from: FromNode): readonly ExpressionNode[] {
  if (from.columns.length === 0)
    throw new ArgumentError(`${described({ node: from })} has no columns to select: a statement in a CTE needs returning().`);
  return isTable(from) && from.columns.some(({ facts }) => facts.hidden) ? from.columns.filter(({ facts }) => !facts.hidden) : from.columns;
}

/** A query that selects a hidden column by name shows it. */
function isTable(from: FromNode): boolean {
  return from instanceof TableNode || (from instanceof AliasNode && isTable(from.element));
}

/** A record's key with the number of columns that make its value: 0 for a plain expression. */
function recordOf(shape: Readonly<Record<string, unknown>>): RowSource {
  const columns: ExpressionNode[] = [];
  const recordKeys: string[] = [];
  for (const [key, value] of Object.entries(shape)) {
    if (value === undefined || value === null)
      throw new ArgumentError(`Column expression or FROM clause expected for key '${key}', got ${described(value)}.`);
    const node = nodeOf(value);
    if (node instanceof FromNode) {
      const spreadColumns = spread(node);
      recordKeys.push(`${spreadColumns.length}:${key}`);
      columns.push(...spreadColumns);
    } else {
      recordKeys.push(`0:${key}`);
      columns.push(labelled(key, selectedNode(value)));
    }
  }
  if (columns.length === 0) throw new ArgumentError("An empty object selects nothing.");
  return { columns, recordKeys };
}
