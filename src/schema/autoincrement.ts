import { ArgumentError } from "../errors/index.js";
import type { ColumnNode } from "../nodes/column.js";
import { type SqlType, VariantType } from "../sqltypes/index.js";

const COUNTING_TYPES = new Set(["integer", "smallInteger", "bigInteger", "numeric"]);

function countsUp(type: SqlType<unknown>): boolean {
  return COUNTING_TYPES.has(type instanceof VariantType ? type.base.kind : type.kind);
}

function mayCount(column: ColumnNode): boolean {
  const { facts } = column;
  if (!countsUp(column.type)) return false;
  if (facts.default !== null && facts.default.kind !== "sequence") return false;
  return facts.serverDefault === null && facts.foreignKeys.length === 0;
}

/** The column of the primary key that the database counts up: the only one, if it is an integer without default and foreign key, or the one marked so. */
export function autoincrementColumn(columns: readonly ColumnNode[]): ColumnNode | null {
  const keys = columns.filter((column) => column.facts.primaryKey);
  const marked = keys.filter((column) => column.facts.autoincrement === true);
  if (marked.length > 1)
    throw new ArgumentError(`Only one column may be marked autoincrement, found both '${marked[0]?.key}' and '${marked[1]?.key}'.`);
  const chosen = marked[0];
  if (chosen) {
    if (!countsUp(chosen.type))
      throw new ArgumentError(`Column '${chosen.key}' is marked autoincrement, but its type ${chosen.type.kind} can't count up.`);
    return chosen;
  }
  const only = keys.length === 1 ? keys[0] : undefined;
  return only !== undefined && only.facts.autoincrement === "auto" && mayCount(only) ? only : null;
}
