import type { ArrayNode, Subscript } from "../nodes/arrays.js";
import { ColumnNode } from "../nodes/column.js";
import type { ExpressionNode } from "../nodes/node.js";
import { insideExpression, type Place } from "./base.js";
import { JsonCompiler } from "./json.js";

/** Writes arrays, their elements and slices. */
export abstract class ArrayCompiler extends JsonCompiler {
  visitArray(node: ArrayNode, place: Place): string {
    if (!this.dialect.capabilities.arrays) throw this.unsupported(node.kind);
    const text = `ARRAY[${this.list(node.items, ", ", insideExpression(place))}]`;
    return node.items.length === 0 ? `CAST(${text} AS ${this.castTypeName(node.type)})` : text;
  }

  visitSubscript(node: Subscript, place: Place): string {
    if (!this.dialect.capabilities.arrays) throw this.unsupported(node.kind);
    const inner = insideExpression(place);
    const end = (index: ExpressionNode | null): string => (index === null ? "" : this.process(index, inner));
    const text = this.process(node.array, inner);
    // only a name or a parameter may stand before the brackets as it is
    const array = node.array instanceof ColumnNode || node.array.kind === "grouping" ? text : `(${text})`;
    return `${array}[${node.isSlice ? `${end(node.from)}:${end(node.to)}` : end(node.from)}]`;
  }
}
