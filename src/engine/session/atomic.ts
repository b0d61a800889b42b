import type { Work } from "../work.js";
import type { Session } from "./session.js";

/** Work that is done all or nothing: in a savepoint, or in a transaction of its own where none is open. Unseen by events. */
export class Atomic {
  /** How deep it is nested. */
  #depth = 0;

  constructor(private readonly session: Session) {}

  /** Runs the work. @param keep false to undo it in any case: for what shall only be tried */
  *run<T>(work: () => Work<T>, keep: boolean): Work<T> {
    const { sender, transaction, dialect, writer } = this.session;
    this.session.checkUsable();
    const inside = transaction.isUnderWay || this.#depth > 0;
    const name = `athanor_atomic_${this.#depth}`;
    const words = inside
      ? { begin: [`SAVEPOINT ${name}`], keep: `RELEASE SAVEPOINT ${name}` }
      : { begin: dialect.transactions.begin({ writes: true, readOnly: false, isolationLevel: undefined }), keep: "COMMIT" };
    const borrowed = yield* transaction.takeWriter();
    writer.keep(borrowed);
    try {
      for (const text of words.begin) yield* sender.control(text);
      this.#depth += 1;
      try {
        const result = yield* work();
        if (keep) yield* sender.control(words.keep);
        else yield* this.#undo(inside, name);
        return result;
      } catch (error) {
        yield* this.#undo(inside, name);
        throw error;
      } finally {
        this.#depth -= 1;
      }
    } finally {
      if (borrowed) writer.free();
    }
  }

  /** Undoes it. Where even that fails, the connection is given up; the caller's own error is the one to be seen. */
  *#undo(inside: boolean, name: string): Work<void> {
    const { sender, connection, events } = this.session;
    yield* sender.cancelled();
    if (connection.transactionState() === "none") return;
    try {
      yield* sender.control(inside ? `ROLLBACK TO SAVEPOINT ${name}` : "ROLLBACK");
      if (inside) yield* sender.control(`RELEASE SAVEPOINT ${name}`);
    } catch (error) {
      sender.invalidate();
      events.emit("disposalFailed", { error });
    }
  }
}
