// Everything that can be said about the code without running it, side by side; prints what failed, ends with 1 if anything did.
import { spawn } from "node:child_process";

/** Scripts of package.json: the groups run one after the other (the second needs what the first builds), each group's together. */
const GROUPS = [
  ["build", "check:types", "check:lint", "check:imports", "check:unused"],
  ["check:examples", "check:consumer", "check:package"],
];

function run(script) {
  const started = performance.now();
  const { promise, resolve } = Promise.withResolvers();
  const child = spawn(process.execPath, ["--run", script], { stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => (output += chunk));
  child.on("close", (code) => {
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    console.log(`${code === 0 ? "ok    " : "FAILED"} ${script.padEnd(14)} ${seconds} s`);
    if (code !== 0) console.log(output.trimEnd().replace(/^/gm, "       "));
    resolve(code === 0);
  });
  return promise;
}

let ok = true;
for (const group of GROUPS) {
  const results = await Promise.all(group.map(run));
  ok = results.every(Boolean) && ok;
}
process.exitCode = ok ? 0 : 1;
