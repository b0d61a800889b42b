// Has the compiler check an application's tables and queries, and tells what that took.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import * as athanor from "./athanor.ts";
import * as drizzle from "./drizzle.ts";
import { KINDS, type Kind, queries, type Writers } from "./kinds.ts";
import * as kysely from "./kysely.ts";

const root = join(dirname(fileURLToPath(import.meta.url)), "../..");
const tsc = join(root, "node_modules/typescript/bin/tsc");
const installed = join(root, "bench/node_modules");

interface Peer {
  readonly writes: Writers;
  readonly paths: Readonly<Record<string, readonly [string]>>;
}

/** Each peer's way of writing it, and where its declarations are: by path, since the texts are written outside of the bench. */
const peers: Readonly<Record<string, Peer>> = {
  athanor: { writes: athanor, paths: { athanor: [join(root, "dist/index.d.ts")] } },
  kysely: { writes: kysely, paths: { kysely: [join(installed, "kysely/dist/index.d.ts")] } },
  drizzle: {
    writes: drizzle,
    paths: {
      "drizzle-orm": [join(installed, "drizzle-orm/index.d.ts")],
      "drizzle-orm/*": [join(installed, "drizzle-orm/*/index.d.ts")],
      pg: [join(installed, "@types/pg/index.d.ts")],
    },
  },
};

/** The names of the peers whose declarations are there: the others come with `npm ci` in the bench. */
export const present = Object.entries(peers)
  .filter(([, { paths }]) => Object.values(paths).every(([file]) => file.includes("*") || existsSync(file)))
  .map(([name]) => name);

const options = {
  target: "ES2022",
  module: "nodenext",
  lib: ["ES2023", "ESNext.Disposable"],
  strict: true,
  exactOptionalPropertyTypes: true,
  noUncheckedIndexedAccess: true,
  skipLibCheck: true,
  noEmit: true,
  typeRoots: [join(root, "node_modules/@types")],
};

export interface Measured {
  readonly instantiations: number;
  readonly types: number;
  readonly "check ms": number;
  readonly "memory MB": number;
}

/** Every kind of query. */
export const everyKind = Object.keys(KINDS) as readonly Kind[];

/**
 * Checks a peer's tables with the queries of these kinds; no kinds: the tables alone.
 *
 * @throws Error with what the compiler says, where it says anything
 */
export function measure(name: string, kinds: readonly Kind[] = everyKind): Measured {
  const peer = peers[name];
  if (peer === undefined) throw new Error(`no peer '${name}'`);
  const { writes, paths } = peer;
  const folder = join(root, "build/bench-types", name);
  mkdirSync(folder, { recursive: true });
  const write = (file: string, text: string) => writeFileSync(join(folder, file), text);
  write("tables.ts", `${writes.tables()}\n`);
  write("queries.ts", kinds.length === 0 ? "export {};\n" : queries(writes, kinds));
  write("package.json", '{ "type": "module" }\n');
  // drizzle's declarations speak of a Buffer and of pg's client, so Node's types are its price.
  const types = name === "drizzle" ? ["node"] : [];
  write("tsconfig.json", JSON.stringify({ compilerOptions: { ...options, types, paths }, include: ["*.ts"] }, null, 2));
  const { stdout, status } = spawnSync(process.execPath, [tsc, "-p", folder, "--extendedDiagnostics"], { encoding: "utf8" });
  if (status !== 0) throw new Error(`${name}: ${stdout.slice(0, 3000)}`);
  const figure = (label: string) => Number(new RegExp(`^${label}:\\s+([\\d.]+)`, "m").exec(stdout)?.[1]);
  return {
    instantiations: figure("Instantiations"),
    types: figure("Types"),
    "check ms": Math.round(figure("Check time") * 1000),
    "memory MB": Math.round(figure("Memory used") / 1024),
  };
}
