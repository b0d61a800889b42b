import type { Dialect } from "../../dialects/base.js";
import { isSynchronous } from "../../dialects/driver.js";
import type { Inspection, InspectionQuery } from "../../dialects/inspection.js";
import { ArgumentError, InvalidRequestError, UnsupportedError } from "../../errors/index.js";
import { type ExecutionOptions, emptyStatement, StatementNode } from "../../nodes/statement.js";
import { type MaybePromise, settled, type Work } from "../../util/work.js";
import { runInScope } from "../async-scope.js";
import { CopyInserts, SETS_A_COPY } from "../copy-inserts.js";
import type { StatementEvent } from "../events.js";
import { Execution, type ExecutionSettings } from "../execution.js";
import { type AbortSignalLike, isLimited, type Limits } from "../limits.js";
import { type LoadOptions, loadSource } from "../load.js";
import { type ConnectionOptions, checkConnectionOptions, isAutocommit, isolationLevelOf } from "../options.js";
import { PagedExecution, SETS_A_NEAR_PAGE, SETS_A_PAGE } from "../paged-execution.js";
import type { ConnectionSource } from "../pool/connection-source.js";
import { checkWhere } from "../require-where.js";
import type { Result } from "../result.js";
import { type RowFactory, rowFactory } from "../row-factory.js";
import { type Begun, begunSavepoint, begunTransaction } from "../session/begun.js";
import type { Session } from "../session/session.js";
import type { SessionStream } from "../session/stream.js";
import { SetPages, type SetSource, setSource } from "../set-pages.js";
import { StraightExecutions } from "../straight.js";
import { channels, traced } from "../tracing.js";
import { watched } from "../watched.js";
import { writes } from "../writes.js";
import type { Calls, RunningCallback } from "./calls.js";
import { builtStatement, statementNode } from "./statement-node.js";
import type { TransactionEnds } from "./transaction.js";

/** Rows that a stream fetches at once. */
const STREAM_PAGE = 500;

/** What a connection is made of. */
export interface ConnectionParts {
  readonly session: Session;
  readonly dialect: Dialect;
  readonly source: ConnectionSource;
  readonly hideParameters: boolean;
  readonly options: ConnectionOptions;
}

/** A stream of rows that is open. */
export interface OpenStream {
  /** The next rows; an empty list at the end. @throws the reason of a signal that was aborted */
  next(): Work<readonly Record<string, unknown>[]>;
  /** To be asked before each row. @throws the reason of a signal that was aborted */
  checkSignal(): void;
  close(): Work<void>;
}

/** A question for the catalog, in the schema that the connection's options make of the one that was asked for. */
type Question = (inspection: Inspection, schema: string | null) => InspectionQuery | undefined;

interface HasOptions {
  /** The answer decides what the same transaction writes. */
  readonly writes?: boolean;
}

function isEmpty(options: ExecutionOptions): boolean {
  for (const _ in options) return false;
  return true;
}

/**
 * What a connection does, as work: the asynchronous and the synchronous connection run it, each in its way. What ends in
 * `InTurn` asks for its turn itself; the rest is run in one.
 */
export class ConnectionCore {
  readonly session: Session;
  readonly dialect: Dialect;
  #options: ConnectionOptions;
  /** What executions without options of their own keep to. */
  #settings: (ExecutionSettings & { readonly options: ConnectionOptions }) | undefined;
  /** What executes without waiting; null where the connection's options ask for more. */
  #straight: StraightExecutions | null | undefined;
  #closed = false;

  constructor(
    private readonly parts: ConnectionParts,
    private readonly calls: Calls,
  ) {
    this.session = parts.session;
    this.dialect = parts.dialect;
    this.#options = parts.options;
  }

