import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { runInNewContext } from "node:vm";
import { build, type Platform, type Plugin } from "esbuild";
import { describe, expect, test } from "vitest";

const root = fileURLToPath(new URL("../../../", import.meta.url));
const { sideEffects } = JSON.parse(readFileSync(`${root}package.json`, "utf8")) as { sideEffects: readonly string[] };
/** What is published inside of dist/index.js and does something when it is loaded. */
const inIndex = "src/dialects/default/register.ts";
/** The package's list of modules that must not be dropped, as source files; with dist/index.js, what is inside of it is kept. */
const listed = sideEffects.map((path) => path.replace(/^\.\/dist\//, "src/").replace(/\.js$/, ".ts"));
const kept = new Set([...listed, ...(listed.includes("src/index.ts") ? [inIndex] : [])].map((path) => root + path));

/** Resolves the package to its source, under the very promise about side effects that the package makes. */
const asPublished: Plugin = {
  name: "as-published",
  setup(bundle) {
    bundle.onResolve({ filter: /^athanor(\/.*)?$/ }, ({ path }) => {
      const part = path.slice("athanor".length);
      const source = `${root}src/${part === "" ? "index" : `dialects${part}/index`}.ts`;
      return { path: source, sideEffects: kept.has(source) };
    });
    bundle.onResolve({ filter: /^\.\.?\// }, ({ path, resolveDir }) => {
      const source = fileURLToPath(new URL(path.replace(/\.js$/, ".ts"), `file://${resolveDir}/`));
      return { path: source, sideEffects: kept.has(source) };
    });
  },
};

async function bundled(source: string, platform: Platform): Promise<string> {
  const { outputFiles, errors } = await build({
    stdin: { contents: source, resolveDir: root },
    bundle: true,
    write: false,
    format: "iife",
    target: "es2022",
    platform,
    minify: true,
    logLevel: "silent",
    plugins: [asPublished],
  });
  expect(errors).toEqual([]);
  return outputFiles[0]?.text ?? "";
}

const STRING = `import { insert, integer, table, text } from "athanor";
globalThis.result = String(insert(table("crew", { id: integer(), name: text() })).values({ name: "a" }));`;
const ENGINE = `import { createEngine, select, func } from "athanor";
globalThis.result = createEngine("sqlite://").dialect.name + " " + String(select(func.now()));`;

describe.each(["browser", "node", "neutral"] as const)("bundled for %s, where no driver is installed", (platform) => {
  test("String(stmt) finds its compiler", async () => {
    const context: { result?: string } = {};
    runInNewContext(await bundled(STRING, platform), context);
    expect(context.result).toBe("INSERT INTO crew (name) VALUES (:name)");
  });

  test("an engine can be named without its driver's package", async () => {
    const context: { result?: string; URLSearchParams: unknown } = { URLSearchParams };
    runInNewContext(await bundled(ENGINE, platform), context);
    expect(context.result).toBe("sqlite SELECT now() AS now_1");
  });
});

test("statements alone do not bring the engine along", async () => {
  const statements = await bundled(STRING, "browser");
  const engine = await bundled(ENGINE, "browser");
  expect(statements).not.toContain("busyTimeout");
  expect(statements.length).toBeLessThan(engine.length);
});
