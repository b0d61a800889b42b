import { strict as assert } from "node:assert";
import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import type { Peer, Workload } from "../contest.ts";
import { COUNT } from "../memory/rows.ts";
import { urlOf } from "../servers.ts";

const FILE = fileURLToPath(new URL("../../build/bench-memory.db", import.meta.url));

const run = promisify(execFile);

/** A process of its own, which says what it has taken at its peak. */
function peer(name: string, script: string, place: () => Promise<string> | string): Peer {
  return {
    name,
    async prepare() {
      const path = fileURLToPath(new URL(`../memory/${script}.ts`, import.meta.url));
      const at = await place();
      let last: { readonly rows: number; readonly amount: number } | undefined;
      return {
        async run() {
          last = JSON.parse((await run(process.execPath, [path, at])).stdout);
          return last;
        },
        check: () => assert.equal(last?.rows, COUNT),
      };
    },
  };
}

function workload(database: string, driver: string, peers: readonly Peer[]): Workload {
  const base = `${driver} alone, in pages`;
  const name = `1,000,000 rows streamed in and out, ${database}`;
  return { group: "memory", name, unit: "row", times: 1, rounds: 1, measures: "memory", base: () => base, peers };
}

export const memoryWorkloads: readonly Workload[] = [
  workload("SQLite", "node:sqlite", [
    peer("node:sqlite alone, in pages", "raw-sqlite", () => FILE),
    peer("athanor, node:sqlite", "athanor", () => `sqlite:///${FILE}`),
  ]),
  workload("PostgreSQL", "pg", [
    peer("pg alone, in pages", "raw-pg", () => urlOf("postgresql")),
    peer("athanor, pg", "athanor", () => urlOf("postgresql")),
  ]),
  workload("MariaDB", "mariadb", [
    peer("mariadb alone, in pages", "raw-mariadb", () => urlOf("mariadb")),
    peer("athanor, mariadb", "athanor", () => urlOf("mariadb")),
  ]),
];
