import { ColumnElement } from "../expression/index.js";
import type { ColumnNode } from "../nodes/column.js";
import type { FromNode } from "../nodes/node.js";

/** A column of a table, an alias, a subquery or a CTE: T its value, K its key, Tb the name of whose it is. */
export class Column<out T, out K extends string, out Tb extends string, out B = never> extends ColumnElement<T, B, Tb> {
  declare readonly $key: K;
  declare readonly node: ColumnNode;

  constructor(node: ColumnNode) {
    super(node);
  }

  /** The name in SQL; the key in TypeScript is `key`. */
  get name(): string {
    return this.node.name;
  }

  get key(): string {
    return this.node.key;
  }
}

/** The columns of a FROM element by key, in order. */
export function columnsOf(node: FromNode): Readonly<Record<string, Column<unknown, string, string>>> {
  const columns: Record<string, Column<unknown, string, string>> = Object.create(null);
  for (const column of node.columns) if (!(column.key in columns)) columns[column.key] = new Column(column);
  return columns;
}
