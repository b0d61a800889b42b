import type { BindForm } from "../nodes/bind-form.js";
import { absent } from "../nodes/dml.js";
import { keysNumber } from "../nodes/given-keys.js";
import { Node } from "../nodes/node.js";
import { factNumber, newNumber } from "../nodes/numbers.js";
import type { Operator } from "../nodes/operator.js";
import type { SqlType } from "../sqltypes/index.js";
import { type KeyWriter, keyWriter, type RoleWriter } from "./key-writer.js";

/** Where each bound value of a statement was found: the node, the field, and the place in a list, or in a row of a list of rows. */
export interface ValueRecorder {
  value(node: Node, field: string, index: number, row: number): void;
  /** A row of nothing but values: so many, one after the other. */
  row(node: Node, field: string, row: number, length: number): void;
}

/** The integers of a statement, good until the next walk: `parts[0]` to `parts[length - 1]`. */
export interface Key {
  readonly parts: Int32Array;
  readonly length: number;
}

// What stands in a key. A node is its kind as a negative number, with its fields after it, of which the key writer may say in
// a few bits of that number what is empty; NONE where there is none; SEEN and its ordinal where it comes again; its identity, which is a number like those of facts, where it stands for itself. A
// list is its length and one more, with its items after it. So each key can be read in one way only, and equal keys are
// equal trees.
const NONE = 0;
const SEEN = -1;
/** Kinds are counted downwards from here. */
const KINDS = -1;
const VALUE = 1;
const ABSENT = 2;
/** The lengths of rows that hold nothing but values are counted downwards from here. */
const ALL_VALUES = -1;

/** So many values are copied faster as a whole than one by one. */
const MANY = 32;

/** How nodes are written, by the number of their declaration. */
const writers: KeyWriter[] = [];
/** The mark that was given last. Each walk goes on from there, so that a mark tells whether a node was met in this walk. */
let lastMark = 0;

/**
 * The walk that finds a compiled statement again: it writes what shapes the text as integers into a key, and collects
 * the bound values beside it. A node that comes again is written as its ordinal, so that identity is in the key.
 */
export class KeyWalk implements Key, RoleWriter {
  parts = new Int32Array(256);
  length = 0;
  /** The bound values in the order of the walk, as many as `count` says; nothing is left here when they are taken. */
  private readonly found: unknown[] = [];
  private count = 0;
  /** Whether the form may be kept: not where values are part of its text. */
  isCacheable = true;
  /** The last mark before this walk. */
  private before = 0;
  private recorder: ValueRecorder | null = null;

  /** Walks a tree. What it finds stands here until the next walk. */
  start(root: Node, recorder: ValueRecorder | null = null): void {
    this.length = 0;
    this.count = 0;
    this.isCacheable = true;
    this.before = lastMark;
    this.recorder = recorder;
    this.node(root);
  }

  /** The bound values, for keeping: a list that is as long as it has to be, where one that grows would be made several times. */
  values(): unknown[] {
    const { found, count } = this;
    if (count > MANY) {
      const values = found.slice(0, count);
      found.fill(undefined, 0, count);
      return values;
    }
    const values: unknown[] = new Array(count);
    for (let at = 0; at < count; at += 1) {
      values[at] = found[at];
      found[at] = undefined;
    }
    return values;
  }

  /** What an execution asks for besides the statement: nothing mostly, or facts and lists of them. */
  options(executemany: boolean, columnKeys: readonly string[] | null, translated: readonly unknown[] | null): void {
    if (!executemany && columnKeys === null && translated === null) {
      this.write(NONE);
      return;
    }
    this.fact(executemany);
    this.facts(columnKeys);
    this.facts(translated);
  }

  private write(number: number): void {
    const at = this.length;
    if (at === this.parts.length) this.grow();
    this.parts[at] = number;
    this.length = at + 1;
  }

  private grow(): void {
    const larger = new Int32Array(this.parts.length * 2);
    larger.set(this.parts);
    this.parts = larger;
  }

  // --- nodes -------------------------------------------------------------------------------------------------------------------

  /** Whether this walk gave the mark: then the node is written as its ordinal, and that is all. */
  isKnown(mark: number): boolean {
    if (mark <= this.before) return false;
    this.write(SEEN);
    this.write(mark - this.before);
    return true;
  }

