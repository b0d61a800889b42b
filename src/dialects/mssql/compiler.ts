import type { Place } from "../../compiler/base.js";
import { type FunctionWriter, standardFunctions } from "../../compiler/functions.js";
import { SqlCompiler } from "../../compiler/statements.js";
import { CompileError } from "../../errors/index.js";
import type { HintNode } from "../../nodes/clauses.js";
import type { DeleteNode, DmlNode } from "../../nodes/dml.js";
import { Binary, Bind, type Cast, Constant, type Extract, Identifier, type NextValue } from "../../nodes/expressions.js";
import { AliasNode } from "../../nodes/froms.js";
import type { JsonAccess } from "../../nodes/json.js";
import type { ExpressionNode, FromNode } from "../../nodes/node.js";
import { operators } from "../../nodes/operator.js";
import { type CompoundNode, type LimitNode, SelectNode } from "../../nodes/select.js";
import type { FrameNode } from "../../nodes/windows.js";
import { checkLimit, checkPage, isPlainCount, usesTop } from "./limit.js";
import { outputColumns } from "./output.js";

const writesLength: FunctionWriter = (_call, args) => `LEN(${args})`;

/** TRUE or FALSE, which IS does not take: it asks for NULL alone. */
function isTruth(node: ExpressionNode): boolean {
  return node instanceof Constant && node.constant !== "null";
}

/** Writes SQL for SQL Server 2012 and later. */
export class MssqlCompiler extends SqlCompiler {
  protected override ownFunctions(): Readonly<Record<string, FunctionWriter>> {
    return {
      ...standardFunctions,
      current_date: () => "GETDATE()",
      now: () => "CURRENT_TIMESTAMP",
      length: writesLength,
      char_length: writesLength,
    };
  }

  // --- expressions -------------------------------------------------------------------------------------------------------------

  protected override plainBinary(node: Binary, place: Place): string {
    switch (node.operator) {
      case operators.isDistinctFrom:
        return `NOT ${this.sameValue(node, place)}`;
      case operators.isNotDistinctFrom:
        return this.sameValue(node, place);
      case operators.is:
        return isTruth(node.right) ? this.sameValue(node, place) : super.plainBinary(node, place);
      case operators.isNot:
        return isTruth(node.right) ? `NOT ${this.sameValue(node, place)}` : super.plainBinary(node, place);
      case operators.eq:
        return super.plainBinary(valueLast(node), place);
      case operators.collate:
        return this.process(node.left, place) + node.operator.text + collationName(node.right);
      default:
        return super.plainBinary(node, place);
    }
  }

  /** Whether two values are equal or both NULL: then they have something in common. */
  private sameValue(node: Binary, place: Place): string {
    return `EXISTS (SELECT ${this.process(node.left, place)} INTERSECT SELECT ${this.process(node.right, place)})`;
  }

  protected override operatorText(node: Binary): string {
    return node.operator === operators.concat ? operators.add.text : super.operatorText(node);
  }

  protected override concatenated(parts: readonly string[]): string {
    return parts.join(operators.add.text);
  }

  override visitCast(node: Cast, place: Place): string {
    const text = super.visitCast(node, place);
    return node.trying ? text.replace("TRY_CAST(", "TRY_CAST (") : text;
  }

  override visitExtract(node: Extract, place: Place): string {
    return `DATEPART(${node.field}, ${this.process(node.element, place)})`;
  }

  override visitNextValue({ sequence }: NextValue): string {
    const schema = this.translatedSchema(sequence.schema);
    return `NEXT VALUE FOR ${schema === null ? "" : `${this.quoteSchema(schema)}.`}${this.quote(sequence.name)}`;
  }

  protected override jsonDocument(node: JsonAccess, place: Place): string {
    return this.jsonFunction("JSON_QUERY", node, place);
  }

  protected override jsonValue(node: JsonAccess, place: Place): string {
    const found = this.jsonFunction("JSON_VALUE", node, place);
    return `CASE ${found} WHEN NULL THEN NULL ${this.foundValue(node, found)} END`;
  }

