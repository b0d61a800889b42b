/**
 * What the types cost: 50 tables of 10 columns and 200 queries of an application, checked against the built declarations.
 *
 *   npm run bench:types              the figures of the whole; fails above the limit
 *   npm run bench:types -- --kinds   the figures of each kind of query, by itself
 */
import { spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { KINDS, queries, tables } from "./generate.mjs";

/** Instantiations that the tables and the 200 queries may need; the same queries in Kysely 0.28 were 382,000. */
const LIMIT = 75_000;

const root = join(dirname(fileURLToPath(import.meta.url)), "../..");
const folder = join(root, "build/bench-types");
const tsc = join(root, "node_modules/typescript/bin/tsc");

function write(name, text) {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, name), text);
}

const options = {
  target: "ES2022",
  module: "nodenext",
  lib: ["ES2023", "ESNext.Disposable"],
  types: [],
  strict: true,
  exactOptionalPropertyTypes: true,
  noUncheckedIndexedAccess: true,
  skipLibCheck: true,
  noEmit: true,
};

/** Checks the tables with these queries; null stands for the tables alone. */
function measure(kinds) {
  write("tables.ts", tables());
  write("queries.ts", kinds === null ? "export {};\n" : queries(kinds));
  write("package.json", '{ "type": "module" }\n');
  // By path, since a package.json of its own cuts the folder off from the package's own name.
  const paths = { athanor: [join(root, "dist/index.d.ts")] };
  write("tsconfig.json", JSON.stringify({ compilerOptions: { ...options, paths }, include: ["*.ts"] }, null, 2));
  const { stdout, status } = spawnSync(process.execPath, [tsc, "-p", folder, "--extendedDiagnostics"], { encoding: "utf8" });
  const figure = (label) => Number(new RegExp(`^${label}:\\s+([\\d.]+)`, "m").exec(stdout)?.[1]);
  if (status !== 0) {
    console.error(stdout.slice(0, 3000));
    process.exit(1);
  }
  return {
    instantiations: figure("Instantiations"),
    types: figure("Types"),
    "check ms": Math.round(figure("Check time") * 1000),
    "memory MB": Math.round(figure("Memory used") / 1024),
  };
}

const alone = measure(null);
const rows = { "tables alone": alone };
if (process.argv.includes("--kinds")) {
  for (const kind of Object.keys(KINDS)) {
    const figures = measure([kind]);
    const { count } = KINDS[kind];
    rows[`${kind} × ${count}`] = { ...figures, each: Math.round((figures.instantiations - alone.instantiations) / count) };
  }
}
const whole = measure(Object.keys(KINDS));
rows["tables and 200 queries"] = whole;
console.table(rows);
if (whole.instantiations > LIMIT) {
  console.error(`${whole.instantiations} instantiations: more than ${LIMIT}. Run with --kinds to see which kind of query costs them.`);
  process.exitCode = 1;
}
