import type { Connection, Engine, EngineOptions } from "athanor";
import type { sqlite } from "athanor/sqlite";
import { untyped } from "./harness.js";
import { resetCounters } from "./schema.js";
import { observed, type SeenResult } from "./trace-result.js";
import { type Sent, TraceWatch } from "./trace-watch.js";

/** How a statement is run. */
export interface RunOptions {
  /** Another connection than the trace's own. */
  readonly on?: Connection;
  /** Execution options of the statement. */
  readonly options?: Readonly<Record<string, unknown>>;
  /** How many rows it touches, where Python's sqlite3 says -1: that it does not know. */
  readonly touches?: number;
}

/** What a trace may do; each `run` and each `mark` is a step. */
export interface TraceContext {
  readonly engine: Engine;
  /** The trace's own connection, opened when it is first needed: a database in memory has only one. */
  connection(): Promise<Connection>;
  /** Executes the statement. Does not throw. */
  run(statement: unknown, parameters?: unknown, how?: RunOptions): Promise<void>;
  /** Does something else. Does not throw. */
  mark(what: string, action: () => unknown): Promise<void>;
}

/** A scenario: its steps, and for some a dialect that lacks something. */
export interface Trace {
  readonly steps: (context: TraceContext) => Promise<void>;
  readonly dialect?: Parameters<typeof sqlite>[0];
}

/** Scenarios by case id. */
export type Traces = Readonly<Record<string, Trace | Trace["steps"]>>;

/** What was seen in one step. */
export interface SeenStep {
  readonly what: string | null;
  readonly sent: readonly Sent[];
  readonly log: readonly string[];
  readonly warnings: readonly string[];
  /** What was thrown; undefined if nothing. */
  readonly error: unknown;
  /** What the action of a `mark` gave. */
  readonly value: unknown;
  readonly result: SeenResult | null;
  readonly touches: number | undefined;
}

/**
 * Opens a database whose tables are those of `schema.ts`, empty, and whose keys may refer to rows that are not there:
 * Python's sqlite3 does not look.
 * @param lacks what its dialect is to be without; undefined for the one that the database has by itself
 */
export type OpenDatabase = (options: EngineOptions, lacks: Trace["dialect"]) => Promise<Engine>;

/** Runs a scenario on a database. */
export async function seenSteps(trace: Trace, options: EngineOptions, open: OpenDatabase): Promise<readonly SeenStep[]> {
  resetCounters();
  const steps: SeenStep[] = [];
  const watch = new TraceWatch();
  const engine = await open({ ...options, echo: (line) => watch.line(line) }, trace.dialect);
  watch.listen(engine);
  let own: Connection | undefined;
  const connection = async (): Promise<Connection> => {
    if (own === undefined) {
      own = await engine.connect();
      if (options.hideParameters) watch.listenToDriver(own.driverConnection);
    }
    return own;
  };

  const noted = async (what: string | null, touches: number | undefined, action: () => Promise<Partial<SeenStep>>) => {
    let outcome: Partial<SeenStep>;
    try {
      outcome = await action();
    } catch (error) {
      outcome = { error };
    }
    steps.push({ what, touches, error: undefined, value: undefined, result: null, ...watch.taken(), ...outcome });
  };
  await trace.steps({
    engine,
    connection,
    run: (statement, parameters, how = {}) =>
      noted(null, how.touches, async () => {
        const on = how.on ?? (await connection());
        const executed = how.options ? untyped(statement).executionOptions(how.options) : statement;
        return { result: observed(await untyped(on).execute(executed, parameters)) };
      }),
    mark: (what, action) => noted(what, undefined, async () => ({ value: await action() })),
  });
  await own?.close();
  await engine.close();
  return steps;
}
