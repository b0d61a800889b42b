import type { Dialect } from "../dialects/base.js";
import type { DriverConnection } from "../dialects/driver.js";
import type { InspectionQuery } from "../dialects/inspection.js";
import { ArgumentError, InvalidRequestError, UnsupportedError } from "../errors/index.js";
import { described } from "../expression/coerce.js";
import { textStatement } from "../expression/fragment.js";
import { ExpressionNode } from "../nodes/node.js";
import { type ExecutionOptions, StatementNode } from "../nodes/statement.js";
import type { DdlConnection, DdlElement } from "../schema/index.js";
import type { Args, Executes, Rows, Statement } from "../selectable/index.js";
import type { FirstOf } from "../selectable/statement.js";
import { runInScope } from "./async-scope.js";
import { CallOrder, type RunningCallback } from "./call-order.js";
import type { StatementEvent } from "./events.js";
import { Execution, type ExecutionSettings, writes } from "./execution.js";
import { type AbortSignalLike, isLimited } from "./limits.js";
import { type ConnectionOptions, checkConnectionOptions, isAutocommit, isolationLevelOf } from "./options.js";
import { PagedExecution, SETS_A_PAGE } from "./paged-execution.js";
import type { ConnectionSource } from "./pool/connection-source.js";
import { checkWhere } from "./require-where.js";
import type { Result } from "./result.js";
import { type RowFactory, rowFactory } from "./row-factory.js";
import type { RowObject } from "./row-maker.js";
import { type Begun, begunSavepoint, begunTransaction } from "./session/begun.js";
import type { Session } from "./session/session.js";
import type { SessionStream } from "./session/stream.js";
import { SetPages, type SetSource, setSource } from "./set-pages.js";
import { channels, traced } from "./tracing.js";
import { Transaction } from "./transaction.js";
import { watched } from "./watched.js";
import { run, type Work } from "./work.js";

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
interface OpenStream {
  readonly stream: SessionStream;
  readonly signal: AbortSignalLike | undefined;
  readonly factory: RowFactory;
}

function isEmpty(options: ExecutionOptions): boolean {
  for (const _ in options) return false;
  return true;
}

/** The statement inside what the user gave. */
function statementNode(value: unknown): StatementNode {
  const node: unknown = typeof value === "object" && value !== null && "node" in value ? value.node : value;
  if (node instanceof StatementNode) return node;
  if (node instanceof ExpressionNode && node.kind === "fragment") return textStatement(node);
  throw new ArgumentError(`Not an executable object: ${described(value)}. Give a statement, or text as sql.text('…').`);
}

/**
 * A connection to the database. A transaction begins by itself at the first statement and stays until `commit()` or
 * `rollback()`; closing rolls back. It belongs to one task: its calls run in the order in which they are made.
 */
export class Connection implements Executes, DdlConnection {
  readonly #parts: ConnectionParts;
  readonly #session: Session;
  #options: ConnectionOptions;
  /** What executions without options of their own keep to. */
  #settings: (ExecutionSettings & { readonly options: ConnectionOptions }) | undefined;
  readonly #calls = new CallOrder();
  #closed = false;

  constructor(parts: ConnectionParts) {
    this.#parts = parts;
    this.#session = parts.session;
    this.#options = parts.options;
  }

  // --- executing ---------------------------------------------------------------------------------------------------------------

  /**
   * Executes the statement: once, or for each of many parameter sets, all or nothing. Of an iterable, sets are taken page by page
   * (`insertPageSize`, 10,000 by default) and not kept: only what the statement returns is.
   * @example `await conn.execute(insert(users), [{ name: "a" }, { name: "b" }])`
   * @example `const { rowCount } = await conn.execute(insert(users), linesOf(file))`
   * @throws ArgumentError for parameters of a wrong shape; InvalidRequestError for unknown and missing ones; DBAPIError and
   * its subclasses for what the database refuses
   * @since 0.1.0
   */
  execute<Res, P>(statement: Statement<Res, P>, ...parameters: Args<NoInfer<P>>): Promise<Res> {
    // the marked place, here and in the two below: Result has the methods of both Rows and Done; what a statement gives is in Res and T
    return this.#execute(statement, parameters[0]) as Promise<unknown> as Promise<Res>;
  }

