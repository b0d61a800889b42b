import { CompileError, InvalidRequestError } from "../errors/index.js";
import { type ColumnDefault, ColumnNode } from "../nodes/column.js";
import type { UpdateNode } from "../nodes/dml.js";
import { Bind, FunctionCall } from "../nodes/expressions.js";
import { JoinNode, TableNode } from "../nodes/froms.js";
import { ExpressionNode, type FromNode } from "../nodes/node.js";
import { insideJoin } from "../nodes/traverse.js";
import { nullType } from "../sqltypes/index.js";
import { type Given, ValuesResolution } from "./values-resolution.js";

function nameOf(from: FromNode): string {
  return "name" in from ? String(from.name) : from.kind;
}

function areNames(keys: readonly unknown[]): keys is readonly string[] {
  for (const key of keys) if (typeof key !== "string") return false;
  return true;
}

/** The names of columns of the target that are set; nothing for what else is, which is seldom. */
function namesOf(keys: NonNullable<UpdateNode["keys"]>): readonly string[] {
  return areNames(keys) ? keys : keys.map((key) => (typeof key === "string" ? key : ""));
}

const known = new WeakMap<FromNode, boolean>();

/** Whether an UPDATE changes columns that it does not name: most tables have none of them, and need not be gone through. */
function changesByItself(table: FromNode): boolean {
  let changes = known.get(table);
  if (changes === undefined) {
    changes = table.columns.some(({ facts }) => facts.onUpdate !== null || facts.serverOnUpdate !== null || facts.computed !== null);
    known.set(table, changes);
  }
  return changes;
}

/** Values resolution of an UPDATE: given values in their order, expressions that are set, and what onUpdate adds. */
export class UpdateValues extends ValuesResolution<UpdateNode> {
  protected override hasOwnValues(): boolean {
    const { keys, multiple, table } = this.statement;
    return keys !== null || multiple || table instanceof JoinNode;
  }

  protected override clientDefault(column: ColumnNode): ColumnDefault | null {
    return column.facts.onUpdate;
  }

  /** Among several tables a column stands behind its table's name alone, unless another schema's table is called so too. */
  protected override columnText(column: ColumnNode): string {
    const { otherTargets } = this.place;
    const { table } = column;
    if (otherTargets.length === 0 || !(table instanceof TableNode) || table.schema === null) return super.columnText(column);
    const tables: readonly FromNode[] = [this.statement.table, ...otherTargets];
    const isAmbiguous = tables.some((other) => other !== table && "name" in other && other.name === table.name);
    return isAmbiguous ? super.columnText(column) : `${this.writer.quote(table.name, table.quote)}.${this.writer.columnName(column)}`;
  }

  protected override resolveColumns(): void {
    const { statement } = this;
    if (statement.multiple) throw new InvalidRequestError("UPDATE construct does not support multiple parameter sets.");
    if (statement.table instanceof JoinNode) {
      this.updateJoin(statement.table);
      return;
    }
    const names = namesOf(statement.keys ?? []);
    const given = this.given(names, statement.cells ?? [], "cells");
    this.updateExpressions();
    for (const target of this.place.otherTargets) this.updateOther(target);
    const mayChangeOthers = statement.returnDefaults || statement.supplementalColumns.length > 0 || changesByItself(statement.table);
    for (const column of this.updateOrder(names)) {
      if (given.isEmpty && !mayChangeOthers) break;
      const value = given.take(column.key);
      if (value === undefined) {
        this.updateDefault(column, column.key);
      } else {
        this.assignGiven(column, value, column.key);
      }
      this.addSupplemental(column);
    }
    this.addRemainingSupplemental();
    given.refuseOthers(statement.table.columns);
    if (this.assignments.length === 0) {
      if (this.place.merging) throw new CompileError("thenUpdate() sets nothing: name at least one column.");
      const given = this.columnKeys ?? [];
      const none = given.length === 0 ? "" : `; ${given.map((key) => `'${key}'`).join(", ")} is none`;
      throw new CompileError(`An UPDATE without anything to SET: give values(), or parameters whose names are columns${none}.`);
    }
  }

  private updateOrder(names: readonly string[]): readonly ColumnNode[] {
    const { columns } = this.statement.table;
    if (!this.statement.ordered) return columns;
    const first = names.flatMap((name) => columns.filter((column) => column.key === name));
    return [...first, ...columns.filter((column) => !first.includes(column))];
  }

