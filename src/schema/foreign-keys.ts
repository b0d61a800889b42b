import { InvalidRequestError, NoReferenceError } from "../errors/index.js";
import { described, nodeOf } from "../expression/coerce.js";
import { ColumnNode } from "../nodes/column.js";
import type { GivenName } from "../nodes/converted-name.js";
import type { ForeignKeyConstraintFacts } from "../nodes/ddl.js";
import { TableNode } from "../nodes/froms.js";
import { type NamingConvention, namedBy, standardNaming } from "./naming.js";

/** Where the tables are that a foreign key may name: a MetaData. */
export interface TableCatalog {
  /** The schema of names that say none. */
  readonly schema: string | null;
  readonly namingConvention: NamingConvention;
  readonly tables: ReadonlyMap<string, { readonly node: TableNode }>;
}

/** A foreign key as it was declared, by a column or by `foreignKey()`. */
export interface DeclaredForeignKey {
  readonly columns: readonly ColumnNode[];
  /** Columns, functions that give one, or names. */
  readonly targets: readonly unknown[];
  readonly name: GivenName | null;
  readonly onDelete: string | null;
  readonly onUpdate: string | null;
}

const LONGEST_LIST = 12;

function listed(names: Iterable<string>): string {
  const all = [...names];
  if (all.length === 0) return "none";
  return all.length <= LONGEST_LIST ? all.join(", ") : `${all.slice(0, LONGEST_LIST).join(", ")}, … (${all.length})`;
}

function fullName(table: TableNode): string {
  return table.schema === null ? table.name : `${table.schema}.${table.name}`;
}

function pathOf(column: ColumnNode): string {
  return column.table instanceof TableNode ? `${fullName(column.table)}.${column.name}` : column.name;
}

/** Every way to read `a.b.c` as a table and a column: names may have dots in them. */
function readings(name: string): readonly (readonly [table: string, column: string])[] {
  const found: [string, string][] = [];
  for (let dot = name.indexOf("."); dot >= 0; dot = name.indexOf(".", dot + 1)) found.push([name.slice(0, dot), name.slice(dot + 1)]);
  return found;
}

function unknownName(name: string, from: ColumnNode, catalog: TableCatalog): NoReferenceError {
  const ways = readings(name);
  const [table, column] = ways.at(-1) ?? ["", ""];
  if (ways.length === 0) {
    return new NoReferenceError(
      `Foreign key associated with column '${pathOf(from)}' names '${name}', which is no column: write 'table.column' or 'schema.table.column'.`,
    );
  }
  return new NoReferenceError(
    `Foreign key associated with column '${pathOf(from)}' could not find table '${table}' with which to generate a foreign key to target column '${column}'. Tables of this MetaData: ${listed(catalog.tables.keys())}.`,
  );
}

function unknownColumn(table: TableNode, column: string, name: string, from: ColumnNode): NoReferenceError {
  const byKey = table.byKey.get(column);
  const advice = byKey
    ? `'${column}' is the key of its column '${byKey.name}': write '${pathOf(byKey)}'`
    : `its columns are: ${listed(table.columns.map((each) => each.name))}`;
  const holder = from.table instanceof TableNode ? fullName(from.table) : "none";
  return new NoReferenceError(
    `Could not initialize target column for ForeignKey '${name}' of column '${from.name}' on table '${holder}': table '${fullName(table)}' has no column named '${column}'; ${advice}.`,
  );
}

function namedColumn(name: string, from: ColumnNode, catalog: TableCatalog | null): ColumnNode {
  if (catalog === null) {
    throw new NoReferenceError(
      `Foreign key associated with column '${pathOf(from)}' names '${name}', but its table belongs to no MetaData in which that could be looked up: declare it by metadata.table(), or give a function such as () => other.c.id.`,
    );
  }
  let missed: NoReferenceError | null = null;
  for (const [tableName, columnName] of readings(name)) {
    const inSchema = catalog.schema === null ? undefined : catalog.tables.get(`${catalog.schema}.${tableName}`);
    const table = (inSchema ?? catalog.tables.get(tableName))?.node;
    if (!table) continue;
    const column = table.columns.find((each) => each.name === columnName);
    if (column) return column;
    missed = unknownColumn(table, columnName, name, from);
  }
  throw missed ?? unknownName(name, from, catalog);
}

function called(target: () => unknown, from: ColumnNode): unknown {
  try {
    return target();
  } catch (cause) {
    const why = cause instanceof Error ? `${cause.name}: ${cause.message}` : String(cause);
    throw new NoReferenceError(
      `Foreign key associated with column '${pathOf(from)}': its function, which gives the column referred to, has thrown ${why}. If the other table is in a module that imports this one, it was asked for too early.`,
      { cause },
    );
  }
}

function targetColumn(target: unknown, from: ColumnNode, catalog: TableCatalog | null): ColumnNode {
  if (typeof target === "string") return namedColumn(target, from, catalog);
  const given: unknown = typeof target === "function" ? called(() => Reflect.apply(target, undefined, []), from) : target;
  const node = nodeOf(given);
  if (node instanceof ColumnNode && node.table instanceof TableNode) return node;
  const advice = node instanceof TableNode ? ` Name the column: () => ${node.name}.c.${node.primaryKey[0]?.key ?? "id"}.` : "";
  throw new NoReferenceError(
    `Foreign key associated with column '${pathOf(from)}' must refer to a column of a table, got ${described(given)}.${advice}`,
  );
}

/**
 * The foreign key with its target columns found: names looked up in the catalog, functions called.
 * @throws NoReferenceError where a target does not exist, naming both ends
 * @throws InvalidRequestError where the targets are of more than one table
 */
export function resolvedForeignKey(declared: DeclaredForeignKey, catalog: TableCatalog | null): ForeignKeyConstraintFacts {
  const { columns, name, onDelete, onUpdate } = declared;
  const targets = columns.map((column, index) => targetColumn(declared.targets[index], column, catalog));
  const tables = new Set(targets.map((column) => column.table));
  const [target] = tables;
  if (tables.size > 1 || !(target instanceof TableNode)) {
    throw new InvalidRequestError(
      `Foreign key of ${columns.map(pathOf).join(", ")} refers to more than one table: ${targets.map(pathOf).join(", ")}. Declare one for each.`,
    );
  }
  const [from] = columns;
  const named =
    from?.table instanceof TableNode
      ? namedBy(catalog?.namingConvention ?? standardNaming, "fk", { table: from.table, columns, target, targets }, name)
      : { name: null, automatic: false };
  return { constraint: "foreignKey", ...named, columns, targets, target, onDelete, onUpdate };
}
