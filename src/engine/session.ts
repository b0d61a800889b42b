import type { Dialect } from "../dialects/base.js";
import type { Driver, DriverConnection, DriverCursor, DriverResult, MaybePromise, WireValue } from "../dialects/driver.js";
import { InvalidRequestError } from "../errors/index.js";
import { type FailedStatement, translated } from "./driver-errors.js";
import type { Events } from "./events.js";
import { settled, type Work } from "./work.js";
import { type Release, writerLockOf } from "./writer-lock.js";

/** What a session keeps to. */
export interface SessionOptions {
  /** Values stay out of error messages. */
  readonly hideParameters: boolean;
  /** How long to try for a database that somebody else has locked, in milliseconds. */
  readonly busyTimeout: number;
}

type WireSet = readonly WireValue[];

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
  #release: Release | null = null;
  #savepoints: string[] = [];
  #savepointCount = 0;
  #openStreams = 0;

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

  // --- statements --------------------------------------------------------------------------------------------------------------

  /** Runs one text. `writes` says that it may change the database. @throws InvalidRequestError while a stream is open, or after the server ended the transaction */
  *query(sql: string, values: WireSet, writes: boolean): Work<DriverResult> {
    return yield* this.#perform(sql, values, writes, () => this.connection.query(sql, values));
  }

  /** Runs one text for each set. */
  *queryMany(sql: string, sets: readonly WireSet[]): Work<DriverResult> {
    return yield* this.#perform(sql, sets, true, () => this.connection.queryMany(sql, sets));
  }

  *#perform(sql: string, params: unknown, writes: boolean, send: () => MaybePromise<DriverResult>): Work<DriverResult> {
    this.#checkUsable();
    const borrowed = writes ? yield* this.#takeWriter() : null;
    this.events.emit("physical", { sql, parameters: Array.isArray(params) ? params.length : 0 });
    try {
      return yield* this.#sent(send, { sql, params, hideParameters: this.options.hideParameters });
    } finally {
      borrowed?.();
      this.#believeServer();
    }
  }

  /** Opens a stream of rows; while it is open nothing else runs here. */
  stream(sql: string, values: WireSet): DriverCursor {
    this.#checkUsable();
    let cursor: DriverCursor;
    try {
      cursor = this.connection.stream(sql, values);
    } catch (error) {
      throw translated(error, this.driver, { sql, params: values, hideParameters: this.options.hideParameters });
    }
    this.#openStreams += 1;
    let open = true;
    return {
      columns: cursor.columns,
      next: (size) => cursor.next(size),
      close: () => {
        if (open) this.#openStreams -= 1;
        open = false;
        return cursor.close();
      },
    };
  }

  #checkUsable(): void {
    if (this.#openStreams > 0)
      throw new InvalidRequestError(
        "A stream is open on this connection: end its loop before the next statement, or use another connection.",
      );
    if (this.#transaction === "inactive")
      throw new InvalidRequestError("The server has ended this transaction: nothing more can run in it. Call rollback() first.");
  }

  /** Sends, and tries again for a while where somebody else has locked the database. */
  *#sent<T>(send: () => MaybePromise<T>, statement: FailedStatement): Work<T> {
    const deadline = Date.now() + this.options.busyTimeout;
    for (let wait = FIRST_PAUSE; ; wait = Math.min(wait * 2, LONGEST_PAUSE)) {
      try {
        return yield* settled(send());
      } catch (error) {
        const facts = this.driver.describeError(error);
        const retriable = facts?.busy === true && !facts.serializationFailure && Date.now() + wait <= deadline;
        if (!retriable) throw translated(error, this.driver, statement);
      }
      yield* settled(pause(wait));
    }
  }

  /** The server knows best whether a transaction is open: some errors end it. */
  #believeServer(): void {
    if (this.#transaction === "open" && this.connection.transactionState() === "none") {
      this.#transaction = "inactive";
      this.#freeWriter();
    }
  }

  // --- the file's one writer ---------------------------------------------------------------------------------------------------

  /** The writer of the file, for the transaction if there is one; else for one statement, and then the caller gives it back. */
  *#takeWriter(): Work<Release | null> {
    const { file } = this.connection;
    if (file === undefined || file === null || this.#release) return null;
    const release = yield* settled(writerLockOf(file).acquire(this.options.busyTimeout));
    if (this.#transaction === "none") return release;
    this.#release = release;
    return null;
  }

  #freeWriter(): void {
    this.#release?.();
    this.#release = null;
  }

  // --- transactions ------------------------------------------------------------------------------------------------------------

  /** Begins a transaction. @param writes whether it will write: it then takes the writer at once */
  *begin(options: { readonly implicit: boolean; readonly writes: boolean }): Work<void> {
    this.#checkUsable();
    this.#transaction = "open";
    try {
      if (options.writes) yield* this.#takeWriter();
      this.events.emit("begin", { implicit: options.implicit });
      yield* this.#control(options.writes ? this.dialect.transactions.beginWriting : this.dialect.transactions.beginReading);
    } catch (error) {
      this.#ended();
      throw error;
    }
  }

  *#control(sql: string): Work<void> {
    yield* this.#sent(() => this.connection.query(sql, []), { sql, params: [], hideParameters: false });
  }

  #ended(): void {
    this.#transaction = "none";
    this.#savepoints = [];
    this.#freeWriter();
  }

  /** Commits. @throws InvalidRequestError after the server has ended the transaction */
  *commit(): Work<void> {
    if (this.#transaction === "none") return;
    this.#checkUsable();
    this.events.emit("commit", {});
    yield* this.#control("COMMIT");
    this.#ended();
  }

  /** Rolls back; a transaction that the server has ended needs no word to it. */
  *rollback(): Work<void> {
    if (this.#transaction === "none") return;
    this.events.emit("rollback", {});
    try {
      if (this.connection.transactionState() !== "none") yield* this.#control("ROLLBACK");
    } finally {
      this.#ended();
    }
  }

  /** Sets a savepoint, and gives its name. Takes the writer where the transaction has only read so far. */
  *savepoint(): Work<string> {
    this.#checkUsable();
    this.#savepointCount += 1;
    const name = `sa_savepoint_${this.#savepointCount}`;
    this.events.emit("savepoint", { name });
    yield* this.#control(`SAVEPOINT ${name}`);
    this.#savepoints.push(name);
    return name;
  }

  /** Ends a savepoint, keeping what was done. */
  *releaseSavepoint(name: string): Work<void> {
    this.#checkInnermost(name);
    this.events.emit("releaseSavepoint", { name });
    yield* this.#control(`RELEASE SAVEPOINT ${name}`);
    this.#savepoints.pop();
  }

  /** Undoes what was done since. In a transaction that the server has ended there is nothing left to undo. */
  *rollbackToSavepoint(name: string): Work<void> {
    if (this.#transaction === "inactive") return;
    this.#checkInnermost(name);
    this.events.emit("rollbackToSavepoint", { name });
    yield* this.#control(`ROLLBACK TO SAVEPOINT ${name}`);
    this.#savepoints.pop();
  }

  #checkInnermost(name: string): void {
    if (this.#savepoints.at(-1) !== name)
      throw new InvalidRequestError(`Savepoint ${name} is not the innermost one: end the inner transactions first.`);
  }

  /** Runs the work all or nothing: in a savepoint, or in a transaction of its own where none is open. Unseen by events. */
  *atomically<T>(work: () => Work<T>): Work<T> {
    const inside = this.#transaction !== "none";
    const name = `athanor_atomic_${this.#savepoints.length}`;
    const borrowed = yield* this.#takeWriter();
    if (borrowed) this.#release = borrowed;
    yield* this.#control(inside ? `SAVEPOINT ${name}` : this.dialect.transactions.beginWriting);
    try {
      const result = yield* work();
      yield* this.#control(inside ? `RELEASE SAVEPOINT ${name}` : "COMMIT");
      return result;
    } catch (error) {
      if (this.connection.transactionState() !== "none") {
        yield* this.#control(inside ? `ROLLBACK TO SAVEPOINT ${name}` : "ROLLBACK");
        if (inside) yield* this.#control(`RELEASE SAVEPOINT ${name}`);
      }
      throw error;
    } finally {
      if (borrowed) this.#freeWriter();
    }
  }
}
