import { ColumnNode } from "./column.js";
import { Cast, Filtered, Fragment, FunctionCall, Label, LiteralColumn, NextValue, Over, TypeCoerce } from "./expressions.js";
import { type ShownColumn, TableNode } from "./froms.js";
import type { ExpressionNode } from "./node.js";
import type { LabelStyle } from "./select.js";
import { WholeRow } from "./table-functions.js";
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
  if (node instanceof WholeRow) return node.name;
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

/** The name of the FROM element that a column belongs to; null where it has none, or only a numbered one. */
function fromNameOf(node: ExpressionNode): string | null {
  if (!(node instanceof ColumnNode) || node.anonymous || node.table === null || !("name" in node.table)) return null;
  return typeof node.table.name === "string" ? node.table.name : null;
}

/** `table_column`, `schema_table_column`; null for what is no column of a named FROM element. */
function tableLabel(node: ExpressionNode): string | null {
  const from = fromNameOf(node);
  if (from === null || !(node instanceof ColumnNode)) return null;
  const schema = node.table instanceof TableNode && node.table.schema !== null ? `${node.table.schema.replaceAll(".", "_")}_` : "";
  return `${schema}${from}_${node.name}`;
}

function anonymous(node: ExpressionNode): AnonymousName {
  return { base: anonymousBase(node), owner: node, repetition: 0 };
}

/** The labels of a list of columns: equal names are told apart, and with `separateRepeats` so is one column given twice. After SQLAlchemy's `_generate_columns_plus_names`. */
export function labelledColumns(
  columns: readonly ExpressionNode[],
  separateRepeats: boolean,
  style: LabelStyle = "disambiguate",
): readonly LabelledColumn[] {
  const [only] = columns;
  // most RETURNINGs bring one column, from which there is no other to be told
  if (columns.length === 1 && only instanceof ColumnNode && !only.anonymous && style !== "tableName")
    return [{ column: only, required: null, fallback: only.name, repeated: false }];
  const seen = new Map<string | ExpressionNode, ExpressionNode>();
  let repetition = 0;
  const repeat = (node: ExpressionNode, base = anonymousBase(node)): AnonymousName => {
    repetition += 1;
    return { base: `${base}_`, owner: node, repetition };
  };

  return columns.map((column): LabelledColumn => {
    if (column instanceof Fragment) return { column, required: null, fallback: null, repeated: false };
    const own = ownName(column);
    const ofTable = style === "tableName" ? tableLabel(column) : null;
    const name = ofTable ?? own ?? wrappedName(column);
    if (name === null) {
      if (seen.has(column)) return { column, required: null, fallback: repeat(column), repeated: true };
      seen.set(column, column);
      return { column, required: null, fallback: anonymous(column), repeated: false };
    }
    const required = own === null || ofTable !== null ? name : null;
    if (style === "none") return { column, required, fallback: name, repeated: false };
    const earlier = seen.get(name);
    if (earlier === undefined) {
      seen.set(name, column);
      return { column, required, fallback: name, repeated: false };
    }
    if (earlier !== column) {
      if (separateRepeats && seen.has(column)) {
        const label = repeat(column, ofTable ?? undefined);
        return { column, required: label, fallback: label, repeated: true };
      }
      seen.set(column, column);
      const label = ofTable === null ? anonymous(column) : { base: ofTable, owner: column, repetition: 0 };
      return { column, required: label, fallback: label, repeated: false };
    }
    if (separateRepeats) {
      const label = repeat(column, ofTable ?? undefined);
      return { column, required: label, fallback: label, repeated: true };
    }
    return { column, required, fallback: name, repeated: false };
  });
}

/** The base of a column's key in a row, and whether it is always numbered. */
function keyBase(node: ExpressionNode): { readonly base: string; readonly numbered: boolean } {
  if (node instanceof ColumnNode) return { base: node.key, numbered: false };
  if (node instanceof WholeRow) return node.name === null ? { base: "anon", numbered: true } : { base: node.name, numbered: false };
  if (node instanceof Label) return { base: node.name, numbered: false };
  if (node instanceof FunctionCall) return { base: node.name, numbered: true };
  if (node instanceof Filtered || node instanceof Over || node instanceof WithinGroup) return keyBase(node.call);
  if (node instanceof Cast || node instanceof TypeCoerce) return keyBase(node.element);
  return { base: "anon", numbered: true };
}

const FEW = 16;

/** The keys of a row: column keys, numbered in the order of the select list where they repeat or have no name: `id`, `id_1`, `lower_1`, `anon_1`. */
export function rowKeys(columns: readonly ExpressionNode[], style: LabelStyle = "disambiguate"): readonly string[] {
  const keys: string[] = new Array(columns.length);
  // few keys are soon looked through
  const taken = columns.length > FEW ? new Set<string>() : null;
  for (let at = 0; at < columns.length; at += 1) {
    const column = columns[at];
    if (column === undefined) continue;
    const { base: bare, numbered } = column instanceof ColumnNode ? { base: column.key, numbered: false } : keyBase(column);
    const from = style === "tableName" ? fromNameOf(column) : null;
    const base = from === null ? bare : `${from}_${bare}`;
    let key = numbered ? `${base}_1` : base;
    for (let n = numbered ? 2 : 1; taken === null ? keys.includes(key) : taken.has(key); n += 1) key = `${base}_${n}`;
    taken?.add(key);
    keys[at] = key;
  }
  return keys;
}

/** What a query, or a DML statement with RETURNING, shows to the statement around it. */
export function shownColumns(columns: readonly ExpressionNode[], style: LabelStyle = "disambiguate"): readonly ShownColumn[] {
  const keys = rowKeys(columns, style);
  return labelledColumns(columns, false, style).map(({ column, required, fallback }, index) => {
    const label = required ?? fallback ?? keys[index] ?? "anon";
    const key = keys[index] ?? "anon";
    return typeof label === "string"
      ? { name: label, key, type: column.type, source: column, anonymous: false }
      : { name: label.base, key, type: column.type, source: column, anonymous: true };
  });
}
