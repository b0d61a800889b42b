import { absent } from "../nodes/dml.js";
import { type Field, Node } from "../nodes/node.js";
import type { Operator } from "../nodes/operator.js";
import type { SqlType } from "../sqltypes/index.js";

/** Where each bound value of a statement was found: the node, the field, and the place in a list, or in a row of a list of rows. */
export interface ValueRecorder {
  value(node: Node, field: string, index: number, row: number): void;
}

/** The integers of a statement, good until the next walk: `parts[0]` to `parts[length - 1]`. */
export interface Key {
  readonly parts: Int32Array;
  readonly length: number;
}

// What stands in a key. A node is its kind as a negative number, with its fields after it; NONE where there is none; SEEN
// and its ordinal where it comes again; ITSELF and its identity where it stands for itself. A list is its length and one
// more, with its items after it. So each key can be read in one way only, and equal keys are equal trees.
const NONE = 0;
const SEEN = -1;
const ITSELF = -2;
/** Kinds are counted downwards from here. */
const KINDS = -2;
const VALUE = 1;
const ABSENT = 2;
const NULL = 3;
const TRUE = 4;
const FALSE = 5;

const MOST_FACTS = 100_000;
const facts = new Map<unknown, number>();
const objects = new WeakMap<object, number>();
/** Numbers are never given twice, so that a cleared table costs a few misses and no mistake. */
let lastNumber = FALSE;
let lastWalk = 0;

/** What a field or a list holds: the marked place, since only the declaration knows. */
function held<T>(value: unknown): T {
  return value as T;
}

function newNumber(): number {
  lastNumber += 1;
  return lastNumber;
}

/** A number for a plain value, the same for equal ones; an object is equal to itself only. */
function factNumber(fact: unknown): number {
  if (fact === null || fact === undefined) return NULL;
  if (fact === true) return TRUE;
  if (fact === false) return FALSE;
  const known = facts.get(fact);
  if (known !== undefined) return known;
  return typeof fact === "object" || typeof fact === "function" ? objectNumber(fact) : newFact(fact);
}

function newFact(fact: unknown): number {
  if (facts.size >= MOST_FACTS) facts.clear();
  const number = newNumber();
  facts.set(fact, number);
  return number;
}

function objectNumber(object: object): number {
  let known = objects.get(object);
  if (known === undefined) {
    known = newNumber();
    objects.set(object, known);
  }
  return known;
}

/**
 * The walk that finds a compiled statement again: it writes what shapes the text as integers into a key, and collects
 * the bound values beside it. A node that comes again is written as its ordinal, so that identity is in the key.
 */
export class KeyWalk implements Key {
  parts = new Int32Array(256);
  length = 0;
  /** The bound values in the order of the walk: a list of its own for each. */
  values: readonly unknown[] = [];
  /** Whether the form may be kept: not where values are part of its text. */
  isCacheable = true;
  #values: unknown[] = [];
  #walk = 0;
  #nodes = 0;
  #recorder: ValueRecorder | null = null;

  /** Walks a tree. What it finds stands here until the next walk. */
  start(root: Node, recorder: ValueRecorder | null = null): void {
    lastWalk += 1;
    this.#walk = lastWalk;
    this.length = 0;
    this.#nodes = 0;
    this.#values = [];
    this.values = this.#values;
    this.isCacheable = true;
    this.#recorder = recorder;
    this.#node(root);
  }

  /** Adds what else shapes the text. */
  fact(fact: unknown): void {
    this.#write(factNumber(fact));
  }

  /** Adds a list of such; null is another thing than an empty one. */
  facts(items: readonly unknown[] | null): void {
    if (items === null) {
      this.#write(NONE);
      return;
    }
    this.#write(items.length + 1);
    for (const item of items) this.fact(item);
  }

  #write(number: number): void {
    const at = this.length;
    if (at === this.parts.length) this.#grow();
    this.parts[at] = number;
    this.length = at + 1;
  }

  #grow(): void {
    const larger = new Int32Array(this.parts.length * 2);
    larger.set(this.parts);
    this.parts = larger;
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
    const { fields } = node;
    if (fields === null) {
      if (node.identity === 0) node.identity = newNumber();
      this.#write(ITSELF);
      this.#write(node.identity);
      return;
    }
    this.#write(KINDS - fields.number);
    for (const field of fields.all) this.#field(node, field);
  }

  #field(node: Node, { name, role }: Field): void {
    const value = held<Readonly<Record<string, unknown>>>(node)[name];
    switch (role) {
      case "fact":
        this.#write(factNumber(value));
        return;
      case "node":
      case "owner":
        if (value instanceof Node) this.#node(value);
        else this.#write(NONE);
        return;
      case "type":
        this.#write(held<SqlType<unknown>>(value).id);
        return;
      case "operator":
        this.#write(factNumber(held<Operator>(value).name));
        return;
      case "value":
        this.#value(node, name, value, 0, 0);
        return;
      case "literals":
        if (value === true) this.isCacheable = false;
        return;
      default:
        if (Array.isArray(value)) this.#list(node, name, role, value);
        else this.#write(NONE);
    }
  }

  #list(node: Node, name: string, role: Field["role"], items: readonly unknown[]): void {
    this.#write(items.length + 1);
    for (let at = 0; at < items.length; at += 1) {
      const item = items[at];
      if (role === "rows") this.#row(node, name, held(item), at);
      else if (role === "pairs") for (const each of held<readonly Node[]>(item)) this.#node(each);
      else if (item instanceof Node) this.#node(item);
      else if (role === "types") this.#write(held<SqlType<unknown>>(item).id);
      else if (role === "cells") this.#cell(node, name, item, at, 0);
      else this.#write(factNumber(item));
    }
  }

  #row(node: Node, name: string, cells: readonly unknown[], row: number): void {
    this.#write(cells.length + 1);
    for (let at = 0; at < cells.length; at += 1) this.#cell(node, name, cells[at], at, row);
  }

  #cell(node: Node, name: string, cell: unknown, index: number, row: number): void {
    if (cell instanceof Node) this.#node(cell);
    else if (cell === absent) this.#write(ABSENT);
    else this.#value(node, name, cell, index, row);
  }

  #value(node: Node, name: string, value: unknown, index: number, row: number): void {
    this.#write(VALUE);
    this.#values.push(value);
    if (this.#recorder !== null) this.#recorder.value(node, name, index, row);
  }
}
