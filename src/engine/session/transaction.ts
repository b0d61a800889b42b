import type { TransactionStart } from "../../dialects/base.js";
import { InvalidRequestError, OutcomeUnknownError, StatementError, TransactionAbortedError, UnsupportedError } from "../../errors/index.js";
import type { Work } from "../../util/work.js";
import { channels, traced } from "../tracing.js";
import type { Session } from "./session.js";
import type { Release } from "./writer-lock.js";

/** What a transaction shall be, and who begins it. */
export interface BeginRequest extends TransactionStart {
  readonly implicit: boolean;
  /** The user called begin(), and is to end it. */
  readonly explicit: boolean;
}

/** The transaction of a session, as far as the user is concerned; the server is believed where it knows better. */
export class SessionTransaction {
  #state: "none" | "open" | "inactive" = "none";
  /** Counts the transactions, so that one that is over is not taken for the next. */
  #number = 0;
  /** How it was begun. */
  #start: BeginRequest | null = null;
  /** Whether an isolation level has been set that outlives its transaction. */
  #levelStays = false;
  /** Whether the connection keeps writing out, of whatever transaction. */
  #readOnly = false;

  constructor(private readonly session: Session) {}

  get isUnderWay(): boolean {
    return this.#state !== "none";
  }

  /** Whether something can still be done in it. */
  get isActive(): boolean {
    return this.#state === "open";
  }

  /** Whether the connection keeps writing out, of whatever transaction. */
  get isReadOnly(): boolean {
    return this.#readOnly;
  }

  /** Whether the transaction of that number is still to be ended. */
  isCurrent(number: number): boolean {
    return this.#state !== "none" && this.#number === number;
  }

  /** Whether something can still be done in the transaction of that number. */
  isOpen(number: number): boolean {
    return this.#state === "open" && this.#number === number;
  }

  /** Whether something can be tried now, and undone. */
  get canTry(): boolean {
    const { sender, connection } = this.session;
    return this.#state !== "inactive" && !sender.invalidated && connection.transactionState() !== "failed";
  }

