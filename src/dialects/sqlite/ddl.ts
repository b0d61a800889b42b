import { DdlCompiler } from "../../compiler/ddl.js";
import { CompileError } from "../../errors/index.js";
import type { ColumnNode } from "../../nodes/column.js";
import type { ConstraintFacts, ForeignKeyConstraintFacts, IndexFacts } from "../../nodes/ddl.js";
import { TableNode } from "../../nodes/froms.js";
import type { DdlFeatures } from "../../schema/index.js";
import { typeOn } from "../../sqltypes/index.js";

/** What SQLite's DDL has. There is no ALTER TABLE for constraints, and a schema is a database that was attached. */
export const sqliteDdlFeatures: DdlFeatures = {
  alterConstraints: false,
  commentStatements: false,
  identityColumns: false,
  createSchema: false,
  partialIndexes: true,
  deferForeignKeys: true,
  enumTypes: false,
};

/** What needs no parentheses after DEFAULT: a word or number without sign, a string, what stands in parentheses as a whole. */
const BARE_DEFAULT = /^(?:\w+|'(?:[^']|'')*'|\((?:[^()'"]|'(?:[^']|'')*')*\))$/;

const INTEGER_KINDS = new Set(["integer", "smallInteger", "bigInteger"]);

/** SQLite's DDL. */
export class SqliteDdlCompiler extends DdlCompiler {
  protected override columnSpecification(column: ColumnNode): string {
    const key = this.#countsForever(column) ? " PRIMARY KEY AUTOINCREMENT" : "";
    const parts = [
      this.columnName(column),
      this.columnType(column),
      this.defaultClause(column),
      this.nullability(column),
      key,
      this.computedClause(column),
    ];
    return parts.join("");
  }

  /** Only a key of the type INTEGER counts up; it has 64 bits, so that the other integer types lose nothing. */
  protected override columnType(column: ColumnNode): string {
    const counts = column.table instanceof TableNode && column.table.autoincrement === column;
    return counts && (INTEGER_KINDS.has(typeOn(column.type, this.dialect.name).kind) || this.#countsForever(column))
      ? " INTEGER"
      : super.columnType(column);
  }

  protected override defaultExpression(text: string): string {
    return BARE_DEFAULT.test(text) ? text : `(${text})`;
  }

  /** Whether `autoincrement(true)` was asked for, which never gives the number of a deleted row again. */
  #countsForever(column: ColumnNode): boolean {
    const { facts, table } = column;
    if (!facts.primaryKey || facts.autoincrement !== true || !(table instanceof TableNode)) return false;
    if (table.primaryKey.length === 1) return true;
    throw new CompileError(
      `(in table '${table.name}', column '${column.name}'): SQLite does not support autoincrement for composite primary keys`,
    );
  }

  protected override constraintBody(facts: ConstraintFacts): string | null {
    const [column] = facts.constraint === "primaryKey" ? facts.columns : [];
    return column && this.#countsForever(column) ? null : super.constraintBody(facts);
  }

  /** A foreign key can't lead into another database file. */
  protected override foreignKey(facts: ForeignKeyConstraintFacts): string | null {
    const [from] = facts.columns;
    const schema = from?.table instanceof TableNode ? this.schemaOf(from.table) : null;
    return schema === this.schemaOf(facts.target) ? super.foreignKey(facts) : null;
  }

  protected override referredTable(facts: ForeignKeyConstraintFacts): string {
    return this.quote(facts.target.name, facts.target.quote);
  }

  protected override createdIndex(index: IndexFacts): string {
    return `${this.inSchemaOf(index.table, this.itemName(index))} ON ${this.quote(index.table.name, index.table.quote)}`;
  }

  protected visitDeferForeignKeys(): string {
    return "PRAGMA defer_foreign_keys = ON";
  }
}
