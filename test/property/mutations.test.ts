import { expect, test } from "vitest";
import { BindForm } from "../../src/nodes/bind-form.js";
import { compareNodes } from "../../src/nodes/compare.js";
import { LiteralColumn } from "../../src/nodes/expressions.js";
import type { Field, Node } from "../../src/nodes/node.js";
import { operators } from "../../src/nodes/operator.js";
import { NullType, UuidType } from "../../src/sqltypes/index.js";
import { makeDialect } from "../golden/dialects.js";
import { goldenStatements } from "./corpus.js";
import { keyOf, uncached } from "./outcome.js";
import { fieldOf, nodesOf, setField } from "./tree.js";

const statements = await goldenStatements();

function otherFact(fact: unknown): unknown {
  if (typeof fact === "boolean") return !fact;
  return typeof fact === "string" ? `${fact}x` : "other";
}

/** What else could stand in a field, as far as it shapes the text. */
function others({ role }: Field, value: unknown): readonly unknown[] {
  switch (role) {
    case "fact":
      return [otherFact(value)];
    case "operator":
      return [value === operators.eq ? operators.ne : operators.eq];
    case "type":
      return [value instanceof UuidType ? new NullType() : new UuidType()];
    case "node":
      return [value === null ? new LiteralColumn("other", new NullType()) : null];
    case "form":
      return value instanceof BindForm
        ? [new BindForm("other", value.base, value.type, value), value.with({ required: !value.required })]
        : [];
    case "literals":
      return [value !== true];
    case "owner":
    case "value":
    case "cells":
      return [];
    default:
      if (!Array.isArray(value)) return [[]];
      return [[...value, ...value.slice(-1)], value.slice(1)].filter((list) => list.length !== value.length);
  }
}

/** Changes one thing of a tree at a time, and puts it back afterwards; but no node that another tree has too, such as `sql.false`. */
function eachChange(root: Node, other: Node | null, look: (about: string) => void): void {
  const common = new Set(other ? nodesOf(other) : []);
  for (const node of nodesOf(root).filter((each) => !common.has(each))) {
    for (const field of node.fields?.all ?? []) {
      const value = fieldOf(node, field);
      const isGetter = !Object.hasOwn(node, field.name);
      for (const changed of isGetter ? [] : others(field, value)) {
        setField(node, field, changed);
        look(`${node.kind} ${field.name}`);
        setField(node, field, value);
      }
    }
  }
}

test("any change of what is not a bound value gives another key", () => {
  let changes = 0;
  for (const { name, build } of statements) {
    const root = build();
    const key = keyOf(root);
    if (key === null) continue;
    eachChange(root, null, (about) => {
      changes += 1;
      if (keyOf(root) === key) expect.fail(`${name}: ${about} is not in the key`);
    });
    expect(keyOf(root), `${name}: unchanged again`).toBe(key);
  }
  expect(changes).toBeGreaterThan(10_000);
});

test("a statement compares equal with itself built anew, and with nothing that was changed", () => {
  let equal = 0;
  for (const { name, build } of statements) {
    const root = build();
    const other = build();
    // a statement that makes its own tables, or values that only they themselves are equal to, is like no other
    if (keyOf(root) !== keyOf(other) || !compareNodes(root, other)) continue;
    equal += 1;
    expect(compareNodes(root, root), name).toBe(true);
    eachChange(root, other, (about) => {
      if (compareNodes(root, other)) expect.fail(`${name}: compare() does not see ${about}`);
      if (compareNodes(other, root)) expect.fail(`${name}: compare() does not see ${about} from the other side`);
    });
  }
  expect(equal).toBeGreaterThan(statements.length * 0.97);
});

test("statements that compare equal are of one form and have equal values", () => {
  const dialect = makeDialect("str");
  const built = statements.map(({ name, build }) => ({ name, node: build() }));
  let pairs = 0;
  for (const [index, left] of built.entries()) {
    for (const right of built.slice(index + 1)) {
      if (!compareNodes(left.node, right.node)) continue;
      pairs += 1;
      const { form, values } = uncached(dialect, left.node, {});
      expect(uncached(dialect, right.node, {}), `${left.name} and ${right.name}`).toMatchObject({ form, values });
    }
  }
  expect(pairs).toBeGreaterThan(50);
});