  /** Begins a node with its kind, and with the bits that say which fields have something to be written; what it gives is the node's mark. */
  begin(head: number): number {
    this.write(KINDS - head);
    lastMark += 1;
    return lastMark;
  }

  /** The same of further fields. */
  mask(bits: number): void {
    this.write(bits);
  }

  node(node: Node | null): void {
    if (!node) {
      this.write(NONE);
      return;
    }
    const { fields } = node;
    if (fields === null) {
      this.write((node.identity ||= newNumber()));
      return;
    }
    const write = (writers[fields.number] ??= keyWriter(fields));
    write(node, this);
  }

  owner(node: Node | null): void {
    this.node(node);
  }

  form(form: BindForm): void {
    this.node(form);
  }

  nodes(nodes: readonly Node[] | null): void {
    if (!this.list(nodes)) return;
    for (let at = 0; at < nodes.length; at += 1) this.node(nodes[at] ?? null);
  }

  pairs(pairs: readonly (readonly Node[])[] | null): void {
    if (!this.list(pairs)) return;
    for (const pair of pairs) for (const each of pair) this.node(each);
  }

  // --- what shapes the text ----------------------------------------------------------------------------------------------------

  /** The length of a list; null is another thing than an empty one. */
  private list<T>(items: readonly T[] | null): items is readonly T[] {
    if (!items) {
      this.write(NONE);
      return false;
    }
    this.write(items.length + 1);
    return true;
  }

  fact(fact: unknown): void {
    this.write(factNumber(fact));
  }

  /** The keys of a row are kept, and have a number: counted downwards, it is no length. */
  private keys(items: readonly unknown[] | null): boolean {
    const number = items === null ? undefined : keysNumber(items);
    if (number === undefined) return false;
    this.write(-number);
    return true;
  }

  facts(items: readonly unknown[] | null): void {
    if (this.keys(items) || !this.list(items)) return;
    for (let at = 0; at < items.length; at += 1) this.write(factNumber(items[at]));
  }

  mixed(items: readonly unknown[] | null): void {
    if (this.keys(items) || !this.list(items)) return;
    for (const item of items) {
      if (item instanceof Node) this.node(item);
      else this.write(factNumber(item));
    }
  }

  type(type: SqlType<unknown>): void {
    this.write(type.knownId || type.id);
  }

  types(types: readonly SqlType<unknown>[] | null): void {
    if (!this.list(types)) return;
    for (const type of types) this.write(type.id);
  }

  operator(operator: Operator): void {
    this.write(operator.id);
  }

  literals(areLiterals: boolean): void {
    if (areLiterals) this.isCacheable = false;
  }

  // --- values ------------------------------------------------------------------------------------------------------------------

  value(value: unknown, node: Node, field: string): void {
    this.bound(value, node, field, 0, 0);
  }

  cells(cells: readonly unknown[] | null, node: Node, field: string): void {
    this.row(cells, node, field, 0);
  }

  rows(rows: readonly (readonly unknown[])[] | null, node: Node, field: string): void {
    if (!this.list(rows)) return;
    for (let at = 0; at < rows.length; at += 1) this.row(rows[at] ?? null, node, field, at);
  }

  private row(cells: readonly unknown[] | null, node: Node, field: string, row: number): void {
    if (cells && this.plainRow(cells)) {
      this.write(ALL_VALUES - cells.length);
      if (this.recorder !== null) this.recorder.row(node, field, row, cells.length);
      return;
    }
    if (!this.list(cells)) return;
    for (let at = 0; at < cells.length; at += 1) {
      const cell = cells[at];
      if (typeof cell === "object" && cell instanceof Node) this.node(cell);
      else if (cell === absent) this.write(ABSENT);
      else {
        this.write(VALUE);
        this.bound(cell, node, field, at, row);
      }
    }
  }

  /** Takes the cells of a row that holds bound values alone, as most do; what was taken of any other is written over. */
  private plainRow(cells: readonly unknown[]): boolean {
    const { found, count } = this;
    for (let at = 0; at < cells.length; at += 1) {
      const cell = cells[at];
      if (cell === absent || (typeof cell === "object" && cell instanceof Node)) return false;
      found[count + at] = cell;
    }
    this.count = count + cells.length;
    return true;
  }

  private bound(value: unknown, node: Node, field: string, index: number, row: number): void {
    this.found[this.count] = value;
    this.count += 1;
    if (this.recorder !== null) this.recorder.value(node, field, index, row);
  }
}
