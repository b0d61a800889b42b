import type { Work } from "../../util/work.js";
import { PagedWork } from "./paged-work.js";
import type { Session } from "./session.js";

/** Work under way that is all or nothing. */
export interface AtomicScope {
  keep(): Work<void>;
  /** Where even that fails, the connection is given up: never throws. */
  undo(): Work<void>;
  /** It is over; called once, after it was kept or undone. */
  end(): void;
}

/** Work that is done all or nothing: in a savepoint, or in a transaction of its own where none is open. Unseen by events. */
export class Atomic {
  /** How deep it is nested. */
  #depth = 0;

  constructor(private readonly session: Session) {}

  /** Runs the work. @param keep false to undo it in any case: for what shall only be tried */
  *run<T>(work: () => Work<T>, keep: boolean): Work<T> {
    const scope = yield* this.#begin();
    try {
      const result = yield* work();
      yield* keep ? scope.keep() : scope.undo();
      return result;
    } catch (error) {
      yield* scope.undo();
      throw error;
    } finally {
      scope.end();
    }
  }

  /** Begins work that comes page by page: until it is kept or undone, nothing else can run on the connection. */
  *paged(): Work<PagedWork> {
    const scope = yield* this.#begin();
    const { streams } = this.session;
    const work = new PagedWork({
      ...scope,
      end: () => {
        streams.paged = null;
        scope.end();
      },
    });
    streams.paged = work;
    return work;
  }

  *#begin(): Work<AtomicScope> {
    const { sender, transaction, dialect, writer, savepoints } = this.session;
    this.session.checkUsable();
    const inside = transaction.isUnderWay || this.#depth > 0;
    const name = `athanor_atomic_${this.#depth}`;
    const words = inside
      ? { begin: [savepoints.words.set(name)], keep: savepoints.words.release?.(name) }
      : { begin: dialect.transactions.begin({ writes: true, readOnly: false, isolationLevel: undefined }), keep: "COMMIT" };
    const borrowed = yield* transaction.takeWriter();
    writer.keep(borrowed);
    const end = (): void => {
      if (borrowed) writer.free();
    };
    try {
      for (const text of words.begin) yield* sender.control(text);
    } catch (error) {
      end();
      throw error;
    }
    this.#depth += 1;
    return {
      *keep() {
        if (words.keep !== undefined) yield* sender.control(words.keep);
      },
      undo: () => this.#undo(inside, name),
      end: () => {
        this.#depth -= 1;
        end();
      },
    };
  }

  /** Undoes it; the caller's own error is the one to be seen. */
  *#undo(inside: boolean, name: string): Work<void> {
    const { sender, connection, events, savepoints } = this.session;
    yield* sender.cancelled();
    if (connection.transactionState() === "none") return;
    try {
      yield* sender.control(inside ? savepoints.words.rollBackTo(name) : "ROLLBACK");
      const release = inside ? savepoints.words.release?.(name) : undefined;
      if (release !== undefined) yield* sender.control(release);
    } catch (error) {
      sender.invalidate();
      events.emit("disposalFailed", { error });
    }
  }
}
