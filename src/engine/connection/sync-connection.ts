import type { Dialect } from "../../dialects/base.js";
import type { DriverConnection } from "../../dialects/driver.js";
import type { DdlElement, SyncDdlConnection } from "../../schema/index.js";
import type { Args, Rows, Statement } from "../../selectable/index.js";
import type { FirstOf } from "../../selectable/statement.js";
import { isPromise, runNow, type Work } from "../../util/work.js";
import { noPromises } from "../no-promises.js";
import type { ConnectionOptions } from "../options.js";
import type { Result } from "../result.js";
import type { RowObject } from "../row-maker.js";
import type { Begun } from "../session/begun.js";
import { type SetSource, setSource } from "../set-pages.js";
import { ConnectionCore, type ConnectionParts } from "./core.js";
import { SyncCalls } from "./sync-calls.js";
import { SyncTransaction } from "./transaction.js";

/** A callback that is done when it returns: no async function, of which nobody could wait for the end. */
export type SyncCallback<T> = ((connection: SyncConnection) => T) &
  (HasPromise<T> extends true ? "the callback of a synchronous engine is no async function" : unknown);

/** Whether a promise may be among the values of a type; of `any` that is not known. */
type HasPromise<T> = 0 extends 1 & T ? false : [Extract<T, PromiseLike<unknown>>] extends [never] ? false : true;

/**
 * A connection of a synchronous engine: the same as a `Connection`, without promises. A transaction begins by itself at the
 * first statement and stays until `commit()` or `rollback()`; closing rolls back.
 */
export class SyncConnection implements SyncDdlConnection {
  readonly synchronous = true;
  readonly #calls = new SyncCalls();
  readonly #core: ConnectionCore;

  constructor(parts: ConnectionParts) {
    this.#core = new ConnectionCore(parts, this.#calls);
  }

