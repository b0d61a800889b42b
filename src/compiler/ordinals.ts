import type { Node } from "../nodes/node.js";
import type { ValueRecorder } from "./walk.js";

/** Where in a statement's values each one stands: noted while a statement is walked that has to be compiled. */
export class Ordinals implements ValueRecorder {
  readonly #places = new Map<Node, Map<string, number>>();
  #count = 0;

  value(node: Node, field: string, index: number): void {
    let places = this.#places.get(node);
    if (!places) {
      places = new Map();
      this.#places.set(node, places);
    }
    places.set(`${field} ${index}`, this.#count);
    this.#count += 1;
  }

  /** The place among the values; −1 for a node that is no part of the statement, such as a column's default. */
  of(node: Node, field: string, index = 0): number {
    return this.#places.get(node)?.get(`${field} ${index}`) ?? -1;
  }
}
