import { jsonText, shownAsLists } from "./python-text.js";
import type { TraceError } from "./trace-error.js";
import type { Sent } from "./trace-watch.js";

/** A step of a trace as the golden file has it; README.md beside the files says what the fields mean. */
export interface GoldenStep {
  readonly do?: string;
  readonly sent: readonly GoldenSent[];
  readonly log?: readonly string[];
  readonly result?: Readonly<Record<string, unknown>>;
  /** null in a deviation: nothing is raised. */
  readonly error?: TraceError | null;
  readonly warnings?: readonly string[];
  readonly value?: unknown;
}

/** A text or an event, as the golden file has it. */
export interface GoldenSent {
  readonly sql?: string;
  readonly parameters?: unknown;
  readonly executemany?: boolean;
  readonly event?: string;
  readonly name?: string | null;
}

/** What an accessor is expected to give or to raise; null is any error. */
export type ExpectedAnswer = { readonly value: unknown } | { readonly raises: TraceError | null };

/** A step in athanor's terms. */
export interface ExpectedStep {
  readonly what: string | null;
  readonly sent: readonly Sent[];
  readonly log: readonly string[] | null;
  readonly warnings: readonly string[];
  readonly error: TraceError | null;
  readonly value: unknown;
  readonly result: Readonly<Record<string, ExpectedAnswer>> | null;
}

/** The accessors by their names in Python. */
const ACCESSORS: Readonly<Record<string, string>> = {
  rowcount: "rowCount",
  inserted_primary_key: "insertedPrimaryKey",
  inserted_primary_key_rows: "insertedPrimaryKeyRows",
  returned_defaults: "returnedDefaults",
  returned_defaults_rows: "returnedDefaultsRows",
  returned_defaults_keys: "returnedDefaultsKeys",
  last_inserted_params: "lastInsertedParams",
  last_updated_params: "lastUpdatedParams",
  prefetch_cols: "prefetchCols",
  postfetch_cols: "postfetchCols",
  lastrow_has_defaults: "lastRowHasDefaults",
  returns_rows: "returnsRows",
  keys: "keys",
  rows: "rows",
  fetchall: "rows",
};

/** The DBAPI's lastrowid is the driver's own matter; rows that were read do not change what rowCount says. */
const WITHOUT_COUNTERPART: ReadonlySet<string> = new Set(["lastrowid", "rowcount_after_rows"]);

/** What the files always tell of a DML result, unless it raises. */
const ALWAYS_TOLD = Object.values(ACCESSORS).filter((name) => name !== "returnedDefaultsKeys");

const EVENTS: Readonly<Record<string, string>> = { release_savepoint: "releaseSavepoint", rollback_savepoint: "rollbackToSavepoint" };

const NO_KEY: TraceError = {
  class: "InvalidRequestError",
  message: "The primary keys of these rows are not known: use returning() or returnDefaults().",
};

// --- what was sent ---------------------------------------------------------------------------------------------------------------

function deepJsonText(value: unknown): unknown {
  return Array.isArray(value) ? value.map(deepJsonText) : jsonText(value);
}

/** In Python a savepoint is an event and a statement too; in athanor one event, which has the name. */
function sentIn(step: GoldenStep): readonly Sent[] {
  const sent: Sent[] = [];
  for (const { event, name = null, sql = "", parameters, executemany = false } of step.sent) {
    const savepoint = /SAVEPOINT (\w+)$/.exec(sql)?.[1];
    if (event !== undefined) sent.push({ event: EVENTS[event] ?? event, name });
    else if (savepoint !== undefined) sent.splice(-1, 1, { event: lastEvent(sent), name: savepoint });
    else sent.push({ sql, parameters: deepJsonText(parameters), executemany });
  }
  return sent;
}

function lastEvent(sent: readonly Sent[]): string {
  const last = sent.at(-1);
  if (!last || !("event" in last)) throw new Error("a SAVEPOINT without its event");
  return last.event;
}

/** The line about the parameters of a SAVEPOINT, which has none, is not among athanor's. */
function logIn(lines: readonly string[]): readonly string[] {
  return lines
    .filter((line) => line !== "[no key <time>] ()")
    .map((line) => shownAsLists(line.replace("hide_parameters=True", "hideParameters")));
}

// --- what the result answers -----------------------------------------------------------------------------------------------------

function isRaised(value: unknown): value is { readonly error: TraceError } {
  return typeof value === "object" && value !== null && "error" in value;
}

function count(rows: unknown): number {
  return Array.isArray(rows) ? rows.length : 0;
}

/**
 * What Python's sqlite3 says instead of counting: 0 for RETURNING, whose rows are in the trace, and -1, which is its word
 * for not knowing.
 */
function rowCountIn(step: GoldenStep, result: Readonly<Record<string, unknown>>, touches: number | undefined): unknown {
  if (result.rowcount === -1) return touches ?? "a number in the trace's own words: touches";
  const uncounted = result.rowcount === 0 && step.sent.some(({ sql = "" }) => /\bRETURNING\b/.test(sql));
  return uncounted ? count(result.returned_defaults_rows ?? result.rows) : result.rowcount;
}

/** A key that is not known is None in Python; athanor, whose types say that it is there, raises. */
function isUnknownKey(name: string, value: unknown): boolean {
  return name.startsWith("inserted_primary_key") && Array.isArray(value) && value.flat().includes(null);
}

/**
 * RETURNING that SQLAlchemy adds for defaults leaves a result with rows that are used up; athanor's has none, and their
 * keys are those of the returned defaults.
 */
function withoutImplicitRows(result: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  if ((result.returned_defaults_rows ?? null) === null) return result;
  const { keys, rows: _rows, ...rest } = result;
  return { ...rest, returned_defaults_keys: keys, returns_rows: false };
}

function resultIn(step: GoldenStep, touches: number | undefined): ExpectedStep["result"] {
  if (!step.result) return null;
  const isDml = "rowcount" in step.result;
  const counted = isDml ? { ...step.result, rowcount: rowCountIn(step, step.result, touches) } : step.result;
  const expected: Record<string, ExpectedAnswer> = {};
  const result = withoutImplicitRows(counted);
  for (const [name, value] of Object.entries(result)) {
    if (WITHOUT_COUNTERPART.has(name)) continue;
    const accessor = ACCESSORS[name];
    if (accessor === undefined) throw new Error(`the golden file tells of ${name}, which is not compared`);
    if (isRaised(value)) expected[accessor] = { raises: value.error };
    else if (isUnknownKey(name, value)) expected[accessor] = { raises: NO_KEY };
    else expected[accessor] = { value };
  }
  // what a DML result does not answer, it refuses
  if (isDml) for (const accessor of ALWAYS_TOLD) expected[accessor] ??= { raises: null };
  return expected;
}

/** A step in athanor's terms. @param touches how many rows it touches, where Python does not know */
export function expectedStep(step: GoldenStep, touches: number | undefined): ExpectedStep {
  return {
    what: step.do ?? null,
    sent: sentIn(step),
    log: step.log ? logIn(step.log) : null,
    warnings: step.warnings ?? [],
    error: step.error ?? null,
    value: step.value,
    result: resultIn(step, touches),
  };
}
