import type { Dialect } from "../../dialects/base.js";
import type { DriverConnection } from "../../dialects/driver.js";
import type { DdlConnection, DdlElement } from "../../schema/index.js";
import type { Args, Executes, Rows, Sets, Statement } from "../../selectable/index.js";
import type { FirstOf } from "../../selectable/statement.js";
import { type MaybePromise, run, type Work } from "../../util/work.js";
import { type Loaded, type LoadOptions, type LoadStatement, loadSource, loadsRows } from "../load.js";
import type { ConnectionOptions } from "../options.js";
import type { Result } from "../result.js";
import type { RowObject } from "../row-maker.js";
import type { Begun } from "../session/begun.js";
import { type SetSource, setSource } from "../set-pages.js";
import { CallOrder, type SignalOf } from "./call-order.js";
import { ConnectionCore, type ConnectionParts, type OpenStream } from "./core.js";
import { RowsOfPages } from "./rows-of-pages.js";
import { Transaction } from "./transaction.js";

/** The rows, while no signal is aborted. */
function* checked(rows: readonly RowObject[], stream: OpenStream): Generator<RowObject> {
  for (const row of rows) {
    stream.checkSignal();
    yield row;
  }
}

/**
 * A connection to the database. A transaction begins by itself at the first statement and stays until `commit()` or
 * `rollback()`; closing rolls back. It belongs to one task: its calls run in the order in which they are made.
 */
export class Connection implements Executes, DdlConnection {
  readonly #calls: CallOrder;
  readonly #core: ConnectionCore;

  constructor(parts: ConnectionParts) {
    this.#calls = new CallOrder(parts.session.connection.pipelinesStatements ?? false);
    this.#core = new ConnectionCore(parts, this.#calls);
  }

