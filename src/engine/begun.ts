import type { Session } from "./session.js";
import type { Work } from "./work.js";

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
  const rollback = () => session.rollback();
  return {
    isCurrent: () => session.isCurrent(number),
    isActive: () => session.isOpen(number),
    commit: () => session.commit(),
    rollback,
    undo: rollback,
  };
}

/** The savepoint of that name. */
export function begunSavepoint(session: Session, name: string): Begun {
  const isThere = () => session.hasSavepoint(name);
  return {
    isCurrent: isThere,
    isActive: isThere,
    commit: () => session.releaseSavepoint(name),
    rollback: () => session.rollbackToSavepoint(name, false),
    undo: () => session.rollbackToSavepoint(name, true),
  };
}
