import type { ServerAddress, ServerName } from "./servers.js";

/** A driver on its database: one of the combinations on which the live suite runs. */
export interface Target {
  /** As a URL names it. */
  readonly name: `${string}+${string}`;
  /** The backend, as ATHANOR_TEST_BACKENDS names it. */
  readonly backend: "sqlite" | ServerName;
  /** What of the suite runs there, where that is not all of it. */
  readonly part?: string;
  /** Nothing else can happen in the process while a statement runs; of SQLite that is known. */
  readonly blocks?: boolean;
}

/** PGlite needs seconds and hundreds of megabytes for each process that it runs in: one file of tests has it. */
export const pgliteTarget: Target = {
  name: "postgresql+pglite",
  backend: "postgresql",
  part: "test/live/every and a smoke test",
  blocks: true,
};

/** All of them: a new driver is a line here. */
export const targets: readonly Target[] = [
  { name: "sqlite+node", backend: "sqlite" },
  { name: "sqlite+better-sqlite3", backend: "sqlite" },
  { name: "postgresql+pg", backend: "postgresql" },
  { name: "postgresql+postgres", backend: "postgresql" },
  { name: "mariadb+mariadb", backend: "mariadb" },
  { name: "mariadb+mysql2", backend: "mariadb" },
];

/** What became of a backend: its server's address, nothing where it needs no server, or why it can't run. */
export type BackendState =
  | { readonly state: "embedded" }
  | { readonly state: "running"; readonly address: ServerAddress }
  | { readonly state: "absent"; readonly reason: string };

declare module "vitest" {
  interface ProvidedContext {
    backends: Readonly<Record<string, BackendState>>;
  }
}

const names = new Set(targets.map(({ backend }) => backend));

/** The backends that ATHANOR_TEST_BACKENDS asks for: a list, or `all`; null where it does not say. @throws Error for one that is not known */
export function askedBackends(): ReadonlySet<string> | null {
  const asked = process.env.ATHANOR_TEST_BACKENDS?.trim();
  if (!asked) return null;
  if (asked === "all") return names;
  const list = asked.split(/[\s,]+/);
  const unknown = list.filter((name) => ![...names].some((known) => known === name));
  if (unknown.length > 0) throw new Error(`ATHANOR_TEST_BACKENDS names ${unknown.join(", ")}; known: all, ${[...names].join(", ")}.`);
  return new Set(list);
}

/** The backends that the targets need, each once. */
export const backendNames: readonly Target["backend"][] = [...names];
