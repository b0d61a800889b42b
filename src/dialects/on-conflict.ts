import { givenRow } from "../dml/values.js";
import { ArgumentError } from "../errors/index.js";
import { criterionNode, described, nodeOf } from "../expression/coerce.js";
import type { AnyExpr, Criterion } from "../expression/index.js";
import { ColumnNode } from "../nodes/column.js";
import { Bind } from "../nodes/expressions.js";
import { AliasNode } from "../nodes/froms.js";
import { ExpressionNode, type FromNode } from "../nodes/node.js";
import { type OnConflictData, OnConflictNode } from "../nodes/on-conflict.js";
import { replaceNodes } from "../nodes/traverse.js";
import type { Columns, Defs, Settable, Written } from "../schema/index.js";
import { columnsOf } from "../selectable/column.js";
import { nullType } from "../sqltypes/index.js";

/** Which conflict: that with a unique index, by its columns or expressions. */
export interface ConflictTarget<D extends Defs> {
  readonly indexElements?: readonly (Written<D> | AnyExpr)[];
  /** The WHERE of a partial index. */
  readonly indexWhere?: Criterion;
}

/** What SET may be: an object by column key, or a Map by column. */
export type ConflictSet<D extends Defs> = Settable<D> | ReadonlyMap<AnyExpr, unknown>;

/** What to do with the row that is there: V is what is set, W which rows. */
export interface ConflictAction<D extends Defs, V, W> {
  /** May be a function of the row that was to be inserted. */
  readonly set: V | ((excluded: Columns<D, "excluded">) => V);
  readonly where?: W;
}

/** After which conflict to do what. */
export interface ConflictUpdate<D extends Defs, V, W> extends ConflictTarget<D>, ConflictAction<D, V, W> {}

const excludedRows = new WeakMap<FromNode, AliasNode>();

/** The row that was to be inserted, as a FROM element: the same for all INSERTs into one table. */
function excludedRow(table: FromNode): AliasNode {
  let row = excludedRows.get(table);
  if (!row) excludedRows.set(table, (row = new AliasNode(table, "excluded")));
  return row;
}

/** The columns of the row that was to be inserted. */
export function excludedColumns<D extends Defs>(table: FromNode): Columns<D, "excluded"> {
  // the marked place: that the table has the columns of D is what the Insert's type says
  return columnsOf(excludedRow(table)) as Columns<D, "excluded">;
}

function indexColumn(table: FromNode, key: string): ColumnNode {
  const column = table.columns.find((each) => each.key === key);
  if (column) return column;
  throw new ArgumentError(`indexElements: the table has no column '${key}'; it has ${table.columns.map((each) => each.key).join(", ")}.`);
}

function elementsOf(table: FromNode, elements: readonly unknown[] | undefined): readonly ExpressionNode[] {
  return (elements ?? []).map((element) => {
    if (typeof element === "string") return indexColumn(table, element);
    const node = nodeOf(element);
    if (node instanceof ExpressionNode) return node;
    throw new ArgumentError(`indexElements: column keys, columns or expressions expected, got ${described(element)}.`);
  });
}

/** What a database's clause is like. */
export interface ConflictRules {
  /** The name of its dialect. */
  readonly dialect: OnConflictData["dialect"];
  /** The clauses before this one, where several are tried in order. */
  readonly earlier: OnConflictNode | null;
  /** A partial index is found by the text of its WHERE, so that its values must be in there. */
  readonly literalIndexWhere: boolean;
}

/** A target as a dialect hands it on. */
interface GivenTarget {
  readonly indexElements?: readonly unknown[];
  readonly indexWhere?: unknown;
  readonly constraint?: string | null;
}

function withLiterals(criterion: ExpressionNode): ExpressionNode {
  return replaceNodes(criterion, (node) => (node instanceof Bind ? new Bind(node.form.with({ literalExecute: true }), node.value) : null));
}

function targetOf(
  table: FromNode,
  { indexElements, indexWhere, constraint }: GivenTarget,
  { dialect, earlier, literalIndexWhere }: ConflictRules,
) {
  const where = indexWhere === undefined ? [] : [criterionNode(indexWhere)];
  return {
    dialect,
    earlier,
    elements: elementsOf(table, indexElements),
    elementsWhere: literalIndexWhere ? where.map(withLiterals) : where,
    constraint: constraint ?? null,
  };
}

/** `ON CONFLICT (…) DO NOTHING`. @throws ArgumentError for an index element that is no column of the table, and no expression */
export function conflictNothing(table: FromNode, target: GivenTarget, rules: ConflictRules): OnConflictNode {
  return new OnConflictNode({ ...targetOf(table, target, rules), set: null, cells: null, where: [] });
}

/** The column of a key; one that the table here does not have may be in the database's, which knows. */
function setColumn(table: FromNode, key: string): ColumnNode {
  return table.columns.find((each) => each.key === key) ?? new ColumnNode(null, key, key, nullType);
}

/** Where in SET a column stands: in the table's order, and what the table does not have last. */
function placeOf({ columns }: FromNode, column: ColumnNode): number {
  return column.table === null ? columns.length : columns.indexOf(column);
}

/** `ON CONFLICT (…) DO UPDATE SET …`, in the order of the table's columns. @throws ArgumentError for a SET without columns, or with those of another table */
export function conflictUpdate<D extends Defs, V, W>(
  table: FromNode,
  update: ConflictAction<D, V, W> & GivenTarget,
  rules: ConflictRules,
): OnConflictNode {
  const given: unknown = update.set instanceof Function ? update.set(excludedColumns(table)) : update.set;
  if (typeof given !== "object" || given === null || Array.isArray(given))
    throw new ArgumentError("set parameter must be a non-empty object by column key, or a Map by column");
  const { keys, cells } = givenRow(given, table);
  const pairs = keys.map((key, index): readonly [ColumnNode, unknown] => {
    if (typeof key === "string") return [setColumn(table, key), cells[index]];
    if (key instanceof ColumnNode && table.columns.includes(key)) return [key, cells[index]];
    throw new ArgumentError("set: the columns to set must be those of the table itself.");
  });
  if (pairs.length === 0) throw new ArgumentError("set parameter object must not be empty");
  pairs.sort(([left], [right]) => placeOf(table, left) - placeOf(table, right));
  return new OnConflictNode({
    ...targetOf(table, update, rules),
    set: pairs.map(([column]) => column),
    cells: pairs.map(([, cell]) => cell),
    where: update.where === undefined ? [] : [criterionNode(update.where)],
  });
}
