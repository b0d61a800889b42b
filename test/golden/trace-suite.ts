import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import type { Status } from "./answers.js";
import { record } from "./record.js";
import { type DriverName, driverNames, type SeenStep, seenSteps, type Trace, type Traces } from "./trace.js";
import { type TraceDeviation, traceDeviations } from "./trace-deviations.js";
import { stepMismatches } from "./trace-mismatches.js";
import { expectedStep, type GoldenStep } from "./trace-step.js";

interface GoldenTrace {
  readonly id: string;
  readonly about: string;
  readonly python: string;
  readonly defect?: string;
  readonly steps: readonly GoldenStep[];
  readonly engine?: {
    readonly insertmanyvalues_page_size?: number;
    readonly use_insertmanyvalues?: boolean;
    readonly hide_parameters?: boolean;
  };
}

function readJson<T>(name: string): T {
  // the marked place: what the golden files hold is what their README says
  return JSON.parse(readFileSync(new URL(`cases/${name}.json`, import.meta.url), "utf8")) as T;
}

/** Each table's DDL; those that SQLite can't have, or that a trace makes itself, are not among them. */
function tables(): readonly string[] {
  const schema = readJson<{ readonly tables: readonly { readonly sqlite_ddl?: string; readonly schema: string | null }[] }>("schema");
  return schema.tables.flatMap(({ sqlite_ddl: ddl, schema: name }) => (ddl === undefined || name !== null ? [] : [ddl]));
}

function tracesOf(given: Traces[string]): Trace {
  return typeof given === "function" ? { steps: given } : given;
}

async function seenBy(golden: GoldenTrace, given: Traces[string], driver: DriverName): Promise<readonly SeenStep[]> {
  const trace = tracesOf(given);
  const { insertmanyvalues_page_size: pageSize, use_insertmanyvalues: manyValues, hide_parameters: hideParameters } = golden.engine ?? {};
  return seenSteps(trace, {
    driver,
    tables: tables(),
    dialect: manyValues === undefined ? trace.dialect : { ...trace.dialect, insertManyReturning: manyValues },
    engine: { ...(pageSize && { insertPageSize: pageSize }), ...(hideParameters && { hideParameters }) },
  });
}

/** A golden step with some of its answers replaced: an error in place of a result, or the other way round. */
function patched(step: GoldenStep, patch: Partial<GoldenStep> | undefined): GoldenStep {
  if (patch === undefined) return step;
  const { result, error, ...rest } = step;
  if (patch.result) return { ...rest, ...patch, result: { ...result, ...patch.result } };
  return { ...rest, ...(patch.error === undefined && { ...(result && { result }), ...(error && { error }) }), ...patch };
}

function mismatches(golden: GoldenTrace, seen: readonly SeenStep[], deviation: TraceDeviation | undefined): string[] {
  const events = golden.steps.some(({ sent }) => sent.some(({ event }) => event !== undefined));
  const found = golden.steps.flatMap((step, index) => {
    const actual = seen[index];
    if (actual === undefined) return [`step ${index + 1}: was not run`];
    const expected = expectedStep(patched(step, deviation?.steps[index + 1]), actual.touches);
    return stepMismatches(expected, actual, events).map((mismatch) => `step ${index + 1}: ${mismatch}`);
  });
  return seen.length > golden.steps.length ? [...found, `${seen.length} steps were run, the trace has ${golden.steps.length}`] : found;
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
    const { cases } = readJson<{ readonly cases: readonly GoldenTrace[] }>(subject);
    for (const golden of cases) {
      for (const driver of driverNames) {
        test(`${golden.id} › ${driver}`, async () => {
          let status: Status = "failed";
          try {
            const trace = traces[golden.id];
            if (trace === undefined) throw new Error(`the case is not ported:\n${golden.python}`);
            status = compare(golden, await seenBy(golden, trace, driver));
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
