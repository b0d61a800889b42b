import type { Node } from "../nodes/node.js";
import type { ValueRecorder } from "./walk.js";

/** Up to so many nodes are looked through one by one. */
const FEW = 16;

/** The places of a list's values. A row of nothing but values is the place of its first one. */
interface ListPlaces {
  readonly node: Node;
  readonly field: string;
  readonly rows: (number | number[])[];
}

/**
 * Where in a statement's values each one stands: noted while a statement is walked that has to be compiled. It is asked in
 * about the order in which it was told, so that it mostly need not look far.
 */
export class Ordinals implements ValueRecorder {
  /** The nodes of single values, and the place of each of them. */
  readonly #nodes: Node[] = [];
  readonly #places: number[] = [];
  /** Which of them is likely to be asked for next. */
  #next = 0;
  #byNode: Map<Node, number> | undefined;
  readonly #lists: ListPlaces[] = [];
  /** The one that was told or asked for last. */
  #list: ListPlaces | undefined;
  #count = 0;

  value(node: Node, field: string, index: number, row: number): void {
    if (field === "value") {
      this.#nodes.push(node);
      this.#places.push(this.#count);
    } else {
      const { rows } = this.#listed(node, field);
      const cells = rows[row];
      if (typeof cells === "object") cells[index] = this.#count;
      else {
        const made: number[] = [];
        made[index] = this.#count;
        rows[row] = made;
      }
    }
    this.#count += 1;
  }

  row(node: Node, field: string, row: number, length: number): void {
    this.#listed(node, field).rows[row] = this.#count;
    this.#count += length;
  }

  /** The place among the values; −1 for a node that is no part of the statement, such as a column's default. */
  of(node: Node, field: string, index = 0, row = 0): number {
    if (field === "value") return this.#ofNode(node);
    const cells = this.#found(node, field)?.rows[row];
    if (cells === undefined || index < 0) return -1;
    return typeof cells === "number" ? cells + index : (cells[index] ?? -1);
  }

  #ofNode(node: Node): number {
    const nodes = this.#nodes;
    let at = this.#next;
    if (nodes[at] !== node) {
      at = nodes.length > FEW ? (this.#indexes().get(node) ?? -1) : nodes.indexOf(node);
      if (at < 0) return -1;
    }
    this.#next = at + 1;
    return this.#places[at] ?? -1;
  }

  #indexes(): ReadonlyMap<Node, number> {
    return (this.#byNode ??= new Map(this.#nodes.map((node, index) => [node, index])));
  }

  #found(node: Node, field: string): ListPlaces | undefined {
    if (this.#list?.node !== node || this.#list.field !== field)
      this.#list = this.#lists.find((list) => list.node === node && list.field === field);
    return this.#list;
  }

  #listed(node: Node, field: string): ListPlaces {
    const known = this.#found(node, field);
    if (known !== undefined) return known;
    const list: ListPlaces = { node, field, rows: [] };
    this.#lists.push(list);
    this.#list = list;
    return list;
  }
}
