import { SqlType } from "../sqltypes/base.js";
import { type Field, Node } from "./node.js";

/** Which nodes of two trees answer to each other. One node in two places is not two alike ones: the text differs. */
class Pairing {
  readonly #rightOf = new Map<Node, Node>();
  readonly #paired = new Set<Node>();

  sameNode(left: Node, right: Node): boolean {
    const known = this.#rightOf.get(left);
    if (known !== undefined || this.#paired.has(right)) return known === right;
    this.#rightOf.set(left, right);
    this.#paired.add(right);
    const { fields } = left;
    if (fields === null || fields !== right.fields) return left === right;
    return fields.all.every((field) => this.#sameField(field, Reflect.get(left, field.name), Reflect.get(right, field.name)));
  }

  #sameField({ role }: Field, left: unknown, right: unknown): boolean {
    if (role === "operator") return nameOf(left) === nameOf(right);
    return this.#sameValue(left, right);
  }

  #sameValue(left: unknown, right: unknown): boolean {
    if (Object.is(left, right) && !(left instanceof Object)) return true;
    if (left instanceof Node && right instanceof Node) return this.sameNode(left, right);
    if (left instanceof SqlType && right instanceof SqlType) return left === right || left.structure === right.structure;
    if (Array.isArray(left) && Array.isArray(right))
      return left.length === right.length && left.every((item, index) => this.#sameValue(item, right[index]));
    if (left instanceof Date && right instanceof Date) return Object.is(left.getTime(), right.getTime());
    if (left instanceof Uint8Array && right instanceof Uint8Array)
      return left.length === right.length && left.every((byte, index) => byte === right[index]);
    if (isPlain(left) && isPlain(right)) return this.#sameObject(left, right);
    return left === right;
  }

  #sameObject(left: Readonly<Record<string, unknown>>, right: Readonly<Record<string, unknown>>): boolean {
    const names = Object.keys(left);
    return (
      names.length === Object.keys(right).length &&
      names.every((name) => Object.hasOwn(right, name) && this.#sameValue(left[name], right[name]))
    );
  }
}

function isPlain(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== "object" || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

/** An operator is known by its name. */
function nameOf(operator: unknown): unknown {
  return isPlain(operator) ? operator.name : operator;
}

/** Whether two trees say the same, bound values included. */
export function compareNodes(left: Node, right: Node): boolean {
  return new Pairing().sameNode(left, right);
}
