import type { Dialect, TransactionStart } from "../dialects/base.js";
import type { Driver, DriverConnection, DriverResult, MaybePromise, TransactionState, WireValue } from "../dialects/driver.js";
import { InvalidRequestError, OutcomeUnknownError, StatementError, TransactionAbortedError, UnsupportedError } from "../errors/index.js";
import { Cancellation } from "./cancellation.js";
import { type FailedStatement, translated } from "./driver-errors.js";
import type { Events } from "./events.js";
import { isStopped, type Limits } from "./limits.js";
import { SessionStream } from "./session-stream.js";
import { channels, type TraceOrigin, traced } from "./tracing.js";
import { isPromise, settled, type Work } from "./work.js";
import { type Release, writerLockOf } from "./writer-lock.js";

/** What a session keeps to. */
export interface SessionOptions {
  /** Values stay out of error messages. */
  readonly hideParameters: boolean;
  /** How long to try for a database that somebody else has locked, in milliseconds. */
  readonly busyTimeout: number;
  /** What becomes of a transaction that was begun in text and is open when the connection is given back. */
  readonly resetOnReturn: "rollback" | "commit" | "nothing";
  /** Hears that the connection was lost. */
  readonly lost: (error: unknown) => void;
  /** What tracers are told. */
  readonly origin: TraceOrigin;
}

type WireSet = readonly WireValue[];

/** What a transaction shall be, and who begins it. */
export interface BeginRequest extends TransactionStart {
  readonly implicit: boolean;
  /** The user called begin(), and is to end it. */
  readonly explicit: boolean;
}

/** What an error shows, where the text that is sent is not the statement itself. */
export type ShownStatement = Omit<FailedStatement, "hideParameters">;

const FIRST_PAUSE = 2;
const LONGEST_PAUSE = 100;

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

/**
 * One driver connection while it is checked out: it runs texts, keeps the transaction, and believes the server about
 * it. Knows nothing of statements.
 */
export class Session {
  #transaction: "none" | "open" | "inactive" = "none";
  /** Counts the transactions, so that one that is over is not taken for the next. */
  #number = 0;
  #release: Release | null = null;
  #savepoints: string[] = [];
  #savepointCount = 0;
  /** How deep atomic work is nested. */
  #atomic = 0;
  #readOnly = false;
  /** How the transaction was begun. */
  #start: BeginRequest | null = null;
  #invalidated = false;
  readonly #streams = new Set<SessionStream>();
  /** What stops the execution that runs, where a signal can. */
  #cancellation: Cancellation | null = null;
  /** The answer to a BEGIN for which nobody has waited yet. */
  #begun: Promise<unknown> | null = null;

  constructor(
    readonly connection: DriverConnection,
    private readonly driver: Driver,
    private readonly dialect: Dialect,
    private readonly options: SessionOptions,
    readonly events: Events,
  ) {}

  /** Whether a transaction is under way, as far as the user is concerned. */
  get inTransaction(): boolean {
    return this.#transaction !== "none";
  }

  /** Whether the connection can't be used again: it was lost, or is in a state that nobody knows. */
  get invalidated(): boolean {
    return this.#invalidated;
  }

  /** What tracers are told of it. */
  get origin(): TraceOrigin {
    return this.options.origin;
  }

  // --- statements --------------------------------------------------------------------------------------------------------------

