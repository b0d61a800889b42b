import { CompileError } from "../errors/index.js";
import type { Binary, Unary } from "../nodes/expressions.js";
import type { ExpressionNode } from "../nodes/node.js";
import { operators } from "../nodes/operator.js";
import { insideExpression, type Place } from "./base.js";
import { MembershipCompiler } from "./membership.js";

/** Writes operators with their operands. A dialect overrides the methods in which it differs. */
export abstract class OperatorCompiler extends MembershipCompiler {
  visitUnary(node: Unary, place: Place): string {
    const inner = insideExpression(place);
    if (node.operator === operators.isTrue || node.operator === operators.isFalse) return this.booleanTest(node, inner);
    if (node.after) return this.process(node.operand, inner) + node.operator.text;
    return node.operator.text + this.process(node.operand, inner);
  }

  /** A boolean column by itself, as a criterion. */
  protected booleanTest(node: Unary, place: Place): string {
    const operand = this.process(node.operand, place);
    const isTrue = node.operator === operators.isTrue;
    if (this.dialect.capabilities.nativeBoolean) return isTrue ? operand : `NOT ${operand}`;
    return `${operand} = ${isTrue ? "1" : "0"}`;
  }

  visitBinary(node: Binary, place: Place): string {
    const inner = insideExpression(place);
    switch (node.operator) {
      case operators.in:
      case operators.notIn:
        return this.membership(node, inner);
      case operators.ilike:
      case operators.notIlike:
        return this.ilike(node, inner);
      case operators.startsWith:
      case operators.notStartsWith:
        return this.likePart(node, inner, "", "'%'");
      case operators.endsWith:
      case operators.notEndsWith:
        return this.likePart(node, inner, "'%'", "");
      case operators.contains:
      case operators.notContains:
        return this.likePart(node, inner, "'%'", "'%'");
      case operators.istartsWith:
      case operators.notIstartsWith:
        return this.caselessPart(node, inner, "", "'%'");
      case operators.iendsWith:
      case operators.notIendsWith:
        return this.caselessPart(node, inner, "'%'", "");
      case operators.icontains:
      case operators.notIcontains:
        return this.caselessPart(node, inner, "'%'", "'%'");
      case operators.div:
        return this.division(node, inner);
      case operators.floorDiv:
        return this.floorDivision(node, inner);
      case operators.regexpMatch:
      case operators.notRegexpMatch:
        return this.regexpMatch(node, inner);
      case operators.match:
        return this.textMatch(node, inner);
      case operators.arrayContains:
      case operators.arrayContainedBy:
      case operators.arrayOverlaps:
        if (!this.dialect.capabilities.arrays) throw this.unsupported(node.operator.name);
        return this.plainBinary(node, inner);
      default:
        return this.plainBinary(node, inner);
    }
  }

  protected plainBinary(node: Binary, place: Place): string {
    return this.process(node.left, place) + this.operatorText(node) + this.process(node.right, place) + this.escapeClause(node);
  }

  /** An operator that is written otherwise on this dialect. */
  protected operatorText(node: Binary): string {
    return node.operator.text;
  }

  protected literalText(text: string): string {
    return `'${text.replaceAll("'", "''")}'`;
  }

  protected escapeClause(node: Binary): string {
    const isRegexp = node.operator === operators.regexpMatch || node.operator === operators.notRegexpMatch;
    return node.modifier === null || isRegexp ? "" : ` ESCAPE ${this.literalText(node.modifier)}`;
  }

  protected ilike(node: Binary, place: Place): string {
    const text = node.operator === operators.ilike ? operators.like.text : operators.notLike.text;
    return `lower(${this.process(node.left, place)})${text}lower(${this.process(node.right, place)})${this.escapeClause(node)}`;
  }

  /** A comparison with a regular expression, which every database writes in a way of its own. */
  protected regexpMatch(_node: Binary, _place: Place): string {
    throw new CompileError(`${this.dialect.name} dialect does not support regular expressions`);
  }

  /** Full-text search: `a MATCH b`, or what the database has for it. */
  protected textMatch(node: Binary, place: Place): string {
    return this.process(node.left, place) + node.operator.text + this.process(node.right, place);
  }

  protected likePart(node: Binary, place: Place, before: string, after: string): string {
    const parts = [before, this.process(node.right, place), after].filter((part) => part !== "");
    return this.process(node.left, place) + this.operatorText(node) + this.concatenated(parts) + this.escapeClause(node);
  }

  /** The same without regard to case. */
  protected caselessPart(node: Binary, place: Place, before: string, after: string): string {
    const parts = [before, `lower(${this.process(node.right, place)})`, after].filter((part) => part !== "");
    return `lower(${this.process(node.left, place)})${node.operator.text}${this.concatenated(parts)}${this.escapeClause(node)}`;
  }

  protected concatenated(parts: readonly string[]): string {
    return parts.join(" || ");
  }

  protected isInteger(node: ExpressionNode): boolean {
    return ["integer", "smallInteger", "bigInteger"].includes(node.type.kind);
  }

  /** True division: of integers it must not drop the fraction. */
  protected division(node: Binary, place: Place): string {
    const left = this.process(node.left, place);
    const right = this.process(node.right, place);
    if (!this.dialect.capabilities.integerDivisionFloors || !this.isInteger(node.right)) return `${left} / ${right}`;
    return `${left} / ${this.exactDivisor(right)}`;
  }

  protected exactDivisor(text: string): string {
    return `CAST(${text} AS NUMERIC)`;
  }

  protected floorDivision(node: Binary, place: Place): string {
    const division = `${this.process(node.left, place)} / ${this.process(node.right, place)}`;
    return this.dialect.capabilities.integerDivisionFloors && this.isInteger(node.right) && this.isInteger(node.left)
      ? division
      : `FLOOR(${division})`;
  }
}
