import type { BulkInsert } from "../compiler/compiled.js";
import type { Compiled, ParameterSet } from "../compiler/compiled-statement.js";
import type { Dialect, PreparedStatement } from "../dialects/base.js";
import type { DriverResult, WireValue } from "../dialects/driver.js";
import { InvalidRequestError } from "../errors/index.js";
import { Fragment } from "../nodes/expressions.js";
import type { ExpressionNode } from "../nodes/node.js";
import { emptySelect, SelectNode, TextSelectNode } from "../nodes/select.js";
import type { StatementNode } from "../nodes/statement.js";
import { type BulkJob, insertInOrder, insertInPages, pageSizeOf } from "./bulk-insert.js";
import { runDefaults } from "./defaults.js";
import { dmlOutcome } from "./outcome.js";
import { givenParameters, keysOf, type Run, refuseUnknown, runsOf } from "./parameters.js";
import { Result } from "./result.js";
import { rowFactory, type WireRow } from "./row-factory.js";
import type { Session } from "./session.js";
import { wireStatement } from "./wire.js";
import type { Work } from "./work.js";

/** What an execution keeps to. */
export interface ExecutionSettings {
  readonly hideParameters: boolean;
  /** Rows in one statement of a bulk INSERT, at the most. */
  readonly insertPageSize: number | undefined;
  readonly schemaTranslateMap: Readonly<Record<string, string | null>> | undefined;
  /** Whether the row for which a bulk INSERT failed is looked for. */
  readonly findFailedRow: boolean;
  /** Calls a default of the user's, for which the connection is waiting. */
  readonly runDefault: <T>(make: () => T) => T;
}

/** One run of parameter sets with equal names, made ready. */
interface Prepared extends PreparedStatement {
  readonly sets: unknown[][];
  readonly first: number;
}

/** Text that reads; a PRAGMA with a value may write. */
const READING = /^\s*(?:(?:SELECT|VALUES|EXPLAIN)\b|PRAGMA\b(?![^;]*=))/i;

