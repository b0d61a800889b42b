import { DdlCompiler } from "../../compiler/ddl.js";
import { wholeNumber } from "../../compiler/ddl-columns.js";
import type { ColumnNode, IdentityOptions } from "../../nodes/column.js";
import type {
  CreateIndexNode,
  CreateSchemaNode,
  CreateSequenceNode,
  CreateTableNode,
  DropIndexNode,
  DropSchemaNode,
  SetCommentNode,
} from "../../nodes/ddl.js";
import { TableNode } from "../../nodes/froms.js";
import type { DdlFeatures } from "../../schema/index.js";
import { quotedText } from "../../sqltypes/index.js";

/** What SQL Server's DDL has. */
export const mssqlDdlFeatures: DdlFeatures = {
  alterConstraints: true,
  commentStatements: true,
  identityColumns: true,
  createSchema: true,
  partialIndexes: true,
  deferForeignKeys: false,
  enumTypes: false,
};

/** SQL Server's DDL. */
export class MssqlDdlCompiler extends DdlCompiler {
  protected override columnSpecification(column: ColumnNode): string {
    if (column.facts.computed !== null) return this.columnName(column) + this.computedClause(column) + this.nullability(column);
    return [
      this.columnName(column),
      this.columnType(column),
      this.nullability(column),
      this.#countsUp(column) ? this.identityClause(column) : this.defaultClause(column),
    ].join("");
  }

  /** A key that nothing else fills, and what is declared to count. */
  #countsUp(column: ColumnNode): boolean {
    const { facts, table } = column;
    if (facts.identity !== null) return true;
    if (!(table instanceof TableNode) || table.autoincrement !== column || facts.serverDefault !== null) return false;
    return !(this.dialect.capabilities.sequences && facts.default?.kind === "sequence");
  }

  protected override identityClause({ facts }: ColumnNode): string {
    const { start = 1, increment = 1 } = facts.identity ?? {};
    return ` IDENTITY(${wholeNumber("start", start)},${wholeNumber("increment", increment)})`;
  }

  /** Without either word, a setting of the connection decides. A computed column is NULL where its expression is. */
  protected override nullability({ facts }: ColumnNode): string {
    if (facts.computed !== null) return facts.nullable ? "" : " NOT NULL";
    return facts.nullable && facts.identity === null ? " NULL" : " NOT NULL";
  }

  protected override defaultExpression(text: string): string {
    return `(${text})`;
  }

  protected override computedClause({ facts }: ColumnNode): string {
    if (facts.computed === null) return "";
    const { expression, persisted } = facts.computed;
    return ` AS (${this.expressionOrText(expression)})${persisted ? " PERSISTED" : ""}`;
  }

  /** A sequence would begin with the least number of all. */
  protected override countingOptions(given: { readonly [K in "start" | "increment"]?: IdentityOptions[K] | null }): string {
    return super.countingOptions({ ...given, start: given.start ?? 1 });
  }

  protected override visitDropIndex(node: DropIndexNode): string {
    const { index } = node;
    return `DROP INDEX ${node.ifExists ? "IF EXISTS " : ""}${this.quote(this.itemName(index))} ON ${this.qualified(index.table)}`;
  }

  protected override visitSetComment({ table, column, comment }: SetCommentNode): string {
    const schema = this.schemaOf(table) ?? this.dialect.capabilities.defaultSchema;
    const names = ["'schema'", schema === null ? "@schema" : national(schema), "'table'", national(table.name)];
    if (column !== null) names.push("'column'", national(column.name));
    const call =
      comment === null ? "sp_dropextendedproperty 'MS_Description'" : `sp_addextendedproperty 'MS_Description', ${national(comment)}`;
    return `${schema === null ? "DECLARE @schema sysname = SCHEMA_NAME(); " : ""}EXEC ${call}, ${names.join(", ")}`;
  }

  // --- what it does not have ---------------------------------------------------------------------------------------------------

  protected override visitCreateTable(node: CreateTableNode): string {
    this.#refuseCondition(node);
    return super.visitCreateTable(node);
  }

  protected override visitCreateIndex(node: CreateIndexNode): string {
    this.#refuseCondition(node);
    return super.visitCreateIndex(node);
  }

  protected override visitCreateSequence(node: CreateSequenceNode): string {
    this.#refuseCondition(node);
    return super.visitCreateSequence(node);
  }

  protected override visitCreateSchema(node: CreateSchemaNode): string {
    this.#refuseCondition(node);
    return super.visitCreateSchema(node);
  }

  protected override visitDropSchema(node: DropSchemaNode): string {
    if (node.cascade) throw this.unsupported("DROP SCHEMA … CASCADE: drop what is in it first");
    return super.visitDropSchema(node);
  }

  #refuseCondition({ ifNotExists }: { readonly ifNotExists: boolean }): void {
    if (ifNotExists) throw this.unsupported("CREATE … IF NOT EXISTS: ask whether it is there first");
  }
}

function national(text: string): string {
  return `N${quotedText(text)}`;
}
