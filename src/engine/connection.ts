import type { Dialect } from "../dialects/base.js";
import type { DriverConnection, DriverCursor } from "../dialects/driver.js";
import type { InspectionQuery } from "../dialects/inspection.js";
import { ArgumentError, InvalidRequestError, UnsupportedError } from "../errors/index.js";
import { described } from "../expression/coerce.js";
import { textStatement } from "../expression/fragment.js";
import { ExpressionNode } from "../nodes/node.js";
import { type ExecutionOptions, StatementNode } from "../nodes/statement.js";
import type { DdlConnection, DdlElement } from "../schema/index.js";
import type { Args, Executes, Rows, Statement } from "../selectable/index.js";
import type { FirstOf } from "../selectable/statement.js";
import { isInScope, knowsScopes, runInScope } from "./async-scope.js";
import type { ConnectionSource } from "./connection-source.js";
import { Execution, type ExecutionSettings, writes } from "./execution.js";
import type { Result } from "./result.js";
import { type RowFactory, rowFactory } from "./row-factory.js";
import type { Session } from "./session.js";
import { Transaction } from "./transaction.js";
import { run, type Work } from "./work.js";

/** Rows that a stream fetches at once. */
const STREAM_PAGE = 500;

/** Options of a connection, which hold for all its executions; a statement's own come first. */
export interface ConnectionOptions {
  /** `AUTOCOMMIT` leaves transactions out. */
  readonly isolationLevel?: string;
  /** Transactions only read. */
  readonly readOnly?: boolean;
  /** Rows in one statement of a bulk INSERT, at the most. */
  readonly insertPageSize?: number;
  /** Other schemas at run time. */
  readonly schemaTranslateMap?: Readonly<Record<string, string | null>>;
}

/** What a connection is made of. */
export interface ConnectionParts {
  readonly session: Session;
  readonly dialect: Dialect;
  readonly source: ConnectionSource;
  readonly hideParameters: boolean;
  readonly options: ConnectionOptions;
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
  #closed = false;
  #broken = false;
  #last: Promise<unknown> = Promise.resolve();
  #pending = 0;
  /** Callbacks of begin() and beginNested() that are running, the innermost last. */
  readonly #callbacks: object[] = [];

  constructor(parts: ConnectionParts) {
    this.#parts = parts;
    this.#session = parts.session;
    this.#options = parts.options;
  }

  // --- executing ---------------------------------------------------------------------------------------------------------------

