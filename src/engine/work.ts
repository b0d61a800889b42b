import type { MaybePromise } from "../dialects/driver.js";

/**
 * Steps that may have to wait, written once for asynchronous and synchronous drivers: a generator that yields what it
 * waits for, and goes on at once where a driver answers at once.
 */
export type Work<T> = Generator<PromiseLike<unknown>, T, unknown>;

/** Whether an answer is still to come. */
export function isPromise<T>(value: MaybePromise<T>): value is Promise<T> {
  return typeof value === "object" && value !== null && "then" in value;
}

/** The value, waited for if it is a promise. */
export function* settled<T>(value: MaybePromise<T>): Work<T> {
  // the marked place: whoever runs the work gives back what the promise came to
  return isPromise(value) ? ((yield value) as T) : value;
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
async function waited<T>(work: Work<T>, first: PromiseLike<unknown>): Promise<T> {
  let waitsFor = first;
  for (;;) {
    let step: IteratorResult<PromiseLike<unknown>, T>;
    try {
      step = work.next(await waitsFor);
    } catch (error) {
      // of work that has failed by itself this is the error again
      step = work.throw(error);
    }
    if (step.done) return step.value;
    waitsFor = step.value;
  }
}
