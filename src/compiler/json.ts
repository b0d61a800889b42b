import type { JsonAccess } from "../nodes/json.js";
import { insideExpression, type Place } from "./base.js";
import { ExpressionCompiler } from "./expressions.js";

/** Writes what is taken out of JSON documents; every database has a way of its own. */
export abstract class JsonCompiler extends ExpressionCompiler {
  visitJsonAccess(node: JsonAccess, place: Place): string {
    const inner = insideExpression(place);
    return node.isDocument ? this.jsonDocument(node, inner) : this.jsonValue(node, inner);
  }

  /** What is there, as JSON. */
  protected jsonDocument(node: JsonAccess, _place: Place): string {
    throw this.unsupported(node.kind);
  }

  /** What is there, as a value of the node's type. */
  protected jsonValue(node: JsonAccess, _place: Place): string {
    throw this.unsupported(node.kind);
  }

  /** `function(document, path)`. */
  protected jsonFunction(name: string, node: JsonAccess, place: Place): string {
    return `${name}(${this.process(node.document, place)}, ${this.process(node.path, place)})`;
  }

  /** `CAST(text AS type)`, with the name that the type has in a cast. */
  protected jsonCast(text: string, node: JsonAccess): string {
    return `CAST(${text} AS ${this.castTypeName(node.type)})`;
  }
}