  #inTurn<T>(work: () => Work<T>): T {
    this.#core.checkCall();
    return this.#calls.inTurn(work);
  }

  // --- executing ---------------------------------------------------------------------------------------------------------------

  /**
   * Executes the statement: once, or for each of many parameter sets, all or nothing. Of an iterable, sets are taken page by page
   * (`insertPageSize`, 1,000 by default) and not kept: only what the statement returns is.
   * @example `conn.execute(insert(users), [{ name: "a" }, { name: "b" }])`
   * @throws ArgumentError for parameters of a wrong shape, and for a default that gives a promise; InvalidRequestError for unknown
   * and missing parameters; DBAPIError and its subclasses for what the database refuses
   * @since 0.1.0
   */
  execute<Res, P>(statement: Statement<Res, P>, ...parameters: Args<NoInfer<P>>): Res {
    // the marked place, here and in the two below: Result has the methods of both Rows and Done; what a statement gives is in Res and T
    return this.#execute(statement, parameters[0]) as unknown as Res;
  }

  /** The first column of the first row; null without rows. @since 0.1.0 */
  scalar<T, P>(statement: Statement<Rows<unknown, T>, P>, ...parameters: Args<NoInfer<P>>): FirstOf<T> | null {
    return this.#execute(statement, parameters[0]).scalar() as FirstOf<T> | null;
  }

  /** The first column of all rows. @since 0.1.0 */
  scalars<T, P>(statement: Statement<Rows<unknown, T>, P>, ...parameters: Args<NoInfer<P>>): FirstOf<T>[] {
    return this.#execute(statement, parameters[0]).scalars() as FirstOf<T>[];
  }

  #execute(statement: unknown, parameters: unknown): Result {
    this.#core.checkCall();
    const result = this.#core.executeNow(statement, parameters);
    if (isPromise(result)) throw noPromises();
    return result ?? this.#executeInTurn(statement, parameters);
  }

  #executeInTurn(statement: unknown, parameters: unknown): Result {
    return this.#calls.inTurn(() => this.#core.execute(statement, parameters));
  }

  /**
   * The rows of a query one by one, in bounded memory. While the loop runs, nothing else can run on this connection.
   * @example `for (const row of conn.stream(select(users))) …`
   * @since 0.1.0
   */
  stream<R, P>(statement: Statement<Rows<R, unknown>, P>, ...parameters: Args<NoInfer<P>>): Iterable<R> {
    const [given] = parameters;
    const rows = (): Generator<unknown> => {
      const source = Array.isArray(given) ? given : setSource(given);
      return source ? this.#streamedPages(statement, source) : this.#streamed(statement, given);
    };
    // the marked place of streams: the rows are of the type that the statement says
    return { [Symbol.iterator]: () => rows() as Iterator<R> };
  }

  *#streamedPages(statement: unknown, source: SetSource): Generator<RowObject> {
    const pages = this.#inTurn(() => this.#core.openPages(statement, source));
    const next = () => this.#inTurn(() => pages.nextRows());
    try {
      for (let rows = next(); rows; rows = next()) yield* rows;
    } catch (error) {
      this.#calls.inTurn(() => this.#core.closeQuietly(pages));
      throw error;
    } finally {
      this.#calls.inTurn(() => pages.close());
    }
  }

  *#streamed(statement: unknown, parameters: unknown): Generator<Record<string, unknown>> {
    const stream = this.#inTurn(() => this.#core.openStream(statement, parameters));
    const next = () => runNow(stream.next(), noPromises);
    try {
      for (let page = next(); page.length > 0; page = next()) {
        for (const row of page) {
          stream.checkSignal();
          yield row;
        }
      }
    } finally {
      runNow(stream.close(), noPromises);
    }
  }

  // --- transactions ------------------------------------------------------------------------------------------------------------

  /** Whether a transaction is under way. */
  get inTransaction(): boolean {
    return this.#core.session.transaction.isUnderWay;
  }

  /** Commits the transaction that began by itself; without one, does nothing. @throws InvalidRequestError inside of begin(), and after the database has ended the transaction @since 0.1.0 */
  commit(): void {
    runNow(this.#core.endInTurn("commit"), noPromises);
  }

  /** Rolls the transaction back; without one, does nothing. @throws InvalidRequestError inside of begin() @since 0.1.0 */
  rollback(): void {
    runNow(this.#core.endInTurn("rollback"), noPromises);
  }

  /** Begins a transaction to be ended by hand: `using tx = conn.begin()`. @throws InvalidRequestError where one is under way @since 0.1.0 */
  begin(): SyncTransaction;
  /** Runs the callback in a transaction: commits when it returns, rolls back when it throws, and rethrows. @throws ArgumentError for a callback that gives a promise @since 0.1.0 */
  begin<T>(callback: SyncCallback<T>): T;
  begin<T>(callback?: (connection: SyncConnection) => T): SyncTransaction | T {
    return this.#begin(() => this.#core.beginTransaction(), callback);
  }

  /** Sets a savepoint to be ended by hand; with AUTOCOMMIT and no transaction, begins one. @since 0.1.0 */
  beginNested(): SyncTransaction;
  /** Runs the callback in a savepoint: keeps what it did when it returns, undoes it when it throws, and rethrows. @throws ArgumentError for a callback that gives a promise @since 0.1.0 */
  beginNested<T>(callback: SyncCallback<T>): T;
  beginNested<T>(callback?: (connection: SyncConnection) => T): SyncTransaction | T {
    return this.#begin(() => this.#core.setSavepoint(), callback);
  }

  #begin<T>(begin: () => Work<Begun>, callback: ((connection: SyncConnection) => T) | undefined): SyncTransaction | T {
    if (callback)
      return runNow(
        this.#core.duringInTurn(begin, () => callback(this)),
        noPromises,
      );
    return new SyncTransaction(runNow(this.#core.byHandInTurn(begin), noPromises));
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
  executeDdl(element: DdlElement): void {
    this.#execute(element, undefined);
  }

  /**
   * Whether there is a table or a view of that name.
   * @param schema null for what a name without schema means
   * @param options `writes: true` where the answer decides what the same transaction writes
   * @example `conn.hasTable("user_account")`
   * @since 0.1.0
   */
  hasTable(name: string, schema: string | null = null, options: { readonly writes?: boolean } = {}): boolean {
    return this.#inTurn(() => this.#core.hasTable(name, schema, options));
  }

  /** The same for a sequence. @throws UnsupportedError on a dialect without sequences @since 0.1.0 */
  hasSequence(name: string, schema: string | null = null, options: { readonly writes?: boolean } = {}): boolean {
    return this.#inTurn(() => this.#core.hasSequence(name, schema, options));
  }

  /** The same for a type. @throws UnsupportedError on a dialect whose enumerations are no types @since 0.1.0 */
  hasType(name: string, schema: string | null = null, options: { readonly writes?: boolean } = {}): boolean {
    return this.#inTurn(() => this.#core.hasType(name, schema, options));
  }

  /** The driver's own connection, for what the library does not do. */
  get driverConnection(): DriverConnection {
    return this.#core.session.connection;
  }

  /** Rolls back what is open and gives the connection back. Closing twice does nothing. Never throws. @since 0.1.0 */
  close(): void {
    runNow(this.#core.closeInTurn(), noPromises);
  }

  /** Closes. Never throws. */
  [Symbol.dispose](): void {
    this.close();
  }
}
