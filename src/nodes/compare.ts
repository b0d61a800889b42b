import type { SqlType } from "../sqltypes/base.js";
import { Node } from "./node.js";

function sameValue(left: unknown, right: unknown, pairs: Map<Node, Node>): boolean {
  if (left instanceof Node && right instanceof Node) return sameNode(left, right, pairs);
  if (Array.isArray(left) && Array.isArray(right))
    return left.length === right.length && left.every((item, index) => sameValue(item, right[index], pairs));
  if (left instanceof Date && right instanceof Date) return left.getTime() === right.getTime();
  return Object.is(left, right);
}

function sameNode(left: Node, right: Node, pairs: Map<Node, Node>): boolean {
  if (left === right) return true;
  if (pairs.get(left) === right) return true;
  if (left.kind !== right.kind || left.fields === null || right.fields === null) return false;
  pairs.set(left, right);
  return left.fields.every(([name, role]) => {
    if (role === "aside") return true;
    const a: unknown = Reflect.get(left, name);
    const b: unknown = Reflect.get(right, name);
    if (role === "type") return isSameType(a, b);
    return sameValue(a, b, pairs);
  });
}

function isSameType(left: unknown, right: unknown): boolean {
  return left === right || (isType(left) && isType(right) && left.structure === right.structure);
}

function isType(value: unknown): value is SqlType<unknown> {
  return typeof value === "object" && value !== null && "structure" in value;
}

/** Whether two trees say the same, bound values included. */
export function compareNodes(left: Node, right: Node): boolean {
  return sameNode(left, right, new Map());
}
