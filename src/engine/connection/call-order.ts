import { InvalidRequestError } from "../../errors/index.js";
import { type Begun, begin, isPromise, type MaybePromise, type Work } from "../../util/work.js";
import { isInScope, knowsScopes, runInScope } from "../async-scope.js";
import { type AbortSignalLike, onAbort } from "../limits.js";
import type { Calls, RunningCallback } from "./calls.js";

/** What may end the waiting of a call for its turn; asked for only where it has to wait. */
export type SignalOf = () => AbortSignalLike | undefined;

function* nothing(): Work<void> {}

/** What executes statements: at once where nothing has to be waited for but the answer, or as work. */
export interface Executor<T> {
  /** Null for what can't be done at once, before anything was done. */
  executeNow(statement: unknown, parameters: unknown): MaybePromise<T> | null;
  execute(statement: unknown, parameters: unknown): Work<T>;
  /** What may end the statement's waiting for its turn. */
  signalOf(statement: unknown): AbortSignalLike | undefined;
}

/** Somewhere to wait. */
interface WaitingPlace {
  /** Takes what tells who waits to go on. */
  wait(tell: () => void): unknown;
  /** Takes it out again. */
  giveUp(tell: () => void): unknown;
}

/** Waits there until it is told to go on. @throws the reason of a signal that is aborted before */
function told(signalOf: SignalOf | undefined, { wait, giveUp }: WaitingPlace): Promise<void> {
  return new Promise((resolve, reject) => {
    const signal = signalOf?.();
    const go = (): void => {
      end();
      resolve();
    };
    const abort = (reason: unknown): void => {
      end();
      giveUp(go);
      reject(reason);
    };
    const end = onAbort(signal, abort);
    wait(go);
    if (signal?.aborted) abort(signal.reason);
  });
}

/**
 * The calls on an asynchronous connection: they run in the order in which they are made, and while a begin() callback runs, only
 * those from inside of it are taken. A statement of which the driver can send many at once runs behind those before it without
 * waiting for their answers; whatever else there is has the connection to itself.
 */
export class CallOrder implements Calls {
  /** A call has the connection to itself, or is just being sent. */
  #isBusy = false;
  /** How many statements were sent and are not answered yet. */
  #sent = 0;
  /** Tells those that wait, one after the other, that it is their turn. */
  readonly #queue: (() => void)[] = [];
  /** Tells the call whose turn it is that all that was sent has been answered. */
  #quiet: (() => void) | null = null;
  /** Whether a call has ever waited for code of the user's. */
  #waits = false;
  /** The innermost last. */
  readonly #callbacks: RunningCallback[] = [];

  /** @param pipelines whether a statement can be sent before those that were sent are answered */
  constructor(private readonly pipelines: boolean) {}

  /** The innermost callback that is running. */
  get innermost(): RunningCallback | undefined {
    const callbacks = this.#callbacks;
    return callbacks.length === 0 ? undefined : callbacks[callbacks.length - 1];
  }

