import { CompileError, UnsupportedError } from "../errors/index.js";
import type { ColumnNode } from "../nodes/column.js";
import { AliasNode, CteNode, SubqueryNode, TableNode, ValuesNode } from "../nodes/froms.js";
import type { FromNode } from "../nodes/node.js";
import { ReturnedRow } from "../nodes/returned-row.js";
import { TableSampleNode, TableValuedNode } from "../nodes/table-functions.js";
import type { Place } from "./base.js";
import { firstForm } from "./ctes.js";
import { SlotCompiler } from "./slots.js";
import { translatedSchema } from "./translated-schema.js";

/** Whether the columns of a FROM element are those of a table, and not what the statement itself calls so. */
function isStored(from: ColumnNode["table"]): boolean {
  if (from instanceof TableNode) return true;
  if (from instanceof AliasNode || from instanceof TableSampleNode) return isStored(from.element);
  return !(from instanceof SubqueryNode || from instanceof CteNode || from instanceof ValuesNode || from instanceof TableValuedNode);
}

/** Writes the names of FROM elements and of columns. */
export abstract class NameCompiler extends SlotCompiler {
  /** The name by which the statement refers to a FROM element. */
  fromName(from: FromNode): string {
    if (from instanceof TableNode) return this.tableName(from);
    if (from instanceof CteNode) return this.quoteGiven(this.cteName(from), "from");
    if (from instanceof SubqueryNode || from instanceof ValuesNode) return this.givenName(from, "anon");
    if (from instanceof AliasNode) return this.givenName(from, this.aliasBase(from));
    throw new CompileError(`A ${from.kind} has no name that a column could be written with.`);
  }

  /** The alias of an element of FROM, or the numbered name of one that has none. */
  protected givenName(from: FromNode & { readonly name: string | null }, base: string): string {
    return this.quoteGiven(from.name ?? this.anonymousName(from, base, "from"), "from");
  }

  /** An element of FROM with its alias. */
  protected underAlias(element: string, alias: string): string {
    return `${element} AS ${alias}`;
  }

  protected cteName(cte: CteNode): string {
    return cte.name ?? this.anonymousName(firstForm(cte), "anon", "from");
  }

  protected aliasBase(alias: { readonly element: FromNode }): string {
    const { element } = alias;
    return element instanceof TableNode || element instanceof CteNode ? (element.name ?? "anon") : "anon";
  }

  /** A table with its schema; a schema translate map may change that. */
  tableName(table: TableNode): string {
    const schema = this.translatedSchema(table.schema);
    const name = this.quote(table.name, table.quote);
    return schema === null ? name : `${this.quoteSchema(schema)}.${name}`;
  }

  protected translatedSchema(schema: string | null): string | null {
    return translatedSchema(schema, this.options.schemaTranslateMap, this.dialect.capabilities.defaultSchema);
  }

  columnName(column: ColumnNode): string {
    if (column.anonymous && column.source) return this.quoteGiven(this.anonymousName(column.source, column.name, "column"), "column");
    return isStored(column.table)
      ? this.quote(column.name, column.facts.quote)
      : this.quoteGiven(column.name, "column", column.facts.quote);
  }

  visitColumn(column: ColumnNode, place: Place): string {
    if (column.table instanceof TableNode && !place.bareColumns && this.options.schemaTranslateMap === undefined)
      return this.#tableColumn(column, column.table);
    const name = this.columnName(column);
    if (column.table instanceof ReturnedRow) return `${this.returnedRow(column.table)}.${name}`;
    if (column.table === null || place.bareColumns || this.isUnnamed(column.table)) return name;
    return `${this.fromName(column.table)}.${this.#behindDot(column)}`;
  }

  /** A column's name behind its table's, where a reserved word may need no quotes. */
  #behindDot(column: ColumnNode): string {
    const isFree = column.facts.quote === null && this.dialect.identifiers.freeBehindDot?.has(column.name);
    return isFree ? column.name : this.columnName(column);
  }

  #tableColumn(column: ColumnNode, table: TableNode): string {
    const { columns } = this.known;
    let text = columns.get(column);
    if (text === undefined) columns.set(column, (text = `${this.tableName(table)}.${this.#behindDot(column)}`));
    return text;
  }

  /** By which name RETURNING has the row before or after the change. @throws UnsupportedError where the database has none; CompileError elsewhere */
  protected returnedRow({ version }: ReturnedRow): string {
    const { name, capabilities } = this.dialect;
    if (capabilities.returnedRows === null)
      throw new UnsupportedError(
        `The '${name}' dialect with current database version settings can't return the ${version} row of a change (PostgreSQL from 18 on and SQL Server can).`,
      );
    if (!this.withinReturning)
      throw new CompileError(`The ${version} row of a change can only be named in returning(): use the columns of the table itself here.`);
    return capabilities.returnedRows[version];
  }

  visitReturnedRow(row: ReturnedRow): string {
    return this.returnedRow(row);
  }

  /** VALUES may stand in FROM without a name. */
  private isUnnamed(from: FromNode): boolean {
    return from instanceof ValuesNode && from.name === null;
  }
}
