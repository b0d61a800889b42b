import type { MaybePromise } from "../dialects/driver.js";

/**
 * Steps that may have to wait, written once for asynchronous and synchronous drivers: a generator that yields what it
 * waits for, and goes on at once where a driver answers at once.
 */
export type Work<T> = Generator<PromiseLike<unknown>, T, unknown>;

function isPromise<T>(value: MaybePromise<T>): value is Promise<T> {
  return typeof value === "object" && value !== null && "then" in value;
}

/** The value, waited for if it is a promise. */
export function* settled<T>(value: MaybePromise<T>): Work<T> {
  // the marked place: whoever runs the work gives back what the promise came to
  return isPromise(value) ? ((yield value) as T) : value;
}

/** Runs the work. It starts at once, and runs on without a pause where nothing has to be waited for. */
export async function run<T>(work: Work<T>): Promise<T> {
  let step = work.next();
  while (!step.done) {
    let value: unknown;
    try {
      value = await step.value;
    } catch (error) {
      step = work.throw(error);
      continue;
    }
    step = work.next(value);
  }
  return step.value;
}
