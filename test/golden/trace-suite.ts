import { createEngine } from "athanor";
import { sqlite } from "athanor/sqlite";
import { describe, expect, test } from "vitest";
import { betterSqlite3 } from "../../src/dialects/sqlite/drivers/better-sqlite3.js";
import { nodeSqlite } from "../../src/dialects/sqlite/drivers/node-sqlite.js";
import type { Status } from "./answers.js";
import { type GoldenTrace, goldenTraces, patched, seenBy, sqliteTables, stepByStep, tellsOfTransactions } from "./golden-trace.js";
import { record } from "./record.js";
import type { OpenDatabase, SeenStep, Traces } from "./trace.js";
import { type TraceDeviation, traceDeviations } from "./trace-deviations.js";
import { stepMismatches } from "./trace-mismatches.js";
import { expectedStep } from "./trace-step.js";

/** The drivers on which every trace runs, by their names in a URL. */
const drivers = { node: nodeSqlite, "better-sqlite3": betterSqlite3 };

/** A database in memory for each scenario. */
function inMemory(driver: keyof typeof drivers): OpenDatabase {
  return async (options, lacks) => {
    const backend = lacks ? { dialect: sqlite(lacks), driver: drivers[driver](":memory:") } : `sqlite+${driver}://`;
    const engine = createEngine(backend, options);
    const connection = await engine.connect();
    for (const ddl of sqliteTables()) await connection.driverConnection.query(ddl, []);
    await connection.driverConnection.query("PRAGMA foreign_keys = OFF", []);
    await connection.close();
    return engine;
  };
}

function mismatches(golden: GoldenTrace, seen: readonly SeenStep[], deviation: TraceDeviation | undefined): readonly string[] {
  const comparison = { events: tellsOfTransactions(golden), texts: true };
  return stepByStep(golden, seen, (step, actual, number) =>
    stepMismatches(expectedStep(patched(step, deviation?.steps[number]), actual.touches), actual, comparison),
  );
}

function compare(golden: GoldenTrace, seen: readonly SeenStep[]): Status {
  const found = mismatches(golden, seen, undefined);
  const deviation = traceDeviations.find(({ id }) => id === golden.id);
  if (deviation === undefined) {
    if (found.length > 0) throw new Error([`${golden.about}:`, golden.python, ...found].join("\n"));
    if (golden.defect !== undefined)
      throw new Error(`the trace is a defect (${golden.defect}): trace-deviations.ts must say what athanor does`);
    return "matched";
  }
  if (found.length === 0) throw new Error(`the trace matches: the deviation "${deviation.reason}" is none`);
  expect(mismatches(golden, seen, deviation).join("\n")).toBe("");
  return deviation.fault ? "fault" : "deviation";
}

/** Runs the scenarios of a file of traces on both drivers, and compares them step by step: one test for each case and driver. */
export function traceSuite(subject: string, traces: Traces): void {
  describe(subject, () => {
    const cases = goldenTraces(subject);
    for (const golden of cases) {
      for (const driver of ["node", "better-sqlite3"] as const) {
        test(`${golden.id} › ${driver}`, async () => {
          let status: Status = "failed";
          try {
            status = compare(golden, await seenBy(golden, traces, inMemory(driver)));
          } finally {
            record({ subject, id: golden.id, dialect: driver, status });
          }
        });
      }
    }

    test("every ported trace and every deviation belongs to a case", () => {
      const known = new Set(cases.map(({ id }) => id));
      const strangers = [...Object.keys(traces), ...traceDeviations.map(({ id }) => id)].filter((id) => !known.has(id));
      expect(strangers).toEqual([]);
    });
  });
}
