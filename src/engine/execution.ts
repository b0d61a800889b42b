import type { Compiled, ParameterSet } from "../compiler/compiled-statement.js";
import type { Dialect, PreparedStatement } from "../dialects/base.js";
import type { DriverResult } from "../dialects/driver.js";
import { countedSets } from "../dialects/row-counts.js";
import { DataError, IntegrityError, InvalidRequestError, StatementError } from "../errors/index.js";
import type { CompileOptions } from "../expression/compile-hook.js";
import { DdlNode } from "../nodes/ddl.js";
import type { ExpressionNode } from "../nodes/node.js";
import { emptySelect, SelectNode } from "../nodes/select.js";
import type { StatementNode } from "../nodes/statement.js";
import type { Work } from "../util/work.js";
import { announce, type Origin, originOf } from "./announce.js";
import { type BulkJob, bulkJob, failingRow, insertInOrder, insertInPages } from "./bulk-insert.js";
import { optionsFor } from "./compile-options.js";
import type { CopyInserts } from "./copy-inserts.js";
import { runDefaults } from "./defaults.js";
import { setOfViolatedKey } from "./failed-key.js";
import { isOnePage } from "./insert-pages.js";
import { changedByKey, type KeyedPlan, keyedPlan } from "./keyed-change.js";
import type { Part } from "./outcome.js";
import { checkedSet, givenParameters, keysOf, type Run, refuseUnknown, runsOf } from "./parameters.js";
import { prepareAt } from "./prepare-at.js";
import { refuseLists, refuseMany, refuseWithoutRows } from "./refusals.js";
import { Result } from "./result.js";
import type { WireRow } from "./row-factory.js";
import type { Session } from "./session/session.js";
import type { SessionStream } from "./session/stream.js";
import { slotSets } from "./slot-maker.js";
import { SlotSets } from "./slot-sets.js";
import { isWatched, watched } from "./watched.js";
import { wireSlots, wireStatement } from "./wire.js";
import { writes } from "./writes.js";

/** What an execution keeps to. */
export interface ExecutionSettings {
  readonly hideParameters: boolean;
  /** Rows in one statement of a bulk INSERT, at the most. */
  readonly insertPageSize: number | undefined;
  readonly schemaTranslateMap: Readonly<Record<string, string | null>> | undefined;
  /** Whether the row for which a bulk INSERT failed is looked for. */
  readonly findFailedRow: boolean;
  /** Whether a statement may end the user's transaction by a commit of its own. */
  readonly allowImplicitCommit: boolean;
  /** How a load's rows are sent as text; null for what is no load. */
  readonly copies: CopyInserts | null;
  /** Calls a default of the user's, for which the connection is waiting. */
  readonly runDefault: <T>(make: () => T) => T;
}

/** One run of parameter sets with equal names, made ready. */
interface Prepared extends Omit<PreparedStatement, "wasExecuted"> {
  readonly sets: SlotSets;
  readonly first: number;
  readonly origin: Origin | null;
  /** The same statement has been executed before. */
  readonly isKept: boolean;
}

const noParameters: ParameterSet = Object.freeze({});

const noCounts = { columns: [], rowCount: 0, rowCounts: [], lastInsertId: null } as const;

/** A driver's result has the counts itself. */
const itself = <T>(result: T): T => result;

function hasDefaults({ dml }: Compiled): boolean {
  return dml !== null && dml.prefetch.length > 0;
}

/** One execution of a statement: compiled, defaults run, values written for the wire, sent in the way that fits. */
export class Execution {
  constructor(
    private readonly dialect: Dialect,
    private readonly session: Session,
    private readonly node: StatementNode,
    private readonly settings: ExecutionSettings,
  ) {}

  /** Executes with what the user gave as parameters. @throws ArgumentError, InvalidRequestError, CompileError, StatementError */
  *execute(parameters: unknown): Work<Result> {
    const given = givenParameters(parameters);
    if (given.nothing) return this.nothing();
    if (!given.executemany) return yield* this.#single(yield* this.#prepareOne(checkedSet(given.sets[0], 0)));
    const [first, ...more] = yield* this.#many(yield* this.#prepareAll(given.sets, 0), false);
    return first ? new Result(first, more) : this.nothing();
  }

