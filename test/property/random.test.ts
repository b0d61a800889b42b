import fc from "fast-check";
import { expect, test } from "vitest";
import type { CompileOptions } from "../../src/expression/compile-hook.js";
import { compareNodes } from "../../src/nodes/compare.js";
import type { StatementNode } from "../../src/nodes/statement.js";
import { makeDialect } from "../golden/dialects.js";
import { built } from "./builder.js";
import { changed } from "./changed.js";
import { cached, expectSame, keyOf, uncached } from "./outcome.js";
import { statementRecipe } from "./recipes.js";

const dialects = ["default", "str", "sqlite"].map((name) => makeDialect(name));

const anyOptions: fc.Arbitrary<CompileOptions> = fc.constantFrom<CompileOptions[]>(
  {},
  { columnKeys: [] },
  { columnKeys: ["name"] },
  { columnKeys: ["name", "title"], executemany: true },
  { schemaTranslateMap: { "": "other", harbor: null } },
);

/** The form of a statement on each dialect, without the cache. */
function formsOf(node: StatementNode): string {
  return dialects.map((dialect) => uncached(dialect, node, {}).form).join("\n");
}

test("a random statement compiles to the same with the cache and without, and is found again with other values", () => {
  fc.assert(
    fc.property(statementRecipe, anyOptions, fc.boolean(), (recipe, options, sharing) => {
      const node = built(recipe, { sharing });
      const again = built(recipe, { sharing, firstValue: 500 });
      for (const dialect of dialects) {
        const first = cached(dialect, node, options);
        expectSame(first, uncached(dialect, node, options));
        const second = cached(dialect, again, options);
        expectSame(second, uncached(dialect, again, options));
        if (first.compiled !== null && keyOf(node) !== null) expect(second.compiled === first.compiled).toBe(true);
      }
    }),
    { numRuns: 300 },
  );
  for (const dialect of dialects) expect(dialect.cacheStatistics.hits).toBeGreaterThan(100);
});

test("of all random statements, alike and not, those of one key are of one form", () => {
  const known = new Map<string, string>();
  let again = 0;
  const check = (node: StatementNode): void => {
    const key = keyOf(node);
    if (key === null) return;
    const form = formsOf(node);
    const earlier = known.get(key);
    if (earlier === undefined) known.set(key, form);
    else expect(form).toBe(earlier);
    if (earlier !== undefined) again += 1;
  };
  fc.assert(
    fc.property(statementRecipe, fc.nat(), (recipe, where) => {
      check(built(recipe));
      check(built(recipe, { firstValue: 500 }));
      check(built(recipe, { sharing: false }));
      check(built(changed(recipe, where)));
    }),
    { numRuns: 300 },
  );
  expect(again).toBeGreaterThan(300);
});

test("objects used twice are not two alike ones: where the text differs, the key does", () => {
  let different = 0;
  fc.assert(
    fc.property(statementRecipe, (recipe) => {
      const one = built(recipe);
      const two = built(recipe, { sharing: false });
      if (formsOf(one) === formsOf(two)) return;
      different += 1;
      expect(keyOf(one) ?? "one").not.toBe(keyOf(two) ?? "two");
    }),
    { numRuns: 300 },
  );
  expect(different).toBeGreaterThan(20);
});

test("compare(): a random statement equals itself built anew, and none whose form or values differ", () => {
  let unequal = 0;
  fc.assert(
    fc.property(statementRecipe, fc.nat(), (recipe, where) => {
      const node = built(recipe);
      expect(compareNodes(node, built(recipe))).toBe(true);
      for (const other of [built(recipe, { sharing: false }), built(changed(recipe, where)), built(recipe, { firstValue: 1 })]) {
        const isEqual = compareNodes(node, other);
        expect(compareNodes(other, node)).toBe(isEqual);
        if (!isEqual) unequal += 1;
        else for (const dialect of dialects) expectSame(uncached(dialect, other, {}), uncached(dialect, node, {}));
      }
    }),
    { numRuns: 200 },
  );
  expect(unequal).toBeGreaterThan(100);
});
