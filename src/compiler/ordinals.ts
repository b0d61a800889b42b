import type { Node } from "../nodes/node.js";
import type { ValueRecorder } from "./walk.js";

/** Places by field, row and index. */
type Places = Map<string, number[][]>;

/** Where in a statement's values each one stands: noted while a statement is walked that has to be compiled. */
export class Ordinals implements ValueRecorder {
  readonly #places = new Map<Node, Places>();
  #count = 0;

  value(node: Node, field: string, index: number, row: number): void {
    let places = this.#places.get(node);
    if (!places) this.#places.set(node, (places = new Map()));
    let rows = places.get(field);
    if (!rows) places.set(field, (rows = []));
    const cells = (rows[row] ??= []);
    cells[index] = this.#count;
    this.#count += 1;
  }

  /** The place among the values; −1 for a node that is no part of the statement, such as a column's default. */
  of(node: Node, field: string, index = 0, row = 0): number {
    return this.#places.get(node)?.get(field)?.[row]?.[index] ?? -1;
  }
}