  /** @throws InvalidRequestError after the server has ended it */
  checkActive(): void {
    if (this.#state === "inactive")
      throw new InvalidRequestError("The server has ended this transaction: nothing more can run in it. Call rollback() first.");
  }

  /** The writer of the file, held as long as the transaction if there is one; else for one statement, and then the caller gives it back. */
  *takeWriter(): Work<Release | null> {
    const { writer, sender } = this.session;
    const borrowed = yield* writer.borrow(sender.cancellation?.signal);
    if (this.#state === "none") return borrowed;
    writer.keep(borrowed);
    return null;
  }

  // --- begin -------------------------------------------------------------------------------------------------------------------

  /** Begins it, and gives its number. One that will write takes the writer at once. */
  *begin(start: BeginRequest): Work<number> {
    const { events, origin, dialect } = this.session;
    this.session.checkUsable();
    const readOnly = start.readOnly && !dialect.transactions.beginsReadOnly;
    if (readOnly !== this.#readOnly) yield* this.setReadOnly(readOnly);
    if (start.isolationLevel === undefined && this.#levelStays) yield* this.#resetLevel();
    else if (start.isolationLevel !== undefined) this.#levelStays = dialect.transactions.resetIsolationLevel !== undefined;
    this.#state = "open";
    this.#start = start;
    this.#number += 1;
    try {
      if (start.writes && this.session.writer.isMissing) yield* this.takeWriter();
      events.emit("begin", { implicit: start.implicit });
      yield* traced(channels.begin, origin, () => this.#sendBegin(start));
    } catch (error) {
      this.#ended();
      throw error;
    }
    return this.#number;
  }

  /** A plain BEGIN can't be refused, and need not be waited for; one that asks for more can. */
  *#sendBegin(start: TransactionStart): Work<void> {
    const { sender, connection, dialect } = this.session;
    const texts = dialect.transactions.begin(start);
    const [only, more] = texts;
    const plain = start.isolationLevel === undefined && !start.readOnly && only !== undefined && more === undefined;
    if (plain && connection.pipelines) sender.ahead(only);
    else for (const text of texts) yield* sender.control(text);
  }

  /** The isolation level of the next transaction is the connection's own again. */
  *#resetLevel(): Work<void> {
    const { resetIsolationLevel } = this.session.dialect.transactions;
    if (!this.#levelStays || resetIsolationLevel === undefined) return;
    yield* this.session.sender.control(resetIsolationLevel);
    this.#levelStays = false;
  }

  /** Keeps writing out of the connection, or lets it in again. */
  *setReadOnly(readOnly: boolean): Work<void> {
    const { readOnly: words } = this.session.dialect.transactions;
    if (readOnly === this.#readOnly || !words) return;
    if (this.session.connection.sessionPerTransaction)
      throw new UnsupportedError(
        "Outside of transactions a connection without prepared statements can't be read-only, since its session of the server's may be given to others: begin() first.",
      );
    yield* this.session.sender.control(readOnly ? words.on : words.off);
    this.#readOnly = readOnly;
  }

  // --- end ---------------------------------------------------------------------------------------------------------------------

  #ended(): void {
    this.#state = "none";
    this.session.savepoints.forget();
    this.session.writer.free();
  }

  /** Commits. @throws InvalidRequestError after the server has ended the transaction, TransactionAbortedError where it rolls back instead */
  *commit(): Work<void> {
    if (this.#state === "none") return;
    this.session.checkUsable();
    if (!this.session.streams.areNone) yield* this.session.streams.end();
    this.session.events.emit("commit", {});
    const command = yield* this.#sendCommit();
    this.#ended();
    if (command === "ROLLBACK")
      throw new TransactionAbortedError(
        "The server has rolled the transaction back instead of committing it, because a statement in it had failed. Set a savepoint (beginNested) around a statement that may fail.",
      );
  }

  /** Sends COMMIT. @throws OutcomeUnknownError where its answer is lost with the connection */
  *#sendCommit(): Work<string | null | undefined> {
    const { connection, sender, origin } = this.session;
    const wasLost = connection.lost ?? false;
    try {
      return (yield* traced(channels.commit, origin, () => sender.control("COMMIT"))).command;
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
    yield* this.session.streams.end();
    if (this.#state === "none") return;
    try {
      this.session.events.emit("rollback", {});
    } finally {
      yield* this.#rollBackWhatIsOpen();
    }
  }

  *#rollBackWhatIsOpen(): Work<void> {
    const { sender, origin } = this.session;
    try {
      if ((yield* sender.serverState()) !== "none") yield* traced(channels.rollback, origin, () => sender.control("ROLLBACK"));
    } catch (error) {
      sender.invalidate();
      throw error;
    } finally {
      this.#ended();
    }
  }

  /** Whether there is nothing to make ready for the next who asks for the connection. */
  get isReset(): boolean {
    const { sender, connection, streams } = this.session;
    if (this.#state !== "none" || !streams.areNone || this.#readOnly || this.#levelStays) return false;
    return sender.invalidated || (!sender.hasBegun && connection.transactionState() === "none");
  }

  /** Makes the connection ready for the next who asks for one: no transaction, no stream, nothing set. @param open what becomes of a transaction that was begun in text */
  *reset(open: "rollback" | "commit" | "nothing"): Work<void> {
    const { sender, connection } = this.session;
    yield* this.rollback();
    if (sender.invalidated) return;
    // begun in text, where no transaction was thought to be open
    if (open === "commit" && connection.transactionState() === "open") yield* this.#sendCommit();
    if (open !== "nothing") yield* this.#rollBackWhatIsOpen();
    yield* this.setReadOnly(false);
    yield* this.#resetLevel();
  }

  // --- what the server does by itself ------------------------------------------------------------------------------------------

  /** The server knows best whether a transaction is open: some errors end it. */
  believeServer(): void {
    const { connection, sender, writer } = this.session;
    // a loss of which nobody has heard yet is told by the next statement, as what it is
    if (connection.lost && !sender.invalidated) return;
    if (this.#state === "open" && connection.transactionState() === "none") {
      this.#state = "inactive";
      writer.free();
    }
  }

  /** @throws InvalidRequestError where a text that commits would end a transaction or savepoint of the user's */
  refuseImplicitCommit(): void {
    const { dialect, savepoints } = this.session;
    if (this.#state !== "open" || !(this.#start?.explicit || !savepoints.isEmpty)) return;
    throw new InvalidRequestError(
      `This statement would commit the transaction that begin() began, since ${dialect.name} commits what is open before it changes a schema. Execute it outside of it, or with executionOptions({ allowImplicitCommit: true }).`,
    );
  }

  /** After a text that has committed by itself: a transaction that began by itself is over, and one of the user's goes on as a new one. */
  *goOnAfterCommit(): Work<void> {
    const { events, savepoints } = this.session;
    const start = this.#start;
    if (this.#state !== "inactive" || start === null) return;
    events.emit("commit", {});
    savepoints.forget();
    this.#state = start.explicit ? "open" : "none";
    if (!start.explicit) return;
    events.emit("begin", { implicit: start.implicit });
    yield* this.#sendBegin(start);
  }
}