  /** The first column of the first row; null without rows. @since 0.1.0 */
  async scalar<T, P>(statement: Statement<Rows<unknown, T>, P>, ...parameters: Args<NoInfer<P>>): Promise<FirstOf<T> | null> {
    return (await this.#execute(statement, parameters[0])).scalar() as FirstOf<T> | null;
  }

  /** The first column of all rows. @since 0.1.0 */
  async scalars<T, P>(statement: Statement<Rows<unknown, T>, P>, ...parameters: Args<NoInfer<P>>): Promise<FirstOf<T>[]> {
    return (await this.#execute(statement, parameters[0])).scalars() as FirstOf<T>[];
  }

  #execute(statement: unknown, parameters: unknown): Promise<Result> {
    return this.#inTurn(() => this.#executeWork(statementNode(statement), parameters));
  }

  *#executeWork(node: StatementNode, parameters: unknown): Work<Result> {
    const options = this.#checked(node);
    if (!this.#session.transaction.isUnderWay) yield* this.#autobegin(writes(node), options);
    const source = setSource(parameters);
    if (source) return yield* this.#executePages(this.#pages(node, source, options));
    const execution = this.#execution(node, options);
    if (!isLimited(options)) return yield* execution.execute(parameters);
    return yield* this.#session.limited(options, { work: () => execution.execute(parameters), writes: writes(node) });
  }

  *#executePages(pages: PagedExecution): Work<Result> {
    try {
      return yield* pages.result();
    } catch (error) {
      yield* this.#closeQuietly(pages);
      throw error;
    }
  }

