import type { Node } from "../nodes/node.js";
import type { ValueRecorder } from "./walk.js";

/** Where in a statement's values each one stands: noted while a statement is walked that has to be compiled. */
export class Ordinals implements ValueRecorder {
  /** The places of single values: of nodes that have no more. */
  readonly #single = new Map<Node, number>();
  /** Those of lists, by field, row and index. */
  readonly #places = new Map<Node, Map<string, number[][]>>();
  /** The rows that were asked for last: values of one list come one after the other. */
  #node: Node | null = null;
  #field = "";
  #rows: number[][] = [];
  #count = 0;

  value(node: Node, field: string, index: number, row: number): void {
    if (field === "value") {
      this.#single.set(node, this.#count);
      this.#count += 1;
      return;
    }
    if (node !== this.#node || field !== this.#field) this.#turnTo(node, field);
    let cells = this.#rows[row];
    if (cells === undefined) this.#rows[row] = cells = [];
    cells[index] = this.#count;
    this.#count += 1;
  }

  /** The place among the values; −1 for a node that is no part of the statement, such as a column's default. */
  of(node: Node, field: string, index = 0, row = 0): number {
    if (field === "value") return this.#single.get(node) ?? -1;
    const rows = node === this.#node && field === this.#field ? this.#rows : this.#places.get(node)?.get(field);
    return rows?.[row]?.[index] ?? -1;
  }

  #turnTo(node: Node, field: string): void {
    let places = this.#places.get(node);
    if (!places) this.#places.set(node, (places = new Map()));
    let rows = places.get(field);
    if (!rows) places.set(field, (rows = []));
    this.#node = node;
    this.#field = field;
    this.#rows = rows;
  }
}
