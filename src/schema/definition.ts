import { ArgumentError, NoReferenceError } from "../errors/index.js";
import { ColumnNode } from "../nodes/column.js";
import type { GivenName } from "../nodes/converted-name.js";
import type { ConstraintFacts, IndexFacts, TableDefinition } from "../nodes/ddl.js";
import type { ReferencePairs, TableNode, UniqueColumns } from "../nodes/froms.js";
import type { SchemaItem } from "./constraints.js";
import { type DeclaredForeignKey, resolvedForeignKey, type TableCatalog } from "./foreign-keys.js";
import { columnsIn, type NamingConvention, namedBy, standardNaming } from "./naming.js";

/** What a definition is made of. */
export interface DefinitionParts {
  readonly table: TableNode;
  readonly comment: string | null;
  readonly items: readonly SchemaItem[];
  readonly catalog: TableCatalog | null;
}

function rulesOf(catalog: TableCatalog | null): NamingConvention {
  return catalog?.namingConvention ?? standardNaming;
}

function ownColumns(what: string, table: TableNode, columns: readonly ColumnNode[]): readonly ColumnNode[] {
  const stranger = columns.find((column) => column.table !== table);
  if (stranger) throw new ArgumentError(`${what} of table '${table.name}' has '${stranger.key}', which is a column of another table.`);
  return columns;
}

/** The key that `primaryKey()` says: of the marked columns, in an order and under a name of its own. */
function primaryKeyOf({ table, items, catalog }: DefinitionParts): readonly ConstraintFacts[] {
  const [given, second] = items.filter((item) => item.item === "primaryKey");
  if (second) throw new ArgumentError(`Table '${table.name}' has primaryKey() twice.`);
  const columns = given?.columns ?? table.primaryKey;
  const marked = new Set(table.primaryKey);
  if (new Set(columns).size !== marked.size || columns.some((column) => !marked.has(column))) {
    const names = (all: readonly ColumnNode[]) => all.map((column) => column.key).join(", ") || "none";
    throw new ArgumentError(
      `primaryKey() of table '${table.name}' has the columns ${names(columns)}, but marked by .primaryKey() are: ${names(table.primaryKey)}. Both must say the same.`,
    );
  }
  return columns.length === 0
    ? []
    : [{ constraint: "primaryKey", ...namedBy(rulesOf(catalog), "pk", { table, columns }, given?.name ?? null), columns }];
}

function uniqueOf(
  table: TableNode,
  columns: readonly ColumnNode[],
  given: GivenName | null,
  catalog: TableCatalog | null,
): ConstraintFacts {
  return { constraint: "unique", ...namedBy(rulesOf(catalog), "uq", { table, columns }, given), columns };
}

function givenConstraint(item: SchemaItem, { table, catalog }: DefinitionParts): readonly ConstraintFacts[] {
  switch (item.item) {
    case "unique":
      return [uniqueOf(table, ownColumns("unique()", table, item.columns), item.name, catalog)];
    case "check": {
      const columns = typeof item.criterion === "string" ? [] : columnsIn(item.criterion);
      return [{ constraint: "check", ...namedBy(rulesOf(catalog), "ck", { table, columns }, item.name), criterion: item.criterion }];
    }
    case "foreignKey":
      ownColumns("foreignKey()", table, item.columns);
      return [resolvedForeignKey(item, catalog)];
    default:
      return [];
  }
}

/** What the columns themselves say. `unique().index()` is one unique index, no constraint. */
function columnConstraints(column: ColumnNode, { table, catalog }: DefinitionParts): readonly ConstraintFacts[] {
  const { facts } = column;
  const unique = facts.unique && !facts.index ? [uniqueOf(table, [column], null, catalog)] : [];
  return [...unique, ...facts.foreignKeys.map((key) => resolvedForeignKey({ ...key, columns: [column], targets: [key.target] }, catalog))];
}

/** The foreign keys whose targets are found; the others are DDL's to complain of. */
export function knownForeignKeys(table: TableNode, items: readonly SchemaItem[], catalog: TableCatalog | null): readonly ReferencePairs[] {
  const declared: readonly DeclaredForeignKey[] = [
    ...items.filter((item) => item.item === "foreignKey"),
    ...table.columns.flatMap((column) => column.facts.foreignKeys.map((key) => ({ ...key, columns: [column], targets: [key.target] }))),
  ];
  return declared.flatMap((key) => {
    try {
      return [resolvedForeignKey(key, catalog)];
    } catch (error) {
      if (error instanceof NoReferenceError) return [];
      throw error;
    }
  });
}

/** What is unique besides the primary key: by the columns, by constraints, and by indexes. */
export function knownUniques(table: TableNode, items: readonly SchemaItem[]): readonly UniqueColumns[] {
  const ofColumns = table.columns.filter(({ facts }) => facts.unique).map((column) => ({ columns: [column], identifies: true }));
  const given = items.flatMap((item): UniqueColumns[] => {
    if (item.item === "unique") return [{ columns: item.columns, identifies: true }];
    if (item.item !== "index" || !item.unique) return [];
    const identifies = item.where === null && item.expressions.every((expression) => expression instanceof ColumnNode);
    return [{ columns: columnsIn(...item.expressions), identifies }];
  });
  return [...ofColumns, ...given];
}

function indexesOf({ table, items, catalog }: DefinitionParts): readonly IndexFacts[] {
  const ofColumns = table.columns
    .filter((column) => column.facts.index)
    .map((column) => ({ name: null, expressions: [column], unique: column.facts.unique, where: null }));
  const given = items.filter((item) => item.item === "index");
  return [...ofColumns, ...given].map(({ name: wished, expressions, unique, where }) => {
    const { name, automatic } = namedBy(rulesOf(catalog), "ix", { table, columns: columnsIn(...expressions) }, wished);
    if (name === null)
      throw new ArgumentError(`Table '${table.name}': index() without a name needs a naming convention that has a rule for it, as 'ix'.`);
    return { name, automatic, table, expressions, unique, where };
  });
}

/**
 * All that DDL says of a table. Constraints stand in SQLAlchemy's order: the primary key, those given for the table, those of its columns.
 * @throws NoReferenceError where a foreign key's target does not exist
 * @throws ArgumentError for columns of another table, and for a primaryKey() that differs from the columns marked so
 */
export function definitionOf(parts: DefinitionParts): TableDefinition {
  const { table, comment, items } = parts;
  const constraints = [
    ...primaryKeyOf(parts),
    ...items.flatMap((item) => givenConstraint(item, parts)),
    ...table.columns.flatMap((column) => columnConstraints(column, parts)),
  ];
  return { table, comment, constraints, indexes: indexesOf(parts) };
}
