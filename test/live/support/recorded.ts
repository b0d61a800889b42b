import type { Engine, EngineEvents } from "athanor";

/** The events by which a transaction is followed. */
const followed = ["begin", "commit", "rollback", "savepoint", "releaseSavepoint", "rollbackToSavepoint"] as const;

/** The transaction events of an engine, by name, in order. */
export function transactionEvents(engine: Engine): string[] {
  const seen: string[] = [];
  for (const name of followed) engine.on(name, () => void seen.push(name));
  return seen;
}

/** All events of one kind, in order. */
export function eventsOf<K extends keyof EngineEvents>(engine: Engine, name: K): EngineEvents[K][] {
  const seen: EngineEvents[K][] = [];
  engine.on(name, (event) => void seen.push(event));
  return seen;
}

/** What a promise is rejected with; fails where it is fulfilled. */
export async function rejection(promise: PromiseLike<unknown>): Promise<unknown> {
  let value: unknown;
  try {
    value = await promise;
  } catch (error) {
    return error;
  }
  throw new Error(`Expected an error, got ${String(value)}.`);
}

/** The rejection, which must be of that class. */
export async function rejectedWith<E extends Error>(kind: abstract new (...args: never[]) => E, promise: PromiseLike<unknown>): Promise<E> {
  const error = await rejection(promise);
  if (error instanceof kind) return error;
  throw error;
}