  /** Keys that are no columns of the target: other tables' columns, which few databases can set, and expressions. */
  private updateExpressions(): void {
    const { keys, cells } = this.statement;
    let foreign: Set<string> | null = null;
    if (keys === null) return;
    for (let index = 0; index < keys.length; index += 1) {
      const key = keys[index];
      if (key === undefined || typeof key === "string") continue;
      if (!(key instanceof ColumnNode)) this.updateExpression(key, cells?.[index], index);
      else if (key.table && !this.place.otherTargets.includes(key.table)) (foreign ??= new Set()).add(nameOf(key.table));
    }
    if (foreign !== null) this.refuseForeign(foreign);
  }

  private updateExpression(key: ExpressionNode, cell: unknown, index: number): void {
    const target = this.writer.assignedText(key);
    // what a function gives is no place whose type would be known
    const type = key instanceof FunctionCall ? nullType : key.type;
    const value =
      cell instanceof ExpressionNode
        ? this.expressionText(cell)
        : this.valueSlot(this.writer.numbered("param"), type, { value: cell, ordinal: this.ordinal("cells", index) }, true);
    this.assignments.push({ target, value, column: null, slot: null });
  }

  private refuseForeign(foreign: ReadonlySet<string>): never {
    const reason = this.capabilities.multiTableUpdate
      ? "Statement is not a multi-table UPDATE statement"
      : "Backend does not support additional tables in the SET clause";
    const tables = [...foreign].map((name) => `'${name}'`).join(", ");
    throw new CompileError(`${reason}; cannot include columns from table(s) ${tables} in SET clause`);
  }

  /** The columns of one of the joined tables: SQLAlchemy takes no others either. */
  private updateJoin(join: JoinNode): void {
    const keys = this.statement.keys ?? [];
    const [target] = insideJoin(join).filter((from) => keys.some((key) => key instanceof ColumnNode && key.table === from));
    if (target === undefined || !keys.every((key) => key instanceof ColumnNode && key.table === target))
      throw new CompileError(
        "Encountered unsupported case when compiling an INSERT or UPDATE statement.  If this is a multi-table UPDATE statement, please provide string-named arguments to the values() method with distinct names; support for multi-table UPDATE statements that target multiple tables for UPDATE is very limited",
      );
    this.updateColumns(target, (column) => column.key);
  }

  /** The columns of another table that are given values; then what onUpdate adds there. */
  private updateOther(target: FromNode): void {
    this.updateColumns(target, (column) => `${nameOf(target)}_${column.key}`);
  }

  private updateColumns(target: FromNode, parameterName: (column: ColumnNode) => string): void {
    const { keys, cells } = this.statement;
    const given = new Map(
      (keys ?? []).flatMap((key, index) =>
        key instanceof ColumnNode && key.table === target
          ? [[key, { value: cells?.[index], ordinal: this.ordinal("cells", index) }] as const]
          : [],
      ),
    );
    for (const [column, value] of given) this.assignGiven(column, value, parameterName(column));
    if (given.size === 0) return;
    for (const column of target.columns) if (!given.has(column)) this.updateDefault(column, parameterName(column));
  }

  private updateDefault(column: ColumnNode, name: string): void {
    const { facts } = column;
    const onUpdate = facts.onUpdate;
    if (onUpdate !== null && onUpdate.kind !== "sequence") {
      if (onUpdate.kind !== "sql") {
        this.assignPrefetch(column, name, 0);
        return;
      }
      this.assignExpression(column, onUpdate.expression);
      this.fetchUpdated(column);
    } else if (facts.serverOnUpdate !== null || facts.computed !== null) {
      this.fetchUpdated(column);
    } else if (this.plan.namesDefault(column)) {
      this.returnImplicitly(column);
    }
  }

  private fetchUpdated(column: ColumnNode): void {
    if (this.plan.returnsDefault(column)) this.returnImplicitly(column);
    else this.fetchAfterwards(column);
  }

  private assignGiven(column: ColumnNode, given: Given, name: string): void {
    this.assign(column, this.cellText(column, given, name));
    if (given.value instanceof ExpressionNode && !(given.value instanceof Bind)) this.fetchUpdated(column);
  }
}
