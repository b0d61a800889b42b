import type { Place } from "../../compiler/base.js";
import { type FunctionWriter, standardFunctions } from "../../compiler/functions.js";
import { SqlCompiler } from "../../compiler/statements.js";
import { type Binary, Bind, Constant, type NextValue, type Unary } from "../../nodes/expressions.js";
import type { JsonAccess } from "../../nodes/json.js";
import type { ExpressionNode, Node } from "../../nodes/node.js";
import { operators } from "../../nodes/operator.js";
import type { RegexpReplace } from "../../nodes/regular-expressions.js";

/** The types that are numbers in JSON. */
const NUMBERS: ReadonlySet<string> = new Set(["integer", "smallInteger", "bigInteger", "numeric", "float", "double"]);

/** Writes Oracle's expressions. */
export abstract class OracleExpressionCompiler extends SqlCompiler {
  protected override ownFunctions(): Readonly<Record<string, FunctionWriter>> {
    return {
      ...standardFunctions,
      now: () => "CURRENT_TIMESTAMP",
      char_length: (_call, args) => `LENGTH(${args})`,
      random: () => "DBMS_RANDOM.VALUE",
      aggregate_strings: (_call, args, { distinct, orderBy }) =>
        `LISTAGG(${distinct}${args})${orderBy === "" ? "" : ` WITHIN GROUP (${orderBy.trimStart()})`}`,
    };
  }

  /** Numbers by which the database plans: they are written into the text when the statement is executed. */
  readonly #counts = new Set<Node>();

  /** A number of rows that is no parameter of the user's. */
  protected counted(count: ExpressionNode): ExpressionNode {
    if (count instanceof Bind && count.name === null) this.#counts.add(count);
    return count;
  }

  override visitBind(node: Bind, place: Place): string {
    return super.visitBind(node, this.#counts.has(node) ? { ...place, literalExecute: true } : place);
  }

  /** A boolean as a value is a number, which booleans take too. */
  protected override truth(value: boolean): string {
    return value ? "1" : "0";
  }

  /** But a number is no criterion. */
  protected override booleanTest(node: Unary, place: Place): string {
    if (!(node.operand instanceof Constant)) return super.booleanTest(node, place);
    return `${this.process(node.operand, place)} = ${this.truth(node.operator === operators.isTrue)}`;
  }

  override visitUnary(node: Unary, place: Place): string {
    return node.operator === operators.bitNot ? `(-1 - ${this.process(node.operand, place)})` : super.visitUnary(node, place);
  }

  protected override plainBinary(node: Binary, place: Place): string {
    const left = (): string => this.process(node.left, place);
    const right = (): string => this.process(node.right, place);
    switch (node.operator) {
      case operators.mod:
        return `mod(${left()}, ${right()})`;
      case operators.isDistinctFrom:
        return `DECODE(${left()}, ${right()}, 0, 1) = 1`;
      case operators.isNotDistinctFrom:
        return `DECODE(${left()}, ${right()}, 0, 1) = 0`;
      case operators.is:
      case operators.isNot:
        return node.right instanceof Constant && node.right.constant !== "null"
          ? this.truthTest(left(), node.operator === operators.is, node.right.constant === "true")
          : super.plainBinary(node, place);
      case operators.bitAnd:
        return `BITAND(${left()}, ${right()})`;
      case operators.bitOr:
        return `(${left()} + ${right()} - BITAND(${left()}, ${right()}))`;
      case operators.bitXor:
        return `(${left()} + ${right()} - 2 * BITAND(${left()}, ${right()}))`;
      case operators.shiftLeft:
        return `${left()} * POWER(2, ${right()})`;
      case operators.shiftRight:
        return `FLOOR(${left()} / POWER(2, ${right()}))`;
      default:
        return super.plainBinary(node, place);
    }
  }

  /** IS TRUE and the like. */
  protected truthTest(operand: string, is: boolean, value: boolean): string {
    return `${operand} IS ${is ? "" : "NOT "}${value ? "TRUE" : "FALSE"}`;
  }

  protected override regexpMatch(node: Binary, place: Place): string {
    const not = node.operator === operators.regexpMatch ? "" : "NOT ";
    const flags = node.modifier === null ? "" : `, ${this.literalText(node.modifier)}`;
    return `${not}REGEXP_LIKE(${this.process(node.left, place)}, ${this.process(node.right, place)}${flags})`;
  }

  /** Flags follow the place to begin at and which find to replace: 0 is all. */
  override visitRegexpReplace(node: RegexpReplace, place: Place): string {
    return this.regexpReplaceCall(node, place, node.flags === null ? [] : ["1", "0", this.literalText(node.flags)]);
  }

  /** What Oracle Text finds is a score. */
  protected override textMatch(node: Binary, place: Place): string {
    return `CONTAINS (${this.process(node.left, place)}, ${this.process(node.right, place)}) > 0`;
  }

  protected override jsonDocument(node: JsonAccess, place: Place): string {
    return this.jsonFunction("JSON_QUERY", node, place);
  }

  protected override jsonValue(node: JsonAccess, place: Place): string {
    if (node.type.kind === "boolean") return this.jsonBoolean(node, place);
    return this.jsonFunction("JSON_VALUE", node, place, NUMBERS.has(node.type.kind) ? " RETURNING NUMBER" : "");
  }

  protected jsonBoolean(node: JsonAccess, place: Place): string {
    return this.jsonFunction("JSON_VALUE", node, place, " RETURNING BOOLEAN");
  }

  /** The path is no parameter. */
  protected override jsonFunction(name: string, node: JsonAccess, place: Place, returning = ""): string {
    return `${name}(${this.process(node.document, place)}, ${this.process(node.path, { ...place, literalExecute: true })}${returning})`;
  }

  override visitNextValue({ sequence }: NextValue): string {
    const schema = this.translatedSchema(sequence.schema);
    const name = this.quote(sequence.name);
    return `${schema === null ? name : `${this.quote(schema)}.${name}`}.nextval`;
  }
}