  /**
   * Executes the statement: once, or for each of a list of parameter sets, all or nothing.
   * @example `await conn.execute(insert(users), [{ name: "a" }, { name: "b" }])`
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
    const execution = new Execution(this.#parts.dialect, this.#session, node, this.#settings(node.executionOptions));
    yield* this.#autobegin(writes(node));
    return yield* execution.execute(parameters);
  }

  #settings(own: ExecutionOptions): ExecutionSettings {
    const merged: ConnectionOptions = { ...this.#options, ...own };
    return {
      hideParameters: this.#parts.hideParameters,
      insertPageSize: merged.insertPageSize,
      schemaTranslateMap: merged.schemaTranslateMap,
    };
  }

  *#autobegin(writing: boolean): Work<void> {
    if (this.#session.inTransaction || this.#isAutocommit) return;
    yield* this.#session.begin({ implicit: true, writes: writing && !this.#options.readOnly });
  }

  get #isAutocommit(): boolean {
    return this.#options.isolationLevel?.toUpperCase() === "AUTOCOMMIT";
  }

  /** Runs the work when all earlier calls are done; at once, where none is under way. */
  #inTurn<T>(work: () => Work<T>): Promise<T> {
    try {
      this.#checkOpen();
      this.#checkScope();
    } catch (error) {
      return Promise.reject(error);
    }
    const start = (): Promise<T> => run(work());
    const turn = this.#pending === 0 ? start() : this.#last.then(start, start);
    this.#pending += 1;
    const done = (): void => {
      this.#pending -= 1;
    };
    this.#last = turn.then(done, done);
    return turn;
  }

  #checkOpen(): void {
    if (this.#closed) throw new InvalidRequestError("This Connection is closed");
  }

  /** While a callback of begin() runs, the transaction is its own: a statement from elsewhere would slip into it. */
  #checkScope(): void {
    const callback = this.#callbacks.at(-1);
    if (callback && knowsScopes && !isInScope(callback)) {
      throw new InvalidRequestError(
        "A begin() callback is running on this connection, and this call comes from outside of it: it would slip into a transaction that is not its own. Use another connection, or await the callback first.",
      );
    }
  }

  // --- streams -----------------------------------------------------------------------------------------------------------------

  /**
   * The rows of a query one by one, in bounded memory. While the loop runs, nothing else can run on this connection.
   * @example `for await (const row of conn.stream(select(users))) …`
   * @since 0.1.0
   */
  stream<R, P>(statement: Statement<Rows<R, unknown>, P>, ...parameters: Args<NoInfer<P>>): AsyncIterable<R> {
    // the marked place of streams: the rows are of the type that the statement says
    return { [Symbol.asyncIterator]: () => this.#streamed(statementNode(statement), parameters[0]) as AsyncIterator<R> };
  }

  async *#streamed(node: StatementNode, parameters: unknown): AsyncGenerator<Record<string, unknown>> {
    const { cursor, factory } = await this.#inTurn(() => this.#openStream(node, parameters));
    try {
      for (;;) {
        const page = await cursor.next(STREAM_PAGE);
        if (page.length === 0) return;
        for (const row of page) yield factory.object(row);
      }
    } finally {
      await cursor.close();
    }
  }

  *#openStream(node: StatementNode, parameters: unknown): Work<{ readonly cursor: DriverCursor; readonly factory: RowFactory }> {
    if (writes(node)) throw new InvalidRequestError("stream() is for queries: use execute() for a statement that writes.");
    const execution = new Execution(this.#parts.dialect, this.#session, node, this.#settings(node.executionOptions));
    yield* this.#autobegin(false);
    const { compiled, sql, wires } = yield* execution.stream(parameters);
    const cursor = this.#session.stream(sql, wires);
    return { cursor, factory: rowFactory(compiled, cursor.columns) };
  }

  // --- transactions ------------------------------------------------------------------------------------------------------------

  /** Whether a transaction is under way. */
  get inTransaction(): boolean {
    return this.#session.inTransaction;
  }

  /** Commits the transaction that began by itself; without one, does nothing. @throws InvalidRequestError inside of begin(), and after the server has ended the transaction @since 0.1.0 */
  commit(): Promise<void> {
    return this.#inTurn(() => this.#endByHand("commit"));
  }

  /** Rolls the transaction back; without one, does nothing. @throws InvalidRequestError inside of begin() @since 0.1.0 */
  rollback(): Promise<void> {
    return this.#inTurn(() => this.#endByHand("rollback"));
  }

  *#endByHand(how: "commit" | "rollback"): Work<void> {
    if (this.#callbacks.length > 0)
      throw new InvalidRequestError(`Can't ${how} inside of a begin() callback: return from it to commit, throw to roll back.`);
    yield* how === "commit" ? this.#session.commit() : this.#session.rollback();
  }

  /** Begins a transaction to be ended by hand: `await using tx = await conn.begin()`. @throws InvalidRequestError where one is under way @since 0.1.0 */
  begin(): Promise<Transaction>;
  /** Runs the callback in a transaction: commits when it returns, rolls back when it throws, and rethrows. @since 0.1.0 */
  begin<T>(callback: (connection: Connection) => T | Promise<T>): Promise<T>;
  begin<T>(callback?: (connection: Connection) => T | Promise<T>): Promise<Transaction | T> {
    return this.#begun(
      () => this.#beginWork(),
      () => ({ commit: () => this.#session.commit(), rollback: () => this.#session.rollback() }),
      callback,
    );
  }

  *#beginWork(): Work<void> {
    if (this.#session.inTransaction) {
      throw new InvalidRequestError(
        "This connection has already initialized a transaction via begin() or autobegin; can't call begin() here unless rollback() or commit() is called first.",
      );
    }
    yield* this.#session.begin({ implicit: true, writes: !this.#options.readOnly });
  }

  /** Sets a savepoint to be ended by hand. @since 0.1.0 */
  beginNested(): Promise<Transaction>;
  /** Runs the callback in a savepoint: keeps what it did when it returns, undoes it when it throws, and rethrows. @since 0.1.0 */
  beginNested<T>(callback: (connection: Connection) => T | Promise<T>): Promise<T>;
  beginNested<T>(callback?: (connection: Connection) => T | Promise<T>): Promise<Transaction | T> {
    let name = "";
    const setSavepoint = function* (this: Connection): Work<void> {
      yield* this.#autobegin(true);
      name = yield* this.#session.savepoint();
    }.bind(this);
    return this.#begun(
      setSavepoint,
      () => ({ commit: () => this.#session.releaseSavepoint(name), rollback: () => this.#session.rollbackToSavepoint(name) }),
      callback,
    );
  }

  async #begun<T>(
    begin: () => Work<void>,
    ends: () => { commit: () => Work<void>; rollback: () => Work<void> },
    callback: ((connection: Connection) => T | Promise<T>) | undefined,
  ): Promise<Transaction | T> {
    await this.#inTurn(begin);
    const { commit, rollback } = ends();
    const transaction = new Transaction({
      commit: () => this.#inTurn(commit),
      rollback: () => this.#inTurn(rollback),
      failed: (error) => this.#disposalFailed(error),
    });
    if (!callback) return transaction;
    const owner = {};
    this.#callbacks.push(owner);
    try {
      const result = await runInScope(this.#parts.source, () => runInScope(owner, async () => callback(this)));
      await runInScope(owner, () => transaction.commit());
      return result;
    } catch (error) {
      await runInScope(owner, () => transaction.rollback());
      throw error;
    } finally {
      this.#callbacks.splice(this.#callbacks.indexOf(owner), 1);
    }
  }

  // --- the rest ----------------------------------------------------------------------------------------------------------------

  /** Options for all executions from here on: `{ isolationLevel: "AUTOCOMMIT" }`. @throws InvalidRequestError inside of a transaction, for its isolation level @since 0.1.0 */
  executionOptions(options: ConnectionOptions): this {
    if (options.isolationLevel !== undefined && this.#session.inTransaction) {
      throw new InvalidRequestError("This connection has already begun a transaction: the isolation level can't be changed until it ends.");
    }
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
    this.#session.events.emit("statement", { sql, sets: [values], executemany: false, cached: null, compileTime: 0 });
    const { rows } = yield* this.#session.query(sql, values, false);
    return rows !== null && rows.length > 0;
  }

  /** The driver's own connection, for what the library does not do. */
  get driverConnection(): DriverConnection {
    return this.#session.connection;
  }

  #disposalFailed(error: unknown): void {
    this.#broken = true;
    this.#session.events.emit("disposalFailed", { error });
  }

  /** Rolls back what is open and gives the connection back. Closing twice does nothing. @since 0.1.0 */
  async close(): Promise<void> {
    if (this.#closed) return;
    const work = this.#last;
    this.#closed = true;
    await work;
    await run(this.#closeWork());
  }

  *#closeWork(): Work<void> {
    try {
      yield* this.#session.rollback();
    } catch (error) {
      this.#disposalFailed(error);
    }
    this.#session.events.emit("checkin", {});
    yield* this.#parts.source.checkin(this.#session.connection, this.#broken);
  }

  /** Closes. Never throws. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }
}
