import { ColumnNode } from "./column.js";
import { Cast, Filtered, Fragment, FunctionCall, Label, LiteralColumn, NextValue, Over, TypeCoerce } from "./expressions.js";
import type { ShownColumn } from "./froms.js";
import type { ExpressionNode } from "./node.js";
import { WithinGroup } from "./windows.js";

/** A label that the compiler numbers: of one expression, so that it is the same wherever that expression is named. */
export interface AnonymousName {
  readonly base: string;
  readonly owner: ExpressionNode;
  /** Set for a repeated column, whose label is never referred to: it counts for itself. */
  readonly repetition: number;
}
export type LabelName = string | AnonymousName;

/** A column of a SELECT list or RETURNING with the label that it needs. */
export interface LabelledColumn {
  readonly column: ExpressionNode;
  /** The label that tells this column from others of its name; null if there is no need. */
  readonly required: LabelName | null;
  /** The name under which it is known, needed or not; null for text. */
  readonly fallback: LabelName | null;
  readonly repeated: boolean;
}

/** The name that an expression brings with it; null where there is none. */
function ownName(node: ExpressionNode): string | null {
  if (node instanceof ColumnNode) return node.anonymous ? null : node.name;
  if (node instanceof Label || node instanceof LiteralColumn) return node.name;
  return null;
}

/** CAST keeps the name of what it casts. */
function wrappedName(node: ExpressionNode): string | null {
  return node instanceof Cast || node instanceof TypeCoerce ? (ownName(node.element) ?? wrappedName(node.element)) : null;
}

/** The base of an expression's numbered name. */
export function anonymousBase(node: ExpressionNode): string {
  if (node instanceof ColumnNode || node instanceof Label || node instanceof LiteralColumn || node instanceof FunctionCall)
    return node.name;
  if (node instanceof WithinGroup) return anonymousBase(node.call);
  return node instanceof NextValue ? "next_value" : "anon";
}

function anonymous(node: ExpressionNode): AnonymousName {
  return { base: anonymousBase(node), owner: node, repetition: 0 };
}

/** The labels of a list of columns: equal names are told apart, and with `separateRepeats` so is one column given twice. After SQLAlchemy's `_generate_columns_plus_names`. */
export function labelledColumns(columns: readonly ExpressionNode[], separateRepeats: boolean): readonly LabelledColumn[] {
  const seen = new Map<string | ExpressionNode, ExpressionNode>();
  let repetition = 0;
  const repeat = (node: ExpressionNode): AnonymousName => {
    repetition += 1;
    return { base: `${anonymousBase(node)}_`, owner: node, repetition };
  };

  return columns.map((column): LabelledColumn => {
    if (column instanceof Fragment) return { column, required: null, fallback: null, repeated: false };
    const own = ownName(column);
    const name = own ?? wrappedName(column);
    if (name === null) {
      if (seen.has(column)) return { column, required: null, fallback: repeat(column), repeated: true };
      seen.set(column, column);
      return { column, required: null, fallback: anonymous(column), repeated: false };
    }
    const required = own === null ? name : null;
    const earlier = seen.get(name);
    if (earlier === undefined) {
      seen.set(name, column);
      return { column, required, fallback: name, repeated: false };
    }
    if (earlier !== column) {
      if (separateRepeats && seen.has(column)) {
        const label = repeat(column);
        return { column, required: label, fallback: label, repeated: true };
      }
      seen.set(column, column);
      const label = anonymous(column);
      return { column, required: label, fallback: label, repeated: false };
    }
    if (separateRepeats) {
      const label = repeat(column);
      return { column, required: label, fallback: label, repeated: true };
    }
    return { column, required, fallback: name, repeated: false };
  });
}

/** The base of a column's key in a row, and whether it is always numbered. */
function keyBase(node: ExpressionNode): { readonly base: string; readonly numbered: boolean } {
  if (node instanceof ColumnNode) return { base: node.key, numbered: false };
  if (node instanceof Label) return { base: node.name, numbered: false };
  if (node instanceof FunctionCall) return { base: node.name, numbered: true };
  if (node instanceof Filtered || node instanceof Over || node instanceof WithinGroup) return keyBase(node.call);
  if (node instanceof Cast || node instanceof TypeCoerce) return keyBase(node.element);
  return { base: "anon", numbered: true };
}

/** The keys of a row: column keys, numbered in the order of the select list where they repeat or have no name: `id`, `id_1`, `lower_1`, `anon_1`. */
export function rowKeys(columns: readonly ExpressionNode[]): readonly string[] {
  const taken = new Set<string>();
  return columns.map((column) => {
    const { base, numbered } = keyBase(column);
    let key = numbered ? `${base}_1` : base;
    for (let n = numbered ? 2 : 1; taken.has(key); n += 1) key = `${base}_${n}`;
    taken.add(key);
    return key;
  });
}

/** What a query, or a DML statement with RETURNING, shows to the statement around it. */
export function shownColumns(columns: readonly ExpressionNode[]): readonly ShownColumn[] {
  const keys = rowKeys(columns);
  return labelledColumns(columns, false).map(({ column, required, fallback }, index) => {
    const label = required ?? fallback ?? keys[index] ?? "anon";
    const key = keys[index] ?? "anon";
    return typeof label === "string"
      ? { name: label, key, type: column.type, source: column, anonymous: false }
      : { name: label.base, key, type: column.type, source: column, anonymous: true };
  });
}
