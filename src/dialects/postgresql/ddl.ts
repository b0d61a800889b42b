import { DdlCompiler } from "../../compiler/ddl.js";
import type { ColumnNode } from "../../nodes/column.js";
import { TableNode } from "../../nodes/froms.js";
import type { DdlFeatures } from "../../schema/index.js";

/** What PostgreSQL's DDL has. */
export const postgresqlDdlFeatures: DdlFeatures = {
  alterConstraints: true,
  commentStatements: true,
  identityColumns: true,
  createSchema: true,
  partialIndexes: true,
  deferForeignKeys: false,
  enumTypes: true,
};

/** The types that count up by a sequence of their own. */
const SERIAL: Readonly<Record<string, string>> = { smallInteger: " SMALLSERIAL", integer: " SERIAL", bigInteger: " BIGSERIAL" };

/** PostgreSQL's DDL. */
export class PostgresqlDdlCompiler extends DdlCompiler {
  protected override columnType(column: ColumnNode): string {
    return (this.#countsUp(column) ? SERIAL[column.type.kind] : undefined) ?? super.columnType(column);
  }

  /** A key that nothing else fills. */
  #countsUp(column: ColumnNode): boolean {
    const { facts, table } = column;
    return (
      table instanceof TableNode &&
      table.autoincrement === column &&
      facts.serverDefault === null &&
      facts.identity === null &&
      facts.default === null
    );
  }
}
