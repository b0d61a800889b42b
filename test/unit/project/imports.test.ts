import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const script = fileURLToPath(new URL("../../../scripts/imports.mjs", import.meta.url));

/** Runs the import check over the given files; gives its complaints, sorted. */
async function faultsOf(files: Record<string, string>): Promise<string[]> {
  const folder = mkdtempSync(join(tmpdir(), "athanor-imports-"));
  try {
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(join(folder, dirname(name)), { recursive: true });
      writeFileSync(join(folder, name), text);
    }
    const output = await new Promise<string>((resolve) => execFile("node", [script, folder], (_error, _out, err) => resolve(err)));
    return output.split("\n").filter(Boolean).sort();
  } finally {
    rmSync(folder, { recursive: true });
  }
}

test("imports that go down, stay in their folder, or are only types within it pass", async () => {
  const faults = await faultsOf({
    "util/a.ts": "export const a = 1;",
    "dml/insert.ts": 'import { a } from "../util/a.js"; import { u } from "./update.js"; export const i = [a, u];',
    "dml/update.ts": 'import type { i } from "./insert.js"; export const u = 2 as unknown as typeof i;',
    "dialects/driver.ts": "export const d = 1;",
    "dialects/default/index.ts": "export const base = 1;",
    "dialects/sqlite/index.ts": 'import "../default/index.js"; import "../driver.js"; export const s = 1;',
    "dialects/sqlite/drivers/node.ts": 'import { DatabaseSync } from "node:sqlite"; import "../index.js"; export { DatabaseSync };',
    "engine/url.ts": 'export const open = () => import("../dialects/sqlite/drivers/node.js");',
    "index.ts": 'export * from "./dml/insert.js"; export * from "./engine/url.js";',
  });
  expect(faults).toEqual([]);
});

test("imports that go up, across, in circles or outside are named", async () => {
  const faults = await faultsOf({
    "errors/a.ts": 'import "../util/b.js";',
    "util/b.ts": 'import type { E } from "../engine/e.js"; export type F = E; import { readFileSync } from "node:fs"; readFileSync;',
    "engine/e.ts": 'export type E = 1; import "better-sqlite3";',
    "dml/x.ts": 'export * from "./y.js";',
    "dml/y.ts": 'import "./x.js"; import "../compiler/c.js"; import "./none.js";',
    "compiler/c.ts": "const name = `a`; void import(name);",
    "dialects/base.ts": 'import "./sqlite/index.js";',
    "dialects/sqlite/index.ts": 'import "../mysql/index.js";',
    "dialects/mysql/index.ts": "export {};",
    "attic/old.ts": "export {};",
  });
  expect(faults).toEqual([
    "attic/old.ts: is on no floor",
    "compiler/c.ts:1: imports a name that is only known at run time",
    "dialects/base.ts:1: dialects/sqlite/index.ts belongs to another dialect",
    "dialects/sqlite/index.ts:1: dialects/mysql/index.ts belongs to another dialect",
    "dml/y.ts:1: ./none.js does not exist",
    "dml/y.ts:1: a circle: dml/x.ts -> dml/y.ts -> dml/x.ts",
    "dml/y.ts:1: compiler/c.ts is on a floor above",
    "engine/e.ts:1: only drivers may import better-sqlite3",
    "errors/a.ts:1: util/b.ts is another folder of the same floor",
    "util/b.ts:1: only drivers may import node:fs",
    "util/b.ts:1: the type import of engine/e.ts is on a floor above",
  ]);
});