  async #inTurn<T>(work: () => Work<T>, signalOf?: SignalOf): Promise<T> {
    this.#core.checkCall();
    return await this.#calls.inTurn(work, signalOf);
  }

  // --- executing ---------------------------------------------------------------------------------------------------------------

  /**
   * Executes the statement: once, or for each of many parameter sets, all or nothing. Of an iterable, sets are taken page by page
   * (`insertPageSize`, 10,000 by default, for SQLite 1,000) and not kept: only what the statement returns is.
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
    try {
      this.#core.checkCall();
    } catch (error) {
      return Promise.reject(error);
    }
    return this.#calls.executed(this.#core, statement, parameters);
  }

  /**
   * The rows of a query one by one, in bounded memory. While the loop runs, nothing else can run on this connection.
   *
   * With many sets of parameters, a list or an iterable of them, it is a bulk statement that returns rows: sets are taken page by
   * page (`insertPageSize`, 10,000 by default, for SQLite 1,000), and one page of them and of rows is in memory. All or nothing: where a set is
   * refused, the iterable throws, a signal is aborted or the loop is left before its end, everything is undone. Rows are in
   * the order of the sets with `sortByParameterOrder()`.
   * @example `for await (const row of conn.stream(select(users))) …`
   * @example `for await (const { id } of conn.stream(insert(users).returning(users.c.id).sortByParameterOrder(), linesOf(file))) …`
   * @throws InvalidRequestError for a statement that returns no rows; what `execute()` throws
   * @since 0.1.0
   */
  stream<R, P>(statement: Statement<Rows<R, unknown>, P>, ...parameters: Args<NoInfer<P>>): AsyncIterable<R> {
    const [given] = parameters;
    const rows = (): AsyncIterator<unknown> => {
      const source = Array.isArray(given) ? given : setSource(given);
      return new RowsOfPages(source ? this.#streamedPages(statement, source) : this.#streamed(statement, given));
    };
    // the marked place of streams: the rows are of the type that the statement says
    return { [Symbol.asyncIterator]: () => rows() as AsyncIterator<R> };
  }

  async *#streamedPages(statement: unknown, source: SetSource, load?: LoadOptions): AsyncGenerator<Iterable<RowObject>, void> {
    const pages = await this.#inTurn(
      () => this.#core.openPages(statement, source, load),
      () => this.#core.signalOf(statement, load),
    );
    const next = () => this.#inTurn(() => pages.nextRows());
    try {
      for (let rows = await next(); rows; rows = await next()) yield rows;
    } catch (error) {
      await this.#calls.inTurn(() => this.#core.closeQuietly(pages));
      throw error;
    } finally {
      await this.#calls.inTurn(() => pages.close());
    }
  }

  async *#streamed(statement: unknown, parameters: unknown): AsyncGenerator<Iterable<RowObject>, void> {
    const signalOf = () => this.#core.signalOf(statement);
    const stream = await this.#inTurn(() => this.#core.openStream(statement, parameters), signalOf);
    const next = () => this.#inTurn(() => stream.next(), signalOf);
    try {
      for (let page = await next(); page.length > 0; page = await next()) yield checked(page, stream);
    } finally {
      await run(stream.close());
    }
  }

  /**
   * Inserts any number of rows in bounded memory, all or nothing, by the fastest way there is: `COPY` on PostgreSQL, where it does the
   * same as the INSERT; else as `execute()` and `stream()` do. It is part of the connection's transaction, and with AUTOCOMMIT
   * one of its own.
   *
   * Rows are taken page by page (`insertPageSize`; by default 20,000 where they are copied, else 10,000, for SQLite 1,000), no faster than the
   * database takes them, and mean what they mean for `execute()`: a key that is left out is the column's default. Those that come
   * back are in the order of the rows with `sortByParameterOrder()`. What fails names its row, where that can be known
   * (`error.row`), and undoes all rows.
   * @param rows an iterable, waited for or not
   * @param options `onProgress`, and a `signal` that stops the load and undoes it
   * @returns how many rows were inserted; for a statement with `returning()` an iterable of what it returns, which loads as it is read
   * @example `await conn.load(insert(users), linesOf(file))` sends `COPY user_account (name) FROM STDIN …` and the rows
   * @example `for await (const { id } of conn.load(insert(users).returning(users.c.id), linesOf(file))) …`
   * @throws ArgumentError for what is no INSERT; what `execute()` throws
   * @since 0.1.0
   */
  load<Res, P>(statement: LoadStatement<Res, P>, rows: Sets<NoInfer<P>>, options: LoadOptions = {}): Loaded<Res> {
    const loaded: unknown = loadsRows(statement)
      ? { [Symbol.asyncIterator]: () => this.#loadedRows(statement, rows, options) }
      : this.#inTurn(
          () => this.#core.load(statement, rows, options),
          () => this.#core.signalOf(statement, options),
        );
    // the marked place: the statement says what it gives
    return loaded as Loaded<Res>;
  }

  #loadedRows(statement: unknown, rows: unknown, options: LoadOptions): AsyncIterator<RowObject> {
    return new RowsOfPages(this.#streamedPages(statement, loadSource(statement, rows), options));
  }

  // --- transactions ------------------------------------------------------------------------------------------------------------

  /** Whether a transaction is under way. */
  get inTransaction(): boolean {
    return this.#core.session.transaction.isUnderWay;
  }

  /** Commits the transaction that began by itself; without one, does nothing. @throws InvalidRequestError inside of begin(), and after the server has ended the transaction @since 0.1.0 */
  commit(): Promise<void> {
    return run(this.#core.endInTurn("commit"));
  }

  /** Rolls the transaction back; without one, does nothing. @throws InvalidRequestError inside of begin() @since 0.1.0 */
  rollback(): Promise<void> {
    return run(this.#core.endInTurn("rollback"));
  }

  /** Begins a transaction to be ended by hand: `await using tx = await conn.begin()`. @throws InvalidRequestError where one is under way @since 0.1.0 */
  begin(): Promise<Transaction>;
  /** Runs the callback in a transaction: commits when it returns, rolls back when it throws, and rethrows. @since 0.1.0 */
  begin<T>(callback: (connection: Connection) => T | Promise<T>): Promise<T>;
  begin<T>(callback?: (connection: Connection) => T | Promise<T>): Promise<Transaction | T> {
    return this.#begin(() => this.#core.beginTransaction(), callback);
  }

  /** Sets a savepoint to be ended by hand; with AUTOCOMMIT and no transaction, begins one. @since 0.1.0 */
  beginNested(): Promise<Transaction>;
  /** Runs the callback in a savepoint: keeps what it did when it returns, undoes it when it throws, and rethrows. @since 0.1.0 */
  beginNested<T>(callback: (connection: Connection) => T | Promise<T>): Promise<T>;
  beginNested<T>(callback?: (connection: Connection) => T | Promise<T>): Promise<Transaction | T> {
    return this.#begin(() => this.#core.setSavepoint(), callback);
  }

  #begin<T>(begin: () => Work<Begun>, callback: ((connection: Connection) => MaybePromise<T>) | undefined): Promise<Transaction | T> {
    if (callback) return run(this.#core.duringInTurn(begin, () => callback(this)));
    return run(this.#core.byHandInTurn(begin)).then((ends) => new Transaction(ends));
  }

  // --- the rest ----------------------------------------------------------------------------------------------------------------

  /** Options for all executions from here on: `{ isolationLevel: "AUTOCOMMIT" }`. @throws InvalidRequestError inside of a transaction, for its isolation level @since 0.1.0 */
  executionOptions(options: ConnectionOptions): this {
    this.#core.setOptions(options);
    return this;
  }

  /** Its dialect. */
  get dialect(): Dialect {
    return this.#core.dialect;
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
    return this.#inTurn(() => this.#core.hasTable(name, schema, options));
  }

  /** The same for a sequence. @throws UnsupportedError on a dialect without sequences @since 0.1.0 */
  hasSequence(name: string, schema: string | null = null, options: { readonly writes?: boolean } = {}): Promise<boolean> {
    return this.#inTurn(() => this.#core.hasSequence(name, schema, options));
  }

  /** The same for a type. @throws UnsupportedError on a dialect whose enumerations are no types @since 0.1.0 */
  hasType(name: string, schema: string | null = null, options: { readonly writes?: boolean } = {}): Promise<boolean> {
    return this.#inTurn(() => this.#core.hasType(name, schema, options));
  }

  /** The driver's own connection, for what the library does not do. */
  get driverConnection(): DriverConnection {
    return this.#core.session.connection;
  }

  /** Rolls back what is open and gives the connection back. Closing twice does nothing. Never throws. @since 0.1.0 */
  close(): Promise<void> {
    return run(this.#core.closeInTurn());
  }

  /** Closes. Never throws. */
  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }
}
