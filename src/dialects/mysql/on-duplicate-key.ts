import { givenRow } from "../../dml/values.js";
import { ArgumentError } from "../../errors/index.js";
import { described } from "../../expression/coerce.js";
import { ColumnNode } from "../../nodes/column.js";
import { declareFields, type Fields, FromNode, Node } from "../../nodes/node.js";

const insertedFields = declareFields<InsertedRow>({ table: "node", columns: "aside" });
/** The row that was to be inserted, whose columns are written `VALUES(name)` or `new.name`. */
export class InsertedRow extends FromNode {
  readonly kind = "insertedRow";
  readonly columns: readonly ColumnNode[];
  readonly fields: Fields = insertedFields;

  constructor(readonly table: FromNode) {
    super();
    this.columns = table.columns.map((column) => new ColumnNode(this, column.name, column.key, column.type, column.facts, column));
  }
}

const onDuplicateKeyFields = declareFields<OnDuplicateKeyNode>({ inserted: "node", set: "nodes", cells: "cells" });
/** `ON DUPLICATE KEY UPDATE column = value, …`. */
export class OnDuplicateKeyNode extends Node {
  readonly kind = "onDuplicateKey";
  readonly fields: Fields = onDuplicateKeyFields;
  override get ownDialect(): string {
    return "mysql";
  }

  constructor(
    readonly inserted: InsertedRow,
    /** The columns to set, in this order. */
    readonly set: readonly ColumnNode[],
    /** Their values. */
    readonly cells: readonly unknown[],
  ) {
    super();
  }
}

const insertedRows = new WeakMap<FromNode, InsertedRow>();

/** The row that was to be inserted: the same for all INSERTs into one table. */
export function insertedRow(table: FromNode): InsertedRow {
  let row = insertedRows.get(table);
  if (!row) insertedRows.set(table, (row = new InsertedRow(table)));
  return row;
}

/** Pairs of a column and a value, in their order. @throws ArgumentError for what are no pairs */
export function mapOfPairs(pairs: readonly unknown[], method: string): ReadonlyMap<unknown, unknown> {
  return new Map(
    pairs.map((pair, index): readonly [unknown, unknown] => {
      if (Array.isArray(pair) && pair.length === 2) return [pair[0], pair[1]];
      throw new ArgumentError(`${method}() takes pairs of a column and a value; argument ${index} is ${described(pair)}.`);
    }),
  );
}

function columnOf(table: FromNode, key: unknown): ColumnNode {
  const column = table.columns.find((each) => each === key || each.key === key);
  if (column) return column;
  const what = typeof key === "string" ? `the table has no column '${key}'` : `a column of another table, or none, was given`;
  throw new ArgumentError(`onDuplicateKeyUpdate(): ${what}; it has ${table.columns.map((each) => each.key).join(", ")}.`);
}

/**
 * The clause, in the order of the table's columns unless another one is to be kept.
 * @throws ArgumentError for what is no object and no Map, for nothing, and for a column that the table does not have
 */
export function onDuplicateKey(table: FromNode, given: unknown, ordered: boolean): OnDuplicateKeyNode {
  if (typeof given !== "object" || given === null || Array.isArray(given))
    throw new ArgumentError("update parameter must be a non-empty object by column key, or a Map by column");
  const { keys, cells } = givenRow(given, table);
  if (keys.length === 0) throw new ArgumentError("update parameter object must not be empty");
  const pairs = keys.map((key, index) => ({ column: columnOf(table, key), cell: cells[index] }));
  if (!ordered) pairs.sort((left, right) => table.columns.indexOf(left.column) - table.columns.indexOf(right.column));
  return new OnDuplicateKeyNode(
    insertedRow(table),
    pairs.map(({ column }) => column),
    pairs.map(({ cell }) => cell),
  );
}
