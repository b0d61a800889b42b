import { absent } from "../nodes/dml.js";
import { Node } from "../nodes/node.js";
import type { Operator } from "../nodes/operator.js";
import type { SqlType } from "../sqltypes/index.js";

/** Where each bound value of a statement was found: the node, the field, and the place in a list. */
export interface ValueRecorder {
  value(node: Node, field: string, index: number): void;
}

const facts = new Map<unknown, number>();
const MOST_FACTS = 100_000;
let lastFact = 16;
let lastWalk = 0;
let lastIdentity = 0;
const identities = new WeakMap<Node, number>();

/** Small integers in front of what they stand for; facts are numbered from above them. */
const SEEN = -1;
const NONE = 0;
const VALUE = 1;
const ABSENT = 2;
const LIST = 3;

/** A number for a plain value, the same for equal ones. */
function factNumber(fact: unknown): number {
  let known = facts.get(fact);
  if (known === undefined) {
    // numbers are never given twice, so that a cleared table costs a few misses and no mistake
    if (facts.size >= MOST_FACTS) facts.clear();
    lastFact += 1;
    known = lastFact;
    facts.set(fact, known);
  }
  return known;
}

function identityNumber(node: Node): number {
  let known = identities.get(node);
  if (known === undefined) {
    lastIdentity += 1;
    known = lastIdentity;
    identities.set(node, known);
  }
  return known;
}

/**
 * The walk that finds a compiled statement again: it writes what shapes the text as integers into `key`, and collects
 * the bound values beside them. A node that comes again is written as its ordinal, so that identity is in the key.
 */
export class KeyWalk {
  #key = new Int32Array(256);
  #length = 0;
  #values: unknown[] = [];
  #walk = 0;
  #nodes = 0;
  #recorder: ValueRecorder | null = null;
  /** Walks a tree. What it finds stands in `key` and `values` until the next walk. */
  start(root: Node, recorder: ValueRecorder | null = null): void {
    lastWalk += 1;
    this.#walk = lastWalk;
    this.#length = 0;
    this.#nodes = 0;
    this.#values = [];
    this.#recorder = recorder;
    this.#node(root);
  }

  /** Adds what else shapes the text. */
  text(more: string): void {
    this.#write(factNumber(more));
  }

  /** A copy of the integers. */
  get key(): Int32Array {
    return this.#key.slice(0, this.#length);
  }

  /** The bound values in the order of the walk. */
  get values(): readonly unknown[] {
    return this.#values;
  }

  #write(number: number): void {
    if (this.#length === this.#key.length) {
      const larger = new Int32Array(this.#key.length * 2);
      larger.set(this.#key);
      this.#key = larger;
    }
    this.#key[this.#length] = number;
    this.#length += 1;
  }

  #node(node: Node): void {
    if (node.walk === this.#walk) {
      this.#write(SEEN);
      this.#write(node.ordinal);
      return;
    }
    node.walk = this.#walk;
    node.ordinal = this.#nodes;
    this.#nodes += 1;
    this.#write(factNumber(node.kind));
    const { fields } = node;
    if (fields === null) {
      this.#write(identityNumber(node));
      return;
    }
    for (const [name, role] of fields) this.#field(node, name, role);
  }

  #field(node: Node, name: string, role: string): void {
    if (role === "aside") return;
    const value: unknown = Reflect.get(node, name);
    switch (role) {
      case "node":
        if (value instanceof Node) this.#node(value);
        else this.#write(NONE);
        return;
      case "fact":
        this.#write(factNumber(value));
        return;
      case "operator":
        // the declaration says that this field holds an operator; its name is all there is to it
        this.#write(factNumber((value as Operator).name));
        return;
      case "type":
        this.#write((value as SqlType<unknown>).id);
        return;
      case "value":
        this.#value(node, name, 0, value);
        return;
      default:
        if (Array.isArray(value)) this.#list(node, name, role, value);
        else this.#write(NONE);
    }
  }

  #value(node: Node, name: string, index: number, value: unknown): void {
    this.#write(VALUE);
    this.#recorder?.value(node, name, index);
    this.#values.push(value);
  }

  #list(node: Node, name: string, role: string, items: readonly unknown[]): void {
    this.#write(LIST);
    this.#write(items.length);
    items.forEach((item, index) => {
      if (item instanceof Node) this.#node(item);
      else if (role === "facts") this.#write(factNumber(item));
      else if (role === "types") this.#write((item as SqlType<unknown>).id);
      else if (role === "rows" && Array.isArray(item)) this.#cells(node, name, item, index * item.length);
      else if (role === "pairs" && Array.isArray(item)) for (const each of item) this.#node(each);
      else this.#cell(node, name, index, item);
    });
  }

  #cells(node: Node, name: string, cells: readonly unknown[], first: number): void {
    this.#write(cells.length);
    cells.forEach((cell, index) => this.#cell(node, name, first + index, cell));
  }

  #cell(node: Node, name: string, index: number, cell: unknown): void {
    if (cell instanceof Node) this.#node(cell);
    else if (cell === absent) this.#write(ABSENT);
    else this.#value(node, name, index, cell);
  }
}
