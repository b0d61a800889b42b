import type { Work } from "../../util/work.js";
import type { Session } from "./session.js";

/** A transaction or a savepoint that has begun, and how it can end. */
export interface Begun {
  /** Whether it is still to be ended. */
  isCurrent(): boolean;
  /** Whether something can still be done in it. */
  isActive(): boolean;
  commit(): Work<void>;
  rollback(): Work<void>;
  /** Rolls back with all that is still open inside of it. */
  undo(): Work<void>;
}

/** The transaction of that number. */
export function begunTransaction(session: Session, number: number): Begun {
  const rollback = () => session.transaction.rollback();
  return {
    isCurrent: () => session.transaction.isCurrent(number),
    isActive: () => session.transaction.isOpen(number),
    commit: () => session.transaction.commit(),
    rollback,
    undo: rollback,
  };
}

/** The savepoint of that name. */
export function begunSavepoint(session: Session, name: string): Begun {
  const isThere = () => session.savepoints.has(name);
  return {
    isCurrent: isThere,
    isActive: isThere,
    commit: () => session.savepoints.release(name),
    rollback: () => session.savepoints.rollBackTo(name, false),
    undo: () => session.savepoints.rollBackTo(name, true),
  };
}
