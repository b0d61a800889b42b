import type { Node } from "../nodes/node.js";
import type { ValueRecorder } from "./walk.js";

/** Up to so many nodes are looked through one by one. */
const FEW = 16;

/** The places of a list's values. A row of nothing but values is the place of its first one. */
interface ListPlaces {
  readonly node: Node;
  readonly field: string;
  readonly rows: (number | number[])[];
  readonly before: ListPlaces | undefined;
}

/** The place of the value of a node that has no more. */
interface SinglePlace {
  readonly node: Node;
  readonly place: number;
}

/**
 * Where in a statement's values each one stands: noted while a statement is walked that has to be compiled. It is asked in
 * about the order in which it was told, so that it mostly need not look far.
 */
export class Ordinals implements ValueRecorder {
  #singles: SinglePlace[] | undefined;
  /** Which of them is likely to be asked for next. */
  #next = 0;
  #placeOf: Map<Node, number> | undefined;
  #lists: ListPlaces | undefined;
  #count = 0;

  value(node: Node, field: string, index: number, row: number): void {
    if (field === "value") {
      const single: SinglePlace = { node, place: this.#count };
      if (this.#singles === undefined) this.#singles = [single];
      else this.#singles.push(single);
    } else {
      const { rows } = this.#listed(node, field);
      let cells = rows[row];
      if (typeof cells !== "object") rows[row] = cells = [];
      cells[index] = this.#count;
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
    const singles = this.#singles;
    if (singles === undefined) return -1;
    const next = singles[this.#next];
    if (next?.node === node) {
      this.#next += 1;
      return next.place;
    }
    if (singles.length > FEW) return this.#places(singles).get(node) ?? -1;
    const at = singles.findIndex((single) => single.node === node);
    this.#next = at + 1;
    return singles[at]?.place ?? -1;
  }

  #places(singles: readonly SinglePlace[]): ReadonlyMap<Node, number> {
    return (this.#placeOf ??= new Map(singles.map(({ node, place }) => [node, place])));
  }

  #found(node: Node, field: string): ListPlaces | undefined {
    let list = this.#lists;
    while (list !== undefined && (list.node !== node || list.field !== field)) list = list.before;
    return list;
  }

  #listed(node: Node, field: string): ListPlaces {
    return this.#found(node, field) ?? (this.#lists = { node, field, rows: new Array(1), before: this.#lists });
  }
}
