import { ColumnNode } from "./column.js";
import { Binary, Bind, ScalarSubselect } from "./expressions.js";
import { JoinNode } from "./froms.js";
import { FromNode, Node } from "./node.js";
import { ScalarValues } from "./scalar-values.js";
import { StatementNode } from "./statement.js";

/** A node as what it is to a declaration: fields by name. */
interface ByName {
  readonly [name: string]: unknown;
}

function read(node: Node, name: string): unknown {
  // the marked place: Reflect.get() would do without, and takes several times as long
  return (node as unknown as ByName)[name];
}

function nodesIn(value: unknown, found: Node[]): void {
  if (value instanceof Node) found.push(value);
  else if (Array.isArray(value)) for (const item of value) nodesIn(item, found);
}

/** The nodes directly below, in the order of the declaration; those of one field may be left out. */
export function childrenOf(node: Node, without?: string): readonly Node[] {
  const found: Node[] = [];
  for (const { name } of node.fields?.structural ?? []) if (name !== without) nodesIn(read(node, name), found);
  return found;
}

/** Calls `visit` for the node and everything below it; `visit` may return false to leave out what is below. */
export function walk(node: Node, visit: (node: Node) => boolean | undefined): void {
  if (visit(node) === false) return;
  for (const child of childrenOf(node)) walk(child, visit);
}

/**
 * Calls `visit` once for each node of a statement, also for the FROM elements that only a column names. `visit` may return the
 * name of a field which is to be left out.
 */
export function walkStatement(root: Node, visit: (node: Node) => string | undefined): void {
  const seen = new Set<Node>();
  const go = (node: Node): void => {
    if (seen.has(node)) return;
    seen.add(node);
    const without = visit(node);
    if (node instanceof ColumnNode && node.table) go(node.table);
    for (const child of childrenOf(node, without)) go(child);
  };
  go(root);
}

function mapped(value: unknown, replace: (node: Node) => Node): unknown {
  if (value instanceof Node) return replace(value);
  if (!Array.isArray(value)) return value;
  let changed = false;
  const items = value.map((item: unknown) => {
    const next = mapped(item, replace);
    if (next !== item) changed = true;
    return next;
  });
  return changed ? items : value;
}

/** A copy in which `replace` has been asked for each node from the top; null from it means: look further below. Unchanged parts stay the same objects. */
export function replaceNodes<N extends Node>(root: N, replace: (node: Node) => Node | null): N {
  const done = new Map<Node, Node>();
  const visit = (node: Node): Node => {
    const known = done.get(node);
    if (known) return known;
    const replaced = replace(node) ?? below(node);
    done.set(node, replaced);
    return replaced;
  };
  const below = (node: Node): Node => {
    const changes: Record<string, unknown> = {};
    for (const { name } of node.fields?.structural ?? []) {
      const before = read(node, name);
      const after = mapped(before, visit);
      if (after !== before) changes[name] = after;
    }
    if (Object.keys(changes).length === 0) return node;
    // the marked place: a copy of the same class with the same fields, which only the declaration knows
    const copy = Object.assign(Object.create(Object.getPrototypeOf(node)) as Node, node, changes);
    // the form that was compiled last is not the copy's
    if (copy instanceof StatementNode) copy.memo = undefined;
    return copy;
  };
  return below(root) as N;
}

/** Adds the FROM elements that an expression names, each once: the tables of its columns, without those inside of subqueries. */
export function addFroms(node: Node, found: FromNode[]): void {
  if (node instanceof ColumnNode) {
    if (node.table !== null && !found.includes(node.table)) found.push(node.table);
  } else if (node instanceof Binary) {
    // what most criteria are: fields that are looked up by name take several times as long
    addFroms(node.left, found);
    addFroms(node.right, found);
  } else if (node instanceof FromNode) {
    if (!found.includes(node)) found.push(node);
  } else if (!(node instanceof Bind || node instanceof ScalarSubselect || node instanceof ScalarValues || QUERIES.has(node.kind))) {
    for (const { name } of node.fields?.structural ?? []) addFromsIn(read(node, name), found);
  }
}

function addFromsIn(value: unknown, found: FromNode[]): void {
  if (value instanceof Node) addFroms(value, found);
  else if (Array.isArray(value)) for (const item of value) addFromsIn(item, found);
}

const QUERIES: ReadonlySet<string> = new Set(["select", "compound", "textSelect"]);

/** The FROM elements that an expression names. */
export function fromsOf(node: Node): readonly FromNode[] {
  const found: FromNode[] = [];
  addFroms(node, found);
  return found;
}

/** Whether a FROM element is another one, or stands in the join that it is. */
export function isInside(part: FromNode, from: FromNode): boolean {
  return part === from || (from instanceof JoinNode && (isInside(part, from.left) || isInside(part, from.right)));
}

/** The FROM elements inside a join, and the join itself: what its columns may belong to. */
export function insideJoin(from: FromNode): readonly FromNode[] {
  return from instanceof JoinNode ? [from, ...insideJoin(from.left), ...insideJoin(from.right)] : [from];
}
