import { strict as assert } from "node:assert";
import { spawnSync } from "node:child_process";
import { rmSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { fileURLToPath } from "node:url";
import type { Peer, Workload } from "../contest.ts";

const FILE = fileURLToPath(new URL("../../build/bench-cold.db", import.meta.url));

interface Answer {
  readonly name: string;
  readonly milliseconds: number;
}

/** A process of its own, which says how long it took from its first line to the row. */
function peer(name: string, script: string, url: string): Peer {
  return {
    name,
    prepare() {
      rmSync(FILE, { force: true });
      const database = new DatabaseSync(FILE);
      database.exec("CREATE TABLE people (id INTEGER PRIMARY KEY, name TEXT NOT NULL); INSERT INTO people VALUES (1, 'ada')");
      database.close();
      let last: Answer | undefined;
      return {
        run() {
          const path = fileURLToPath(new URL(`../cold/${script}.ts`, import.meta.url));
          const { stdout, stderr } = spawnSync(process.execPath, [path, url], { encoding: "utf8" });
          if (stdout === "") throw new Error(stderr);
          last = JSON.parse(stdout) as Answer;
          return { milliseconds: last.milliseconds };
        },
        check: () => assert.equal(last?.name, "ada"),
      };
    },
  };
}

export const coldWorkloads: readonly Workload[] = [
  {
    group: "cold",
    name: "import and first query, a new process each time",
    unit: "start",
    times: 1,
    rounds: 15,
    base: () => "kysely",
    peers: [
      peer("kysely", "kysely", FILE),
      peer("athanor, better-sqlite3", "athanor", `sqlite+better-sqlite3:///${FILE}`),
      peer("athanor, node:sqlite", "athanor", `sqlite:///${FILE}`),
      peer("drizzle", "drizzle", FILE),
      peer("knex", "knex", FILE),
      peer("raw better-sqlite3", "raw", FILE),
    ],
  },
];
