import { DdlCompiler } from "../../compiler/ddl.js";
import type { ColumnNode } from "../../nodes/column.js";
import type { CreateTableNode, DropConstraintNode, DropIndexNode, SetCommentNode } from "../../nodes/ddl.js";
import { Binary, FunctionCall } from "../../nodes/expressions.js";
import { TableNode } from "../../nodes/froms.js";
import type { ExpressionNode } from "../../nodes/node.js";
import type { DdlFeatures } from "../../schema/index.js";

/** What the DDL of MySQL and MariaDB has. A column's comment stands in its definition. */
export const mysqlDdlFeatures: DdlFeatures = {
  alterConstraints: true,
  commentStatements: false,
  identityColumns: false,
  createSchema: true,
  partialIndexes: false,
  deferForeignKeys: false,
  enumTypes: false,
};

/** What needs no parentheses after DEFAULT: a word or number without sign, a string, the current time, what stands in parentheses. */
const BARE_DEFAULT = /^(?:\w+|'(?:[^'\\]|''|\\.)*'|\(.*\)|(?:now|current_timestamp)\(\d*\))$/is;

const CURRENT_TIME = / DEFAULT \(?(?:now\(\)|current_timestamp)\)?$/i;

/** How ALTER TABLE drops a constraint of each kind. */
const DROPPED = { foreignKey: "FOREIGN KEY ", unique: "INDEX ", check: "CONSTRAINT " } as const;

/** The DDL of MySQL and MariaDB. */
export class MysqlDdlCompiler extends DdlCompiler {
  protected override columnSpecification(column: ColumnNode): string {
    const counts = this.#countsUp(column);
    const { comment } = column.facts;
    return [
      this.quote(column.name),
      this.columnType(column),
      this.computedClause(column),
      this.nullability(column),
      comment === null ? "" : ` COMMENT ${this.text(comment)}`,
      counts ? " AUTO_INCREMENT" : this.defaultClause(column),
    ].join("");
  }

  /** A key that nothing else fills. */
  #countsUp(column: ColumnNode): boolean {
    const { facts, table } = column;
    if (!(table instanceof TableNode) || table.autoincrement !== column || facts.serverDefault !== null) return false;
    return !(this.dialect.capabilities.sequences && facts.default?.kind === "sequence");
  }

  /** The current time must have as many digits as the column. */
  protected override defaultClause(column: ColumnNode): string {
    const text = super.defaultClause(column);
    return column.type.kind === "timestamp" ? text.replace(CURRENT_TIME, " DEFAULT CURRENT_TIMESTAMP(6)") : text;
  }

  protected override defaultExpression(text: string): string {
    return BARE_DEFAULT.test(text) ? text : `(${text})`;
  }

  protected override indexExpression(node: ExpressionNode): string {
    const text = super.indexExpression(node);
    return node instanceof FunctionCall || node instanceof Binary ? `(${text})` : text;
  }

  protected override visitCreateTable(node: CreateTableNode): string {
    const { comment } = node.definition;
    return super.visitCreateTable(node) + (comment === null ? "" : ` COMMENT=${this.text(comment)}`);
  }

  protected override visitDropConstraint(node: DropConstraintNode): string {
    const { constraint, name, automatic } = node.constraint;
    const table = this.qualified(node.table);
    if (constraint === "primaryKey") return `ALTER TABLE ${table} DROP PRIMARY KEY`;
    if (name === null) return super.visitDropConstraint(node);
    return `ALTER TABLE ${table} DROP ${DROPPED[constraint]}${this.quote(this.itemName({ name, automatic }))}`;
  }

  protected override visitDropIndex(node: DropIndexNode): string {
    const { index } = node;
    return `DROP INDEX ${node.ifExists ? "IF EXISTS " : ""}${this.quote(this.itemName(index))} ON ${this.qualified(index.table)}`;
  }

  protected override visitSetComment(node: SetCommentNode): string {
    if (node.column !== null) throw this.unsupported("statement that sets the comment of a column alone");
    return `ALTER TABLE ${this.qualified(node.table)} COMMENT ${this.text(node.comment ?? "")}`;
  }
}