  /**
   * Runs one text. `writes` says that it may change the database.
   * @param shown what an error shall show as the statement, where that is another than the text
   * @throws InvalidRequestError while a stream is open, or after the server ended the transaction
   */
  *query(sql: string, values: WireSet, writes: boolean, shown: ShownStatement | null = null): Work<DriverResult> {
    this.checkUsable();
    const borrowed = writes && this.#lacksWriter() ? yield* this.#takeWriter() : null;
    try {
      if (this.events.has("physical")) this.#announce(sql, [values]);
      const send = (): MaybePromise<DriverResult> => this.connection.query(sql, values);
      let failure: unknown;
      try {
        // where the driver answers at once and nobody waits, there is nothing else to do
        if (this.#begun === null) {
          const answer = send();
          return isPromise(answer) ? yield* settled(answer) : answer;
        }
        return yield* this.#answer(send);
      } catch (error) {
        failure = error;
      }
      const failed = { ...(shown ?? { sql, params: () => values }), hideParameters: this.options.hideParameters };
      return yield* this.#again(failure, send, failed);
    } finally {
      borrowed?.();
      this.#believeServer();
    }
  }

  /** Runs one text for each set. @param firstRow the number of the first set */
  *queryMany(sql: string, sets: readonly WireSet[], firstRow: number): Work<DriverResult> {
    this.checkUsable();
    const borrowed = yield* this.#takeWriter();
    try {
      this.#announce(sql, sets);
      const failed = { sql, params: () => sets, firstRow, hideParameters: this.options.hideParameters };
      return yield* this.#sent(() => this.connection.queryMany(sql, sets), failed);
    } finally {
      borrowed?.();
      this.#believeServer();
    }
  }

  /** Inserts all sets in one go, where the driver can. Not all or nothing by itself. */
  *batch(sql: string, sets: readonly WireSet[], shown: ShownStatement): Work<DriverResult> {
    this.checkUsable();
    const borrowed = yield* this.#takeWriter();
    try {
      this.#announce(sql, sets);
      const send = (): MaybePromise<DriverResult> => this.connection.batch?.(sql, sets) ?? this.connection.queryMany(sql, sets);
      return yield* this.#sent(send, { ...shown, hideParameters: this.options.hideParameters });
    } finally {
      borrowed?.();
      this.#believeServer();
    }
  }

