import type { Place } from "../../compiler/base.js";
import { SqlCompiler } from "../../compiler/statements.js";
import { CompileError } from "../../errors/index.js";
import { integerType } from "../../expression/common-types.js";
import { type Binary, Bind, type Extract } from "../../nodes/expressions.js";
import { operators } from "../../nodes/operator.js";
import type { LimitNode } from "../../nodes/select.js";

/** strftime's letter for each field of EXTRACT. */
const FIELDS: Readonly<Record<string, string>> = {
  month: "%m",
  day: "%d",
  year: "%Y",
  second: "%S",
  hour: "%H",
  doy: "%j",
  minute: "%M",
  epoch: "%s",
  dow: "%w",
  week: "%W",
};

/** Writes SQL for SQLite. */
export class SqliteCompiler extends SqlCompiler {
  protected override operatorText(node: Binary): string {
    if (node.operator === operators.isDistinctFrom) return operators.isNot.text;
    if (node.operator === operators.isNotDistinctFrom) return operators.is.text;
    return super.operatorText(node);
  }

  protected override exactDivisor(text: string): string {
    return `(${text} + 0.0)`;
  }

  override emptyList(_negated: boolean, width: number): string {
    return `SELECT ${Array.from({ length: width }, () => "1").join(", ")} FROM (SELECT ${Array.from({ length: width }, () => "1").join(", ")}) WHERE 1!=1`;
  }

  protected override limitText(limit: LimitNode, place: Place): string {
    const number = (value: number): string => this.process(new Bind(null, "param", integerType, value), place);
    const limiting = `\n LIMIT ${limit.limit ? this.process(limit.limit, place) : number(-1)}`;
    return `${limiting} OFFSET ${limit.offset ? this.process(limit.offset, place) : number(0)}`;
  }

  protected override forUpdateText(): string {
    return "";
  }

  protected override groupedMember(text: string): string {
    return `SELECT * FROM (${text})`;
  }

  override visitExtract(node: Extract, place: Place): string {
    const field = FIELDS[node.field];
    if (field === undefined) throw new CompileError(`${node.field} is not a valid extract argument.`);
    return `CAST(STRFTIME('${field}', ${this.process(node.element, place)}) AS INTEGER)`;
  }
}