  /**
   * Executes with some of many sets, all or nothing by themselves.
   * @param first the number of the first among all
   * @param returns whether the statement must return rows
   */
  *page(sets: readonly unknown[], first: number, returns: boolean): Work<readonly Part[]> {
    const runs = yield* this.#prepareAll(sets, first);
    if (returns) for (const { compiled } of runs) refuseWithoutRows(compiled);
    return yield* this.#many(runs, true);
  }

  /** Opens a stream of the statement's rows. */
  *stream(parameters: unknown): Work<{ readonly compiled: Compiled; readonly stream: SessionStream }> {
    const given = givenParameters(parameters);
    if (given.executemany) throw new InvalidRequestError("stream() takes one set of parameters.");
    const prepared = yield* this.#prepareOne(given.nothing ? noParameters : checkedSet(given.sets[0], 0));
    if (prepared.compiled.dml !== null) refuseWithoutRows(prepared.compiled);
    const sent = wireStatement(prepared.compiled, prepared.sets.set(0), undefined, this.settings);
    const event = announce(this.session, prepared, false, this.settings);
    const opened = (): Work<SessionStream> => this.session.stream(sent.sql, sent.wires, writes(this.node), sent.parameters);
    const stream = yield* event ? watched(this.session, event, () => null, opened) : opened();
    return { compiled: prepared.compiled, stream };
  }

  // --- making ready ------------------------------------------------------------------------------------------------------------