  #announce(sql: string, sets: readonly WireSet[]): void {
    if (this.events.has("physical")) this.events.emit("physical", { sql, sets: this.options.hideParameters ? null : sets });
  }

  /** Opens a stream of rows; while it is open nothing else runs here. */
  *stream(sql: string, values: WireSet, writes: boolean): Work<SessionStream> {
    this.checkUsable();
    const statement = { sql, params: () => values, hideParameters: this.options.hideParameters };
    const borrowed = writes ? yield* this.#takeWriter() : null;
    try {
      this.#announce(sql, [values]);
      const cursor = yield* this.#sent(() => this.connection.stream(sql, values, writes), statement);
      const stream: SessionStream = new SessionStream(cursor, {
        failed: (error) => this.#failed(error, statement),
        ended: () => {
          this.#streams.delete(stream);
          borrowed?.();
          this.#believeServer();
        },
      });
      this.#streams.add(stream);
      return stream;
    } catch (error) {
      borrowed?.();
      this.#believeServer();
      throw error;
    }
  }

  *#endStreams(): Work<void> {
    for (const stream of this.#streams) yield* stream.end("The stream has ended with its transaction.");
  }

  /** @throws InvalidRequestError while a stream is open, or after the server ended the transaction; the reason of a signal that was aborted */
  checkUsable(): void {
    if (this.#cancellation?.signal.aborted) throw this.#cancellation.signal.reason;
    if (this.#streams.size > 0 && !this.connection.sharedStreams)
      throw new InvalidRequestError(
        "A stream is open on this connection: end its loop before the next statement, or use another connection.",
      );
    if (this.#transaction === "inactive")
      throw new InvalidRequestError("The server has ended this transaction: nothing more can run in it. Call rollback() first.");
  }

  /** Sends, and tries again for a while where somebody else has locked the database. */
  *#sent<T>(send: () => MaybePromise<T>, statement: FailedStatement): Work<T> {
    try {
      return yield* this.#answer(send);
    } catch (error) {
      return yield* this.#again(error, send, statement);
    }
  }

  /** Tries again for a while what has failed because somebody else has locked the database. @throws any other failure, as what it is */
  *#again<T>(failure: unknown, send: () => MaybePromise<T>, statement: FailedStatement): Work<T> {
    const deadline = Date.now() + this.options.busyTimeout;
    let error = failure;
    yield* this.#cancelled();
    for (let wait = FIRST_PAUSE; ; wait = Math.min(wait * 2, LONGEST_PAUSE)) {
      const facts = this.driver.describeError(error);
      const retriable = facts?.busy && !facts.serializationFailure && Date.now() < deadline;
      if (!retriable) throw this.#failed(error, statement);
      yield* settled(pause(Math.min(wait, deadline - Date.now())));
      if (this.#cancellation?.signal.aborted) throw this.#cancellation.signal.reason;
      try {
        return yield* this.#answer(send);
      } catch (again) {
        error = again;
      }
    }
  }

  /** The answer, and before it that to a BEGIN which was sent ahead: without a transaction, it may not count. */
  *#answer<T>(send: () => MaybePromise<T>): Work<T> {
    const begun = this.#begun;
    if (begun === null) return yield* settled(send());
    this.#begun = null;
    const answer = Promise.resolve(send());
    try {
      yield* settled(begun);
    } catch (error) {
      // what was sent has run outside of any transaction; a loss is told to the pool as well
      if (!this.driver.describeError(error)?.disconnected) this.#invalidated = true;
      yield* settled(Promise.allSettled([answer]));
      throw error;
    }
    return yield* settled(answer);
  }

  // --- limits ------------------------------------------------------------------------------------------------------------------

  /**
   * Runs the work within limits. @throws the signal's reason, where what ran was stopped by it; UnsupportedError for a timeout where
   * the server has none
   */
  *limited<T>({ signal, timeout }: Limits, work: () => Work<T>): Work<T> {
    if (signal?.aborted) throw signal.reason;
    const inTime = timeout === undefined ? work : () => this.#inTime(timeout, work);
    if (signal === undefined) return yield* inTime();
    const cancellation = new Cancellation(signal, {
      connection: this.connection,
      isAlone: () => this.#streams.size === 0,
      giveUp: () => this.#giveUp(),
    });
    this.#cancellation = cancellation;
    try {
      return yield* inTime();
    } catch (error) {
      throw signal.aborted && isStopped(error) ? signal.reason : error;
    } finally {
      cancellation.end();
      yield* this.#cancelled();
      this.#cancellation = null;
    }
  }

  /** Waits until the server has been told to stop what ran, so that it does not stop what comes next. */
  *#cancelled(): Work<void> {
    const cancelling = this.#cancellation?.settled;
    if (cancelling) yield* settled(cancelling);
  }

  async #giveUp(): Promise<void> {
    this.#invalidated = true;
    await this.connection.close();
  }

  /** Runs the work with the server's timeout. What has failed in a transaction ends the setting with it. */
  *#inTime<T>(timeout: number, work: () => Work<T>): Work<T> {
    const words = this.dialect.transactions.timeout;
    if (!words) throw new UnsupportedError(`The '${this.dialect.name}' dialect has no timeout for statements: give a signal instead.`);
    const { inTransaction } = this;
    yield* this.#control(words.set(timeout, inTransaction));
    try {
      return yield* work();
    } finally {
      yield* this.#cancelled();
      if (this.canTry) yield* this.#control(words.reset(inTransaction));
    }
  }

  #failed(error: unknown, statement: FailedStatement): unknown {
    const facts = this.driver.describeError(error);
    if (facts?.disconnected) this.#wasLost(error);
    // its transaction can't write any more: others need not wait for its end
    if (facts?.serializationFailure) this.#freeWriter();
    return translated(error, this.driver, statement);
  }

  #wasLost(error: unknown): void {
    if (this.#invalidated) return;
    this.#invalidated = true;
    this.options.lost(error);
  }

  /** @throws InvalidRequestError where a text that commits would end a transaction or savepoint of the user's */
  refuseImplicitCommit(): void {
    if (this.#transaction !== "open" || !(this.#start?.explicit || this.#savepoints.length > 0)) return;
    throw new InvalidRequestError(
      `This statement would commit the transaction that begin() began, since ${this.dialect.name} commits what is open before it changes a schema. Execute it outside of it, or with executionOptions({ allowImplicitCommit: true }).`,
    );
  }

  /** After a text that has committed by itself: a transaction that began by itself is over, and one of the user's goes on as a new one. */
  *goOnAfterCommit(): Work<void> {
    const start = this.#start;
    if (this.#transaction !== "inactive" || start === null) return;
    this.events.emit("commit", {});
    this.#savepoints = [];
    this.#transaction = start.explicit ? "open" : "none";
    if (!start.explicit) return;
    this.events.emit("begin", { implicit: start.implicit });
    yield* this.#begin(start);
  }

  /** The server knows best whether a transaction is open: some errors end it. */
  #believeServer(): void {
    // a loss of which nobody has heard yet is told by the next statement, as what it is
    if (this.connection.lost && !this.#invalidated) return;
    if (this.#transaction === "open" && this.connection.transactionState() === "none") {
      this.#transaction = "inactive";
      this.#freeWriter();
    }
  }

  // --- the file's one writer ---------------------------------------------------------------------------------------------------

  /** Whether writing has to wait for the file's writer. */
  #lacksWriter(): boolean {
    return this.#release === null && typeof this.connection.file === "string";
  }

  /** The writer of the file, for the transaction if there is one; else for one statement, and then the caller gives it back. */
  *#takeWriter(): Work<Release | null> {
    const { file } = this.connection;
    if (file === undefined || file === null || this.#release) return null;
    const release = yield* settled(writerLockOf(file).acquire(this, this.options.busyTimeout));
    if (this.#transaction === "none") return release;
    this.#release = release;
    return null;
  }

  #freeWriter(): void {
    this.#release?.();
    this.#release = null;
  }

  // --- transactions ------------------------------------------------------------------------------------------------------------

  /** Whether something can be tried now, and undone. */
  get canTry(): boolean {
    return this.#transaction !== "inactive" && !this.#invalidated && this.connection.transactionState() !== "failed";
  }

  /** Keeps writing out, or lets it in again, of statements that no transaction holds. */
  *setReadOnly(readOnly: boolean): Work<void> {
    yield* this.#setReadOnly(readOnly);
  }

  *#setReadOnly(readOnly: boolean): Work<void> {
    const { readOnly: words } = this.dialect.transactions;
    if (readOnly === this.#readOnly || !words) return;
    yield* this.#control(readOnly ? words.on : words.off);
    this.#readOnly = readOnly;
  }

  /** Begins a transaction, and gives its number. One that will write takes the writer at once. */
  *begin(start: BeginRequest): Work<number> {
    this.checkUsable();
    yield* this.#setReadOnly(start.readOnly && !this.dialect.transactions.beginsReadOnly);
    this.#transaction = "open";
    this.#start = start;
    this.#number += 1;
    try {
      if (start.writes) yield* this.#takeWriter();
      this.events.emit("begin", { implicit: start.implicit });
      yield* traced(channels.begin, this.origin, () => this.#begin(start));
    } catch (error) {
      this.#ended();
      throw error;
    }
    return this.#number;
  }

  /** A plain BEGIN can't be refused, and need not be waited for; one that asks for more can. */
  *#begin(start: TransactionStart): Work<void> {
    const texts = this.dialect.transactions.begin(start);
    const [only, more] = texts;
    const plain = start.isolationLevel === undefined && !start.readOnly && only !== undefined && more === undefined;
    if (!plain || !this.connection.pipelines) {
      for (const text of texts) yield* this.#control(text);
      return;
    }
    const begun = Promise.resolve(this.#sendControl(only));
    // whoever waits for it hears of its error
    begun.catch(() => {});
    this.#begun = begun;
  }

  #sendControl(sql: string): MaybePromise<DriverResult> {
    return this.connection.control ? this.connection.control(sql) : this.connection.query(sql, []);
  }

  *#control(sql: string): Work<DriverResult> {
    return yield* this.#sent(() => this.#sendControl(sql), { sql, params: () => [], hideParameters: false });
  }

  /** The server's transaction state, once it has answered all that was sent. */
  *#serverState(): Work<TransactionState> {
    const begun = this.#begun;
    this.#begun = null;
    if (begun) yield* settled(Promise.allSettled([begun]));
    return this.connection.transactionState();
  }

  #ended(): void {
    this.#transaction = "none";
    this.#savepoints = [];
    this.#freeWriter();
  }

  /** Whether the transaction of that number is still to be ended. */
  isCurrent(transaction: number): boolean {
    return this.#transaction !== "none" && this.#number === transaction;
  }

  /** Whether something can still be done in the transaction of that number. */
  isOpen(transaction: number): boolean {
    return this.#transaction === "open" && this.#number === transaction;
  }

  /** Commits. @throws InvalidRequestError after the server has ended the transaction, TransactionAbortedError where it rolls back instead */
  *commit(): Work<void> {
    if (this.#transaction === "none") return;
    this.checkUsable();
    yield* this.#endStreams();
    this.events.emit("commit", {});
    const command = yield* this.#committed();
    this.#ended();
    if (command === "ROLLBACK")
      throw new TransactionAbortedError(
        "The server has rolled the transaction back instead of committing it, because a statement in it had failed. Set a savepoint (beginNested) around a statement that may fail.",
      );
  }

  /** Sends COMMIT. @throws OutcomeUnknownError where its answer is lost with the connection */
  *#committed(): Work<string | null | undefined> {
    const wasLost = this.connection.lost ?? false;
    try {
      return (yield* traced(channels.commit, this.origin, () => this.#control("COMMIT"))).command;
    } catch (error) {
      if (wasLost || !(error instanceof StatementError && error.connectionInvalidated)) throw error;
      throw new OutcomeUnknownError(
        "The connection was lost during COMMIT: the outcome of the transaction is unknown. Look whether its rows are there before you repeat it.",
        { statement: "COMMIT", params: [], cause: error, connectionInvalidated: true, condition: "disconnect" },
      );
    }
  }

  /** Rolls back, and ends the streams; a transaction that the server has ended needs no word to it. */
  *rollback(): Work<void> {
    yield* this.#endStreams();
    if (this.#transaction === "none") return;
    try {
      this.events.emit("rollback", {});
    } finally {
      yield* this.#rollBackWhatIsOpen();
    }
  }

  *#rollBackWhatIsOpen(): Work<void> {
    try {
      if ((yield* this.#serverState()) !== "none") yield* traced(channels.rollback, this.origin, () => this.#control("ROLLBACK"));
    } catch (error) {
      this.#invalidated = true;
      throw error;
    } finally {
      this.#ended();
    }
  }

  /** Makes the connection ready for the next who asks for one: no transaction, no stream, nothing set. */
  *reset(): Work<void> {
    yield* this.rollback();
    if (this.#invalidated) return;
    // begun in text, where no transaction was thought to be open
    if (this.options.resetOnReturn === "commit" && this.connection.transactionState() === "open") yield* this.#committed();
    if (this.options.resetOnReturn !== "nothing") yield* this.#rollBackWhatIsOpen();
    yield* this.#setReadOnly(false);
  }

  // --- savepoints --------------------------------------------------------------------------------------------------------------

  /** Sets a savepoint, and gives its name. */
  *savepoint(): Work<string> {
    this.checkUsable();
    this.#savepointCount += 1;
    const name = `sa_savepoint_${this.#savepointCount}`;
    this.events.emit("savepoint", { name });
    yield* this.#control(`SAVEPOINT ${name}`);
    this.#savepoints.push(name);
    return name;
  }

  /** Whether something can still be done in the savepoint. */
  hasSavepoint(name: string): boolean {
    return this.#transaction === "open" && this.#savepoints.includes(name);
  }

  /** Ends a savepoint, keeping what was done. @throws InvalidRequestError where it is over, or not the innermost one */
  *releaseSavepoint(name: string): Work<void> {
    this.checkUsable();
    this.#checkInnermost(name);
    this.events.emit("releaseSavepoint", { name });
    yield* this.#control(`RELEASE SAVEPOINT ${name}`);
    this.#savepoints.pop();
  }

  /**
   * Undoes what was done since. One that is over has nothing left to undo.
   * @param withInner also the savepoints inside of it
   * @throws InvalidRequestError where it is not the innermost one
   */
  *rollbackToSavepoint(name: string, withInner: boolean): Work<void> {
    if (!this.hasSavepoint(name)) return;
    if (!withInner) this.#checkInnermost(name);
    yield* this.#endStreams();
    this.events.emit("rollbackToSavepoint", { name });
    yield* this.#control(`ROLLBACK TO SAVEPOINT ${name}`);
    this.#savepoints.length = this.#savepoints.indexOf(name);
  }

  #checkInnermost(name: string): void {
    if (!this.#savepoints.includes(name)) throw new InvalidRequestError(`Savepoint ${name} is inactive: it was ended before.`);
    if (this.#savepoints.at(-1) !== name)
      throw new InvalidRequestError(`Savepoint ${name} is not the innermost one: end the inner transactions first.`);
  }

  // --- all or nothing ----------------------------------------------------------------------------------------------------------

  /** Runs the work all or nothing: in a savepoint, or in a transaction of its own where none is open. Unseen by events. */
  *atomically<T>(work: () => Work<T>): Work<T> {
    return yield* this.#guarded(work, true);
  }

  /** Runs the work and undoes it: for what shall only be tried. */
  *tentatively<T>(work: () => Work<T>): Work<T> {
    return yield* this.#guarded(work, false);
  }

  *#guarded<T>(work: () => Work<T>, keep: boolean): Work<T> {
    this.checkUsable();
    const inside = this.#transaction !== "none" || this.#atomic > 0;
    const name = `athanor_atomic_${this.#atomic}`;
    const words = inside
      ? { begin: [`SAVEPOINT ${name}`], keep: `RELEASE SAVEPOINT ${name}` }
      : { begin: this.dialect.transactions.begin({ writes: true, readOnly: false, isolationLevel: undefined }), keep: "COMMIT" };
    const borrowed = yield* this.#takeWriter();
    if (borrowed) this.#release = borrowed;
    try {
      for (const text of words.begin) yield* this.#control(text);
      this.#atomic += 1;
      try {
        const result = yield* work();
        if (keep) yield* this.#control(words.keep);
        else yield* this.#undo(inside, name);
        return result;
      } catch (error) {
        yield* this.#undo(inside, name);
        throw error;
      } finally {
        this.#atomic -= 1;
      }
    } finally {
      if (borrowed) this.#freeWriter();
    }
  }

  /** Undoes atomic work. Where even that fails, the connection is given up; the caller's own error is the one to be seen. */
  *#undo(inside: boolean, name: string): Work<void> {
    yield* this.#cancelled();
    if (this.connection.transactionState() === "none") return;
    try {
      yield* this.#control(inside ? `ROLLBACK TO SAVEPOINT ${name}` : "ROLLBACK");
      if (inside) yield* this.#control(`RELEASE SAVEPOINT ${name}`);
    } catch (error) {
      this.#invalidated = true;
      this.events.emit("disposalFailed", { error });
    }
  }
}
