// Everything that can be said about the code without running it, side by side; prints what failed, ends with 1 if anything did.
import { spawn } from "node:child_process";

/** The groups run one after the other (the second needs what the first builds), the steps of a group together. */
const GROUPS = [
  {
    build: "npm run -s build",
    types: "tsc -p tsconfig.json",
    lint: "biome ci --colors=off",
    imports: "node scripts/imports.mjs",
    unused: "knip",
  },
  {
    examples: "tsc -p examples/tsconfig.json --noEmit",
    consumer: "tsc -p test/consumer/tsconfig.json",
    package: "publint --strict",
  },
];

function run(name, command) {
  const started = performance.now();
  const { promise, resolve } = Promise.withResolvers();
  const child = spawn(command, { shell: true, stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => (output += chunk));
  child.on("close", (code) => {
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    console.log(`${code === 0 ? "ok    " : "FAILED"} ${name.padEnd(9)} ${seconds} s  ${command}`);
    if (code !== 0) console.log(output.trimEnd().replace(/^/gm, "       "));
    resolve(code === 0);
  });
  return promise;
}

let ok = true;
for (const group of GROUPS) {
  const results = await Promise.all(Object.entries(group).map(([name, command]) => run(name, command)));
  ok = results.every(Boolean) && ok;
}
process.exitCode = ok ? 0 : 1;
