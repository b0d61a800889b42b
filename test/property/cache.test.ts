import { describe, expect, test } from "vitest";
import type { CompileOptions } from "../../src/expression/compile-hook.js";
import type { StatementNode } from "../../src/nodes/statement.js";
import { dialectNames, makeDialect } from "../golden/dialects.js";
import { goldenStatements } from "./corpus.js";
import { cached, expectSame, keyOf, uncached } from "./outcome.js";
import { changeValues } from "./tree.js";

const statements = await goldenStatements();
/** Ways to execute a statement in which an INSERT or UPDATE takes other columns than by itself. */
const variants: readonly CompileOptions[] = [{}, { columnKeys: ["name"] }, { columnKeys: ["name", "rating"], executemany: true }];
/** Where a statement is compiled in all ways; elsewhere only in its own. */
const thorough = new Set(["default", "str", "sqlite"]);

test("the corpus is there", () => {
  expect(statements.length).toBeGreaterThan(400);
});

describe.each(dialectNames)("golden statements on %s", (name) => {
  test("compile to the same with the cache and without, twice", () => {
    const dialect = makeDialect(name);
    for (const { name: title, options, build } of statements) {
      for (const each of thorough.has(name) ? [options, ...variants] : [options]) {
        for (const node of [build(), build()]) {
          const expected = uncached(dialect, node, each);
          expectSame(cached(dialect, node, each), expected, title);
          expectSame(cached(dialect, node, each), expected, `${title}, the same object`);
        }
      }
    }
  });

  test("are found again when they are built anew, with other values", () => {
    const dialect = makeDialect(name);
    let others = 0;
    for (const { name: title, options, build } of statements) {
      const node = build();
      const key = keyOf(node);
      // a statement whose table is made with it is another one each time
      if (key === null || key !== keyOf(build())) {
        others += 1;
        continue;
      }
      const first = cached(dialect, build(), options);
      changeValues(node);
      const again = cached(dialect, node, options);
      expect(again.values, title).toEqual(uncached(dialect, node, options).values);
      if (first.compiled !== null) expect(again.compiled === first.compiled, title).toBe(true);
    }
    expect(others).toBeLessThan(statements.length / 20);
  });

  test("of one key are of one form", () => {
    const dialect = makeDialect(name);
    const forms = new Map<string, { readonly title: string; readonly form: string }>();
    for (const { name: title, build } of statements) {
      const node = build();
      const key = keyOf(node);
      const { form } = uncached(dialect, node, {});
      const known = key === null ? undefined : forms.get(key);
      if (known) expect(form, `${title} and ${known.title}`).toBe(known.form);
      else if (key !== null) forms.set(key, { title, form });
    }
    expect(forms.size).toBeGreaterThan(300);
  });
});

test("a compiled form holds none of the values", () => {
  const dialect = makeDialect("sqlite");
  for (const { name, options, build } of statements) {
    const { compiled } = cached(dialect, build(), options);
    const kept = compiled?.slots.filter((slot) => slot.ordinal >= 0 && slot.constant !== null);
    expect(kept ?? [], name).toEqual([]);
  }
});

test("hits and misses are counted, and what was used least lately goes first", () => {
  const dialect = makeDialect("sqlite");
  const [first, second] = statements;
  if (!first || !second) throw new Error("an empty corpus");
  const prepare = (node: StatementNode) => dialect.prepare(node, {});
  prepare(first.build());
  expect(dialect.cacheStatistics).toMatchObject({ hits: 0, misses: 1, size: 1 });
  const kept = first.build();
  prepare(kept);
  prepare(kept);
  expect(dialect.cacheStatistics).toMatchObject({ hits: 1, misses: 1, size: 1 });
  for (let count = 0; count < 3000; count += 1) {
    dialect.prepare(second.build(), { columnKeys: [`key${count}`] });
    prepare(first.build());
  }
  const { capacity, size, misses, hits } = dialect.cacheStatistics;
  expect(size).toBe(capacity);
  expect({ misses, hits }).toEqual({ misses: 3001, hits: 3001 });
});