  /** One set. */
  *#prepareOne(set: ParameterSet): Work<Prepared> {
    const keys = keysOf(set);
    const { prepared, origin } = this.#compiled(keys, false);
    const values = prepared.compiled.slotValues(prepared.values, set);
    const isKept = this.#accepted(prepared, keys, null);
    if (hasDefaults(prepared.compiled)) yield* this.#runDefaults(prepared.compiled, values, 0);
    const sets = new SlotSets(values, values.length, 1);
    return { compiled: prepared.compiled, values: prepared.values, sets, first: 0, origin, isKept };
  }

  /** One of several runs of sets: what they hold is taken now, whatever becomes of them while something is waited for. */
  #prepare(run: Run, first: number): Prepared {
    const { prepared, origin } = this.#compiled(run.keys, true);
    const { compiled, values } = prepared;
    const sets = slotSets(compiled, values, run.keys, run.sets, first);
    return { compiled, values, sets, first, origin, isKept: this.#accepted(prepared, run.keys, first) };
  }

  *#prepareAll(sets: readonly unknown[], first: number): Work<readonly Prepared[]> {
    const prepared = runsOf(sets).map((run) => this.#prepare(run, first + run.first));
    for (const run of prepared) if (hasDefaults(run.compiled)) yield* this.#runAllDefaults(run);
    return prepared;
  }

  *#runAllDefaults({ compiled, sets, first }: Prepared): Work<void> {
    for (let index = 0; index < sets.length; index += 1) {
      const values = sets.set(index);
      yield* this.#runDefaults(compiled, values, first + index);
      sets.put(index, values);
    }
  }

  #compiled(keys: readonly string[], executemany: boolean): { readonly prepared: PreparedStatement; readonly origin: Origin | null } {
    const { events } = this.session;
    const started = isWatched(this.session) || events.has("warning") ? performance.now() : null;
    const prepared = this.dialect.prepare(this.node, this.#options(keys, executemany));
    const origin = started === null ? null : originOf(prepared.compiled, started, !(this.node instanceof DdlNode));
    if (origin?.cached === false) for (const message of prepared.compiled.warnings) events.emit("warning", { message });
    return { prepared, origin };
  }

  /**
   * Accepts the names that an execution brings: a value that is missing has been told before.
   * @param group the number of the first set, where there are several
   * @returns whether the statement was executed before
   */
  #accepted(prepared: PreparedStatement, keys: readonly string[], group: number | null): boolean {
    if (keys.length > 0) refuseUnknown(keys, prepared.compiled, group);
    const { wasExecuted } = prepared;
    prepared.wasExecuted = true;
    return wasExecuted;
  }

  #options(keys: readonly string[], executemany: boolean): CompileOptions {
    const { schemaTranslateMap } = this.settings;
    const options = optionsFor(keys, this.node);
    if (!schemaTranslateMap && !executemany) return options;
    return { ...options, executemany, ...(schemaTranslateMap ? { schemaTranslateMap } : {}) };
  }

  *#runDefaults(compiled: Compiled, values: unknown[], group: number): Work<void> {
    yield* runDefaults(compiled, values, group, {
      fetch: (expression) => this.#sqlDefault(expression),
      call: this.settings.runDefault,
    });
  }

  /** A default in SQL that has to be known before the statement runs. */
  *#sqlDefault(expression: ExpressionNode): Work<unknown> {
    const select = new SelectNode({ ...emptySelect, columns: [expression] });
    const result = yield* new Execution(this.dialect, this.session, select, this.settings).execute(undefined);
    return result.scalar();
  }

  // --- one set -----------------------------------------------------------------------------------------------------------------

  *#single(prepared: Prepared): Work<Result> {
    const { compiled } = prepared;
    const { values } = prepared.sets;
    const event = announce(this.session, prepared, false, this.settings);
    const { sql, wires, parameters } = wireStatement(compiled, values, undefined, this.settings);
    const commits = this.dialect.transactions.commits?.(sql) ?? false;
    if (commits && !this.settings.allowImplicitCommit) this.session.transaction.refuseImplicitCommit();
    const sent = this.session.query(sql, wires, writes(this.node), { parameters, prepareAt: prepareAt(compiled, prepared.isKept) });
    const answer = yield* event ? watched(this.session, event, itself, () => sent) : sent;
    if (commits) yield* this.session.transaction.goOnAfterCommit();
    return new Result({ answer, compiled, sets: [values], context: this.settings });
  }

  // --- many sets ---------------------------------------------------------------------------------------------------------------

  /** @param guarded whether what fails can be undone, and looked for, even where it is one text in a transaction of the user's */
  *#many(runs: readonly Prepared[], guarded: boolean): Work<readonly Part[]> {
    if (runs[0]) refuseMany(this.dialect, this.node, runs[0].compiled);
    refuseLists(runs);
    const work = function* (this: Execution): Work<readonly Part[]> {
      const parts: Part[] = [];
      for (const run of runs) parts.push(yield* this.#run(run));
      return parts;
    }.bind(this);
    try {
      return !guarded && (this.#isOneText(runs) || this.#isByKey(runs)) ? yield* work() : yield* this.session.atomically(work);
    } catch (error) {
      throw yield* this.#withRow(error, runs);
    }
  }

  /** The error with the number of the parameter set that it came from, where that can be found out. */
  *#withRow(error: unknown, runs: readonly Prepared[]): Work<unknown> {
    if (!(error instanceof IntegrityError || error instanceof DataError) || error.row !== undefined) return error;
    const named = this.#namedByServer(error, runs);
    if (named !== null) return named;
    if (!this.settings.findFailedRow || !this.session.transaction.canTry) return error;
    try {
      return (yield* this.session.tentatively(() => this.#again(runs))) ?? error;
    } catch (again) {
      return again instanceof StatementError && again.row !== undefined ? again : error;
    }
  }

  /** The error of the set whose key the server names; null where it does not, or where that is no set's alone. */
  #namedByServer({ cause }: StatementError, runs: readonly Prepared[]): unknown {
    const { sender } = this.session;
    const facts = sender.factsOf(cause);
    const [run, more] = runs;
    const job = run && !more && facts?.violatedKey !== undefined ? this.#bulkJob(run) : null;
    const index = job && facts ? setOfViolatedKey(job, facts) : undefined;
    if (!job || index === undefined) return null;
    const { compiled, sets, first } = job;
    const params = (): unknown => wireSlots(compiled, compiled.order, sets.set(index), first + index, job);
    return sender.failed(cause, { sql: compiled.sql, params, row: first + index });
  }

  *#again(runs: readonly Prepared[]): Work<StatementError | null> {
    for (const run of runs) {
      const job = this.#bulkJob(run);
      const failed = job ? yield* failingRow(job, this.session) : null;
      if (failed) return failed.error;
      if (!job) yield* this.#oneByOne(run, run.compiled.resultColumns !== null);
    }
    return null;
  }

  /** Whether all goes to the server as one text, which is all or nothing by itself. Rows that are to be in order are checked afterwards. */
  #isOneText(runs: readonly Prepared[]): boolean {
    const [run, more] = runs;
    const { partialFailures, failsWhole } = this.dialect.transactions;
    // the set that fails can't be looked for in a transaction that has failed
    if (failsWhole && this.settings.findFailedRow && this.session.transaction.isUnderWay) return false;
    const job = run && !more && !partialFailures ? this.#bulkJob(run) : null;
    return job !== null && isOnePage(job) && !job.ordered && !job.batched;
  }

  *#run(run: Prepared): Work<Part> {
    const event = announce(this.session, run, true, this.settings);
    const answer = yield* event ? watched(this.session, event, itself, () => this.#sent(run)) : this.#sent(run);
    return { answer, compiled: run.compiled, sets: run.sets, context: this.settings };
  }

  *#sent(run: Prepared): Work<DriverResult> {
    const { compiled } = run;
    const returns = compiled.resultColumns !== null;
    const keyed = this.#keyedPlan(run);
    if (keyed) return yield* this.#byKey(keyed, run);
    const { copies, hideParameters } = this.settings;
    const copied = copies && !returns ? yield* copies.insert({ ...run, hideParameters }) : null;
    if (copied) return copied;
    const job = this.#bulkJob(run);
    if (!job) return yield* this.#oneByOne(run, returns);
    const { rows, rowCount } = job.ordered ? yield* insertInOrder(job, this.session) : yield* insertInPages(job, this.session);
    return { rows: returns ? rows : null, columns: [], rowCount, lastInsertId: null };
  }

  /** The run as statements of many rows each; null where that can't be. */
  #bulkJob({ compiled, sets, first }: Prepared): BulkJob | null {
    const { hideParameters, insertPageSize: pageSize } = this.settings;
    const { serverVersion, maxParameters, maxBytes, batch } = this.session.connection;
    const batches = batch !== undefined;
    const limits = { pageSize, maxParameters, maxBytes };
    return bulkJob(compiled, sets, { ...limits, first, hideParameters, dialect: this.dialect, serverVersion, batches });
  }

  /** How the run's sets become one statement; null where one is executed after the other. Where that is tried first, triggers may fire twice. */
  #keyedPlan({ compiled, sets }: Prepared): KeyedPlan | null {
    return this.settings.findFailedRow && sets.length > 1 ? keyedPlan(this.dialect, compiled) : null;
  }

  /** Whether that is all there is to do: it is all or nothing by itself. */
  #isByKey([run, more]: readonly Prepared[]): boolean {
    return run !== undefined && more === undefined && this.#keyedPlan(run) !== null;
  }

  *#byKey(plan: KeyedPlan, run: Prepared): Work<DriverResult> {
    const changed = yield* changedByKey(plan, { ...run, hideParameters: this.settings.hideParameters }, this.session);
    return changed ?? (yield* this.session.atomically(() => this.#oneByOne(run, false)));
  }

  *#oneByOne(run: Prepared, returns: boolean): Work<DriverResult> {
    const texts = Array.from(run.sets, (set, index) => wireStatement(run.compiled, set, run.first + index, this.settings));
    const { sql = "", parameters } = texts[0] ?? {};
    if (!returns) {
      const wires = texts.map((text) => text.wires);
      const { rowCount, rowCounts } = yield* this.session.queryMany(sql, wires, run.first, parameters);
      return { rows: null, columns: [], rowCount, rowCounts: rowCounts ?? null, lastInsertId: null };
    }
    const rows: WireRow[] = [];
    const counts: number[] = [];
    for (const [index, { wires }] of texts.entries()) {
      const shown = { sql, params: () => wires, row: run.first + index };
      const result = yield* this.session.query(sql, wires, true, { parameters, shown });
      if (result.rows) rows.push(...result.rows);
      counts.push(result.rowCount);
    }
    return { ...countedSets(counts), rows };
  }

  /** The result of an empty list of parameter sets: nothing was done. */
  nothing(): Result {
    const { compiled } = this.dialect.prepare(this.node, this.#options([], true));
    const rows = compiled.dml === null || compiled.resultColumns !== null ? [] : null;
    return new Result({ answer: { rows, ...noCounts }, compiled, sets: [], context: this.settings }, []);
  }
}
