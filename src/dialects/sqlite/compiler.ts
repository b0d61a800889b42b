import type { Place } from "../../compiler/base.js";
import { type FunctionWriter, standardFunctions } from "../../compiler/functions.js";
import { CompileError } from "../../errors/index.js";
import { integerType } from "../../expression/common-types.js";
import { BindForm } from "../../nodes/bind-form.js";
import { type Binary, Bind, type Extract } from "../../nodes/expressions.js";
import type { ValuesNode } from "../../nodes/froms.js";
import type { JsonAccess } from "../../nodes/json.js";
import type { ExpressionNode } from "../../nodes/node.js";
import { operators } from "../../nodes/operator.js";
import { CompoundNode, type LimitNode, type QueryNode, SelectNode } from "../../nodes/select.js";
import { NumericType } from "../../sqltypes/index.js";
import { OnConflictCompiler } from "../on-conflict-compiler.js";

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

/** Whether values of this expression are decimals stored as text, which SQLite would compare letter by letter. */
function isTextDecimal(node: ExpressionNode): boolean {
  return node.type instanceof NumericType && node.type.sqlite === "text";
}

/** Whether the text of a query ends with its FROM clause. */
function endsWithFrom(query: QueryNode | undefined): boolean {
  if (query instanceof CompoundNode) return query.orderBy.length === 0 && query.limit === null && endsWithFrom(query.selects.at(-1));
  if (!(query instanceof SelectNode)) return false;
  const { where, groupBy, having, orderBy, limit } = query;
  return limit === null && [where, groupBy, having, orderBy].every((clause) => clause.length === 0);
}

/** Writes SQL for SQLite. */
export class SqliteCompiler extends OnConflictCompiler {
  protected override ownFunctions(): Readonly<Record<string, FunctionWriter>> {
    return {
      ...standardFunctions,
      now: () => "CURRENT_TIMESTAMP",
      char_length: (_call, args) => `length(${args})`,
      aggregate_strings: (_call, args, { distinct, orderBy }) => `group_concat(${distinct}${args}${orderBy})`,
    };
  }

  override visitBinary(node: Binary, place: Place): string {
    const isNullTest = node.operator === operators.is || node.operator === operators.isNot;
    if (!isNullTest && (isTextDecimal(node.left) || isTextDecimal(node.right))) {
      throw new CompileError(
        `numeric({ sqlite: "text" }) stores exactly, and SQLite can neither compare nor calculate with it: '${node.operator.name}' would work on letters. Cast it, or read it and compute in the client.`,
      );
    }
    return super.visitBinary(node, place);
  }

  /** REGEXP is what the connection's own function `regexp` says, which is given no flags. */
  protected override regexpMatch(node: Binary, place: Place): string {
    if (node.modifier !== null)
      throw new CompileError("SQLite's REGEXP has no flags: say them in the pattern, where its function knows such.");
    return this.plainBinary(node, place);
  }

  protected override jsonDocument(node: JsonAccess, place: Place): string {
    return `JSON_QUOTE(${this.jsonFunction("JSON_EXTRACT", node, place)})`;
  }

  protected override jsonValue(node: JsonAccess, place: Place): string {
    return this.jsonCast(this.jsonFunction("JSON_EXTRACT", node, place), node);
  }

  /** There is no operator for it: what either has, less what both have. */
  protected override plainBinary(node: Binary, place: Place): string {
    if (node.operator !== operators.bitXor) return super.plainBinary(node, place);
    const left = this.process(node.left, place);
    const right = this.process(node.right, place);
    return `((${left} | ${right}) - (${left} & ${right}))`;
  }

  protected override operatorText(node: Binary): string {
    if (node.operator === operators.isDistinctFrom) return operators.isNot.text;
    if (node.operator === operators.isNotDistinctFrom) return operators.is.text;
    return super.operatorText(node);
  }

  /** The ON of a clause that follows FROM would be that of a join. */
  protected override selectEnd(select: QueryNode): string {
    return endsWithFrom(select) ? " \nWHERE true" : "";
  }

  /** SQLite takes no names for the columns of VALUES behind its alias, and calls them column1, column2, … itself. */
  protected override valuesElement(values: ValuesNode, name: string | null, place: Place): string {
    const columns = values.names.map((each, index) => `column${index + 1} AS ${this.quoteGiven(each, "column")}`);
    return `(SELECT ${columns.join(", ")} \nFROM (${this.valuesText(values, place)}))${name === null ? "" : ` AS ${name}`}`;
  }

  protected override exactDivisor(text: string): string {
    return `(${text} + 0.0)`;
  }

  override emptyList(_negated: boolean, width: number): string {
    return `SELECT ${Array.from({ length: width }, () => "1").join(", ")} FROM (SELECT ${Array.from({ length: width }, () => "1").join(", ")}) WHERE 1!=1`;
  }

  protected override limitText(limit: LimitNode, place: Place): string {
    if (limit.fetch) return super.limitText(limit, place);
    const number = (value: number): string => this.process(new Bind(new BindForm(null, "param", integerType), value), place);
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
