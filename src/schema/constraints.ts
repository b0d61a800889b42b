import { ArgumentError } from "../errors/index.js";
import { described, nodeOf } from "../expression/coerce.js";
import type { AnyExpr, Criterion } from "../expression/index.js";
import { ColumnNode } from "../nodes/column.js";
import type { GivenName } from "../nodes/converted-name.js";
import type { ExpressionNode } from "../nodes/node.js";
import type { ReferenceOptions } from "./column-def.js";

/** A constraint or an index of a table. */
export type SchemaItem =
  | { readonly item: "unique"; readonly columns: readonly ColumnNode[]; readonly name: GivenName | null }
  | { readonly item: "primaryKey"; readonly columns: readonly ColumnNode[]; readonly name: GivenName | null }
  | { readonly item: "check"; readonly criterion: ExpressionNode | string; readonly name: GivenName | null }
  | {
      readonly item: "foreignKey";
      readonly columns: readonly ColumnNode[];
      readonly targets: readonly unknown[];
      readonly name: GivenName | null;
      readonly onDelete: string | null;
      readonly onUpdate: string | null;
    }
  | {
      readonly item: "index";
      readonly expressions: readonly ExpressionNode[];
      readonly name: GivenName | null;
      readonly unique: boolean;
      readonly where: ExpressionNode | null;
    };

function columnNodes(what: string, columns: readonly unknown[]): readonly ColumnNode[] {
  if (columns.length === 0) throw new ArgumentError(`${what} needs at least one column.`);
  return columns.map((column) => {
    const node = nodeOf(column);
    if (node instanceof ColumnNode) return node;
    throw new ArgumentError(`${what} takes columns of the table, got ${described(column)}.`);
  });
}

interface NameOption {
  readonly name?: GivenName;
}

function parted<T>(items: readonly (AnyExpr | T)[]): { readonly columns: readonly AnyExpr[]; readonly options: T | undefined } {
  const columns: AnyExpr[] = [];
  let options: T | undefined;
  for (const item of items) {
    if (isExpression(item)) columns.push(item);
    else options = item;
  }
  return { columns, options };
}

function isExpression<T>(item: AnyExpr | T): item is AnyExpr {
  return nodeOf(item) !== null;
}

/** `UNIQUE (a, b)`; options come last: `unique(c.a, c.b, { name: "uq" })`. @since 0.1.0 */
export function unique(...items: readonly (AnyExpr | NameOption)[]): SchemaItem {
  const { columns, options } = parted<NameOption>(items);
  return { item: "unique", columns: columnNodes("unique()", columns), name: options?.name ?? null };
}

/** `PRIMARY KEY (a, b)`, where the constraint needs a name or an order of its own. @since 0.1.0 */
export function primaryKey(...items: readonly (AnyExpr | NameOption)[]): SchemaItem {
  const { columns, options } = parted<NameOption>(items);
  return { item: "primaryKey", columns: columnNodes("primaryKey()", columns), name: options?.name ?? null };
}

/** `CHECK (criterion)`. @since 0.1.0 */
export function check(criterion: Criterion | string, options: NameOption = {}): SchemaItem {
  return { item: "check", criterion: typeof criterion === "string" ? criterion : criterion.node, name: options.name ?? null };
}

/** `FOREIGN KEY (a, b) REFERENCES t (a, b)`; targets are columns, functions that give one, or names. @throws ArgumentError for unequal numbers @since 0.1.0 */
export function foreignKey(
  columns: readonly AnyExpr[],
  targets: readonly (AnyExpr | string | (() => unknown))[],
  options: ReferenceOptions = {},
): SchemaItem {
  const nodes = columnNodes("foreignKey()", columns);
  if (nodes.length !== targets.length) throw new ArgumentError(`foreignKey() has ${nodes.length} columns but ${targets.length} targets.`);
  return {
    item: "foreignKey",
    columns: nodes,
    targets,
    name: options.name ?? null,
    onDelete: options.onDelete ?? null,
    onUpdate: options.onUpdate ?? null,
  };
}

function shownName(name: GivenName | null): string {
  if (name === null) return "null";
  return `'${typeof name === "string" ? name : name.text}'`;
}

interface IndexOptions {
  readonly unique?: boolean;
  /** A partial index, where there are such. */
  readonly where?: Criterion;
}

/** `CREATE INDEX name ON table (a, b)`; options come last. Without a name (`null`) the naming convention gives one. @since 0.1.0 */
export function index(name: GivenName | null, ...items: readonly (AnyExpr | IndexOptions)[]): SchemaItem {
  const { columns, options } = parted<IndexOptions>(items);
  if (columns.length === 0) throw new ArgumentError(`index(${shownName(name)}) needs at least one column or expression.`);
  return {
    item: "index",
    expressions: columns.map((each) => each.node),
    name,
    unique: options?.unique ?? false,
    where: options?.where?.node ?? null,
  };
}
