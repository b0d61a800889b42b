// Holds the house of CONTRIBUTING.md: a folder of src imports only from the floors below it and from itself, no import
// goes in a circle, one dialect knows nothing of another, and only drivers speak to Node and to npm packages.
// Usage: node scripts/imports.mjs [folder], by default src.
import { existsSync, globSync, readFileSync } from "node:fs";
import { dirname, join, normalize, resolve } from "node:path";
import { parseSync } from "oxc-parser";

/** From the ground up. */
const FLOORS = [
  ["errors", "util"],
  ["sqltypes"],
  ["nodes"],
  ["expression"],
  ["selectable"],
  ["schema"],
  ["dml"],
  ["compiler"],
  ["dialects"],
  ["engine"],
  ["index.ts", "cli"],
];

const root = resolve(process.argv[2] ?? "src");
const floorOf = (file) => FLOORS.findIndex((names) => names.includes(file.split("/")[0]));
const isDriver = (file) => /^dialects\/[^/]+\/drivers\//.test(file);
/** Drivers, and the one file that asks for the pool's package. */
const maySpeakToPackages = (file) => isDriver(file) || file === "engine/pool/library.ts";
const maySpeakToNode = (file) => isDriver(file) || file.startsWith("cli/") || file.startsWith("engine/async-context");
/** The dialect whose folder a file is in; undefined for the files that all dialects share. */
const dialectOf = (file) => /^dialects\/([^/]+)\//.exec(file)?.[1];

/** Every import and re-export of a file: what it names, whether only types, and the line. */
function importsOf(file) {
  const text = readFileSync(join(root, file), "utf8");
  const { module, errors } = parseSync(file, text);
  if (errors.length > 0) throw new Error(`${file}: ${errors[0].message}`);
  const at = (node, request, typeOnly) => ({ request, typeOnly, line: text.slice(0, node.start).split("\n").length });
  const declaration = (node, entry) => at(node, entry.value, /^(import|export)\s+type\b/.test(text.slice(node.start, node.end)));
  const exported = module.staticExports.flatMap((node) => {
    const from = node.entries.find((entry) => entry.moduleRequest !== null);
    return from === undefined ? [] : [declaration(node, from.moduleRequest)];
  });
  const dynamic = module.dynamicImports.map((node) => {
    const request = text.slice(node.moduleRequest.start, node.moduleRequest.end);
    return at(node, /^(["'`])[^$]*\1$/.test(request) ? request.slice(1, -1) : null, false);
  });
  return [...module.staticImports.map((node) => declaration(node, node.moduleRequest)), ...exported, ...dynamic];
}

/** What is wrong with one import, or undefined. */
function fault(file, target, floor = floorOf(file)) {
  if (floorOf(target) < 0) return `${target} is on no floor`;
  if (floorOf(target) > floor) return `${target} is on a floor above`;
  if (floorOf(target) === floor && target.split("/")[0] !== file.split("/")[0] && floor < FLOORS.length - 1)
    return `${target} is another folder of the same floor`;
  const [own, other] = [dialectOf(file), dialectOf(target)];
  if (file.startsWith("dialects/") && other !== undefined && other !== own && (own === undefined || other !== "default"))
    return `${target} belongs to another dialect`;
  return undefined;
}

const faults = [];
const graph = new Map();
const files = globSync("**/*.ts", { cwd: root }).map((file) => file.replaceAll("\\", "/"));
for (const file of files.sort()) {
  const edges = new Map();
  graph.set(file, edges);
  if (floorOf(file) < 0) faults.push(`${file}: is on no floor`);
  for (const { request, typeOnly, line } of importsOf(file)) {
    const say = (message) => faults.push(`${file}:${line}: ${message}`);
    if (request === null) {
      if (!maySpeakToPackages(file)) say("imports a name that is only known at run time");
    } else if (!request.startsWith(".")) {
      if (request.startsWith("node:") ? !maySpeakToNode(file) : !maySpeakToPackages(file)) say(`only drivers may import ${request}`);
    } else {
      const target = normalize(join(dirname(file), request))
        .replaceAll("\\", "/")
        .replace(/\.js$/, ".ts");
      const message = existsSync(join(root, target)) ? fault(file, target) : `${request} does not exist`;
      if (message !== undefined) say(`${typeOnly ? "the type import of " : ""}${message}`);
      if (!typeOnly) edges.set(target, line);
    }
  }
}

/** Depth first: an edge to a file that is still open closes a circle. */
const done = new Set();
function walk(file, open) {
  if (done.has(file)) return;
  for (const [target, line] of graph.get(file) ?? []) {
    const from = target === file ? open.length - 1 : open.indexOf(target);
    if (from >= 0) faults.push(`${file}:${line}: a circle: ${[...open.slice(from), target].join(" -> ")}`);
    else walk(target, [...open, target]);
  }
  done.add(file);
}
for (const file of graph.keys()) walk(file, [file]);

for (const message of faults) console.error(message);
console.log(`${files.length} files, ${faults.length} faults`);
process.exitCode = faults.length > 0 ? 1 : 0;
