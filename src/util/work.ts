/** A value now, or later where something must be waited for. */
export type MaybePromise<T> = T | Promise<T>;

/**
 * What work waits for, in two ways: begun as a promise, or done on the spot for a caller who can't wait for promises. Which of
 * them, whoever runs the work decides.
 */
export class Wait<T> {
  /**
   * @param later begins to wait
   * @param now waits here, or throws an error that says why that can't be
   */
  constructor(
    readonly later: () => PromiseLike<T>,
    readonly now: () => T,
  ) {}

  /** Waits. */
  *done(): Work<T> {
    // the marked place: whoever runs the work gives back what was waited for
    return (yield this) as T;
  }
}

/**
 * Steps that may have to wait, written once for asynchronous and synchronous drivers: a generator that yields what it
 * waits for, and goes on at once where a driver answers at once.
 */
export type Work<T> = Generator<PromiseLike<unknown> | Wait<unknown>, T, unknown>;

/** Whether an answer is still to come. */
export function isPromise<T>(value: MaybePromise<T>): value is Promise<T> {
  return typeof value === "object" && value !== null && "then" in value;
}

/** The value, waited for if it is a promise. @param refusal the error where promises can't be waited for, if it can say more than that */
export function* settled<T>(value: MaybePromise<T>, refusal?: () => Error): Work<T> {
  if (!isPromise(value)) return value;
  // the marked place: whoever runs the work gives back what the promise came to
  return (yield refusal ? new Wait(() => value, refused(value, refusal)) : value) as T;
}

/** Throws the error; of the promise's own nobody hears. */
function refused(promise: PromiseLike<unknown>, refusal: () => Error): () => never {
  return () => {
    promise.then(undefined, () => {});
    throw refusal();
  };
}

/** Waits so many milliseconds. Without promises the thread stands still for them. */
export function pause(milliseconds: number): Work<void> {
  return new Wait<void>(
    () => new Promise((resolve) => setTimeout(resolve, milliseconds)),
    () => void Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds),
  ).done();
}

/** Work that was begun: it is done, or the rest has to be waited for. */
export type Begun<T> = { readonly done: true; readonly value: T } | { readonly done: false; readonly rest: Promise<T> };

/** Begins the work, which runs on without a pause where nothing has to be waited for. @throws what the work throws by then */
export function begin<T>(work: Work<T>): Begun<T> {
  const step = work.next();
  return step.done ? { done: true, value: step.value } : { done: false, rest: waited(work, step.value) };
}

/** Runs the work. */
export function run<T>(work: Work<T>): Promise<T> {
  try {
    const begun = begin(work);
    return begun.done ? Promise.resolve(begun.value) : begun.rest;
  } catch (error) {
    return Promise.reject(error);
  }
}

/** Runs on with what has to be waited for. */
async function waited<T>(work: Work<T>, first: PromiseLike<unknown> | Wait<unknown>): Promise<T> {
  let waitsFor = first;
  for (;;) {
    let step: IteratorResult<PromiseLike<unknown> | Wait<unknown>, T>;
    try {
      step = work.next(await (waitsFor instanceof Wait ? waitsFor.later() : waitsFor));
    } catch (error) {
      // of work that has failed by itself this is the error again
      step = work.throw(error);
    }
    if (step.done) return step.value;
    waitsFor = step.value;
  }
}

/** Runs the work to its end without promises. @param refusal the error for a promise, which nobody here can wait for */
export function runNow<T>(work: Work<T>, refusal: () => Error): T {
  let step = work.next();
  while (!step.done) {
    let answer: unknown;
    try {
      answer = answerNow(step.value, refusal);
    } catch (error) {
      step = work.throw(error);
      continue;
    }
    step = work.next(answer);
  }
  return step.value;
}

function answerNow(waitsFor: PromiseLike<unknown> | Wait<unknown>, refusal: () => Error): unknown {
  return waitsFor instanceof Wait ? waitsFor.now() : refused(waitsFor, refusal)();
}
