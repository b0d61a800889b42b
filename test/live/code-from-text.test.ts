import { execFile } from "node:child_process";
import { rm } from "node:fs/promises";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { builtProgram } from "./support/program.js";

const run = promisify(execFile);
const program = `build/live/code-from-text-${process.pid}.mjs`;

beforeAll(() => builtProgram(program, { entryPoints: ["test/live/code-from-text.ts"] }));
afterAll(() => rm(program, { force: true }));

async function foundBy(...options: string[]): Promise<{ takesCodeFromText: boolean; found: unknown[] }> {
  return JSON.parse((await run(process.execPath, [...options, program])).stdout);
}

// as at the edge, and in pages whose content security policy leaves `unsafe-eval` out
test("where a runtime takes no code from text, statements, their cache and their rows are the same", async () => {
  const free = await foundBy();
  const strict = await foundBy("--disallow-code-generation-from-strings");
  expect(free.takesCodeFromText).toBe(true);
  expect(strict.takesCodeFromText).toBe(false);
  expect(strict.found).toHaveLength(16);
  expect(strict.found).toEqual(free.found);
});
