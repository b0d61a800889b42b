import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { builtProgram } from "../../live/support/program.js";
import { until } from "./place.js";

/** Writes entries in one transaction: URL, first and last number, and `hold` to keep it open. */
const PROGRAM = `
import { createEngine, insert, integer, MetaData, varchar } from "athanor";
const [url, first, last, hold] = process.argv.slice(2);
const entries = new MetaData().table("entry", { id: integer().primaryKey(), body: varchar(200).notNull() });
const engine = createEngine(url);
let pages = 0;
engine.on("physical", () => {
  pages += 1;
  if (pages % 100 === 0) require("node:fs").writeSync(1, "page " + pages + "\\n");
});
const sets = Array.from({ length: Number(last) - Number(first) + 1 }, (_, n) => ({ id: Number(first) + n, body: "a row of some length " + n }));
try {
  await engine.begin(async (conn) => {
    await conn.execute(insert(entries), sets);
    console.log("holds");
    if (hold) await new Promise((resolve) => setTimeout(resolve, 60000));
  });
  console.log("committed");
} catch (error) {
  console.log("failed", error.name, error.code);
}
await engine.close();
`;

/** Builds the program for this process, once; gives what runs it. */
export async function writerProgram(): Promise<readonly [string, ...string[]]> {
  const outfile = await builtProgram(`build/fault/writer-${process.pid}.mjs`, {
    stdin: { contents: PROGRAM, resolveDir: "src", sourcefile: "writer.ts", loader: "ts" },
    banner: { js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);' },
  });
  return [process.execPath, outfile];
}

/** A program that runs. */
export interface Program {
  /** All that it wrote, once it has ended. */
  readonly output: Promise<string>;
  /** Waits until it has written that. */
  says(words: RegExp): Promise<void>;
  /** Kills it with SIGKILL. */
  kill(): void;
}

const running = new Set<ChildProcess>();

/** Starts a program. */
export function started(command: string, args: readonly string[]): Program {
  const child = spawn(command, args, { stdio: ["ignore", "pipe", "pipe"] });
  running.add(child);
  let text = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => (text += chunk));
  const output = once(child, "close").then(() => {
    running.delete(child);
    return text;
  });
  return {
    output,
    says: (words) => until(`the program says ${words}`, () => words.test(text)),
    kill: () => void child.kill("SIGKILL"),
  };
}

/** Kills the programs that a failed test has left behind. */
export function endPrograms(): void {
  for (const child of running) child.kill("SIGKILL");
}
