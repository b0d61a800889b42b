import type { Driver, DriverConnection, DriverErrorFacts, DriverResult, MaybePromise, TransactionState } from "../../dialects/driver.js";
import { isPromise, pause, run, settled, type Work } from "../../util/work.js";
import { type FailedStatement, translated } from "../driver-errors.js";
import type { Cancellation } from "./cancellation.js";
import type { WriterHold } from "./writer-hold.js";

/** What an error shows as the statement, where that is another than the text that is sent. */
export type ShownStatement = Omit<FailedStatement, "hideParameters">;

/** What a sender keeps to. */
export interface SenderOptions {
  /** Values stay out of error messages. */
  readonly hideParameters: boolean;
  /** How long to try for a database that somebody else has locked, in milliseconds. */
  readonly busyTimeout: number;
  /** Hears that the connection was lost. */
  readonly lost: (error: unknown) => void;
}

const FIRST_PAUSE = 2;
const LONGEST_PAUSE = 100;

/**
 * Sends one thing after the other to the driver: behind a BEGIN that nobody has waited for, again where somebody else has
 * locked the database, and with the driver's errors as ours.
 */
export class Sender {
  /** The answer to a BEGIN for which nobody has waited yet. */
  #begun: Promise<unknown> | null = null;
  /** The answer to the BEGIN that was sent ahead last, come or not: a cancel must not hit that. */
  lastBegun: Promise<unknown> | null = null;
  /** What stops the execution that runs, where a signal can. */
  cancellation: Cancellation | null = null;
  #invalidated = false;

  constructor(
    private readonly connection: DriverConnection,
    private readonly driver: Driver,
    private readonly options: SenderOptions,
    private readonly writer: WriterHold,
  ) {}

  /** Whether the connection can't be used again: it was lost, or is in a state that nobody knows. */
  get invalidated(): boolean {
    return this.#invalidated;
  }

  invalidate(): void {
    this.#invalidated = true;
  }

  /** Whether something has to be waited for with what is sent next: a BEGIN, or a signal. */
  get isWaiting(): boolean {
    return this.#begun !== null || this.cancellation !== null;
  }

  /** Whether a BEGIN was sent for whose answer nobody has waited. */
  get hasBegun(): boolean {
    return this.#begun !== null;
  }

  /** Whether it may be sent again, since somebody else has locked the database. */
  isBusy(error: unknown): boolean {
    const facts = this.driver.describeError(error);
    return facts?.busy === true && !facts.serializationFailure;
  }

  /** Sends, and tries again for a while where somebody else has locked the database. @throws any other failure, as what it is */
  *sent<T>(send: () => MaybePromise<T>, statement: ShownStatement): Work<T> {
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
    return yield* this.#again(failure, send, statement);
  }

  *#again<T>(failure: unknown, send: () => MaybePromise<T>, statement: ShownStatement): Work<T> {
    const deadline = Date.now() + this.options.busyTimeout;
    let error = failure;
    yield* this.cancelled();
    for (let wait = FIRST_PAUSE; ; wait = Math.min(wait * 2, LONGEST_PAUSE)) {
      if (!this.isBusy(error) || Date.now() >= deadline) throw this.failed(error, statement);
      yield* pause(Math.min(wait, deadline - Date.now()));
      this.checkNotAborted();
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
    // whoever waits for it hears of its error, after that of the BEGIN
    answer.catch(() => {});
    try {
      yield* settled(begun);
    } catch (error) {
      return yield* this.#notBegun(error, answer);
    }
    return yield* settled(answer);
  }

  /** What was sent has run outside of any transaction; a loss is told to the pool as well. @throws the BEGIN's error */
  *#notBegun(error: unknown, answer: Promise<unknown>): Work<never> {
    if (!this.driver.describeError(error)?.disconnected) this.#invalidated = true;
    yield* settled(Promise.allSettled([answer]));
    throw error;
  }

  /** Sends without waiting for what was sent before; of a BEGIN that was sent ahead it hears the error. */
  pipelined<T>(send: () => MaybePromise<T>): MaybePromise<T> {
    const begun = this.#begun;
    if (begun === null) return send();
    this.#begun = null;
    const answer = Promise.resolve(send());
    // whoever waits for it hears of its error, after that of the BEGIN
    answer.catch(() => {});
    return begun.then(
      () => answer,
      (error) => run(this.#notBegun(error, answer)),
    );
  }

  /** What the driver says of its error. */
  factsOf(error: unknown): DriverErrorFacts | null {
    return this.driver.describeError(error);
  }

  /** A driver's error as one of ours. Tells of a connection that was lost. */
  failed(error: unknown, statement: ShownStatement): unknown {
    const facts = this.driver.describeError(error);
    if (facts?.disconnected && !this.#invalidated) {
      this.#invalidated = true;
      this.options.lost(error);
    }
    // its transaction can't write any more: others need not wait for its end
    if (facts?.serializationFailure) this.writer.free();
    return translated(error, this.driver, { ...statement, hideParameters: this.options.hideParameters });
  }

  // --- control -----------------------------------------------------------------------------------------------------------------

  /** Sends a text that begins, ends or divides a transaction, or sets something for the connection. */
  *control(sql: string): Work<DriverResult> {
    return yield* this.sent(() => this.#sendControl(sql), { sql, params: () => [] });
  }

  /** The same without waiting for the answer: what is sent next waits for both, and hears of this one's error. */
  ahead(sql: string): void {
    const { connection } = this;
    const begun = Promise.resolve(connection.ahead ? connection.ahead(sql) : this.#sendControl(sql));
    // whoever waits for it hears of its error
    begun.catch(() => {});
    this.#begun = begun;
    this.lastBegun = begun;
  }

  #sendControl(sql: string): MaybePromise<DriverResult> {
    return this.connection.control ? this.connection.control(sql) : this.connection.query(sql, []);
  }

  /** The server's transaction state, once it has answered all that was sent. */
  *serverState(): Work<TransactionState> {
    const begun = this.#begun;
    this.#begun = null;
    if (begun) yield* settled(Promise.allSettled([begun]));
    return this.connection.transactionState();
  }

  // --- cancellation ------------------------------------------------------------------------------------------------------------

  /** @throws the reason of a signal that was aborted */
  checkNotAborted(): void {
    if (this.cancellation?.signal.aborted) throw this.cancellation.signal.reason;
  }

  /** Waits until the server has been told to stop what ran, so that it does not stop what comes next. */
  *cancelled(): Work<void> {
    const cancelling = this.cancellation?.settled;
    if (cancelling) yield* settled(cancelling);
  }
}
