import { CompileError } from "../errors/index.js";
import type {
  AddConstraintNode,
  CreateEnumNode,
  CreateIndexNode,
  CreateSchemaNode,
  CreateSequenceNode,
  CreateTableNode,
  DropConstraintNode,
  DropEnumNode,
  DropIndexNode,
  DropSchemaNode,
  DropSequenceNode,
  DropTableNode,
  IndexFacts,
  SetCommentNode,
} from "../nodes/ddl.js";
import type { ExpressionNode } from "../nodes/node.js";
import { DdlConstraints } from "./ddl-constraints.js";

const ifExists = (wanted: boolean): string => (wanted ? "IF EXISTS " : "");
const ifNotExists = (wanted: boolean): string => (wanted ? "IF NOT EXISTS " : "");

/** Statements that change the schema, as text. A dialect overrides the methods in which it differs. */
export class DdlCompiler extends DdlConstraints {
  protected visitCreateTable(node: CreateTableNode): string {
    const { definition, without } = node;
    const lines = [
      ...definition.table.columns.map((column) => this.columnSpecification(column)),
      ...this.tableConstraints(definition, without),
    ];
    const body = lines.map((line) => `\n\t${line}`).join(", ");
    return `CREATE TABLE ${ifNotExists(node.ifNotExists)}${this.qualified(definition.table)} (${body}\n)`;
  }

  protected visitDropTable(node: DropTableNode): string {
    return `DROP TABLE ${ifExists(node.ifExists)}${this.qualified(node.table)}`;
  }

  protected visitCreateIndex(node: CreateIndexNode): string {
    const { index } = node;
    const kind = index.unique ? "UNIQUE INDEX" : "INDEX";
    const expressions = index.expressions.map((each) => this.indexExpression(each)).join(", ");
    return `CREATE ${kind} ${ifNotExists(node.ifNotExists)}${this.createdIndex(index)} (${expressions})${this.indexWhere(index)}`;
  }

  /** The index's name and table: one of them names the schema. */
  protected createdIndex(index: IndexFacts): string {
    return `${this.quote(this.itemName(index))} ON ${this.qualified(index.table)}`;
  }

  protected indexExpression(node: ExpressionNode): string {
    return this.expression(node);
  }

  /**
   * The criterion of a partial index. Where there are none, an index of all rows serves as well, unless it is unique: that
   * would refuse rows which the partial one takes.
   */
  protected indexWhere({ name, unique, where }: IndexFacts): string {
    if (where === null) return "";
    if (this.dialect.ddl.partialIndexes) return ` WHERE ${this.expression(where)}`;
    if (unique) throw this.unsupported(`partial indexes, and '${name}' is unique: over all rows it would refuse what it should take`);
    return "";
  }

  protected visitDropIndex(node: DropIndexNode): string {
    return `DROP INDEX ${ifExists(node.ifExists)}${this.inSchemaOf(node.index.table, this.itemName(node.index))}`;
  }

  protected visitAddConstraint(node: AddConstraintNode): string {
    const text = this.constraint(node.constraint);
    if (text === null) throw this.unsupported(`${node.constraint.constraint} constraint that could be added to '${node.table.name}'`);
    return `ALTER TABLE ${this.qualified(node.table)} ADD ${text}`;
  }

  protected visitDropConstraint(node: DropConstraintNode): string {
    const { name, automatic } = node.constraint;
    if (name === null) throw new CompileError(`Can't emit DROP CONSTRAINT for a constraint of table '${node.table.name}': it has no name.`);
    return `ALTER TABLE ${this.qualified(node.table)} DROP CONSTRAINT ${this.quote(this.itemName({ name, automatic }))}`;
  }

  protected visitCreateSchema(node: CreateSchemaNode): string {
    this.checkSchemas();
    return `CREATE SCHEMA ${ifNotExists(node.ifNotExists)}${this.quote(node.name)}`;
  }

  protected visitDropSchema(node: DropSchemaNode): string {
    this.checkSchemas();
    return `DROP SCHEMA ${ifExists(node.ifExists)}${this.quote(node.name)}${node.cascade ? " CASCADE" : ""}`;
  }

  protected checkSchemas(): void {
    if (!this.dialect.ddl.createSchema) throw this.unsupported("CREATE SCHEMA and DROP SCHEMA");
  }

  protected visitCreateSequence(node: CreateSequenceNode): string {
    this.checkSequences();
    const options = this.countingOptions(node.sequence);
    return `CREATE SEQUENCE ${ifNotExists(node.ifNotExists)}${this.qualified(node.sequence)}${options === "" ? "" : ` ${options}`}`;
  }

  protected visitDropSequence(node: DropSequenceNode): string {
    this.checkSequences();
    return `DROP SEQUENCE ${ifExists(node.ifExists)}${this.qualified(node.sequence)}`;
  }

  protected checkSequences(): void {
    if (!this.dialect.capabilities.sequences) throw this.unsupported("sequences");
  }

  protected visitCreateEnum({ facts }: CreateEnumNode): string {
    this.checkEnums();
    return `CREATE TYPE ${this.quote(facts.name)} AS ENUM (${facts.values.map((value) => this.text(value)).join(", ")})`;
  }

  protected visitDropEnum({ facts }: DropEnumNode): string {
    this.checkEnums();
    return `DROP TYPE ${this.quote(facts.name)}`;
  }

  protected checkEnums(): void {
    if (!this.dialect.ddl.enumTypes) throw this.unsupported("enumerations that are types of their own");
  }

  protected visitSetComment(node: SetCommentNode): string {
    const table = this.qualified(node.table);
    const what = node.column === null ? `TABLE ${table}` : `COLUMN ${table}.${this.columnName(node.column)}`;
    return `COMMENT ON ${what} IS ${node.comment === null ? "NULL" : this.text(node.comment)}`;
  }
}
