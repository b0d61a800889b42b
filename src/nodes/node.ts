import type { SqlType } from "../sqltypes/base.js";
import type { ColumnNode } from "./column.js";
import type { Operator } from "./operator.js";

/** What a field of a node holds; copy, compare, traversal and the cache key are written once over these roles. */
export type Role =
  /** a node, or null */
  | "node"
  /** a list of nodes */
  | "nodes"
  /** a list of pairs of nodes */
  | "pairs"
  /** a plain value that shapes the text: string, number, boolean, null */
  | "fact"
  /** a list of strings that shape the text, or null */
  | "facts"
  /** a list whose items are nodes or plain values that shape the text, or null */
  | "mixed"
  /** what a bind parameter is besides its value: not below it */
  | "form"
  /** a bound value: not part of the key */
  | "value"
  /** a list whose items are nodes or bound values, or null */
  | "cells"
  /** a list of such lists */
  | "rows"
  /** a SQL type */
  | "type"
  /** a list of SQL types */
  | "types"
  /** an operator */
  | "operator"
  /** the FROM element that a column belongs to, or null: it tells columns apart and is not below them */
  | "owner"
  /** whether this node's bound values are written into the text: then they shape it, and no cache may keep it */
  | "literals"
  /** carried along, without influence on the text */
  | "aside";

/** The roles of what a node is made of. */
export type OwnRole = Exclude<Role, "aside">;

/** A field of a node, by name. */
export interface Field {
  readonly name: string;
  readonly role: OwnRole;
}

/** The declaration of one kind. */
export interface Fields {
  /** Stands for the kind in cache keys. */
  readonly number: number;
  /** In the order in which they are visited. What is only carried along is not among them. */
  readonly all: readonly Field[];
  /** Those in which nodes stand below. */
  readonly structural: readonly Field[];
}

/** An immutable part of a statement's tree. */
export abstract class Node {
  /** The name of the compiler's visit method, without `visit`. */
  abstract readonly kind: string;
  /** The declaration of this kind; null means that the node stands for itself: tables and their columns. */
  abstract readonly fields: Fields | null;
  /** The name of the dialect whose construct it is, by which text for reading has it written; null for what is not one dialect's alone. */
  get ownDialect(): string | null {
    return null;
  }

  /** The cache key's own notes: the mark that the last walk left here, and the number that a node keeps which stands for itself. */
  mark = 0;
  declare identity: number | undefined;
}

type Data<N> = { [K in keyof N]: N[K] extends (...args: never) => unknown ? never : K }[keyof N];

let kinds = 0;

/** The roles of fields in which nodes stand below. */
const structural: ReadonlySet<Role> = new Set(["node", "nodes", "pairs", "mixed", "cells", "rows"]);

/** Declares the fields of a node class, each with its role. A field left out is a compile-time error. */
export function declareFields<N extends Node>(roles: { readonly [K in Exclude<Data<N>, keyof Node>]: Role }): Fields {
  kinds += 1;
  const all = Object.entries<Role>(roles).flatMap(([name, role]) => (role === "aside" ? [] : [{ name, role }]));
  return { number: kinds, all, structural: all.filter(({ role }) => structural.has(role)) };
}

/** A node that is a value: it has a SQL type. */
export abstract class ExpressionNode extends Node {
  abstract readonly type: SqlType<unknown>;
}

/** A node that can stand in FROM. */
export abstract class FromNode extends Node {
  /** The columns that it shows, in order. */
  abstract readonly columns: readonly ColumnNode[];
}

export type { Operator };
