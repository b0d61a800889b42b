import { type Binary, Bind, TupleNode } from "../nodes/expressions.js";
import type { ExpressionNode } from "../nodes/node.js";
import { operators } from "../nodes/operator.js";
import type { SqlType } from "../sqltypes/index.js";
import type { Place } from "./base.js";
import { NameCompiler } from "./names.js";

/** Writes IN: of lists, which are spread when the statement is executed, and of queries. */
export abstract class MembershipCompiler extends NameCompiler {
  protected membership(node: Binary, place: Place): string {
    const negated = node.operator === operators.notIn;
    const left = this.process(node.left, place);
    const text = left + node.operator.text + this.members(node, place, negated);
    // an empty list makes it `(x NOT IN (NULL) OR (1 = 1))`
    return negated ? `(${text})` : text;
  }

  private isSpread(right: ExpressionNode): right is Bind {
    return right instanceof Bind && right.expanding;
  }

  private members(node: Binary, place: Place, negated: boolean): string {
    const { right } = node;
    if (!this.isSpread(right)) return this.process(right, place);
    const itemTypes = node.left instanceof TupleNode ? node.left.elements.map((element) => element.type) : null;
    if (place.literal || this.options.literalBinds)
      return `(${this.literalList(Array.isArray(right.value) ? right.value : [], right.type, itemTypes, negated)})`;
    return `(${this.bind(right, place, { itemTypes, emptyText: this.emptyList(negated, itemTypes?.length ?? 1) })})`;
  }

  /** A list as text. */
  literalList(items: readonly unknown[], type: SqlType<unknown>, itemTypes: readonly SqlType<unknown>[] | null, negated: boolean): string {
    if (items.length === 0) return this.emptyList(negated, itemTypes?.length ?? 1);
    if (itemTypes === null) return items.map((item) => this.literal(item, type)).join(", ");
    const rows = items.map(
      (item) => `(${itemTypes.map((each, index) => this.literal(Array.isArray(item) ? item[index] : item, each)).join(", ")})`,
    );
    return (this.dialect.capabilities.tupleInValues ? "VALUES " : "") + rows.join(", ");
  }

  /** What stands in the parentheses of IN for a list without items; NOT IN matches all rows. */
  emptyList(negated: boolean, width: number): string {
    const nulls = width === 1 ? "NULL" : `(${Array.from({ length: width }, () => "NULL").join(", ")})`;
    return negated ? `${nulls}) OR (1 = 1` : `${nulls}) AND (1 != 1`;
  }
}
