import { defaultDialect, stringDialect } from "athanor/default";
import { postgresql } from "athanor/postgresql";
import { sqlite } from "athanor/sqlite";
import { describe, expect, test } from "vitest";
import type { Compiled } from "../../src/compiler/compiled-statement.js";
import { KeyWalk } from "../../src/compiler/walk.js";
import type { Dialect } from "../../src/dialects/base.js";
import type { CompileOptions } from "../../src/expression/compile-hook.js";
import type { StatementNode } from "../../src/nodes/statement.js";
import { corpus } from "./corpus.js";

const dialects: Readonly<Record<string, () => Dialect>> = { default: defaultDialect, str: stringDialect, sqlite, postgresql };

/** Ways to compile one tree. */
const variants: readonly CompileOptions[] = [
  {},
  { columnKeys: [] },
  { columnKeys: ["name"] },
  { columnKeys: ["name", "rating"], executemany: true },
  { executemany: true },
];

/** All that a compiled form tells, as text that can be compared. */
function shown({ sql, order, text, slots, resultColumns, shape, dml, warnings }: Compiled): string {
  const seen = { sql, order, text, slots, resultColumns, shape, dml, warnings };
  return JSON.stringify(seen, (key, value: unknown) => {
    if (typeof value === "symbol") return String(value);
    if (typeof value === "bigint") return `${value}n`;
    if (typeof value === "object" && value !== null && "structure" in value) return `type ${String(value.structure)}`;
    if (key === "expression" || key === "table") return undefined;
    if (typeof value === "object" && value !== null && "kind" in value && "key" in value)
      return `${String(value.kind)} ${String(value.key)}`;
    return value;
  });
}

type Outcome = { readonly shown: string; readonly compiled: Compiled } | { readonly error: string };

function outcome(compile: () => Compiled): Outcome {
  try {
    const compiled = compile();
    return { shown: shown(compiled), compiled };
  } catch (error) {
    return { error: error instanceof Error ? `${error.name}: ${error.message}` : String(error) };
  }
}

function comparable(found: Outcome): string {
  return "error" in found ? found.error : found.shown;
}

/** A compiled form knows the values of no statement; one made for reading may hold them as constants. */
function withoutValues(found: Outcome): string {
  return comparable(found).replaceAll(/"constant":(?:"(?:[^"\\]|\\.)*"|[^,}]*)/g, '"constant":…');
}

const key = new KeyWalk();

function keyOf(node: StatementNode): string {
  key.start(node);
  return key.isCacheable ? Array.from(key.parts.subarray(0, key.length)).join(",") : "";
}

describe.each(Object.entries(dialects))("the compiled cache of %s", (_name, make) => {
  test("cached equals uncached, for every statement of the corpus built anew", () => {
    const dialect = make();
    let compared = 0;
    for (const { name, build } of corpus) {
      for (const options of variants) {
        const nodes = [build(), build(), build()].filter((node) => node !== null);
        const [first, second, third] = nodes;
        if (!first || !second || !third) continue;
        const uncached = outcome(() => dialect.compile(first, options).compiled);
        const filled = outcome(() => dialect.prepare(second, options).compiled);
        const found = outcome(() => dialect.prepare(third, options).compiled);
        expect(withoutValues(filled), name).toBe(withoutValues(uncached));
        expect(comparable(found), name).toBe(comparable(filled));
        compared += 1;
      }
    }
    expect(compared).toBeGreaterThan(1_000);
    const { hits, misses } = dialect.cacheStatistics;
    expect(hits).toBeGreaterThan(500);
    expect(misses).toBeGreaterThan(200);
  });

  test("same key, same text and slots, for every pair of the corpus", () => {
    const dialect = make();
    const byKey = new Map<string, { readonly name: string; readonly text: string }>();
    let pairs = 0;
    for (const { name, build } of corpus) {
      const node = build();
      const found = node === null ? "" : keyOf(node);
      if (node === null || found === "") continue;
      const text = withoutValues(outcome(() => dialect.compile(node, {}).compiled));
      const earlier = byKey.get(found);
      if (earlier) {
        pairs += 1;
        expect(text, `${name} has the key of ${earlier.name}`).toBe(earlier.text);
      } else {
        byKey.set(found, { name, text });
      }
    }
    expect(pairs).toBeGreaterThan(20);
  });

  test("a statement found again keeps its own values", () => {
    const dialect = make();
    for (const { name, build } of corpus) {
      const node = build();
      const again = build();
      if (node === null || again === null) continue;
      const uncached = outcome(() => dialect.compile(node, { columnKeys: [] }).compiled);
      if ("error" in uncached) continue;
      dialect.prepare(node, { columnKeys: [] });
      const { compiled, values } = dialect.prepare(again, { columnKeys: [] });
      const own = dialect.compile(again, { columnKeys: [] });
      expect(compiled.slotValues(values, null, null, false), name).toEqual(own.compiled.slotValues(own.values, null, null, false));
    }
  });
});
