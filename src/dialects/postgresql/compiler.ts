import type { Place } from "../../compiler/base.js";
import { type FunctionWriter, standardFunctions } from "../../compiler/expressions.js";
import type { ForUpdateNode } from "../../nodes/clauses.js";
import type { ColumnNode } from "../../nodes/column.js";
import type { DeleteNode } from "../../nodes/dml.js";
import type { Binary, NextValue } from "../../nodes/expressions.js";
import { TableNode } from "../../nodes/froms.js";
import type { FromNode } from "../../nodes/node.js";
import { operators } from "../../nodes/operator.js";
import type { LimitNode, SelectNode } from "../../nodes/select.js";
import type { Sequence } from "../../nodes/sequence.js";
import { bindCast } from "../../sqltypes/index.js";
import { OnConflictCompiler } from "../on-conflict-compiler.js";
import { sequenceName, serialName } from "./sequences.js";
import { postgresqlTypes } from "./types.js";

const castTypes = postgresqlTypes(true);

/** The strength of a row lock. */
function lockOf({ read, keyShare }: ForUpdateNode): string {
  if (read) return keyShare ? " FOR KEY SHARE" : " FOR SHARE";
  return keyShare ? " FOR NO KEY UPDATE" : " FOR UPDATE";
}

/** Writes SQL for PostgreSQL. */
export class PostgresqlCompiler extends OnConflictCompiler {
  protected override readonly functions: Readonly<Record<string, FunctionWriter>> = { ...standardFunctions, now: () => "now()" };

  override visitNextValue({ sequence }: NextValue): string {
    return `nextval(${this.literalText(sequenceName(this.translatedSchema(sequence.schema), sequence.name))})`;
  }

  protected override ilike(node: Binary, place: Place): string {
    return this.plainBinary(node, place);
  }

  protected override operatorText(node: Binary): string {
    return node.operator === operators.bitXor ? " # " : super.operatorText(node);
  }

  protected override limitText(limit: LimitNode, place: Place): string {
    if (limit.fetch) return super.limitText(limit, place);
    const limiting = limit.limit ? ` \n LIMIT ${this.process(limit.limit, place)}` : "";
    const offset = limit.offset ? `${limit.limit ? "" : "\n LIMIT ALL"} OFFSET ${this.process(limit.offset, place)}` : "";
    return limiting + offset;
  }

  protected override forUpdateText({ forUpdate }: SelectNode): string {
    if (forUpdate === null) return "";
    const tables = [...new Set(forUpdate.of)];
    const of = tables.length > 0 ? ` OF ${this.list(tables, ", ", {})}` : "";
    return `${lockOf(forUpdate)}${of}${forUpdate.nowait ? " NOWAIT" : ""}${forUpdate.skipLocked ? " SKIP LOCKED" : ""}`;
  }

  protected override countedCast({ type }: ColumnNode): string {
    return bindCast(type, castTypes);
  }

  protected override countingSequence(column: ColumnNode): Sequence | null {
    const { table } = column;
    if (!(table instanceof TableNode) || table.autoincrement !== column) return null;
    return { name: serialName(table.name, column.name), schema: table.schema, start: null, increment: null };
  }

  protected override deleteUsing(_node: DeleteNode, extra: readonly FromNode[]): string {
    return ` USING ${this.list(extra, ", ", { asFrom: true })}`;
  }
}
