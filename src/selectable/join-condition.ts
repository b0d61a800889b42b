import { AmbiguousForeignKeysError, ArgumentError } from "../errors/index.js";
import { booleanType } from "../expression/common-types.js";
import { joined } from "../expression/grouping.js";
import { baseColumn, type ColumnNode } from "../nodes/column.js";
import { Binary } from "../nodes/expressions.js";
import { type ReferencePairs, TableNode } from "../nodes/froms.js";
import type { ExpressionNode, FromNode } from "../nodes/node.js";
import { operators } from "../nodes/operator.js";

/** A column and the one that it refers to, as the two sides of a join show them. */
type Pair = readonly [referring: ColumnNode, target: ColumnNode];

function fullName(column: ColumnNode): string {
  const table = column.table;
  if (!(table instanceof TableNode)) return column.name;
  return `${table.schema === null ? "" : `${table.schema}.`}${table.name}.${column.name}`;
}

/** The columns of a FROM element by the tables' own columns that they show. */
function byBase(from: FromNode): ReadonlyMap<ColumnNode, ColumnNode> {
  return new Map(from.columns.toReversed().map((column) => [baseColumn(column), column]));
}

/** The keys of a table that belongs to no MetaData: their targets are names that only the other side can tell. */
function keysByName(table: TableNode, referred: ReadonlyMap<ColumnNode, ColumnNode>): readonly ReferencePairs[] {
  return table.columns.flatMap((column) =>
    column.facts.foreignKeys.flatMap(({ target }) => {
      const found = typeof target === "string" ? [...referred.keys()].find((base) => fullName(base) === target) : undefined;
      return found ? [{ columns: [column], targets: [found] }] : [];
    }),
  );
}

/** The foreign keys of one side that refer to the other, each as its pairs of columns. */
function references(referring: FromNode, referred: FromNode): readonly (readonly Pair[])[] {
  const [own, other] = [byBase(referring), byBase(referred)];
  const tables = new Set([...own.keys()].flatMap((column) => (column.table instanceof TableNode ? [column.table] : [])));
  const shown = ({ columns, targets }: ReferencePairs): readonly Pair[] =>
    columns.flatMap((column, index): readonly Pair[] => {
      const target = targets[index];
      const [left, right] = [own.get(column), target && other.get(target)];
      return left && right ? [[left, right]] : [];
    });
  return [...tables].flatMap((table) =>
    [...table.foreignKeys(), ...keysByName(table, other)]
      .map((key) => ({ key, pairs: shown(key) }))
      .flatMap(({ key, pairs }) => (pairs.length === key.columns.length ? [pairs] : [])),
  );
}

/** Keys that say the same, once: a column's own and the table's. */
function distinct(keys: readonly (readonly Pair[])[]): readonly (readonly Pair[])[] {
  const isSame = (a: readonly Pair[], b: readonly Pair[]): boolean =>
    a.length === b.length && a.every(([left, right]) => b.some((pair) => pair[0] === left && pair[1] === right));
  return keys.filter((key, index) => keys.findIndex((other) => isSame(key, other)) === index);
}

function named(from: FromNode): string {
  return "name" in from && from.name !== null ? String(from.name) : from.kind;
}

/**
 * The ON clause that the foreign key between the two says.
 * @throws ArgumentError where there is none
 * @throws AmbiguousForeignKeysError where there are several: all at once would be another join than any of them
 */
export function joinCondition(left: FromNode, right: FromNode): ExpressionNode {
  const found = distinct([...references(right, left), ...(left === right ? [] : references(left, right))]);
  const [key, second] = found;
  if (second)
    throw new AmbiguousForeignKeysError(
      `Can't determine join between '${named(left)}' and '${named(right)}'; tables have more than one foreign key constraint relationship between them. Give the ON clause as second argument.`,
    );
  const condition = joined(
    operators.and,
    (key ?? []).map(([referring, target]) => new Binary(target, operators.eq, referring, booleanType)),
  );
  if (condition === null)
    throw new ArgumentError(
      "Can't find any foreign key relationships between the two sides of the join: give the ON clause as second argument.",
    );
  return condition;
}
