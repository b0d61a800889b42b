import type { MaybePromise } from "../dialects/driver.js";

/** What becomes of an answer that comes too late. */
export interface TimeLimit<T> {
  /** The error for those who wait. */
  error(): Error;
  /** Takes the answer, for which nobody waits any more. */
  drop?(value: T): MaybePromise<void>;
}

/** The answer, or an error after so many milliseconds. */
export async function inTime<T>(answer: MaybePromise<T>, milliseconds: number, limit: TimeLimit<T>): Promise<T> {
  const pending = Promise.resolve(answer);
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isLate = false;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      isLate = true;
      reject(limit.error());
    }, milliseconds);
  });
  pending.then(
    (value) => {
      if (isLate) limit.drop?.(value);
    },
    () => {
      // those who wait hear of it, or have heard of the time
    },
  );
  try {
    return await Promise.race([pending, late]);
  } finally {
    clearTimeout(timer);
  }
}