  /** @throws InvalidRequestError for a call that can't be taken */
  checkCall(): void {
    if (this.#closed) throw new InvalidRequestError("This Connection is closed");
    this.calls.check();
  }

  // --- executing ---------------------------------------------------------------------------------------------------------------

  /** What may stop the statement while it waits for its turn. */
  signalOf(statement: unknown, { signal }: Pick<Limits, "signal"> = {}): AbortSignalLike | undefined {
    try {
      return signal ?? this.#optionsWith(statementNode(statement).executionOptions).signal;
    } catch {
      // what is wrong with it is told in its turn
      return undefined;
    }
  }

  *execute(statement: unknown, parameters: unknown): Work<Result> {
    const node = statementNode(statement);
    const options = this.#checked(node);
    if (!this.session.transaction.isUnderWay) yield* this.#beginFor(node, options);
    const source = setSource(parameters);
    if (source) return yield* this.#executePages(this.#pages(node, source, options));
    const execution = this.#execution(node, options);
    return yield* this.#within(options, node, () => execution.execute(parameters));
  }

  *#executePages(pages: PagedExecution): Work<Result> {
    try {
      return yield* pages.result();
    } catch (error) {
      yield* this.closeQuietly(pages);
      throw error;
    }
  }

  /** The statement's work within the limits that the options set, if any. */
  #within<T>(options: ConnectionOptions, node: StatementNode, work: () => Work<T>): Work<T> {
    return isLimited(options) ? this.session.limited(options, { work, writes: writes(node) }) : work();
  }

  /** The statement page by page, for sets that come one by one. @param load what it was told, if it is a load */
  #pages(node: StatementNode, source: SetSource, options: ConnectionOptions, load?: LoadOptions): PagedExecution {
    const copies = load ? CopyInserts.of(this.session) : null;
    const settings = { ...this.#settingsFor(options), copies };
    const setsAPage = isSynchronous(this.session.connection) ? SETS_A_NEAR_PAGE : SETS_A_PAGE;
    const { insertPageSize = copies ? SETS_A_COPY : setsAPage, runDefault } = settings;
    const execution = new Execution(this.dialect, this.session, node, settings);
    return new PagedExecution(execution, new SetPages(source, insertPageSize, options.signal), {
      ask: runDefault,
      begin: () => this.session.paged(),
      limited: (work) => this.#within(options, node, work),
      progress: load?.onProgress,
    });
  }

  /** Opens a statement whose sets come one by one, to be executed page by page. @param load what it was told, if it is a load */
  *openPages(statement: unknown, source: SetSource, load?: LoadOptions): Work<PagedExecution> {
    const node = statementNode(statement);
    const options = this.#checked(node, load);
    yield* this.#beginFor(node, options);
    return this.#pages(node, source, options, load);
  }

  /** Inserts the rows, and gives how many they were. */
  *load(statement: unknown, rows: unknown, options: LoadOptions): Work<number> {
    const pages = yield* this.openPages(statement, loadSource(statement, rows), options);
    try {
      return yield* pages.rowCount();
    } catch (error) {
      yield* this.closeQuietly(pages);
      throw error;
    }
  }

  /** Closes what has failed: another error is on its way. */
  *closeQuietly(pages: PagedExecution): Work<void> {
    try {
      yield* pages.close();
    } catch {
      // the source's last words
    }
  }

  /** Executes what needs no waiting, but for its answer; null for what takes the longer way, before anything was done. */
  executeNow(statement: unknown, parameters: unknown): MaybePromise<Result> | null {
    if (this.#straight === undefined) this.#straight = this.#straightExecutions();
    if (this.#straight === null || !this.#isBegun(this.#options)) return null;
    const built = builtStatement(statement);
    // what is built along a path has no options
    if (built instanceof StatementNode && built.executionOptions !== emptyStatement.executionOptions && !isEmpty(built.executionOptions))
      return null;
    return this.#straight.execute(built, parameters);
  }

  #straightExecutions(): StraightExecutions | null {
    const options = this.#options;
    const settings = this.#settingsFor(options);
    if (options.requireWhere || isLimited(options) || !StraightExecutions.can(this.dialect, settings)) return null;
    return new StraightExecutions(this.dialect, this.session, settings);
  }

  /** Whether nothing has to be begun before a statement. */
  #isBegun(options: ConnectionOptions): boolean {
    const { transaction } = this.session;
    return transaction.isUnderWay ? transaction.isActive : isAutocommit(options) && transaction.isReadOnly === (options.readOnly ?? false);
  }

  *openStream(statement: unknown, parameters: unknown): Work<OpenStream> {
    const node = statementNode(statement);
    const options = this.#checked(node);
    yield* this.#beginFor(node, options);
    const { compiled, stream } = yield* this.#within(options, node, () => this.#execution(node, options).stream(parameters));
    return this.#paged(stream, rowFactory(compiled, stream.columns, this.parts), options);
  }

  #paged(stream: SessionStream, factory: RowFactory, options: ConnectionOptions): OpenStream {
    const { session } = this;
    const { signal } = options;
    const checkSignal = (): void => {
      if (signal?.aborted) throw signal.reason;
    };
    return {
      checkSignal,
      *next() {
        checkSignal();
        const rows = yield* isLimited(options) ? session.nextRows(stream, STREAM_PAGE, options) : stream.next(STREAM_PAGE);
        return rows.map((row) => factory.object(row));
      },
      close: () => stream.close(),
    };
  }

  /** The options for a statement that may be executed now. @throws InvalidRequestError, ArgumentError for one that may not */
  #checked(node: StatementNode, { signal }: Pick<Limits, "signal"> = {}): ConnectionOptions {
    this.session.checkUsable();
    const options = this.#optionsWith(signal ? { ...node.executionOptions, signal } : node.executionOptions);
    // what was aborted while it waited for its turn does not even begin a transaction
    if (options.signal?.aborted) throw options.signal.reason;
    if (options.requireWhere) checkWhere(node);
    if (options === this.#options || !this.session.transaction.isUnderWay) return options;
    if (isolationLevelOf(options, this.dialect) === isolationLevelOf(this.#options, this.dialect)) return options;
    throw new InvalidRequestError(
      "The statement's isolation level is not that of the transaction that has begun: execute it outside of it.",
    );
  }

  #execution(node: StatementNode, options: ConnectionOptions): Execution {
    return new Execution(this.dialect, this.session, node, this.#settingsFor(options));
  }

  /** What executions with these options keep to: made once for those of the connection. */
  #settingsFor(options: ConnectionOptions): ExecutionSettings {
    if (options === this.#settings?.options) return this.#settings;
    const settings = {
      options,
      hideParameters: this.parts.hideParameters,
      insertPageSize: options.insertPageSize,
      schemaTranslateMap: options.schemaTranslateMap,
      findFailedRow: options.findFailedRow ?? true,
      allowImplicitCommit: options.allowImplicitCommit ?? false,
      copies: null,
      runDefault: <T>(make: () => T): T => this.#inside([], () => this.calls.whileWaiting(make)),
    };
    if (options === this.#options) this.#settings = settings;
    return settings;
  }

  /** Options for all executions from here on. */
  setOptions(options: ConnectionOptions): void {
    if (options.isolationLevel !== undefined && this.session.transaction.isUnderWay) {
      throw new InvalidRequestError("This connection has already begun a transaction: the isolation level can't be changed until it ends.");
    }
    checkConnectionOptions(options, this.dialect);
    this.#options = { ...this.#options, ...options };
    this.#straight = undefined;
  }

  #optionsWith(own: ExecutionOptions): ConnectionOptions {
    if (isEmpty(own)) return this.#options;
    const options: ConnectionOptions = { ...this.#options, ...own };
    checkConnectionOptions(options, this.dialect);
    return options;
  }

  // --- transactions ------------------------------------------------------------------------------------------------------------

  /** Begins what the statement runs in, where nothing is open; the statement's signal ends that too. */
  #beginFor(node: StatementNode, options: ConnectionOptions): Work<void> {
    const { signal } = options;
    const work = (): Work<void> => this.#autobegin(writes(node), options);
    return signal === undefined ? work() : this.session.limited({ signal }, { work, writes: writes(node) });
  }

  *#autobegin(writing: boolean, options: ConnectionOptions = this.#options): Work<void> {
    if (this.session.transaction.isUnderWay) return;
    if (isAutocommit(options)) yield* this.session.transaction.setReadOnly(options.readOnly ?? false);
    else yield* this.#begin(writing, options);
  }

  *#begin(writing: boolean, options: ConnectionOptions = this.#options, explicit = false): Work<number> {
    const { readOnly = false } = this.#options;
    const isolationLevel = isAutocommit(options) ? undefined : isolationLevelOf(options, this.dialect);
    return yield* this.session.transaction.begin({ implicit: true, explicit, writes: writing && !readOnly, readOnly, isolationLevel });
  }

  /** Begins a transaction, to be ended by the user. */
  *beginTransaction(): Work<Begun> {
    if (this.session.transaction.isUnderWay) {
      throw new InvalidRequestError(
        "This connection has already initialized a transaction via begin() or autobegin; can't call begin() here unless rollback() or commit() is called first.",
      );
    }
    this.session.checkUsable();
    return begunTransaction(this.session, yield* this.#begin(true, this.#options, true));
  }

  /** Sets a savepoint; with AUTOCOMMIT and no transaction, begins one. */
  *setSavepoint(): Work<Begun> {
    if (!this.session.transaction.isUnderWay && isAutocommit(this.#options)) return yield* this.beginTransaction();
    this.session.checkUsable();
    yield* this.#autobegin(true);
    return begunSavepoint(this.session, yield* this.session.savepoints.set());
  }

  /** Ends the transaction that began by itself. */
  *endInTurn(how: "commit" | "rollback"): Work<void> {
    this.checkCall();
    if (this.calls.innermost)
      throw new InvalidRequestError(`Can't ${how} inside of a begin() callback: return from it to commit, throw to roll back.`);
    yield* settled(this.calls.inTurn(() => this.session.transaction[how]()));
  }

  /** Begins what is to be ended by hand. */
  *byHandInTurn(begin: () => Work<Begun>): Work<TransactionEnds> {
    this.checkCall();
    const within = this.calls.innermost;
    const begun = yield* settled(this.calls.inTurn(begin));
    const ended = function* (this: ConnectionCore, work: () => Work<void>): Work<void> {
      this.checkCall();
      if (this.calls.innermost !== within)
        throw new InvalidRequestError("A transaction that was begun outside of the running callback can't be ended inside of it.");
      yield* settled(this.calls.inTurn(work));
    }.bind(this);
    const isCurrent = (): boolean => !this.#closed && begun.isCurrent();
    const isActive = (): boolean => !this.#closed && begun.isActive();
    return {
      isActive,
      *commit() {
        if (!isActive())
          throw new InvalidRequestError(
            "This transaction is inactive: it was committed or rolled back before, or the server has ended it.",
          );
        yield* ended(begun.commit);
      },
      *rollback() {
        if (isCurrent()) yield* ended(begun.rollback);
      },
      dispose: () => this.#undone(begun),
    };
  }

  /** Runs the callback in what is begun: keeps what it did when it returns, undoes it when it throws, and rethrows. */
  *duringInTurn<T>(begin: () => Work<Begun>, callback: () => MaybePromise<T>): Work<T> {
    this.checkCall();
    const begun = this.calls.inTurn(begin);
    let settle = (): void => {};
    const running: RunningCallback = { done: new Promise<void>((resolve) => (settle = resolve)) };
    const leave = this.calls.enter(running);
    try {
      return yield* this.#ended(running, yield* settled(begun), callback);
    } finally {
      leave();
      settle();
    }
  }

  /**
   * Runs code of the user's in which another connection may not come, or not write, as long as this one is held.
   * @param inner in whose scope it runs besides
   */
  #inside<T>(inner: readonly object[], code: () => T): T {
    return runInScope([this.session.connection, this.session, ...inner], code);
  }

  *#ended<T>(running: RunningCallback, begun: Begun, callback: () => MaybePromise<T>): Work<T> {
    try {
      const answer = this.#inside([running], callback);
      const result = yield* settled(
        answer,
        () =>
          new ArgumentError(
            "The callback gave a promise: that of a synchronous connection returns when it is done, and is no async function.",
          ),
      );
      yield* settled(this.calls.innerDone(running));
      if (this.#closed) throw new InvalidRequestError("This Connection is closed: what the callback did is rolled back.");
      yield* settled(this.calls.inTurn(begun.commit));
      return result;
    } catch (error) {
      yield* settled(this.calls.innerDone(running));
      yield* this.#undone(begun);
      throw error;
    }
  }

  /** Undoes a transaction or savepoint with all that is open inside of it, where another error is on its way or none may come. */
  *#undone(begun: Begun): Work<void> {
    try {
      if (!this.#closed && begun.isCurrent()) yield* settled(this.calls.inTurn(begun.undo));
    } catch (error) {
      this.#disposalFailed(error);
    }
  }

  // --- the catalog -------------------------------------------------------------------------------------------------------------

  hasTable(name: string, schema: string | null, options: HasOptions): Work<boolean> {
    return this.#has((inspection, translated) => inspection.hasTable(name, translated), schema, options);
  }

  hasSequence(name: string, schema: string | null, options: HasOptions): Work<boolean> {
    return this.#has((inspection, translated) => inspection.hasSequence?.(name, translated), schema, options);
  }

  hasType(name: string, schema: string | null, options: HasOptions): Work<boolean> {
    return this.#has((inspection, translated) => inspection.hasType?.(name, translated), schema, options);
  }

  *#has(question: Question, schema: string | null, { writes: writing = false }: HasOptions): Work<boolean> {
    const map = this.#options.schemaTranslateMap ?? {};
    const { inspection } = this.dialect;
    const query = inspection && question(inspection, Object.hasOwn(map, schema ?? "") ? (map[schema ?? ""] ?? null) : schema);
    if (!query) throw new UnsupportedError(`The '${this.dialect.name}' dialect does not say how to ask for this.`);
    yield* this.#autobegin(writing);
    const { sql, values } = query;
    const event: StatementEvent = { sql, sets: [values], executemany: false, cached: null, compileTime: 0 };
    this.session.events.emit("statement", event);
    const { rows } = yield* watched(
      this.session,
      event,
      (result) => result,
      () => this.session.query(sql, values, false),
    );
    return rows !== null && rows.length > 0;
  }

  // --- close -------------------------------------------------------------------------------------------------------------------

  /** Rolls back what is open and gives the connection back. Never throws. */
  *closeInTurn(): Work<void> {
    if (this.#closed) return;
    this.#closed = true;
    yield* settled(this.calls.settled);
    if (!this.session.isReset) yield* this.#closeStep(this.session.reset());
    yield* this.#closeStep(this.#checkin());
  }

  *#closeStep(step: Work<void>): Work<void> {
    try {
      yield* step;
    } catch (error) {
      this.#disposalFailed(error);
    }
  }

  *#checkin(): Work<void> {
    const { connection, sender, origin, events } = this.session;
    try {
      events.emit("checkin", { connection });
    } finally {
      yield* traced(channels.checkin, origin, () => this.parts.source.checkin(connection, sender.invalidated));
    }
  }

  /** Tells of an error that must not be thrown. One that a listener throws then is the listener's. */
  #disposalFailed(error: unknown): void {
    try {
      this.session.events.emit("disposalFailed", { error });
    } catch {
      // disposal never throws
    }
  }
}