  private foundValue(node: JsonAccess, found: string): string {
    switch (node.type.kind) {
      case "boolean":
        return "WHEN 'true' THEN 1 WHEN 'false' THEN 0 ELSE NULL";
      case "varchar":
      case "text":
        return `ELSE ${found}`;
      default:
        return `ELSE ${this.jsonCast(found, node)}`;
    }
  }

  /** The distance of a frame is no place for a parameter. */
  override visitFrame(frame: FrameNode, place: Place): string {
    return super.visitFrame(frame, { ...place, literalExecute: true });
  }

  // --- SELECT ------------------------------------------------------------------------------------------------------------------

  /** A query inside of another has no order, unless it brings only the first of its rows. */
  protected override rewritten(select: SelectNode, _froms: readonly FromNode[], place: Place): SelectNode {
    if (select.limit !== null) {
      checkLimit(select.limit, select.orderBy);
      return select;
    }
    const inserted = place.embedded === true && place.asFrom !== true;
    return this.isTopLevel || inserted || select.orderBy.length === 0 ? select : new SelectNode({ ...select, orderBy: [] });
  }

  protected override distinctText(select: SelectNode, place: Place): string {
    return super.distinctText(select, place) + (select.limit === null ? "" : this.topText(select.limit, place));
  }

  /** `TOP n`: the first rows of all. A number stands in the text, what is computed in parentheses. */
  protected topText(limit: LimitNode, place: Place): string {
    const count = limit.fetch ?? limit.limit;
    if (!usesTop(limit) || count === null) return "";
    const text = isPlainCount(count) ? this.process(count, { ...place, literalExecute: true }) : `(${this.process(count, place)})`;
    return `TOP ${text} ${limit.percent ? "PERCENT " : ""}${limit.withTies ? "WITH TIES " : ""}`;
  }

  protected override limitText(limit: LimitNode, place: Place): string {
    return usesTop(limit) ? "" : this.pageText(limit, place);
  }

  /** `OFFSET n ROWS FETCH FIRST n ROWS ONLY`, of which the second can't stand without the first. */
  private pageText(limit: LimitNode, place: Place): string {
    const count = limit.fetch ?? limit.limit;
    const skipped = limit.offset ? this.process(limit.offset, place) : "0";
    return `\n OFFSET ${skipped} ROWS${count ? `\n FETCH FIRST ${this.process(count, place)} ROWS ONLY` : ""}`;
  }

  /** There is no TOP for a compound. */
  protected override compoundLimit(node: CompoundNode, limit: LimitNode): string {
    checkPage(limit, node.orderBy);
    return this.pageText(limit, {});
  }

  /** Locks are hints: `withHint("WITH (UPDLOCK)", { selectable: table })`. */
  protected override forUpdateText(): string {
    return "";
  }

  protected override hintText(hint: HintNode): string {
    return ` ${hint.text}`;
  }

  // --- INSERT, UPDATE and DELETE -----------------------------------------------------------------------------------------------

  /** `OUTPUT inserted.a`. */
  protected override returningText(columns: readonly ExpressionNode[], node: DmlNode): string {
    return columns.length === 0 ? "" : ` OUTPUT ${this.returningList(outputColumns(columns, node))}`;
  }

  /** A hint about the target stands before its alias. */
  protected override mergeTarget(table: FromNode): string {
    if (!(table instanceof AliasNode)) return super.mergeTarget(table);
    return `${this.process(table.element)}${this.tableHint(table)} AS ${this.fromName(table)}`;
  }

  protected override deleteUsing(_node: DeleteNode, froms: readonly FromNode[]): string {
    return ` FROM ${this.list(froms, ", ", { asFrom: true })}`;
  }
}

/** An equation with its parameter on the right side, where the server looks for one. */
function valueLast(node: Binary): Binary {
  const { left, operator, right, type } = node;
  return left instanceof Bind && !(right instanceof Bind) ? new Binary(right, operator, left, type) : node;
}

/** A collation has no quotes. @throws CompileError for what is none */
function collationName(node: ExpressionNode): string {
  const name = node instanceof Identifier ? node.name : "";
  if (/^\w+$/.test(name)) return name;
  throw new CompileError(`'${name}' is no collation that SQL Server could have: letters, digits and underscores expected.`);
}
