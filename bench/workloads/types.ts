import { strict as assert } from "node:assert";
import type { Peer, Workload } from "../contest.ts";
import { type Measured, measure } from "../types/measure.ts";

/** The compiler, run on an application's tables and queries; that it finds no error is the check. */
function peer(name: string, told: (measured: Measured) => object): Peer {
  return {
    name,
    prepare: () => {
      let last: Measured | undefined;
      return {
        run() {
          last = measure(name);
          return told(last);
        },
        check: () => assert.ok((last?.instantiations ?? 0) > 0),
      };
    },
  };
}

const NAMES = ["kysely", "athanor", "drizzle"];
const APPLICATION = "50 tables of 10 columns and 200 queries";

export const typesWorkloads: readonly Workload[] = [
  {
    group: "types",
    name: `instantiations of types, ${APPLICATION}`,
    unit: "check",
    times: 1,
    rounds: 1,
    measures: "instantiations",
    base: () => "kysely",
    peers: NAMES.map((name) => peer(name, ({ instantiations }) => ({ amount: instantiations }))),
  },
  {
    group: "types",
    name: `the compiler's check time, ${APPLICATION}`,
    unit: "check",
    times: 1,
    rounds: 3,
    base: () => "kysely",
    peers: NAMES.map((name) => peer(name, (measured) => ({ milliseconds: measured["check ms"] }))),
  },
];