/** Whether a statement may change the database. */
export function writes(node: StatementNode): boolean {
  if (node instanceof TextSelectNode) return !(node.text instanceof Fragment && READING.test(node.text.parts[0] ?? ""));
  return node.kind !== "select" && node.kind !== "compound";
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
    if (given.nothing) return this.#nothing();
    const runs = given.executemany ? runsOf(given.sets) : [{ keys: keysOf(given.sets[0] ?? {}), sets: given.sets, first: 0 }];
    const prepared: Prepared[] = [];
    for (const run of runs) prepared.push(yield* this.#prepare(run, given.executemany));
    const only = prepared[0];
    if (!given.executemany && only) return yield* this.#single(only);
    return yield* this.#many(prepared);
  }

  /** The text and values of a query that is to be streamed. */
  *stream(parameters: unknown): Work<{ readonly compiled: Compiled; readonly sql: string; readonly wires: readonly WireValue[] }> {
    const given = givenParameters(parameters);
    if (given.executemany) throw new InvalidRequestError("stream() takes one set of parameters.");
    const set = given.sets[0] ?? {};
    const prepared = yield* this.#prepare({ keys: keysOf(set), sets: [set], first: 0 }, false);
    const { sql, wires } = wireStatement(prepared.compiled, prepared.sets[0] ?? [], undefined, this.settings);
    this.#announce(prepared, [prepared]);
    return { compiled: prepared.compiled, sql, wires };
  }

  // --- making ready ------------------------------------------------------------------------------------------------------------

  *#prepare(run: Run, executemany: boolean): Work<Prepared> {
    const hasKeys = run.keys.length > 0 || this.#takesColumns();
    const prepared = this.dialect.prepare(this.node, {
      executemany,
      ...(hasKeys ? { columnKeys: run.keys } : {}),
      ...(this.settings.schemaTranslateMap ? { schemaTranslateMap: this.settings.schemaTranslateMap } : {}),
    });
    refuseUnknown(run.keys, prepared.compiled);
    const sets: unknown[][] = [];
    for (const [index, set] of run.sets.entries())
      sets.push(yield* this.#slotValues(prepared, set, executemany ? run.first + index : null));
    return { ...prepared, sets, first: run.first };
  }

  /** An INSERT or UPDATE takes its columns from the names that the execution brings, be there none. */
  #takesColumns(): boolean {
    return this.node.kind === "insert" || this.node.kind === "update";
  }

  *#slotValues(prepared: PreparedStatement, set: ParameterSet, group: number | null): Work<unknown[]> {
    const values = prepared.compiled.slotValues(prepared.values, set, group);
    if (prepared.compiled.dml && prepared.compiled.dml.prefetch.length > 0) {
      yield* runDefaults(prepared.compiled, values, group ?? 0, {
        fetch: (expression) => this.#sqlDefault(expression),
        call: this.settings.runDefault,
      });
    }
    return values;
  }

  /** A default in SQL that has to be known before the statement runs. */
  *#sqlDefault(expression: ExpressionNode): Work<unknown> {
    const select = new SelectNode({ ...emptySelect, columns: [expression] });
    const result = yield* new Execution(this.dialect, this.session, select, this.settings).execute(undefined);
    return result.scalar();
  }

  #announce(first: PreparedStatement, all: readonly Prepared[]): void {
    const { events } = this.session;
    if (!events.has("statement")) return;
    const { compiled } = first;
    const executemany = all.length > 1 || (all[0]?.sets.length ?? 0) > 1;
    const texts = all.flatMap((prepared) =>
      prepared.sets.map((set, index) =>
        wireStatement(prepared.compiled, set, executemany ? prepared.first + index : undefined, this.settings),
      ),
    );
    events.emit("statement", {
      sql: texts[0]?.sql ?? compiled.sql,
      sets: this.settings.hideParameters ? null : texts.map((text) => text.wires),
      executemany,
      cached: false,
      compileTime: 0,
    });
  }

  // --- one set -----------------------------------------------------------------------------------------------------------------

  *#single(prepared: Prepared): Work<Result> {
    const { compiled } = prepared;
    const values = prepared.sets[0] ?? [];
    this.#announce(prepared, [prepared]);
    const { sql, wires } = wireStatement(compiled, values, undefined, this.settings);
    const result = yield* this.session.query(sql, wires, writes(this.node));
    return this.#result(compiled, [values], result, false);
  }

  #result(compiled: Compiled, sets: readonly (readonly unknown[])[], result: DriverResult, executemany: boolean): Result {
    const { rows } = result;
    const dml = compiled.dml;
    const factory = rows === null ? null : rowFactory(compiled, result.columns);
    if (dml === null) return new Result({ rowCount: result.rowCount, rows, factory, dml: null });
    const outcome = dmlOutcome(compiled, dml, sets, result, factory, executemany);
    const visible = dml.implicitReturning ? null : rows;
    return new Result({ rowCount: result.rowCount, rows: visible, factory: visible === null ? null : factory, dml: outcome });
  }

  // --- many sets ---------------------------------------------------------------------------------------------------------------

  *#many(runs: readonly Prepared[]): Work<Result> {
    const first = runs[0];
    if (!first) return this.#nothing();
    this.#refuseManyQueries(first.compiled);
    this.#announce(first, runs);
    const outcome = yield* this.session.atomically(() => this.#allRuns(runs));
    const result: DriverResult = { rows: outcome.rows, columns: [], rowCount: outcome.rowCount, lastInsertId: null };
    const sets = runs.flatMap((run) => run.sets);
    return this.#result(first.compiled, sets, result, true);
  }

  #refuseManyQueries(compiled: Compiled): void {
    if (compiled.dml === null && !writes(this.node))
      throw new InvalidRequestError("A query takes one set of parameters: execute it once for each, or use IN.");
    if (compiled.isExpanding) throw new InvalidRequestError("'literal_execute' or 'expanding' parameters can't be used with executemany()");
  }

  *#allRuns(runs: readonly Prepared[]): Work<{ readonly rows: WireRow[] | null; readonly rowCount: number }> {
    const rows: WireRow[] = [];
    let rowCount = 0;
    let returns = false;
    for (const run of runs) {
      const outcome = yield* this.#run(run);
      if (outcome.rows) {
        returns = true;
        for (const row of outcome.rows) rows.push(row);
      }
      rowCount += outcome.rowCount;
    }
    return { rows: returns ? rows : null, rowCount };
  }

  *#run(run: Prepared): Work<{ readonly rows: readonly WireRow[] | null; readonly rowCount: number }> {
    const { compiled } = run;
    const returns = compiled.resultColumns !== null;
    const bulk = compiled.dml?.bulk ?? null;
    if (bulk && this.#isUniform(compiled, bulk, run)) {
      const job: BulkJob = {
        compiled,
        bulk,
        sets: run.sets,
        first: run.first,
        hideParameters: this.settings.hideParameters,
        pageSize: pageSizeOf(compiled, bulk, this.settings.insertPageSize),
      };
      const outcome =
        returns && compiled.dml?.sortByParameterOrder ? yield* insertInOrder(job, this.session) : yield* insertInPages(job, this.session);
      return { rows: returns ? outcome.rows : null, rowCount: outcome.rowCount };
    }
    return yield* this.#oneByOne(run, returns);
  }

  /** Whether what stands outside of the row, in a CTE or RETURNING, has the same value for all sets. */
  #isUniform(compiled: Compiled, bulk: BulkInsert, run: Prepared): boolean {
    if (!compiled.dialect.capabilities.multiValuesInsert || bulk.row.slots.length === 0) return false;
    return [...bulk.head.slots, ...bulk.tail.slots].every((slot) => run.sets.every((set) => set[slot] === run.sets[0]?.[slot]));
  }

  *#oneByOne(run: Prepared, returns: boolean): Work<{ readonly rows: readonly WireRow[] | null; readonly rowCount: number }> {
    const texts = run.sets.map((set, index) => wireStatement(run.compiled, set, run.first + index, this.settings));
    const sql = texts[0]?.sql ?? "";
    if (!returns) {
      const result = yield* this.session.queryMany(
        sql,
        texts.map((text) => text.wires),
      );
      return { rows: null, rowCount: result.rowCount };
    }
    const rows: WireRow[] = [];
    let rowCount = 0;
    for (const { wires } of texts) {
      const result = yield* this.session.query(sql, wires, true);
      if (result.rows) rows.push(...result.rows);
      rowCount += result.rowCount;
    }
    return { rows, rowCount };
  }

  /** The result of an empty list of parameter sets: nothing was done. */
  #nothing(): Result {
    const { compiled } = this.dialect.prepare(this.node, this.#takesColumns() ? { columnKeys: [] } : {});
    const returns = compiled.dml === null || (compiled.resultColumns !== null && !compiled.dml.implicitReturning);
    const dml = compiled.dml
      ? {
          isInsert: compiled.dml.kind === "insert",
          parameters: () => [],
          executemany: true,
          keys: [],
          defaults: null,
          prefetch: [],
          postfetch: [],
        }
      : null;
    return new Result({ rowCount: 0, rows: returns ? [] : null, factory: returns ? rowFactory(compiled, []) : null, dml });
  }
}