  /** Whether nothing is under way. */
  get #isIdle(): boolean {
    return !this.#isBusy && this.#sent === 0;
  }

  /** @throws InvalidRequestError for a call that would slip into another's transaction, or wait for itself */
  check(): void {
    if (!knowsScopes) return;
    if (this.#waits && isInScope(this))
      throw new InvalidRequestError(
        "A default, or what brings parameter sets, can't use the connection that is waiting for it: give it what it needs, or let it use another connection.",
      );
    const callback = this.innermost;
    if (callback && !isInScope(callback))
      throw new InvalidRequestError(
        "A begin() callback is running on this connection, and this call comes from outside of it: it would slip into a transaction that is not its own. Use another connection, or await the callback first.",
      );
  }

  /**
   * Runs the work when all earlier calls are done; at once, where none is under way, and then gives what it comes to without a
   * promise, where it has to wait for nothing either.
   * @throws what the work throws; the reason of a signal that is aborted before
   */
  inTurn<T>(work: () => Work<T>, signalOf?: SignalOf): MaybePromise<T> {
    if (this.#isBusy) return this.#turn(signalOf).then(() => this.#alone(work, signalOf));
    this.#isBusy = true;
    return this.#alone(work, signalOf);
  }

  /**
   * Executes when all earlier calls were sent, without waiting for their answers; what can't be sent like that is run as work.
   * It takes no function that would be made for each call: where the driver answers at once, all there is to make is a promise.
   * @throws the reason of a signal that is aborted before
   */
  executed<T>(executor: Executor<T>, statement: unknown, parameters: unknown): Promise<T> {
    if (this.#isBusy) return this.#executedLater(executor, statement, parameters);
    this.#isBusy = true;
    return this.#executed(executor, statement, parameters);
  }

  // functions that hold what a call was given are made apart from it: where one of them might be made, all of that would go into memory

  #executedLater<T>(executor: Executor<T>, statement: unknown, parameters: unknown): Promise<T> {
    return this.#turn(() => executor.signalOf(statement)).then(() => this.#executed(executor, statement, parameters));
  }

  #executedWhenQuiet<T>(executor: Executor<T>, statement: unknown, parameters: unknown): Promise<T> {
    return this.#untilQuiet(() => executor.signalOf(statement)).then(() => this.#executed(executor, statement, parameters));
  }

  /** Waits behind those that wait already. Whose turn it is finds the connection taken for itself. */
  #turn(signalOf: SignalOf | undefined): Promise<void> {
    return told(signalOf, {
      wait: (tell) => this.#queue.push(tell),
      giveUp: (tell) => this.#queue.splice(this.#queue.indexOf(tell), 1),
    });
  }

  #executed<T>(executor: Executor<T>, statement: unknown, parameters: unknown): Promise<T> {
    if (this.#sent > 0 && !this.pipelines) return this.#executedWhenQuiet(executor, statement, parameters);
    let answer: MaybePromise<T> | null;
    try {
      answer = executor.executeNow(statement, parameters);
    } catch (error) {
      this.#handOn();
      return Promise.reject(error);
    }
    if (answer === null) return this.#executedAlone(executor, statement, parameters);
    if (!isPromise(answer)) {
      this.#handOn();
      return Promise.resolve(answer);
    }
    this.#sent += 1;
    answer.then(this.#answered, this.#answered);
    this.#handOn();
    return answer;
  }

  async #executedAlone<T>(executor: Executor<T>, statement: unknown, parameters: unknown): Promise<T> {
    return await this.#alone(
      () => executor.execute(statement, parameters),
      () => executor.signalOf(statement),
    );
  }

  #alone<T>(work: () => Work<T>, signalOf: SignalOf | undefined): MaybePromise<T> {
    if (this.#sent === 0) return this.#run(work);
    return this.#untilQuiet(signalOf).then(() => this.#run(work));
  }

  /** Waits in its turn until all that was sent is answered; who gives up hands the turn on. */
  #untilQuiet(signalOf: SignalOf | undefined): Promise<void> {
    return told(signalOf, {
      wait: (tell) => (this.#quiet = tell),
      giveUp: () => {
        this.#quiet = null;
        this.#handOn();
      },
    });
  }

  #run<T>(work: () => Work<T>): MaybePromise<T> {
    let begun: Begun<T>;
    try {
      begun = begin(work());
    } catch (error) {
      this.#handOn();
      throw error;
    }
    if (begun.done) {
      this.#handOn();
      return begun.value;
    }
    begun.rest.then(this.#handOn, this.#handOn);
    return begun.rest;
  }

  /** It is the turn of the next. */
  readonly #handOn = (): void => {
    const next = this.#queue.length === 0 ? undefined : this.#queue.shift();
    if (next) next();
    else this.#isBusy = false;
  };

  readonly #answered = (): void => {
    this.#sent -= 1;
    if (this.#sent > 0 || this.#quiet === null) return;
    this.#quiet();
    this.#quiet = null;
  };

  /** Runs code of the user's for which a call is waiting: what it calls on this connection would wait for ever. */
  whileWaiting<T>(code: () => T): T {
    this.#waits = true;
    return runInScope([this], code);
  }

  /** Resolves when all calls so far are done. */
  get settled(): MaybePromise<unknown> {
    return this.#isIdle ? undefined : this.inTurn(nothing);
  }

  /** From now on only calls from inside of the callback are taken. Gives what ends that. */
  enter(callback: RunningCallback): () => void {
    this.#callbacks.push(callback);
    return () => void this.#callbacks.splice(this.#callbacks.indexOf(callback), 1);
  }

  /** Waits for callbacks inside of this one that nobody has awaited. */
  innerDone(callback: RunningCallback): MaybePromise<void> {
    const { innermost } = this;
    return innermost && innermost !== callback ? this.#untilInnermost(callback) : undefined;
  }

  async #untilInnermost(callback: RunningCallback): Promise<void> {
    for (let inner = this.innermost; inner && inner !== callback; inner = this.innermost) await inner.done.catch(() => {});
  }
}
