import { readFileSync } from "node:fs";
import type { EngineOptions } from "athanor";
import { type OpenDatabase, type SeenStep, seenSteps, type Trace, type Traces } from "./trace.js";
import type { GoldenStep } from "./trace-step.js";

/** A scenario as the golden file has it. */
export interface GoldenTrace {
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

/** The scenarios of a file. */
export function goldenTraces(subject: string): readonly GoldenTrace[] {
  return readJson<{ readonly cases: readonly GoldenTrace[] }>(subject).cases;
}

/** Each table's DDL; those that SQLite can't have, or that a trace makes itself, are not among them. */
export function sqliteTables(): readonly string[] {
  const schema = readJson<{ readonly tables: readonly { readonly sqlite_ddl?: string; readonly schema: string | null }[] }>("schema");
  return schema.tables.flatMap(({ sqlite_ddl: ddl, schema: name }) => (ddl === undefined || name !== null ? [] : [ddl]));
}

function traceOf(given: Traces[string]): Trace {
  return typeof given === "function" ? { steps: given } : given;
}

/** Runs the scenario as it is ported, with the engine's options that the file names. @throws Error where it is not ported */
export async function seenBy(
  golden: GoldenTrace,
  traces: Traces,
  open: OpenDatabase,
  options: EngineOptions = {},
): Promise<readonly SeenStep[]> {
  const given = traces[golden.id];
  if (given === undefined) throw new Error(`the case is not ported:\n${golden.python}`);
  const trace = traceOf(given);
  const { insertmanyvalues_page_size: pageSize, use_insertmanyvalues: manyValues, hide_parameters: hideParameters } = golden.engine ?? {};
  const dialect = manyValues === undefined ? trace.dialect : { ...trace.dialect, insertManyReturning: manyValues };
  return seenSteps(
    { steps: trace.steps, ...(dialect && { dialect }) },
    { ...(pageSize && { insertPageSize: pageSize }), ...(hideParameters && { hideParameters }), ...options },
    open,
  );
}

/** Whether the file tells when the scenario's transactions begin and end. */
export function tellsOfTransactions({ steps }: GoldenTrace): boolean {
  return steps.some(({ sent }) => sent.some(({ event }) => event !== undefined));
}

/** A golden step with some of its answers replaced: an error in place of a result, or the other way round. */
export function patched(step: GoldenStep, patch: Partial<GoldenStep> | undefined): GoldenStep {
  if (patch === undefined) return step;
  const { result, error, ...rest } = step;
  if (patch.result) return { ...rest, ...patch, result: { ...result, ...patch.result } };
  return { ...rest, ...(patch.error === undefined && { ...(result && { result }), ...(error && { error }) }), ...patch };
}

/** Compares a scenario step by step. @param compare what differs in the step of that number, counted from 1 */
export function stepByStep(
  golden: GoldenTrace,
  seen: readonly SeenStep[],
  compare: (step: GoldenStep, actual: SeenStep, number: number) => readonly string[],
): readonly string[] {
  const found = golden.steps.flatMap((step, index) => {
    const actual = seen[index];
    if (actual === undefined) return [`step ${index + 1}: was not run`];
    return compare(step, actual, index + 1).map((mismatch) => `step ${index + 1}: ${mismatch}`);
  });
  return seen.length > golden.steps.length ? [...found, `${seen.length} steps were run, the trace has ${golden.steps.length}`] : found;
}