  /** The statement page by page, for sets that come one by one. */
  #pages(node: StatementNode, source: SetSource, options: ConnectionOptions): PagedExecution {
    const { insertPageSize = SETS_A_PAGE, runDefault } = this.#settingsFor(options);
    return new PagedExecution(this.#execution(node, options), new SetPages(source, insertPageSize, options.signal), {
      ask: runDefault,
      begin: () => this.#session.paged(),
      limited: (work) => (isLimited(options) ? this.#session.limited(options, { work, writes: writes(node) }) : work()),
    });
  }

  /** Closes what has failed: another error is on its way. */
  *#closeQuietly(pages: PagedExecution): Work<void> {
    try {
      yield* pages.close();
    } catch {
      // the source's last words
    }
  }

  /** The options for a statement that may be executed now. @throws InvalidRequestError, ArgumentError for one that may not */
  #checked(node: StatementNode): ConnectionOptions {
    this.#session.checkUsable();
    const options = this.#optionsWith(node.executionOptions);
    // what was aborted while it waited for its turn does not even begin a transaction
    if (options.signal?.aborted) throw options.signal.reason;
    if (options.requireWhere) checkWhere(node);
    if (options === this.#options || !this.#session.transaction.isUnderWay) return options;
    if (isolationLevelOf(options, this.dialect) === isolationLevelOf(this.#options, this.dialect)) return options;
    throw new InvalidRequestError(
      "The statement's isolation level is not that of the transaction that has begun: execute it outside of it.",
    );
  }

  #execution(node: StatementNode, options: ConnectionOptions): Execution {
    return new Execution(this.dialect, this.#session, node, this.#settingsFor(options));
  }

  /** What executions with these options keep to: made once for those of the connection. */
  #settingsFor(options: ConnectionOptions): ExecutionSettings {
    if (options === this.#settings?.options) return this.#settings;
    const settings = {
      options,
      hideParameters: this.#parts.hideParameters,
      insertPageSize: options.insertPageSize,
      schemaTranslateMap: options.schemaTranslateMap,
      findFailedRow: options.findFailedRow ?? true,
      allowImplicitCommit: options.allowImplicitCommit ?? false,
      runDefault: <T>(make: () => T): T => this.#inside(() => this.#calls.whileWaiting(make)),
    };
    if (options === this.#options) this.#settings = settings;
    return settings;
  }

  #optionsWith(own: ExecutionOptions): ConnectionOptions {
    if (isEmpty(own)) return this.#options;
    const options: ConnectionOptions = { ...this.#options, ...own };
    checkConnectionOptions(options, this.dialect);
    return options;
  }

  *#autobegin(writing: boolean, options: ConnectionOptions = this.#options): Work<void> {
    if (this.#session.transaction.isUnderWay) return;
    if (isAutocommit(options)) yield* this.#session.transaction.setReadOnly(options.readOnly ?? false);
    else yield* this.#begin(writing, options);
  }

  *#begin(writing: boolean, options: ConnectionOptions = this.#options, explicit = false): Work<number> {
    const { readOnly = false } = this.#options;
    const isolationLevel = isAutocommit(options) ? undefined : isolationLevelOf(options, this.dialect);
    return yield* this.#session.transaction.begin({ implicit: true, explicit, writes: writing && !readOnly, readOnly, isolationLevel });
  }

  /** @throws InvalidRequestError for a call that can't be taken */
  #checkCall(): void {
    if (this.#closed) throw new InvalidRequestError("This Connection is closed");
    this.#calls.check();
  }

  #inTurn<T>(work: () => Work<T>): Promise<T> {
    try {
      this.#checkCall();
    } catch (error) {
      return Promise.reject(error);
    }
    return this.#calls.inTurn(work);
  }

  // --- streams -----------------------------------------------------------------------------------------------------------------

  /**
   * The rows of a query one by one, in bounded memory. While the loop runs, nothing else can run on this connection.
   *
   * With many sets of parameters, a list or an iterable of them, it is a bulk statement that returns rows: sets are taken page by
   * page (`insertPageSize`, 10,000 by default), and one page of them and of rows is in memory. All or nothing: where a set is
   * refused, the iterable throws, a signal is aborted or the loop is left before its end, everything is undone. Rows are in
   * the order of the sets with `sortByParameterOrder()`.
   * @example `for await (const row of conn.stream(select(users))) …`
   * @example `for await (const { id } of conn.stream(insert(users).returning(users.c.id).sortByParameterOrder(), linesOf(file))) …`
   * @throws InvalidRequestError for a statement that returns no rows; what `execute()` throws
   * @since 0.1.0
   */
  stream<R, P>(statement: Statement<Rows<R, unknown>, P>, ...parameters: Args<NoInfer<P>>): AsyncIterable<R> {
    const [given] = parameters;
    const rows = (): AsyncGenerator<unknown> => {
      const source = Array.isArray(given) ? given : setSource(given);
      return source ? this.#streamedPages(statementNode(statement), source) : this.#streamed(statementNode(statement), given);
    };
    // the marked place of streams: the rows are of the type that the statement says
    return { [Symbol.asyncIterator]: () => rows() as AsyncIterator<R> };
  }

  *#openPages(node: StatementNode, source: SetSource): Work<PagedExecution> {
    const options = this.#checked(node);
    yield* this.#autobegin(writes(node), options);
    return this.#pages(node, source, options);
  }

  async *#streamedPages(node: StatementNode, source: SetSource): AsyncGenerator<RowObject> {
    const pages = await this.#inTurn(() => this.#openPages(node, source));
    const next = () => this.#inTurn(() => pages.nextRows());
    try {
      for (let rows = await next(); rows; rows = await next()) yield* rows;
    } catch (error) {
      await this.#calls.inTurn(() => this.#closeQuietly(pages));
      throw error;
    } finally {
      await this.#calls.inTurn(() => pages.close());
    }
  }

  async *#streamed(node: StatementNode, parameters: unknown): AsyncGenerator<Record<string, unknown>> {
    const { stream, signal, factory } = await this.#inTurn(() => this.#openStream(node, parameters));
    try {
      for (;;) {
        if (signal?.aborted) throw signal.reason;
        const page = await run(stream.next(STREAM_PAGE));
        if (page.length === 0) return;
        for (const row of page) yield factory.object(row);
      }
    } finally {
      await run(stream.close());
    }
  }

  *#openStream(node: StatementNode, parameters: unknown): Work<OpenStream> {
    const options = this.#checked(node);
    yield* this.#autobegin(writes(node), options);
    const opened = () => this.#execution(node, options).stream(parameters);
    const { compiled, stream } = yield* isLimited(options)
      ? this.#session.limited(options, { work: opened, writes: writes(node) })
      : opened();
    return { stream, signal: options.signal, factory: rowFactory(compiled, stream.columns, this.#parts) };
  }

  // --- transactions ------------------------------------------------------------------------------------------------------------

  /** Whether a transaction is under way. */
  get inTransaction(): boolean {
    return this.#session.transaction.isUnderWay;
  }

  /** Commits the transaction that began by itself; without one, does nothing. @throws InvalidRequestError inside of begin(), and after the server has ended the transaction @since 0.1.0 */
  commit(): Promise<void> {
    return this.#endByHand("commit");
  }

  /** Rolls the transaction back; without one, does nothing. @throws InvalidRequestError inside of begin() @since 0.1.0 */
  rollback(): Promise<void> {
    return this.#endByHand("rollback");
  }

  async #endByHand(how: "commit" | "rollback"): Promise<void> {
    this.#checkCall();
    if (this.#calls.innermost)
      throw new InvalidRequestError(`Can't ${how} inside of a begin() callback: return from it to commit, throw to roll back.`);
    await this.#inTurn(() => this.#session.transaction[how]());
  }

  /** Begins a transaction to be ended by hand: `await using tx = await conn.begin()`. @throws InvalidRequestError where one is under way @since 0.1.0 */
  begin(): Promise<Transaction>;
  /** Runs the callback in a transaction: commits when it returns, rolls back when it throws, and rethrows. @since 0.1.0 */
  begin<T>(callback: (connection: Connection) => T | Promise<T>): Promise<T>;
  begin<T>(callback?: (connection: Connection) => T | Promise<T>): Promise<Transaction | T> {
    const begun = () => this.#beginTransaction();
    return callback ? this.#during(begun, callback) : this.#byHand(begun);
  }

  /** Sets a savepoint to be ended by hand; with AUTOCOMMIT and no transaction, begins one. @since 0.1.0 */
  beginNested(): Promise<Transaction>;
  /** Runs the callback in a savepoint: keeps what it did when it returns, undoes it when it throws, and rethrows. @since 0.1.0 */
  beginNested<T>(callback: (connection: Connection) => T | Promise<T>): Promise<T>;
  beginNested<T>(callback?: (connection: Connection) => T | Promise<T>): Promise<Transaction | T> {
    const begun = () => this.#setSavepoint();
    return callback ? this.#during(begun, callback) : this.#byHand(begun);
  }

  *#beginTransaction(): Work<Begun> {
    if (this.#session.transaction.isUnderWay) {
      throw new InvalidRequestError(
        "This connection has already initialized a transaction via begin() or autobegin; can't call begin() here unless rollback() or commit() is called first.",
      );
    }
    this.#session.checkUsable();
    return begunTransaction(this.#session, yield* this.#begin(true, this.#options, true));
  }

  *#setSavepoint(): Work<Begun> {
    if (!this.#session.transaction.isUnderWay && isAutocommit(this.#options)) return yield* this.#beginTransaction();
    this.#session.checkUsable();
    yield* this.#autobegin(true);
    return begunSavepoint(this.#session, yield* this.#session.savepoints.set());
  }

  async #byHand(begin: () => Work<Begun>): Promise<Transaction> {
    const within = this.#calls.innermost;
    const begun = await this.#inTurn(begin);
    const ended = async (work: () => Work<void>): Promise<void> => {
      this.#checkCall();
      if (this.#calls.innermost !== within)
        throw new InvalidRequestError("A transaction that was begun outside of the running callback can't be ended inside of it.");
      await this.#inTurn(work);
    };
    return new Transaction({
      isActive: () => !this.#closed && begun.isActive(),
      commit: () => ended(begun.commit),
      rollback: async () => {
        if (!this.#closed && begun.isCurrent()) await ended(begun.rollback);
      },
      dispose: () => this.#undone(begun),
    });
  }

  async #during<T>(begin: () => Work<Begun>, callback: (connection: Connection) => T | Promise<T>): Promise<T> {
    this.#checkCall();
    const begun = this.#calls.inTurn(begin);
    let settle = (): void => {};
    const running: RunningCallback = { done: new Promise<void>((resolve) => (settle = resolve)) };
    const leave = this.#calls.enter(running);
    try {
      return await this.#ended(running, await begun, callback);
    } finally {
      leave();
      settle();
    }
  }

  /** Runs code of the user's in which another connection may not come, or not write, as long as this one is held. */
  #inside<T>(code: () => T): T {
    return runInScope(this.#session.connection, () => runInScope(this.#session, code));
  }

  async #ended<T>(running: RunningCallback, begun: Begun, callback: (connection: Connection) => T | Promise<T>): Promise<T> {
    try {
      const result = await this.#inside(() => runInScope(running, async () => callback(this)));
      await this.#calls.innerDone(running);
      if (this.#closed) throw new InvalidRequestError("This Connection is closed: what the callback did is rolled back.");
      await this.#calls.inTurn(begun.commit);
      return result;
    } catch (error) {
      await this.#calls.innerDone(running);
      await this.#undone(begun);
      throw error;
    }
  }

  /** Undoes a transaction or savepoint with all that is open inside of it, where another error is on its way or none may come. */
  async #undone(begun: Begun): Promise<void> {
    try {
      if (!this.#closed && begun.isCurrent()) await this.#calls.inTurn(begun.undo);
    } catch (error) {
      this.#disposalFailed(error);
    }
  }

  // --- the rest ----------------------------------------------------------------------------------------------------------------

  /** Options for all executions from here on: `{ isolationLevel: "AUTOCOMMIT" }`. @throws InvalidRequestError inside of a transaction, for its isolation level @since 0.1.0 */
  executionOptions(options: ConnectionOptions): this {
    if (options.isolationLevel !== undefined && this.#session.transaction.isUnderWay) {
      throw new InvalidRequestError("This connection has already begun a transaction: the isolation level can't be changed until it ends.");
    }
    checkConnectionOptions(options, this.dialect);
    this.#options = { ...this.#options, ...options };
    return this;
  }

  /** Its dialect. */
  get dialect(): Dialect {
    return this.#parts.dialect;
  }

  /** Runs a statement that changes the schema, as `metadata.createAll(conn)` does. @since 0.1.0 */
  async executeDdl(element: DdlElement): Promise<void> {
    await this.#execute(element, undefined);
  }

  /**
   * Whether there is a table or a view of that name.
   * @param schema null for what a name without schema means
   * @param options `writes: true` where the answer decides what the same transaction writes
   * @example `await conn.hasTable("user_account")`
   * @throws UnsupportedError on a dialect that does not say how to ask
   * @since 0.1.0
   */
  hasTable(name: string, schema: string | null = null, options: { readonly writes?: boolean } = {}): Promise<boolean> {
    const { inspection } = this.dialect;
    return this.#asks((translated) => inspection?.hasTable(name, translated), schema, options);
  }

  /** The same for a sequence. @throws UnsupportedError on a dialect without sequences @since 0.1.0 */
  hasSequence(name: string, schema: string | null = null, options: { readonly writes?: boolean } = {}): Promise<boolean> {
    const { inspection } = this.dialect;
    return this.#asks((translated) => inspection?.hasSequence?.(name, translated), schema, options);
  }

  /** The same for a type. @throws UnsupportedError on a dialect whose enumerations are no types @since 0.1.0 */
  hasType(name: string, schema: string | null = null, options: { readonly writes?: boolean } = {}): Promise<boolean> {
    const { inspection } = this.dialect;
    return this.#asks((translated) => inspection?.hasType?.(name, translated), schema, options);
  }

  async #asks(
    question: (schema: string | null) => InspectionQuery | undefined,
    schema: string | null,
    options: { readonly writes?: boolean },
  ): Promise<boolean> {
    const map = this.#options.schemaTranslateMap ?? {};
    const query = question(Object.hasOwn(map, schema ?? "") ? (map[schema ?? ""] ?? null) : schema);
    if (!query) throw new UnsupportedError(`The '${this.dialect.name}' dialect does not say how to ask for this.`);
    return this.#inTurn(() => this.#askWork(query, options.writes ?? false));
  }

  *#askWork({ sql, values }: InspectionQuery, writes: boolean): Work<boolean> {
    yield* this.#autobegin(writes);
    const event: StatementEvent = { sql, sets: [values], executemany: false, cached: null, compileTime: 0 };
    this.#session.events.emit("statement", event);
    const { rows } = yield* watched(
      this.#session,
      event,
      (result) => result,
      () => this.#session.query(sql, values, false),
    );
    return rows !== null && rows.length > 0;
  }

  /** The driver's own connection, for what the library does not do. */
  get driverConnection(): DriverConnection {
    return this.#session.connection;
  }

  /** Tells of an error that must not be thrown. One that a listener throws then is the listener's. */
  #disposalFailed(error: unknown): void {
    try {
      this.#session.events.emit("disposalFailed", { error });
    } catch {
      // disposal never throws
    }
  }

  /** Rolls back what is open and gives the connection back. Closing twice does nothing. Never throws. @since 0.1.0 */
  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    await this.#calls.settled;
    await this.#closeStep(() => this.#session.reset());
    await this.#closeStep(() => this.#checkin());
  }

  async #closeStep(step: () => Work<void>): Promise<void> {
    try {
      await run(step());
    } catch (error) {
      this.#disposalFailed(error);
    }
  }

  *#checkin(): Work<void> {
    try {
      this.#session.events.emit("checkin", { connection: this.#session.connection });
    } finally {
      const { connection, sender, origin } = this.#session;
      yield* traced(channels.checkin, origin, () => this.#parts.source.checkin(connection, sender.invalidated));
    }
  }

  /** Closes. Never throws. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }
}
