import { absent } from "../../src/nodes/dml.js";
import { Bind, noValue } from "../../src/nodes/expressions.js";
import { type Field, Node } from "../../src/nodes/node.js";

// Nodes are immutable in the library. A tree that a test has just built is its own, and may be changed in place.

/** What a field holds. */
export function fieldOf(node: Node, { name }: Field): unknown {
  return Reflect.get(node, name);
}

/** Puts another value into a field of a tree that nobody else has. */
export function setField(node: Node, { name }: Field, value: unknown): void {
  Object.defineProperty(node, name, { value, writable: true, enumerable: true, configurable: true });
}

function nodesIn(value: unknown): readonly Node[] {
  if (value instanceof Node) return [value];
  return Array.isArray(value) ? value.flatMap(nodesIn) : [];
}

/** All nodes that have a part in the key, each once, in the order of the walk. Tables and their columns have no fields, and are not among them. */
export function nodesOf(root: Node): readonly Node[] {
  const found = new Set<Node>();
  const visit = (node: Node): void => {
    if (found.has(node) || node.fields === null) return;
    found.add(node);
    for (const field of node.fields.all) if (field.role !== "value") for (const below of nodesIn(fieldOf(node, field))) visit(below);
  };
  visit(root);
  return [...found];
}

/** Another value in place of this one. null stays: a comparison with null, and NULL for a key, are other statements. */
function other(value: unknown, node: Node): unknown {
  if (value === null || value === absent || value === noValue || typeof value === "function") return value;
  if (node instanceof Bind && node.expanding && Array.isArray(value)) return [...value.slice(1), "another", "yet another"];
  if (value instanceof Date) return new Date(value.getTime() + 1000);
  if (typeof value === "number") return value + 1;
  if (typeof value === "string") return `${value}'; another`;
  if (typeof value === "boolean") return !value;
  return { another: value };
}

function otherCells(cells: unknown, node: Node): unknown {
  return Array.isArray(cells) ? cells.map((cell) => (cell instanceof Node ? cell : other(cell, node))) : cells;
}

/** Gives a tree that a test has just built other bound values; its form stays. */
export function changeValues(root: Node): void {
  for (const node of nodesOf(root)) {
    for (const field of node.fields?.all ?? []) {
      const value = fieldOf(node, field);
      if (field.role === "value") setField(node, field, other(value, node));
      else if (field.role === "cells") setField(node, field, otherCells(value, node));
      else if (field.role === "rows" && Array.isArray(value))
        setField(
          node,
          field,
          value.map((row) => otherCells(row, node)),
        );
    }
  }
}
